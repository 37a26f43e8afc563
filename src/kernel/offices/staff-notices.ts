import { sql } from 'kysely'
import { newId } from '../../shared/ids.ts'
import type { Db } from '../db/connect.ts'

export interface StaffNoticeDraft {
  accountId: string
  caseId?: string | null
  /** Title and body speak of cases by number, never of names or numbers of persons. */
  title: string
  body: string
  at: Date
}

/** Tells a member of staff something at the workbench. */
export async function tellStaff(
  db: Db,
  { accountId, caseId = null, title, body, at }: StaffNoticeDraft,
): Promise<void> {
  await db
    .insertInto('staff_notice')
    .values({ id: newId(at), account_id: accountId, case_id: caseId, title, body, created_at: at })
    .execute()
}

/** A staff member's notices, newest first, `limit` of them, from the one after `after`. */
export function findStaffNotices(db: Db, accountId: string, limit: number, after?: string) {
  const query = db
    .selectFrom('staff_notice')
    .select(['id', 'case_id as caseId', 'title', 'body', 'created_at as createdAt', 'read_at as readAt'])
    .where('account_id', '=', accountId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (!after) return query.execute()
  const last = sql`select created_at, id from staff_notice where id = ${after} and account_id = ${accountId}`
  return query.where(sql<boolean>`(created_at, id) < (${last})`).execute()
}

/** How many notices a staff member has not read. */
export async function countUnreadStaff(db: Db, accountId: string): Promise<number> {
  const { count } = await db
    .selectFrom('staff_notice')
    .select(sql<number>`count(*)`.as('count'))
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Marks all of a staff member's notices as read. */
export async function markStaffNoticesRead(db: Db, accountId: string, at: Date): Promise<void> {
  await db
    .updateTable('staff_notice')
    .set({ read_at: at })
    .where('account_id', '=', accountId)
    .where('read_at', 'is', null)
    .execute()
}
