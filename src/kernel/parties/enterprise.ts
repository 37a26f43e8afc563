import { type CalendarDate, isDate } from '../../shared/dates.ts'
import { conflict, invalid, notFound, type Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { type DivisionCode, parseDivisionCode } from '../divisions/division.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import { getDivision } from '../divisions/store.ts'
import type { Ctx } from '../operations/context.ts'
import { parseCreditCode } from './credit-code.ts'
import { isIndustry } from './industries.ts'
import type { LegalForm } from './legal-forms.ts'
import { readAll } from './read-all.ts'
import { findDivisionNames } from './store.ts'

/** What the register of companies says of an enterprise, as it is typed off the licence. */
export interface TypedRegister {
  name: string
  creditCode: string
  legalForm: LegalForm
  industry: string
  /** YYYY-MM-DD. */
  registeredOn: string
  division: string
}

/** The same, read: the code checked, full-width letters put right. */
export interface RegisterData extends Omit<TypedRegister, 'registeredOn' | 'division'> {
  registeredOn: CalendarDate
  division: DivisionCode
}

const fault = (field: string, message: string): Refusal => invalid([{ field, code: field, message }])

function readName(text: string): string {
  const name = text.normalize('NFKC').replace(/\s+/g, '').replaceAll('(', '（').replaceAll(')', '）')
  if (name.length < 4) throw fault('name', '企业名称：请照营业执照填写全称')
  return name
}

function readCode(text: string): string {
  const read = parseCreditCode(text)
  if (read.ok) return read.code
  throw fault('creditCode', `统一社会信用代码：${read.message}`)
}

function readRegisteredOn(text: string, today: CalendarDate): CalendarDate {
  if (!isDate(text)) throw fault('registeredOn', '登记日期：请按「2026-01-31」这样填写')
  if (text > today) throw fault('registeredOn', '登记日期：不能晚于今天，请照营业执照填写')
  return text
}

function readIndustry(code: string): string {
  if (isIndustry(code)) return code
  throw fault('industry', '所属行业：请从列表中选一项')
}

/** Reads register data as typed. Throws a Refusal (422) with all that is wrong with it. */
export function readRegister(typed: TypedRegister, today: CalendarDate): RegisterData {
  return readAll({
    name: () => readName(typed.name),
    creditCode: () => readCode(typed.creditCode),
    legalForm: () => typed.legalForm,
    industry: () => readIndustry(typed.industry),
    registeredOn: () => readRegisteredOn(typed.registeredOn, today),
    division: () => parseDivisionCode(typed.division),
  })
}

const columns = [
  'enterprise.party_id',
  'enterprise.division',
  'enterprise.name',
  'enterprise.credit_code',
  'enterprise.legal_form',
  'enterprise.industry',
  'enterprise.registered_on',
  'enterprise.staff',
  'enterprise.verification',
  'enterprise.verified_at',
  'enterprise.version',
] as const

const selectEnterprises = (tx: Tx, scope: RegionScope) =>
  tx
    .selectFrom('enterprise')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'enterprise.division').on('place.valid_to', 'is', null),
    )
    .select(columns)
    .select('place.name as divisionName')
    .where(({ or, exists, selectFrom }) =>
      or([
        withinScope(scope, 'enterprise.division', 'enterprise.party_id'),
        exists(
          selectFrom('service_case')
            .select('service_case.id')
            .whereRef('service_case.party_id', '=', 'enterprise.party_id')
            .where(withinScope(scope, 'service_case.division', 'service_case.party_id')),
        ),
      ]),
    )

export type EnterpriseRow = Awaited<ReturnType<typeof getEnterprise>>

/** An enterprise in reach, by where it is registered or by one of its cases; 404 where there is none. */
export async function getEnterprise(tx: Tx, scope: RegionScope, partyId: string) {
  const found = await selectEnterprises(tx, scope).where('enterprise.party_id', '=', partyId).executeTakeFirst()
  if (!found) throw notFound('这家企业')
  return found
}

/** The same, locked until the transaction ends. */
export async function lockEnterprise(tx: Tx, scope: RegionScope, partyId: string): Promise<EnterpriseRow> {
  const query = selectEnterprises(tx, scope).where('enterprise.party_id', '=', partyId).forUpdate('enterprise')
  const found = await query.executeTakeFirst()
  if (!found) throw notFound('这家企业')
  return found
}

interface EnterpriseFilter {
  /** Exact credit code, or the beginning of the name. */
  text?: string | undefined
  after?: string | undefined
  limit: number
}

/** Enterprises in reach, newest last, a page at a time by key. */
export async function findEnterprises(tx: Tx, scope: RegionScope, { text, after, limit }: EnterpriseFilter) {
  const code = text ? parseCreditCode(text) : null
  const likely = text?.replace(/[%_\\]/g, (sign) => `\\${sign}`)
  return selectEnterprises(tx, scope)
    .$if(code?.ok === true, (query) => query.where('enterprise.credit_code', '=', code?.ok ? code.code : ''))
    .$if(likely !== undefined && code?.ok !== true, (query) => query.where('enterprise.name', 'like', `%${likely}%`))
    .$if(after !== undefined, (query) => query.where('enterprise.party_id', '>', after ?? ''))
    .orderBy('enterprise.party_id')
    .limit(limit)
    .execute()
}

/** The party with this credit code, in reach or not: its id and division alone. */
export async function findEnterpriseByCode(tx: Tx, code: string) {
  const found = await tx
    .selectFrom((from) =>
      from.fn<{ party_id: string; division: string }>('find_enterprise_by_code', [from.val(code)]).as('found'),
    )
    .selectAll()
    .executeTakeFirst()
  return found ?? null
}

/** Refuses (409) a credit code that is registered already, with the id where it is in reach. */
export async function refuseKnownCode(ctx: Ctx, tx: Tx, code: string): Promise<void> {
  const known = await findEnterpriseByCode(tx, code)
  if (!known) return
  const inReach = (await selectEnterprises(tx, ctx.scope).where('enterprise.party_id', '=', known.party_id).execute())
    .length
  const place = (await findDivisionNames(tx, [known.division])).get(known.division) ?? known.division
  throw conflict(
    'known-already',
    '这个统一社会信用代码已经登记过',
    inReach
      ? `登记在${place}，请按代码查找这家企业，打开它的档案办理。`
      : `登记在${place}，不在您负责的辖区内，请联系当地窗口。`,
    { partyId: known.party_id, inReach: inReach > 0 },
  )
}

/** Makes party and enterprise with a key of their own, verified against the licence by a clerk; the transaction reaches its division. */
export async function createEnterprise(ctx: Ctx, tx: Tx, data: RegisterData & { staff?: number }): Promise<string> {
  await getDivision(tx, data.division, ctx.today)
  const id = newId(ctx.now)
  const { wrapped } = ctx.platform.ciphers.newPersonKey()
  const { division, creditCode, legalForm, registeredOn, name, industry, staff } = data
  await tx.insertInto('party').values({ id, kind: 'enterprise', division, created_at: ctx.now }).execute()
  await tx
    .insertInto('enterprise')
    .values({
      party_id: id,
      division,
      wrapped_key: wrapped,
      name,
      credit_code: creditCode,
      legal_form: legalForm,
      industry,
      registered_on: registeredOn,
      staff: staff ?? null,
      verification: 'verified',
      verified_by: ctx.actor.accountId,
      verified_at: ctx.now,
    })
    .execute()
  return id
}
