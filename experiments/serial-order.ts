import { verifyHistories } from '../src/kernel/cases/history.ts'
import type { Db } from '../src/kernel/db/connect.ts'
import { loanFlow } from '../src/modules/financing/flow.ts'
import type { Call } from './counter.ts'

/** One try of a clerk at a case: on which version they acted, and what they were answered. */
export interface Decision {
  caseId: string
  accountId: string
  action: string
  seen: number
  call: Call
  /** What a refused one was told of the case as it was then; null where it was told nothing whole. */
  now: { version: number; state: string } | null
}

interface Step {
  sequence: number
  action: string
  from: string
  to: string
  actorId: string | null
}

const findSteps = async (db: Db, caseId: string): Promise<Step[]> =>
  db
    .selectFrom('case_event')
    .select(['sequence', 'action', 'from_state as from', 'to_state as to', 'actor_id as actorId'])
    .where('case_id', '=', caseId)
    .orderBy('sequence')
    .execute()

/** Whether the steps follow each other as the flow allows, without a gap, and end where the case is. */
function isSerial(steps: readonly Step[], { state, version }: { state: string; version: number }): boolean {
  const follows = steps.every(({ sequence, action, from, to }, index) => {
    const before = steps[index - 1]
    const allowed = loanFlow.actions[action as keyof typeof loanFlow.actions]
    const fits = before === undefined || (before.to === from && before.sequence + 1 === sequence)
    return fits && allowed?.to === to && allowed.from.some((one) => one === from)
  })
  const last = steps.at(-1)
  return follows && last?.to === state && last.sequence === version
}

/** The version that a call was answered by: its own step's, or the one that it was told of. */
const versionOf = ({ call, now }: Decision): number =>
  call.status === 200 ? Number(call.body.version) : (now?.version ?? Number.NaN)

/**
 * Whether the answers fit the order of the steps: each success is the step of its version, each refusal tells a state that the
 * case was in, and nobody is told less than what had been answered before they asked.
 */
function findContradictions(steps: readonly Step[], decisions: readonly Decision[]): string[] {
  const bySequence = new Map(steps.map((step) => [step.sequence, step]))
  const done = decisions.filter(({ call }) => call.status === 200)
  return decisions.flatMap((decision) => {
    const { call, action, accountId, now } = decision
    const version = versionOf(decision)
    const step = bySequence.get(version)
    const known = Math.max(0, ...done.filter((one) => one.call.ended < call.began).map(versionOf))
    const found: string[] = []
    if (call.status === 200 && (step?.action !== action || step.actorId !== accountId))
      found.push('a success without its step')
    if (now && step?.to !== now.state) found.push('told of a state that never was')
    if (version < known || (call.status === 200 && version <= known)) found.push('answered by what had passed')
    return found
  })
}

/** What came of decisions made at once, compared with what the histories tell. */
export async function compareWithHistory(db: Db, cases: readonly { id: string }[], decisions: readonly Decision[]) {
  const broken: string[] = []
  let [steps, accepted, lostUpdates] = [0, 0, 0]
  for (const { id } of cases) {
    const own = decisions.filter(({ caseId }) => caseId === id)
    const taken = await findSteps(db, id)
    const spine = await db
      .selectFrom('service_case')
      .select(['state', 'version'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const done = own.filter(({ call }) => call.status === 200)
    const versions = new Set(done.map(versionOf))
    lostUpdates += done.length - versions.size
    steps += taken.length
    accepted += taken.filter(({ action }) => action === 'accept').length
    if (!isSerial(taken, spine)) broken.push(`${id}: no serial order`)
    // The submission is the one step that no clerk's decision took.
    if (taken.length !== done.length + 1) broken.push(`${id}: ${taken.length} steps of ${done.length} successes`)
    broken.push(...findContradictions(taken, own).map((what) => `${id}: ${what}`))
  }
  const verified = await verifyHistories(db)
  broken.push(...verified.findings.map(({ where, what }) => `${where}: ${what}`))
  const refused = decisions.filter(({ call }) => call.status !== 200)
  return {
    decisions: decisions.length,
    successes: decisions.length - refused.length,
    refused: refused.length,
    losersNotTold: refused.filter(({ now }) => now === null).length,
    steps,
    accepted,
    lostUpdates,
    broken,
  }
}
