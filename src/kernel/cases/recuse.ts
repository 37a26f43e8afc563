import { forbidden } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import type { RecusalKind } from '../offices/reasons.ts'
import { recordRecusal } from '../offices/recusals.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import type { Ctx } from '../operations/context.ts'
import { assignHolder } from './assignment.ts'
import { giveCase } from './change-holder.ts'
import { type Flow, flowNamed } from './flow.ts'
import { standingOf } from './standing.ts'
import { type CaseRow, lockCase, lockCases } from './store.ts'

export interface Recusing {
  id: string
  kind: RecusalKind
  /** For everything of this applicant, not this case alone. */
  whole: boolean
}

/** Assigns a case anew, now that somebody must keep away from it. */
async function assignAnew(ctx: Ctx, flows: readonly Flow[], row: CaseRow, name: string): Promise<void> {
  const flow = flowNamed(flows, row.service)
  const { division, service, round, party_id: partyId } = row
  const placing = { caseId: row.id, partyId, division, service, round, standing: standingOf(row) }
  const tx = ctx.db as Tx
  const next = await assignHolder(tx, flow, placing, { calendar: ctx.platform.calendar, today: ctx.today })
  const reason = next.reason ?? `${name}回避`
  await giveCase(tx, ctx, { row, next: { ...next, reason }, by: ctx.actor.accountId })
  if (next.accountId === null) return
  const body = `${row.number} 的经办人要回避，系统改派给您。`
  await tellStaff(tx, { accountId: next.accountId, caseId: row.id, title: '改派给您一件', body, at: ctx.now })
}

/**
 * A member of staff keeps away (回避) from a case, or from everything of its applicant: the flow's guard refuses them from now on,
 * and what is in their hands of it is assigned anew.
 */
export async function recuseFromCase(ctx: Ctx, flows: readonly Flow[], { id, kind, whole }: Recusing): Promise<number> {
  const { actor, now } = ctx
  if (actor.accountId === null) throw forbidden('只有工作人员登记回避。')
  const tx = ctx.db as Tx
  const row = await lockCase(tx, ctx.scope, id)
  const about = whole ? { caseId: null, partyId: row.party_id } : { caseId: row.id, partyId: null }
  await recordRecusal(tx, { accountId: actor.accountId, ...about, kind, by: actor.accountId }, now)
  let query = tx
    .selectFrom('service_case')
    .select('id')
    .where('assignee_id', '=', actor.accountId)
    .where('ended_at', 'is', null)
  query = whole ? query.where('party_id', '=', row.party_id) : query.where('id', '=', row.id)
  const ids = (await query.execute()).map((one) => one.id)
  const held = ids.length === 0 ? [] : await lockCases(tx, everything, ids)
  for (const one of held) await assignAnew(ctx, flows, one, actor.name ?? '经办人')
  ctx.concerning({ kind: 'case', id, division: row.division })
  return held.length
}
