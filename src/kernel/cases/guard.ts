import { conflict, forbidden } from '../../shared/errors.ts'
import { availableActions, isFor, refusalOf } from './available-actions.ts'
import { type Action, type CaseStanding, type Flow, stateLabel, type Viewer } from './flow.ts'

function nowOf(flow: Flow, standing: CaseStanding, viewer: Viewer) {
  const { state, version } = standing
  const allowed = availableActions(flow, standing, viewer).filter((one) => one.allowed)
  return { state, stateLabel: stateLabel(flow, state), version, allowed }
}

/** Refuses a version that is no longer the newest (409), saying what is. */
export function refuseStale(flow: Flow, standing: CaseStanding, seen: number, viewer: Viewer): void {
  const { state, version } = standing
  if (version === seen) return
  throw conflict(
    'stale',
    `这个${flow.thing ?? '办件'}刚刚有了变化`,
    `您看到的是第 ${seen} 版，现在是第 ${version} 版（${stateLabel(flow, state)}）。请刷新后核对，再决定怎么办。`,
    nowOf(flow, standing, viewer),
  )
}

/** The action of that name, refused where the flow does not let this viewer take it now (403 the wrong role, else 409). */
export function getAllowedAction(flow: Flow, name: string, standing: CaseStanding, viewer: Viewer): Action {
  const why = refusalOf(flow, name, standing, viewer) ?? ''
  const action = flow.actions[name]
  if (why === '' && action) return action
  if (action?.from.includes(standing.state) && !isFor(flow, action, standing, viewer)) throw forbidden(why)
  throw conflict('not-allowed-now', '现在不能这样办', why, nowOf(flow, standing, viewer))
}
