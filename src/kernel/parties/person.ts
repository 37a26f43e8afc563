import type { Updateable } from 'kysely'
import { type CalendarDate, dateIn } from '../../shared/dates.ts'
import { conflict } from '../../shared/errors.ts'
import { maskIdentity, maskName, maskPhone, Personal } from '../../shared/personal.ts'
import type { Tables, Tx } from '../db/connect.ts'
import { partyScope } from '../divisions/scope.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { type IdentityKind, kindsWithoutBirthDate } from './identity-kinds.ts'
import { identityIndexText, parseIdentity } from './identity-paper.ts'
import { parseRealName, type RealName, type TypedRealName } from './real-name.ts'
import { getPersonRow, lockPersonRow, type PersonRow } from './store.ts'

/** Real name (实名): none, declared by the person, or verified by a clerk at the window. */
export type Verification = 'none' | 'declared' | 'verified'

/** A person's data, opened; null where they gave none, or where it was erased. */
export interface OpenedPerson {
  name: Personal | null
  phone: Personal | null
  identity: Personal | null
  birthDate: CalendarDate | null
}

/** Opens what a row holds of a person. */
export function openPerson({ ciphers, now }: Platform, row: PersonRow): OpenedPerson {
  if (!row.wrapped_key) return { name: null, phone: null, identity: null, birthDate: null }
  const key = ciphers.unwrap(row.wrapped_key)
  const open = (field: string, sealed: Buffer | null) => sealed && ciphers.openText(key, field, sealed)
  const identity = open('identity', row.identity_cipher)
  const kind = (row.identity_kind ?? undefined) as IdentityKind | undefined
  const said = identity && parseIdentity({ kind, number: identity.reveal() }, dateIn(now()))
  const told = open('birth', row.birth_cipher)
  return {
    name: open('name', row.name_cipher),
    phone: open('phone', row.phone_cipher),
    identity,
    birthDate: said?.ok && said.birthDate ? said.birthDate : ((told?.reveal() ?? null) as CalendarDate | null),
  }
}

/** The same, as a list or the person's own page shows it: partly hidden. */
export function maskPerson({ name, phone, identity }: OpenedPerson) {
  return {
    name: name && maskName(name),
    phone: phone && maskPhone(phone),
    identity: identity && maskIdentity(identity),
  }
}

/** What every view says of a person beside their data. */
export const standingOfPerson = (row: PersonRow) => ({
  id: row.party_id,
  verification: row.verification as Verification,
  identityKind: row.identity_kind as IdentityKind | null,
  version: row.version,
  division: row.division,
  divisionName: row.divisionName ?? row.division,
})

/** The caller's own data, partly hidden. */
export const getOwnPerson = (ctx: Ctx) =>
  ctx.guarded(async (tx) => {
    const row = await getPersonRow(tx, ctx.scope, ctx.scope.party)
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    return { ...standingOfPerson(row), ...maskPerson(openPerson(ctx.platform, row)) }
  })

/** The person themselves who acts for an enterprise now, partly hidden: their own data lie out of the enterprise's reach. */
export const getActingPerson = ({ platform, actor }: Ctx) =>
  platform.db.transaction().execute(async (tx) => {
    const own = partyScope(actor.actingFor?.ownPartyId ?? '')
    await enterScope(tx, own)
    const row = await getPersonRow(tx, own, own.party)
    return { ...standingOfPerson(row), ...maskPerson(openPerson(platform, row)) }
  })

function refuseStale(row: PersonRow, seen: number): void {
  if (row.version === seen) return
  throw conflict(
    'stale',
    '这位服务对象的信息刚刚有了变化',
    `您看到的是第 ${seen} 版，现在是第 ${row.version} 版。请刷新后核对，再决定怎么办。`,
    { version: row.version, verification: row.verification },
  )
}

function refuseVerified(row: PersonRow, wayOut: string): void {
  if (row.verification !== 'verified') return
  throw conflict('already-verified', '实名信息已经核验', wayOut, {
    version: row.version,
    verification: row.verification,
  })
}

