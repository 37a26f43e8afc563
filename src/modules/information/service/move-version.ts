import { actingRole } from '../../../kernel/access/actor.ts'
import type { Action } from '../../../kernel/cases/flow.ts'
import { appendFlowEvent } from '../../../kernel/cases/flow-history.ts'
import { getAllowedAction, refuseStale } from '../../../kernel/cases/guard.ts'
import { viewerOf } from '../../../kernel/cases/standing.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { policyFlow } from '../flow.ts'
import type { PolicyReceipt, Seen } from '../schema/desk.ts'
import { lockVersion, type VersionRow } from '../store/versions.ts'

/** A version as its flow's guard and buttons see it; nobody applied for it. */
export const standingOf = (row: Pick<VersionRow, 'state' | 'version' | 'performed'>) => ({
  state: row.state,
  version: row.version,
  partyId: null,
  performed: row.performed,
})

/** The actor as a policy that this division keeps sees them. */
export const editorOf = (ctx: Ctx, { keeper }: Pick<VersionRow, 'keeper'>) =>
  viewerOf(ctx, { division: keeper, recused: [] })

export const receiptOf = (row: VersionRow, state: string, version: number): PolicyReceipt => ({
  slug: row.slug,
  edition: row.edition,
  version,
  state,
})

export interface Recorded {
  action: string
  from: string | null
  to: string
  detail?: Record<string, unknown>
}

/** Appends a step to the history of a policy, whichever of its versions it was. */
export const recordStep = (
  ctx: Pick<Ctx, 'actor' | 'now'>,
  tx: Tx,
  row: { policyId: string; edition: number },
  step: Recorded,
) =>
  appendFlowEvent(tx, {
    subjectId: row.policyId,
    service: policyFlow.service,
    flowVersion: policyFlow.version,
    action: step.action,
    from: step.from,
    to: step.to,
    actorId: ctx.actor.accountId,
    actorRole: actingRole(ctx.actor, ['editor']),
    detail: { edition: row.edition, ...step.detail },
    at: ctx.now,
  })

/** What moving a version changes besides its state. */
export interface MoveValues {
  reviewer_id?: string | null
  remarks?: string
  publish_on?: string | null
  published_at?: Date
  closed_at?: Date
  withdrawn_reason?: string
}

/** Moves a locked version: state, version, who performed what, and the step in its history. */
export async function moveVersion(
  ctx: Pick<Ctx, 'actor' | 'now'>,
  tx: Tx,
  row: VersionRow,
  {
    name,
    to,
    values = {},
    detail,
  }: { name: string; to: string; values?: MoveValues; detail?: Record<string, unknown> },
): Promise<PolicyReceipt> {
  const version = row.version + 1
  await tx
    .updateTable('policy_version')
    .set({
      state: to,
      version,
      performed: JSON.stringify({ ...row.performed, [name]: ctx.actor.accountId }),
      ...(row.published_at === null ? { changed_at: ctx.now } : {}),
      ...values,
    })
    .where('id', '=', row.id)
    .execute()
  const step = { action: name, from: row.state, to, ...(detail ? { detail } : {}) }
  await recordStep(ctx, tx, { policyId: row.policy_id, edition: row.edition }, step)
  return receiptOf(row, to, version)
}

export type Change = (
  row: VersionRow,
  tx: Tx,
) => Promise<{ values?: MoveValues; detail?: Record<string, unknown> } | undefined>

/**
 * Takes one step of the flow on one version: locked in the editor's reach, a stale one or an action that is not allowed now refused
 * (409, 403), then moved with its history, in the operation's transaction.
 */
export async function actOnVersion(ctx: Ctx, name: string, seen: Seen, change?: Change): Promise<PolicyReceipt> {
  return ctx.guarded(async (tx) => {
    const row = await lockVersion(tx, ctx.scope, seen.slug, seen.edition)
    const viewer = editorOf(ctx, row)
    refuseStale(policyFlow, standingOf(row), seen.version, viewer)
    const action: Action = getAllowedAction(policyFlow, name, standingOf(row), viewer)
    const changed = await change?.(row, tx)
    ctx.concerning({ kind: 'policy', id: row.slug, division: row.keeper })
    return moveVersion(ctx, tx, row, { name, to: action.to, ...changed })
  })
}
