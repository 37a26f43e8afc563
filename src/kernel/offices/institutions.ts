import { sql } from 'kysely'
import { type CalendarDate, isDate } from '../../shared/dates.ts'
import { conflict, type FieldError, forbidden, invalid, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type DivisionCode, isWithin, parseDivisionCode } from '../divisions/division.ts'
import { covers, type RegionScope, withinScope } from '../divisions/scope.ts'
import { getDivision } from '../divisions/store.ts'
import type { Ctx } from '../operations/context.ts'
import type { Opening } from './hours.ts'
import type { OfficeKind } from './kinds.ts'
import { selectOffices } from './store.ts'

export interface InstitutionDraft {
  name: string
  division: string
  phone: string
}

export interface OfficeDraft {
  institution: string
  name: string
  kind: OfficeKind
  division: string
  address: string
  phone: string
  services: readonly string[]
  capacity: number | null
  latitude: number | null
  longitude: number | null
  /** First day on which it no longer takes cases. */
  endedOn: string | null
  openings: readonly Opening[]
  closures: readonly { firstDay: string; lastDay: string; reason: string }[]
}

export interface Receipt {
  id: string
  version: number
}

/** Institutions in reach, the widest division first. */
export const findInstitutions = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('institution')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'institution.division').on('place.valid_to', 'is', null),
    )
    .select([
      'institution.id',
      'institution.name',
      'institution.division',
      'institution.phone',
      'institution.version',
      'place.name as divisionName',
    ])
    .where(withinScope(scope, 'institution.division'))
    .orderBy('institution.division')
    .orderBy('institution.name')
    .limit(500)
    .execute()

/** Every office in reach, those that have ended too. */
export const findManagedOffices = (db: Db, scope: RegionScope, today: CalendarDate) =>
  selectOffices(db, today)
    .where(withinScope(scope, 'office.division'))
    .orderBy('office.division')
    .orderBy('office.name')
    .limit(1000)
    .execute()

async function checkPlace(ctx: Ctx, text: string): Promise<DivisionCode> {
  const code = parseDivisionCode(text)
  await getDivision(ctx.db, code, ctx.today)
  if (!covers(ctx.scope, code)) throw forbidden('这个地区不在您的辖区内。')
  return code
}

async function refuseSameName(db: Db, name: string, division: string, id: string | null): Promise<void> {
  const same = await db
    .selectFrom('institution')
    .select('id')
    .where('name', '=', name)
    .where('division', '=', division)
    .executeTakeFirst()
  if (!same || same.id === id) return
  throw invalid([{ field: 'name', code: 'taken', message: '名称：这个地区已经有同名的机构' }])
}

/** Adds an institution (机构). Errors: 403 out of reach, 422 with the field. */
export async function createInstitution(ctx: Ctx, draft: InstitutionDraft): Promise<Receipt> {
  const division = await checkPlace(ctx, draft.division)
  const name = draft.name.trim()
  await refuseSameName(ctx.db, name, division, null)
  const id = newId(ctx.now)
  await ctx.db.insertInto('institution').values({ id, name, division, phone: draft.phone.trim() }).execute()
  ctx.concerning({ kind: 'institution', id, division })
  return { id, version: 1 }
}

const stale = (what: string, version: number) =>
  conflict('stale', `这个${what}刚刚有了变化`, '请刷新后核对，再决定怎么改。您填的内容还在。', { version })

/** Changes an institution, on the version that was seen. */
export async function saveInstitution(
  ctx: Ctx,
  { id, version, ...draft }: InstitutionDraft & Receipt,
): Promise<Receipt> {
  const found = await ctx.db
    .selectFrom('institution')
    .select(['version', 'division'])
    .where('id', '=', id)
    .where(withinScope(ctx.scope, 'division'))
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound('这个机构')
  if (found.version !== version) throw stale('机构', found.version)
  const division = await checkPlace(ctx, draft.division)
  const name = draft.name.trim()
  await refuseSameName(ctx.db, name, division, id)
  const change = { name, division, phone: draft.phone.trim(), version: version + 1 }
  await ctx.db.updateTable('institution').set(change).where('id', '=', id).execute()
  ctx.concerning({ kind: 'institution', id, division })
  return { id, version: version + 1 }
}

const overlap = (spans: readonly { from: number | string; to: number | string }[], touches: boolean) =>
  spans
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .some((span, index, all) => {
      const before = all[index - 1]
      return before !== undefined && (touches ? span.from <= before.to : span.from < before.to)
    })

function findHourFaults({ openings, closures }: OfficeDraft): FieldError[] {
  const errors: FieldError[] = []
  if (openings.some(({ opens, closes }) => closes <= opens)) {
    errors.push({ field: 'openings', code: 'order', message: '接待时间：关门要晚于开门' })
  }
  for (const spans of Map.groupBy(openings, (one) => one.weekday).values()) {
    if (
      !overlap(
        spans.map(({ opens, closes }) => ({ from: opens, to: closes })),
        false,
      )
    )
      continue
    errors.push({ field: 'openings', code: 'overlap', message: '接待时间：同一天的时段不能重叠' })
    break
  }
  if (closures.some(({ firstDay, lastDay }) => !isDate(firstDay) || !isDate(lastDay) || lastDay < firstDay)) {
    errors.push({ field: 'closures', code: 'order', message: '不开门的日子：结束日要在开始日当天或之后' })
  } else if (
    overlap(
      closures.map(({ firstDay, lastDay }) => ({ from: firstDay, to: lastDay })),
      true,
    )
  ) {
    errors.push({ field: 'closures', code: 'overlap', message: '不开门的日子：不能重叠' })
  }
  return errors
}

