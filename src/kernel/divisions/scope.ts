import { type RawBuilder, sql } from 'kysely'
import type { Brand } from '../../shared/ids.ts'
import { type DivisionCode, prefixOf } from './division.ts'

/**
 * How far a reader reaches: divisions and all beneath them, or one party's own things, or everything, or nothing. Every read
 * takes one, and only the functions here make one.
 */
export type RegionScope = Brand<
  {
    /** First digits of the divisions' codes, none of them within another. */
    readonly prefixes: readonly string[]
    readonly party: string | null
    /** Parties that were merged into it and are reached with it. */
    readonly merged: readonly string[]
    readonly all: boolean
  },
  'RegionScope'
>

const makeScope = (
  prefixes: readonly string[],
  party: string | null,
  all: boolean,
  merged: readonly string[] = [],
): RegionScope => Object.freeze({ prefixes: Object.freeze(prefixes), party, merged, all }) as RegionScope

/** For the system's own work (timed jobs, subscribers), never for a request. */
export const everything = makeScope([], null, true)

/** For those who reach nothing. */
export const nothing = makeScope([], null, false)

/** The subtrees of these divisions; nothing when there are none. */
export function regionScope(codes: readonly DivisionCode[]): RegionScope {
  const prefixes = [...new Set(codes.map(prefixOf))].sort()
  const outermost = prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)))
  return outermost.length > 0 ? makeScope(outermost, null, false) : nothing
}

/** What belongs to one party and to those merged into it, wherever it is. */
export function partyScope(partyId: string, merged: readonly string[] = []): RegionScope {
  return makeScope([], partyId, false, merged)
}

/** The parties whose things are the reader's own: nobody's for staff. */
export const ownParties = ({ party, merged }: RegionScope): readonly string[] =>
  party === null ? [] : [party, ...merged]

/** Whether a thing of this division and this party is in reach. */
export function covers(scope: RegionScope, division: DivisionCode, partyId?: string | null): boolean {
  if (scope.all) return true
  if (partyId && ownParties(scope).includes(partyId)) return true
  return scope.prefixes.some((prefix) => division.startsWith(prefix))
}

/**
 * A division and all beneath it, in SQL: a range, for a prepared statement must find its index without knowing the prefix, which
 * LIKE does not. The colon comes right after the nine; division columns are `collate "C"`, in which that is the order.
 */
export const withinPrefix = (prefix: string, divisionRef: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(divisionRef)} >= ${prefix} and ${sql.ref(divisionRef)} < ${`${prefix}:`})`

/**
 * The same as `covers`, in SQL: for `where`. `divisionRef` and `partyRef` are columns, such as 'case.division'; rows without a
 * party column are out of a party's reach.
 */
export function withinScope(scope: RegionScope, divisionRef: string, partyRef?: string): RawBuilder<boolean> {
  if (scope.all) return sql<boolean>`true`
  const within = scope.prefixes.map((prefix) => withinPrefix(prefix, divisionRef))
  const own = partyRef ? ownParties(scope).map((party) => sql`${sql.ref(partyRef)} = ${party}`) : []
  const reasons = [...within, ...own]
  return reasons.length > 0 ? sql<boolean>`(${sql.join(reasons, sql` or `)})` : sql<boolean>`false`
}