/** The columns that hold a real name, sealed by the person's key. */
export function sealRealName({ ciphers }: Platform, wrappedKey: Buffer, { name, paper, birthDate }: RealName) {
  const isTold = birthDate !== null && kindsWithoutBirthDate.includes(paper.kind)
  const key = ciphers.unwrap(wrappedKey)
  return {
    name_cipher: ciphers.sealText(key, 'name', name),
    name_index: ciphers.blindIndex('name', name.reveal()),
    identity_kind: paper.kind,
    birth_cipher: isTold ? ciphers.sealText(key, 'birth', new Personal(birthDate)) : null,
    identity_cipher: ciphers.sealText(key, 'identity', paper.number),
    identity_index: ciphers.blindIndex('identity', identityIndexText(paper)),
  }
}

async function save(tx: Tx, row: PersonRow, columns: Updateable<Tables['person']>, verification: Verification) {
  const version = row.version + 1
  await tx
    .updateTable('person')
    .set({ ...columns, verification, version })
    .where('party_id', '=', row.party_id)
    .execute()
  return { version, verification }
}

/**
 * Takes down who the caller says they are. They may correct it until a clerk has verified it. Whether someone else has this
 * number is not told. Throws a Refusal: 422 for what cannot be right, 409 when verified or stale.
 */
export async function declareRealName(ctx: Ctx, input: TypedRealName & { version: number }) {
  const realName = parseRealName(input, ctx.today)
  return ctx.guarded(async (tx) => {
    const row = await lockPersonRow(tx, ctx.scope, ctx.scope.party)
    refuseVerified(
      row,
      '核验后不能自己修改。姓名或证件号码有误、有变更的，请在“我的档案”里申请更正，也可以带证件到服务窗口办。',
    )
    refuseStale(row, input.version)
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    return save(tx, row, sealRealName(ctx.platform, keyOf(row), realName), 'declared')
  })
}

function keyOf(row: PersonRow): Buffer {
  if (row.wrapped_key) return row.wrapped_key
  throw conflict('erased', '个人信息已按要求删除', '删除后不能再修改。请重新登记。')
}

export interface Verifying {
  id: string
  version: number
  /** What the paper says, where it differs from what was declared, or where nothing was; both or neither. */
  name?: string | undefined
  identityKind?: IdentityKind | undefined
  identityNumber?: string | undefined
  identityCountry?: string | undefined
  birthDate?: string | undefined
}

/**
 * A clerk who has seen the identity paper confirms the real name, putting it right where needed. Throws a Refusal: 409 when
 * there is nothing to confirm, when it is confirmed already, when stale, or when another verified person has this number.
 */
export async function verifyPerson(ctx: Ctx, { id, version, ...seen }: Verifying) {
  const { name, identityNumber } = seen
  const given =
    name === undefined && identityNumber === undefined
      ? undefined
      : { ...seen, name: name ?? '', identityNumber: identityNumber ?? '' }
  const realName = given && parseRealName(given, ctx.today)
  return ctx.guarded(async (tx) => {
    const row = await lockPersonRow(tx, ctx.scope, id)
    refuseVerified(row, '不用再核验一次。证件信息有误、有变更的，请在档案里为其申请更正。')
    refuseStale(row, version)
    if (!realName && !row.identity_cipher) {
      throw conflict('not-declared', '还没有实名信息可以核验', '请对照证件填写姓名和证件号码，再核验。')
    }
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    const columns = realName ? sealRealName(ctx.platform, keyOf(row), realName) : {}
    const verified = { ...columns, verified_by: ctx.actor.accountId, verified_at: ctx.now }
    return refuseTaken(save(tx, row, verified, 'verified'))
  })
}

/** Two verified persons never share an identity number: the database refuses, and this says it in Chinese. */
export async function refuseTaken<T>(writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'person_identity') throw error
    throw conflict(
      'identity-taken',
      '这个证件号码已在另一位服务对象名下核验',
      '同一个人可能登记了两次。请用证件号码查询已有的记录办理；需要合并的，请联系管理员。',
    )
  }
}
