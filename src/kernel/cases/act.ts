import { notFound } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { type Flow, flowAt } from './flow.ts'
import { getAllowedAction, refuseStale } from './guard.ts'
import { moveCase, prepareMove } from './move.ts'
import type { ActRequest, CaseReceipt } from './receipt.ts'
import { standingOf, viewerOf } from './standing.ts'
import { type CaseRow, lockCase } from './store.ts'

/**
 * Takes one step of a flow: locks the case in the actor's reach, refuses a stale version (409) or an action that the flow
 * does not allow now (409 with what is allowed, 403 for the wrong role), lets the module write its own rows, then moves the
 * spine, its clock and its chained history. All in the transaction of the operation.
 */
export async function act(
  ctx: Ctx,
  newest: Flow,
  name: string,
  request: ActRequest,
  change?: (row: CaseRow, tx: Tx) => Promise<void>,
): Promise<CaseReceipt> {
  return ctx.guarded(async (tx) => {
    const row = await lockCase(tx, ctx.scope, request.id)
    if (row.service !== newest.service) throw notFound('这个办件')
    const flow = flowAt(newest, row.flow_version)
    const viewer = viewerOf(ctx, row)
    const standing = standingOf(row)
    refuseStale(flow, standing, request.version, viewer)
    const action = getAllowedAction(flow, name, standing, viewer)
    const { detail = {}, told = {} } = request
    const move = { flow, name, action, row, detail, told }
    const prepared = prepareMove(ctx, tx, move)
    // What the module has against the step comes first.
    prepared.catch(() => {})
    await change?.(row, tx)
    return moveCase(ctx, tx, move, await prepared)
  })
}
