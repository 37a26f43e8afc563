import { sql } from 'kysely'
import { canonicalJson } from '../../shared/canonical.ts'
import { sha256Hex } from '../../shared/hash.ts'
import type { Db } from '../db/connect.ts'

/** The append-only tables that are sealed, each row under its table's name and id. */
export const sealedTables = ['audit_entry', 'case_event', 'flow_event'] as const
export type SealedTable = (typeof sealedTables)[number]

/** A row as a seal lists it: table, id, hash of its canonical form. An id that is no safe integer, which the tables never give, is a text. */
export type SealedRow = [table: SealedTable, id: number | string, hash: string]

const readId = (text: string): number | string => (Number.isSafeInteger(Number(text)) ? Number(text) : text)

/** Numbers as the database writes them that may be more than a number of ours can tell: with a fraction, or long. */
const maybeInexact = /(?:[:,] |\[)-?(?:\d{16}|\d+\.)/

interface Source {
  source?: string
}

/** Reads a row so that no two look alike: a number that ours cannot tell exactly stays the text that it is. */
function readExactly(text: string): unknown {
  if (!maybeInexact.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, { source }: Source = {}) =>
    typeof value === 'number' && String(value) !== source ? `number ${source}` : value,
  )
}

/** The rows of a table written by the transactions from `from` up to, not including, `to`, hashed, in the order of their ids. */
async function hashRows(db: Db, table: SealedTable, from: string, to: string): Promise<SealedRow[]> {
  const { rows } = await sql<{ id: string; body: string }>`
    select id::text, to_jsonb(sealed)::text as body from ${sql.table(table)} as sealed
    where xid >= ${from}::xid8 and xid < ${to}::xid8 order by sealed.id`.execute(db)
  return rows.map(({ id, body }) => [table, readId(id), sha256Hex(canonicalJson(readExactly(body)))])
}

/**
 * Up to which transaction, not including it, a seal from `from` reaches that is to list no more than `most` rows: the horizon where they
 * all find room; at least one whole transaction.
 */
export async function findEnd(
  db: Db,
  { from, horizon, most }: { from: string; horizon: string; most: number },
): Promise<string> {
  const waiting = sealedTables.map(
    (table) =>
      sql`(select xid from ${sql.table(table)} where xid >= ${from}::xid8 and xid < ${horizon}::xid8 order by xid limit ${most + 1})`,
  )
  const { rows } = await sql<{ first: string | null; beyond: string | null }>`
    with waiting as (${sql.join(waiting, sql` union all `)})
    select (select xid::text from waiting order by xid limit 1) as first,
      (select xid::text from waiting order by xid offset ${most} limit 1) as beyond`.execute(db)
  const { first = null, beyond = null } = rows[0] ?? {}
  if (beyond === null) return horizon
  return beyond === first ? String(BigInt(beyond) + 1n) : beyond
}

/** All sealed tables' rows of those transactions. */
export async function findSealable(db: Db, from: string, to: string): Promise<SealedRow[]> {
  const lists = []
  for (const table of sealedTables) lists.push(await hashRows(db, table, from, to))
  return lists.flat()
}

export interface SealContent {
  from: string
  to: string
  /** What is listed; of a stored seal whatever is stored. */
  rows: unknown
  previousHash: string
}

const isSealedRow = (row: unknown): row is SealedRow =>
  Array.isArray(row) && row.length === 3 && row.every((part) => ['string', 'number'].includes(typeof part))

/** The rows that a stored seal lists; none where what is stored is no such list, which its hash tells. */
export const readListed = (stored: unknown): readonly SealedRow[] =>
  Array.isArray(stored) && stored.every(isSealedRow) ? stored : []

/** What a seal signs: its rows, its span and the seal before it. */
export const hashSeal = (content: SealContent): string => sha256Hex(canonicalJson(content))

/** Whether the newest seal as it was kept outside is there, as it was. */
export async function holdsSeal(db: Db, { id, hash }: { id: number; hash: string }): Promise<boolean> {
  const found = await db.selectFrom('seal').select('hash').where('id', '=', id).executeTakeFirst()
  return found?.hash === hash
}
