import { sql } from 'kysely'
import { invalid, malformed } from '../../shared/errors.ts'
import { isId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { maskPerson, openPerson, standingOfPerson } from '../parties/person.ts'
import { findPersonRows, getPersonRow, type PersonRow } from '../parties/store.ts'

/** Why two persons look like one: the same identity number, a phone that was the other's before, or name and county. */
export const duplicateReasons = {
  identity: '证件号码相同',
  phone: '用过同一个手机号',
  name: '姓名相同，登记在同一个县（市、区）',
} as const
export type DuplicateReason = keyof typeof duplicateReasons

interface Pair {
  one: string
  other: string
  reasons: DuplicateReason[]
}

const PAGE = 20

function readCursor(after: string | undefined): [string, string] | null {
  if (!after) return null
  const [one = '', other = ''] = after.split('~')
  if (isId(one) && isId(other)) return [one, other]
  throw malformed('翻页位置无法识别，请回到第一页。', [{ field: 'after', code: 'format', message: '翻页位置无法识别' }])
}

/**
 * Pairs of persons in reach that look like one, by blind index alone: nothing is opened to find them. Two who were both verified
 * are never told to be one by their name.
 */
async function findPairs(tx: Tx, scope: RegionScope, after: string | undefined): Promise<Pair[]> {
  const cursor = readCursor(after)
  const { rows } = await sql<Pair>`
    with kept as materialized (
      select party_id, identity_index, name_index, phone_index, left(division, 6) as county, verification from person
      where ${withinScope(scope, 'person.division', 'person.party_id')} and survivor_of(party_id) = party_id
    ), pair as (
      select least(a.party_id, b.party_id) as one, greatest(a.party_id, b.party_id) as other, 'identity' as reason
      from kept a join kept b on a.identity_index = b.identity_index and a.party_id < b.party_id
      union
      select least(a.party_id, b.party_id), greatest(a.party_id, b.party_id), 'phone'
      from former_value join kept a on a.party_id = former_value.party_id
        join kept b on b.phone_index = former_value.value_index and b.party_id <> a.party_id
      where former_value.field = 'phone'
      union
      select least(a.party_id, b.party_id), greatest(a.party_id, b.party_id), 'name'
      from kept a join kept b on a.name_index = b.name_index and a.county = b.county and a.party_id < b.party_id
      where not (a.verification = 'verified' and b.verification = 'verified')
    )
    select one, other, array_agg(reason order by reason) as reasons from pair
    where not exists (select from not_duplicate where one_id = one and other_id = other)
      ${cursor ? sql`and (one, other) > (${cursor[0]}::uuid, ${cursor[1]}::uuid)` : sql``}
    group by one, other order by one, other limit ${PAGE}`.execute(tx)
  return rows
}

export function viewSide(platform: Platform, row: PersonRow) {
  return { ...standingOfPerson(row), ...maskPerson(openPerson(platform, row)) }
}

/** One page of the worklist 疑似重复, partly hidden, each pair with why. */
export const findDuplicates = (ctx: Ctx, { after }: { after?: string | undefined }) =>
  ctx.guarded(async (tx) => {
    const pairs = await findPairs(tx, ctx.scope, after)
    const ids = [...new Set(pairs.flatMap(({ one, other }) => [one, other]))]
    const rows = new Map((await findPersonRows(tx, ctx.scope, ids)).map((row) => [row.party_id, row]))
    ctx.showing(ids)
    const items = pairs.flatMap(({ one, other, reasons }) => {
      const sides = [rows.get(one), rows.get(other)].flatMap((row) => (row ? [viewSide(ctx.platform, row)] : []))
      return sides.length === 2 ? [{ sides, reasons: reasons.map((reason) => duplicateReasons[reason]) }] : []
    })
    const last = pairs.at(-1)
    return { items, next: last && pairs.length === PAGE ? `${last.one}~${last.other}` : null }
  })

/** Says that two persons are two: the pair leaves the worklist. Saying it twice changes nothing. */
export const settleDuplicate = (ctx: Ctx, input: { id: string; otherId: string; reason: string }) =>
  ctx.guarded(async (tx) => {
    const row = await getPersonRow(tx, ctx.scope, input.id)
    if (input.id === input.otherId) {
      throw invalid([{ field: 'otherId', code: 'same', message: '另一份档案：这是同一份，请选另一份' }])
    }
    const other = await getPersonRow(tx, ctx.scope, input.otherId)
    const [one_id, other_id] = [row.party_id, other.party_id].toSorted() as [string, string]
    await tx
      .insertInto('not_duplicate')
      .values({
        one_id,
        other_id,
        reason: input.reason,
        settled_by: ctx.actor.accountId as string,
        settled_at: ctx.now,
      })
      .onConflict((found) => found.columns(['one_id', 'other_id']).doNothing())
      .execute()
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    ctx.showing([other.party_id])
    return { id: row.party_id }
  })
