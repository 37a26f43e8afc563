import { conflict, forbidden } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { availableActions, isFor, refusalOf } from './available-actions.ts'
import { type Action, type Flow, stateLabel, type Viewer } from './flow.ts'
import { moveCase } from './move.ts'
import type { ActRequest, CaseReceipt } from './receipt.ts'
import { standingOf, viewerOf } from './standing.ts'
import { type CaseRow, lockCase } from './store.ts'

function nowOf(flow: Flow, row: CaseRow, viewer: Viewer) {
  const allowed = availableActions(flow, standingOf(row), viewer).filter((one) => one.allowed)
  return { state: row.state, stateLabel: stateLabel(flow, row.state), version: row.version, allowed }
}

/** Refuses a version that is no longer the newest, saying what is. */
export function refuseStale(flow: Flow, row: CaseRow, seen: number, viewer: Viewer): void {
  if (row.version === seen) return
  throw conflict(
    'stale',
    '这个办件刚刚有了变化',
    `您看到的是第 ${seen} 版，现在是第 ${row.version} 版（${stateLabel(flow, row.state)}）。请刷新后核对，再决定怎么办。`,
    nowOf(flow, row, viewer),
  )
}

/** The action of that name, refused where the flow does not let this viewer take it now. */
function getAllowedAction(flow: Flow, name: string, row: CaseRow, viewer: Viewer): Action {
  const standing = standingOf(row)
  const why = refusalOf(flow, name, standing, viewer) ?? ''
  const action = flow.actions[name]
  if (why === '' && action) return action
  if (action?.from.includes(row.state) && !isFor(flow, action, standing, viewer)) throw forbidden(why)
  throw conflict('not-allowed-now', '现在不能这样办', why, nowOf(flow, row, viewer))
}

/**
 * Takes one step of a flow: locks the case in the actor's reach, refuses a stale version (409) or an action that the flow
 * does not allow now (409 with what is allowed, 403 for the wrong role), lets the module write its own rows, then moves the
 * spine, its clock and its chained history. All in the transaction of the operation.
 */
export async function act(
  ctx: Ctx,
  flow: Flow,
  name: string,
  request: ActRequest,
  change?: (row: CaseRow, tx: Tx) => Promise<void>,
): Promise<CaseReceipt> {
  return ctx.guarded(async (tx) => {
    const row = await lockCase(tx, ctx.scope, request.id)
    const viewer = viewerOf(ctx, row)
    refuseStale(flow, row, request.version, viewer)
    const action = getAllowedAction(flow, name, row, viewer)
    await change?.(row, tx)
    return moveCase(ctx, tx, { flow, name, action, row, detail: request.detail ?? {} })
  })
}