async function checkOffice(ctx: Ctx, draft: OfficeDraft, services: readonly string[]): Promise<DivisionCode> {
  const division = await checkPlace(ctx, draft.division)
  const errors = findHourFaults(draft)
  const institution = await ctx.db
    .selectFrom('institution')
    .select('division')
    .where('id', '=', draft.institution)
    .where(withinScope(ctx.scope, 'division'))
    .executeTakeFirst()
  if (!institution || !isWithin(division, institution.division as DivisionCode)) {
    errors.push({ field: 'institution', code: 'elsewhere', message: '所属机构：不在您的辖区，或不管这个地区' })
  }
  if (draft.services.some((service) => !services.includes(service))) {
    errors.push({ field: 'services', code: 'unknown', message: '办理事项：有一项系统里没有' })
  }
  if ((draft.latitude === null) !== (draft.longitude === null)) {
    errors.push({ field: 'latitude', code: 'half', message: '位置：经度和纬度要一起填，或者都不填' })
  }
  if (draft.endedOn !== null && !isDate(draft.endedOn)) {
    errors.push({ field: 'endedOn', code: 'date', message: '停办日：不是一个日期' })
  }
  if (errors.length > 0) throw invalid(errors)
  return division
}

const rowOf = (draft: OfficeDraft, division: DivisionCode) => ({
  institution_id: draft.institution,
  name: draft.name.trim(),
  kind: draft.kind,
  division,
  address: draft.address.trim(),
  phone: draft.phone.trim(),
  services: [...draft.services],
  capacity: draft.capacity,
  latitude: draft.latitude,
  longitude: draft.longitude,
  ended_on: draft.endedOn,
})

/** Hours and closures as they shall be; closures that are over stay. */
async function writeTimes(tx: Tx, ctx: Ctx, id: string, { openings, closures }: OfficeDraft): Promise<void> {
  await tx.deleteFrom('office_hours').where('office_id', '=', id).execute()
  await tx.deleteFrom('office_closure').where('office_id', '=', id).where('last_day', '>=', ctx.today).execute()
  if (openings.length > 0) {
    const rows = openings.map(({ weekday, opens, closes }) => ({ office_id: id, weekday, opens, closes }))
    await tx.insertInto('office_hours').values(rows).execute()
  }
  if (closures.length === 0) return
  const rows = closures.map(({ firstDay, lastDay, reason }) => {
    return { id: newId(ctx.now), office_id: id, first_day: firstDay, last_day: lastDay, reason: reason.trim() }
  })
  await tx.insertInto('office_closure').values(rows).execute()
}

/** Adds a window or bureau to an institution. Errors: 403 out of reach, 422 with every fault at once. */
export async function createOffice(ctx: Ctx, draft: OfficeDraft, services: readonly string[]): Promise<Receipt> {
  const division = await checkOffice(ctx, draft, services)
  const id = newId(ctx.now)
  await ctx.db
    .insertInto('office')
    .values({ id, ...rowOf(draft, division) })
    .execute()
  await writeTimes(ctx.db as Tx, ctx, id, draft)
  ctx.concerning({ kind: 'office', id, division })
  return { id, version: 1 }
}

/** An office that still has cases cannot end. */
async function refuseEndWithCases(ctx: Ctx, id: string, endedOn: string | null): Promise<void> {
  if (endedOn === null) return
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from service_case where office_id = ${id} and ended_at is null`.execute(ctx.db)
  const held = rows[0]?.held ?? 0
  if (held > 0) {
    throw conflict('has-cases', `这里还有 ${held} 件没有办完`, '请先把这些件转给别的窗口或科室的人员，再停办。', {
      held,
    })
  }
}

/** Changes an office with its hours and closures, on the version that was seen. */
export async function saveOffice(
  ctx: Ctx,
  { id, version, ...draft }: OfficeDraft & Receipt,
  services: readonly string[],
): Promise<Receipt> {
  const found = await ctx.db
    .selectFrom('office')
    .select('version')
    .where('id', '=', id)
    .where(withinScope(ctx.scope, 'division'))
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound('这个窗口或科室')
  if (found.version !== version) throw stale('窗口或科室', found.version)
  const division = await checkOffice(ctx, draft, services)
  await refuseEndWithCases(ctx, id, draft.endedOn)
  await ctx.db
    .updateTable('office')
    .set({ ...rowOf(draft, division), version: version + 1 })
    .where('id', '=', id)
    .execute()
  await writeTimes(ctx.db as Tx, ctx, id, draft)
  ctx.concerning({ kind: 'office', id, division })
  return { id, version: version + 1 }
}
