import { sql } from 'kysely'
import { newId } from '../../shared/ids.ts'
import type { Db } from '../db/connect.ts'
import { ownParties, type RegionScope } from '../divisions/scope.ts'

export interface NoticeDraft {
  /** Given by whoever may come twice (a subscriber): the second time changes nothing. */
  id?: string
  partyId: string
  caseId: string | null
  /** Title and body speak of the case, never of names or numbers of persons. */
  title: string
  body: string
  at: Date
}

/** Lays a notice (通知) into a party's inbox, once for each id. Gives whether it was new. */
export async function addNotice(db: Db, { id, partyId, caseId, title, body, at }: NoticeDraft): Promise<boolean> {
  const added = await db
    .insertInto('notice')
    .values({ id: id ?? newId(at), party_id: partyId, case_id: caseId, title, body, created_at: at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** Staff have none; an empty list is no condition in SQL. */
const own = (scope: RegionScope): readonly (string | null)[] => (scope.party === null ? [null] : ownParties(scope))

/** The notices of the party in reach, newest first, `limit` of them, from the one after the notice `after`. */
export function findNotices(db: Db, scope: RegionScope, limit: number, after?: string) {
  const query = db
    .selectFrom('notice')
    .select(['id', 'case_id', 'title', 'body', 'created_at', 'read_at'])
    .where('party_id', 'in', own(scope))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (!after) return query.execute()
  const last = sql`select created_at, id from notice where id = ${after} and party_id in (${sql.join(own(scope))})`
  return query.where(sql<boolean>`(created_at, id) < (${last})`).execute()
}

/** How many notices the party in reach has not read. */
export async function countUnread(db: Db, scope: RegionScope): Promise<number> {
  const { count } = await db
    .selectFrom('notice')
    .select(sql<number>`count(*)`.as('count'))
    .where('party_id', 'in', own(scope))
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Marks notices of the party in reach as read; those of others, or read before, stay as they are. */
export async function markRead(db: Db, scope: RegionScope, ids: readonly string[], at: Date): Promise<void> {
  await db
    .updateTable('notice')
    .set({ read_at: at })
    .where('party_id', 'in', own(scope))
    .where('id', 'in', ids)
    .where('read_at', 'is', null)
    .execute()
}
