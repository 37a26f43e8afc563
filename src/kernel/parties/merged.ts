import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../db/connect.ts'

/** That a row's party is this one, or was found to be the same person: for `where`, on tables with a party_id. */
export const isOneWith = (partyId: string, ref = 'party_id'): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(ref)} = any(array(select merged_with(${partyId}::uuid)))`

/** As whom a party is served: the survivor of its merge (合并), or itself. */
export async function survivorOf(db: Db, partyId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select survivor_of(${partyId}::uuid) as id`.execute(db)
  return rows[0]?.id ?? partyId
}

/** All parties that are one person with this one, the survivor first. */
export async function findMergedWith(db: Db, partyId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select one.id from merged_with(${partyId}::uuid) with ordinality as one (id, place) order by place`.execute(db)
  return rows.map((row) => row.id)
}
