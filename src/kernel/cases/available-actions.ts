import type { Action, CaseStanding, Flow, Viewer } from './flow.ts'
import { getStep, stateLabel } from './flow.ts'

/** One button: what it does, and when it can't be pressed, why. */
export interface AvailableAction {
  action: string
  button: string
  allowed: boolean
  /** Why not, in plain Chinese; empty when allowed. */
  reason: string
}

/** Whether the viewer is of the kind that this action waits for; a clerk may act for the applicant at the window. */
export function isFor(flow: Flow, action: Action, standing: CaseStanding, viewer: Viewer): boolean {
  const by = action.by ?? getStep(flow, standing.state).by
  if (by === 'system') return false
  if (by !== 'applicant') return by !== undefined && viewer.roles.includes(by)
  return (standing.partyId !== null && viewer.partyId === standing.partyId) || viewer.roles.includes('clerk')
}

const RECUSED = '您已登记对这件或这位申请人回避，请由其他人员办理。'

function barredBy(action: Action, standing: CaseStanding, viewer: Viewer): string | undefined {
  if (viewer.recused) return RECUSED
  return Object.values(action.unless ?? {}).find((bar) => bar.applies(standing, viewer))?.says
}

/**
 * What a viewer can do with a case now: one pure function for the server's guard and both faces' buttons. Actions of other
 * states and of other roles are left out; one that is barred for this viewer is there with its reason.
 */
export function availableActions(flow: Flow, standing: CaseStanding, viewer: Viewer): AvailableAction[] {
  return Object.entries(flow.actions)
    .filter(([, action]) => action.from.includes(standing.state) && isFor(flow, action, standing, viewer))
    .map(([name, action]) => {
      const reason = barredBy(action, standing, viewer) ?? ''
      return { action: name, button: action.button, allowed: reason === '', reason }
    })
}

/** Why an action is not possible now, or nothing when it is. */
export function refusalOf(flow: Flow, name: string, standing: CaseStanding, viewer: Viewer): string | undefined {
  const action = flow.actions[name]
  if (!action) return '没有这个操作。'
  if (!action.from.includes(standing.state)) {
    return `${flow.thing ?? '办件'}现在是「${stateLabel(flow, standing.state)}」，不能${action.button}。`
  }
  if (!isFor(flow, action, standing, viewer)) return `「${action.button}」不由您办理。`
  return barredBy(action, standing, viewer)
}
