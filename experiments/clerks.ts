import type { Random } from '../bench/load/random.ts'
import { refusal } from '../test/city.ts'
import { atOnce } from './at-once.ts'
import { CALLERS, type Call, type Clerk, type Counter, crowd, handIn, openCounter } from './counter.ts'
import type { Course, Experiment, Outcome } from './experiment.ts'
import { findUnfollowed, waitForWork } from './follow-up.ts'
import { compareWithHistory, type Decision } from './serial-order.ts'

const gaps = [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }]

/** What is given with a decision, and where it is sent. */
const decisions: Readonly<Record<string, { path: string; given: object }>> = {
  accept: { path: 'accept', given: {} },
  askOnce: { path: 'ask-once', given: { gaps } },
  reject: { path: 'reject', given: refusal },
  supply: { path: 'supply', given: {} },
  withdraw: { path: 'withdraw', given: {} },
}

const first = [
  ['accept', 5],
  ['askOnce', 3],
  ['reject', 1],
  ['withdraw', 1],
] as const

interface Now {
  version: number
  state: string
  allowed: { action: string }[]
}

/** What a loser is told, where a refusal tells all it should: state and version as they are now, and what is allowed. */
function readNow({ status, body }: Call): Now | null {
  const now = body.now as Partial<Now> | undefined
  const whole =
    status === 409 && Number.isInteger(now?.version) && now?.state !== undefined && Array.isArray(now.allowed)
  return whole ? (now as Now) : null
}

/** What a loser does on what they were told: mostly nothing drastic, so that accepted cases stay. */
function nextOf(random: Random, { allowed }: Now): string | undefined {
  const names = allowed.map(({ action }) => action).filter((action) => action in decisions)
  const wanted = names.filter((action) => action !== 'withdraw' || random.below(100) === 0)
  return wanted.length > 0 ? random.pick(wanted) : undefined
}

/** A clerk decides on what they saw; refused, they look at what they were told and decide once more. */
async function decide(
  counter: Counter,
  { accountId, cookie }: Clerk,
  { id, version }: { id: string; version: number },
) {
  const made: Decision[] = []
  let [seen, action]: [number, string | undefined] = [version, counter.random.weighed(first)]
  for (let turn = 0; turn < 3 && action !== undefined; turn += 1) {
    const { path, given } = decisions[action] as (typeof decisions)[string]
    const call = await counter.call(cookie, `POST /loans/${id}/${path}`, { ...given, version: seen })
    const now = readNow(call)
    made.push({ caseId: id, accountId, action, seen, call, now })
    if (!now) break
    ;[seen, action] = [now.version, nextOf(counter.random, now)]
  }
  return made
}

/** Clerks in an order by chance, so that another one is first at each case. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items]
  return items.map(() => left.splice(random.below(left.length), 1)[0] as T)
}

const count = (calls: readonly Call[], status: number) => calls.filter((call) => call.status === status).length

/** Of fifty at once: one is done, all others are refused with the case that there is. */
function judgeCrowd({ id, opened, submitted }: Awaited<ReturnType<typeof crowd>>) {
  const told = opened.filter(({ status, body }) => status === 409 && (body.now as { id?: string })?.id === id).length
  return {
    oneOpened: count(opened, 200) === 1 && told === 49,
    oneSubmitted: count(submitted, 200) === 1 && count(submitted, 409) === 49,
  }
}

const slowestOf = (calls: readonly Call[]) => Math.round(Math.max(...calls.map(({ began, ended }) => ended - began)))

/** How long a call may take; one that waits this long waits for what never comes. */
const LOCKED_UP = 10_000

async function work(counter: Counter, size: number): Promise<Outcome> {
  const { city, clerks, calls, random } = counter
  const crowds = []
  for (let number = 0; number < Math.ceil(size / 5); number += 1) crowds.push(await crowd(counter))
  const others = await atOnce(4, size - crowds.length, () => handIn(counter))
  const cases = [...crowds, ...others]
  const turns = cases.flatMap((one) => shuffled(clerks, random).map((clerk) => ({ one, clerk })))
  const made = await atOnce(CALLERS, turns.length, (index) => {
    const { one, clerk } = turns[index] as (typeof turns)[number]
    return decide(counter, clerk, one)
  })
  const decided = await compareWithHistory(city.platform.db, cases, made.flat())
  // What is broken already needs no waiting for what follows.
  const waited = decided.broken.length === 0 ? await waitForWork(city.ownerUrl) : { done: false, milliseconds: 0 }
  const unfollowed = await findUnfollowed(city.ownerUrl)
  const judged = crowds.map(judgeCrowd)
  const oneOpened = judged.filter((one) => one.oneOpened).length
  const oneSubmitted = judged.filter((one) => one.oneSubmitted).length
  const slowest = slowestOf(calls)
  const faults = calls.filter(({ status }) => status >= 500).length
  const holds =
    oneOpened === crowds.length &&
    oneSubmitted === crowds.length &&
    decided.broken.length === 0 &&
    decided.lostUpdates === 0 &&
    decided.losersNotTold === 0 &&
    waited.done &&
    Object.values(unfollowed).every((missing) => missing === 0) &&
    faults === 0 &&
    slowest < LOCKED_UP
  return {
    figures: {
      cases: cases.length,
      clerks: clerks.length,
      callersAtOnce: CALLERS,
      calls: calls.length,
      crowdsOfFifty: crowds.length,
      oneOpened,
      oneSubmitted,
      ...decided,
      broken: decided.broken.slice(0, 5),
      faults,
      slowestMilliseconds: slowest,
      followUpWaitedMilliseconds: waited.milliseconds,
      unfollowed,
    },
    holds,
  }
}

async function run(course: Course): Promise<Outcome> {
  const counter = await openCounter(course)
  try {
    return await work(counter, course.size)
  } finally {
    await counter.close()
  }
}

/** Twenty clerks at the same cases, fifty applications at once, many more callers than connections. Sizes are cases. */
export const clerks: Experiment = { name: 'clerks', sizes: { full: 100, short: 2, control: 1 }, run }
