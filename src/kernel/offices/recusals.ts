import { sql } from 'kysely'
import { notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { RecusalKind } from './reasons.ts'

export interface RecusalRow {
  id: string
  accountId: string
  name: string
  kind: RecusalKind
  /** The case it was declared on; null where it is for everything of the party. */
  number: string | null
  recordedAt: Date
  endedAt: Date | null
}

/** Recusals of staff in reach, or of one person, the newest first. */
export async function findRecusals(
  db: Db,
  scope: RegionScope,
  { only, limit }: { only?: string; limit: number },
): Promise<RecusalRow[]> {
  const whose = only
    ? sql`recusal.account_id = ${only}::uuid`
    : sql`exists (select from role_grant where role_grant.account_id = recusal.account_id
        and ${withinScope(scope, 'role_grant.division')})`
  const { rows } = await sql<RecusalRow>`
    select recusal.id, recusal.account_id as "accountId", account.name, recusal.kind, service_case.number,
      recorded_at as "recordedAt", recusal.ended_at as "endedAt"
    from recusal
    join account on account.id = recusal.account_id
    left join service_case on service_case.id = recusal.case_id
    where ${whose}
    order by recusal.ended_at is not null, recorded_at desc, recusal.id
    limit ${limit}`.execute(db)
  return rows
}

/** Records that somebody must keep away from a case, or from everything of a party; once is enough. */
export async function recordRecusal(
  tx: Tx,
  draft: { accountId: string; caseId: string | null; partyId: string | null; kind: RecusalKind; by: string | null },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('recusal')
    .values({
      id: newId(now),
      account_id: draft.accountId,
      case_id: draft.caseId,
      party_id: draft.partyId,
      kind: draft.kind,
      recorded_by: draft.by,
      recorded_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Ends a recusal in reach. Throws a Refusal (404) where there is none. */
export async function endRecusal(tx: Tx, scope: RegionScope, id: string, now: Date): Promise<void> {
  const { rows } = await sql`
    select recusal.id from recusal
    join role_grant on role_grant.account_id = recusal.account_id and ${withinScope(scope, 'role_grant.division')}
    where recusal.id = ${id}::uuid`.execute(tx)
  if (rows.length === 0) throw notFound('这条回避')
  await tx.updateTable('recusal').set({ ended_at: now }).where('id', '=', id).where('ended_at', 'is', null).execute()
}
