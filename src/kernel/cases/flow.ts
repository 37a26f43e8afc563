import type { TSchema } from 'typebox'
import type { Role } from '../access/actor.ts'
import type { Terms } from '../glossary/define-terms.ts'
import type { OfficeKind } from '../offices/kinds.ts'

/** What a guard or a button needs to know of whatever runs a flow; the server's row and the page's view both have it. */
export interface CaseStanding {
  state: string
  version: number
  /** Whose it is; null where a flow is run for nobody, such as the publishing of a policy. */
  partyId: string | null
  /** Account that last performed each action in this round. */
  performed: Readonly<Record<string, string>>
}

/** Who is looking, reduced to what a flow asks about. */
export interface Viewer {
  accountId: string | null
  partyId: string | null
  roles: readonly Role[]
  /** Whether they must keep away from this case or its party (回避). */
  recused?: boolean
}

export interface Step {
  /** The box of the chart in which the step stands. */
  box: string
  /** Who moves it on; none at an end. */
  by?: 'applicant' | Role
  /** Which kind of office holds it. */
  office?: OfficeKind
  /** What is going on, in one half sentence for the applicant. */
  doing: string
  /** Key of the division's parameter that limits the step, in working days. */
  within?: string
  /** Time spent here does not count against the office; the step it returns to goes on with what is left. */
  pausesClock?: boolean
  end?: 'done' | 'refused' | 'withdrawn'
}

/** A ban on a particular person acting, with the sentence that says why. */
export interface Bar {
  says: string
  applies(standing: CaseStanding, viewer: Viewer): boolean
}

export interface Action<StepName extends string = string> {
  from: readonly StepName[]
  to: StepName
  /** Who may, where it is not whoever the step names; `system`: nobody by a button, it happens by itself. */
  by?: 'applicant' | 'system' | Role
  /** Says on the button what will happen. */
  button: string
  /** What must be given with it; reason and article for a refusal. */
  input?: TSchema
  unless?: Readonly<Record<string, Bar>>
  /** What the applicant is told when it has happened; none where nobody needs telling. */
  notice?: { title: string; body: string }
  /** The numbered papers (文书) that it issues: the same from every step, or by the step it is taken from. */
  letter?: string | Readonly<Partial<Record<StepName, string>>>
  /** Begins a new round under the same number. */
  newRound?: boolean
}

export interface Chart {
  boxes: readonly { id: string; zh: string }[]
  edges: readonly { from: string; to: string; zh?: string }[]
}

/**
 * A flow chart as a program (服务流程): read by the server's guard, the database's table of allowed states, the buttons of both
 * faces, the drawn chart, the tests' paths and the funnel.
 */
export interface Flow<StepName extends string = string, ActionName extends string = string> {
  /** Key of the service's term, and its name in the database. */
  service: string
  /** Two or three capitals before the number of its cases. */
  prefix: string
  /** What one run of it is called in a refusal; 办件 unless told. */
  thing?: string
  version: number
  /** Its earlier versions, for as long as a case runs by one of them. */
  earlier?: readonly Flow[]
  terms: Terms
  initial: StepName
  steps: Readonly<Record<StepName, Step>>
  actions: Readonly<Record<ActionName, Action<StepName>>>
  chart: Chart
}

/** Every version of a flow that the program holds, oldest first. */
export const versionsOf = (flow: Flow): readonly Flow[] => [...(flow.earlier ?? []), flow]

/** The flow as it was when a case began: a running case keeps its own version. Throws where the program no longer holds it. */
export function flowAt(flow: Flow, version: number): Flow {
  const own = versionsOf(flow).find((one) => one.version === version)
  if (own) return own
  throw new Error(`Flow ${flow.service} version ${version} is not in this program`)
}

function checkSteps({ steps, terms, chart }: Flow): void {
  const boxes = new Set(chart.boxes.map((box) => box.id))
  for (const [name, step] of Object.entries(steps)) {
    if (!boxes.has(step.box)) throw new Error(`Step ${name} stands in box ${step.box}, which the chart lacks`)
    if (!terms[name]) throw new Error(`Step ${name} has no term`)
    if (!step.end && !step.by) throw new Error(`Step ${name} neither ends nor says who moves it on`)
  }
  for (const { from, to } of chart.edges) {
    for (const box of [from, to]) if (!boxes.has(box)) throw new Error(`An arrow of the chart touches no box: ${box}`)
  }
}

/** The kinds of letters that an action issues when it is taken from a step. */
export function lettersOf({ letter }: Action, from: string): readonly string[] {
  const kind = typeof letter === 'string' ? letter : letter?.[from]
  return kind === undefined ? [] : [kind]
}

/** Every kind of letter that a flow issues. */
export const letterKindsOf = ({ actions }: Flow): readonly string[] => [
  ...new Set(Object.values(actions).flatMap((action) => action.from.flatMap((step) => lettersOf(action, step)))),
]

function checkLetters(flow: Flow): void {
  for (const [name, { from, letter }] of Object.entries(flow.actions)) {
    const steps = typeof letter === 'object' ? Object.keys(letter) : []
    const never = steps.find((step) => !from.includes(step))
    if (never) throw new Error(`Action ${name} issues a letter from step ${never}, from which it is not taken`)
  }
  const nameless = letterKindsOf(flow).find((kind) => !flow.terms[kind])
  if (nameless) throw new Error(`Letter ${nameless} has no term`)
}

function checkActions({ steps, actions }: Flow): void {
  for (const [name, action] of Object.entries(actions)) {
    for (const step of [...action.from, action.to]) {
      if (!(step in steps)) throw new Error(`Action ${name} speaks of step ${step}, which there is not`)
    }
    if (steps[action.to]?.pausesClock && !action.input)
      throw new Error(`Action ${name} stops the clock without a reason`)
    const nobodys = action.from.find((step) => !action.by && !steps[step]?.by)
    if (nobodys) throw new Error(`Action ${name} of step ${nobodys} is for nobody`)
  }
  const left = new Set(Object.values(actions).flatMap((action) => action.from))
  const stuck = Object.entries(steps).find(([name, step]) => !step.end && !left.has(name))
  if (stuck) throw new Error(`Step ${stuck[0]} has no way out`)
}

/** Declares a flow and checks at load that it hangs together; a flow that does not is a fault of ours, found at start. */
export function defineFlow<StepName extends string, ActionName extends string>(
  flow: Flow<StepName, ActionName>,
): Flow<StepName, ActionName> {
  const { service, initial, steps, terms }: Flow = flow
  if (!terms[service]) throw new Error(`Service ${service} has no term`)
  if (!(initial in steps)) throw new Error(`Flow ${service} begins with step ${initial}, which there is not`)
  checkSteps(flow)
  checkActions(flow)
  checkLetters(flow)
  return flow
}

/** The Chinese word for a state. */
export const stateLabel = (flow: Flow, state: string): string => flow.terms[state]?.zh ?? state

/** The flow of a service; there is one for every case. */
export function flowNamed(flows: readonly Flow[], service: string): Flow {
  const flow = flows.find((one) => one.service === service)
  if (!flow) throw new Error(`No flow for service ${service}`)
  return flow
}

export function getStep(flow: Flow, state: string): Step {
  const step = flow.steps[state]
  if (!step) throw new Error(`Flow ${flow.service} has no step ${state}`)
  return step
}
