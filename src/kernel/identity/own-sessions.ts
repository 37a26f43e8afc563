import { conflict, notFound } from '../../shared/errors.ts'
import type { Db } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { endSessions, findSessions } from './sessions.ts'

/** The caller's own sessions (登录设备), the one they use now first. */
export async function findOwnSessions({ db, actor, now }: Ctx) {
  if (!actor.accountId || (actor.kind !== 'person' && actor.kind !== 'staff')) return []
  const rows = await findSessions(db, { id: actor.accountId, kind: actor.kind }, now)
  const views = rows.map(({ id, device, provider, created_at, seen_at }) => ({
    id,
    current: id === actor.sessionId,
    device,
    provider,
    since: created_at.toISOString(),
    seenAt: (seen_at ?? created_at).toISOString(),
  }))
  return [...views.filter(({ current }) => current), ...views.filter(({ current }) => !current)]
}

/** Ends one of the caller's sessions; its browser learns it at its next request. Throws a Refusal (409) when it is over already. */
export async function endOwnSession({ db, actor, now, concerning }: Ctx, id: string): Promise<void> {
  const accountId = actor.accountId ?? ''
  const ended = await endSessions(db, { accountId, only: id }, now)
  if (ended === 0) {
    throw conflict(
      'session-over',
      '这台设备上的登录已经退出',
      '可能已经在别处退出，或者过期了。请刷新页面看现在的情况。',
    )
  }
  concerning({ kind: 'account', id: accountId })
}

/** Ends all of the caller's sessions but the one they use now. */
export async function endOtherSessions({ db, actor, now, concerning }: Ctx): Promise<number> {
  const accountId = actor.accountId ?? ''
  concerning({ kind: 'account', id: accountId })
  return endSessions(db, { accountId, except: actor.sessionId }, now)
}

/** Refuses (404) where no role of this member of staff lies within reach. */
export async function checkStaffInReach(db: Db, scope: RegionScope, accountId: string): Promise<void> {
  const found = await db
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .select('account.id')
    .where('account.id', '=', accountId)
    .where('account.kind', '=', 'staff')
    .where(withinScope(scope, 'role_grant.division'))
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound('这个工作账号')
}

/** An administrator ends every session of a member of staff within their reach. */
export async function endStaffSessions({ db, scope, now, concerning }: Ctx, accountId: string): Promise<number> {
  await checkStaffInReach(db, scope, accountId)
  concerning({ kind: 'account', id: accountId })
  return endSessions(db, { accountId }, now)
}
