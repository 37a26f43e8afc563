import { addDays, type CalendarDate } from '../src/shared/dates.ts'

/** Who takes part in a run; `both` is clerk and reviewer, `elsewhere` a clerk of the county beside, `nobody` has no account. */
export const players = [
  'applicant',
  'stranger',
  'clerk',
  'secondClerk',
  'both',
  'reviewer',
  'elsewhere',
  'nobody',
] as const
export type Player = (typeof players)[number]

export const acts = [
  'open',
  'saveDraft',
  'submit',
  'askOnce',
  'supply',
  'accept',
  'recommend',
  'reject',
  'withdraw',
  'reopen',
] as const
export type Act = (typeof acts)[number]

/** What somebody wants to do. */
export interface Command {
  player: Player
  act: Act
  /** Which of the applicant's loans, from the first. */
  loan: number
  /** The version that they have seen. */
  seen: number
  /** The form that is saved lacks something; the amount that is recommended goes beyond what may be. */
  lacking: boolean
}

/** What must come of it: the status and, of a refusal, its code. */
export interface Verdict {
  status: number
  code: string
}

interface Clock {
  limit: number | null
  used: number
  startedOn: CalendarDate | null
  dueOn: CalendarDate | null
}

export interface ModelStep {
  sequence: number
  act: Act
  from: string
  to: string
  player: Player
}

export interface ModelLoan {
  state: string
  version: number
  round: number
  acceptedBy: Player | null
  isWhole: boolean
  clock: Clock
  steps: ModelStep[]
  holdings: number
  letters: number
  writes: number
}

const clerks: readonly Player[] = ['clerk', 'secondClerk', 'both']
const reviewers: readonly Player[] = ['reviewer', 'both']
const anyClerk: readonly Player[] = [...clerks, 'elsewhere']
const people: readonly Player[] = ['applicant', 'stranger']

/** Who may knock at all; whether the loan is theirs comes later. */
const doors: Readonly<Record<Act, readonly Player[]>> = {
  open: [...people, ...anyClerk],
  saveDraft: [...people, ...anyClerk],
  submit: [...people, ...anyClerk],
  supply: [...people, ...anyClerk],
  withdraw: [...people, ...anyClerk],
  reopen: [...people, ...anyClerk],
  askOnce: anyClerk,
  accept: anyClerk,
  reject: [...anyClerk, ...reviewers],
  recommend: reviewers,
}

const applicantSide: readonly Player[] = ['applicant', ...clerks]

/** From which state, by whom, to which. */
const ways: Readonly<Partial<Record<Act, Readonly<Record<string, readonly [by: readonly Player[], to: string]>>>>> = {
  submit: { draft: [applicantSide, 'submitted'] },
  askOnce: { submitted: [clerks, 'supplement'] },
  supply: { supplement: [applicantSide, 'submitted'] },
  accept: { submitted: [clerks, 'accepted'] },
  recommend: { accepted: [reviewers, 'recommended'] },
  reject: { submitted: [clerks, 'rejected'], accepted: [reviewers, 'rejected'] },
  withdraw: {
    draft: [applicantSide, 'withdrawn'],
    submitted: [applicantSide, 'withdrawn'],
    supplement: [applicantSide, 'withdrawn'],
    accepted: [applicantSide, 'withdrawn'],
  },
  reopen: { rejected: [applicantSide, 'draft'] },
}

const ended: readonly string[] = ['recommended', 'rejected', 'withdrawn']
const withApplicant: readonly string[] = ['draft', 'supplement']
/** Working days. */
const limits: Readonly<Record<string, number>> = { submitted: 2, accepted: 5, supplement: 15 }

export const holderIn = (state: string): string =>
  ended.includes(state) ? 'none' : withApplicant.includes(state) ? 'applicant' : 'office'

const done: Verdict = { status: 200, code: '' }
const refused = (status: number, code: string): Verdict => ({ status, code })

/** The loans of one applicant as they should be, told in a few words of its own: nothing here is read from the platform's flow. */
export class LoanModel {
  readonly loans: ModelLoan[] = []
  readonly #isNamed: boolean
  readonly #isWorkday: (day: CalendarDate) => boolean

  /** @param isNamed whether the applicant's real name is known and verified */
  constructor(isNamed: boolean, isWorkday: (day: CalendarDate) => boolean) {
    this.#isNamed = isNamed
    this.#isWorkday = isWorkday
  }

  /** What must come of a command, and if it is done, does it. */
  play(command: Command, today: CalendarDate): Verdict {
    const verdict = this.#judge(command)
    if (verdict.status === 200) this.#carryOut(command, today)
    return verdict
  }

  #isOpen = ({ state }: ModelLoan) => !ended.includes(state)

  #judge(command: Command): Verdict {
    const { player, act } = command
    if (player === 'nobody') return refused(401, 'unauthenticated')
    if (!doors[act].includes(player)) return refused(403, 'forbidden')
    if (act === 'open') {
      if (player === 'elsewhere') return refused(403, 'forbidden')
      return this.loans.some(this.#isOpen) ? refused(409, 'already-open') : done
    }
    const loan = this.loans[command.loan]
    if (!loan || player === 'stranger' || player === 'elsewhere') return refused(404, 'not-found')
    if (command.seen !== loan.version) return refused(409, 'stale')
    return act === 'saveDraft' ? this.#judgeSaving(loan) : this.#judgeStep(command, loan)
  }

  #judgeSaving({ state }: ModelLoan): Verdict {
    return withApplicant.includes(state) ? done : refused(409, 'not-editable')
  }

  #judgeStep({ player, act, lacking }: Command, loan: ModelLoan): Verdict {
    const way = ways[act]?.[loan.state]
    if (!way) return refused(409, 'not-allowed-now')
    if (!way[0].includes(player)) return refused(403, 'forbidden')
    const decides = act === 'recommend' || act === 'reject'
    if (decides && loan.acceptedBy === player) return refused(409, 'not-allowed-now')
    const handsIn = act === 'submit' || act === 'supply'
    if (handsIn && !(loan.isWhole && this.#isNamed)) return refused(422, 'invalid')
    if (act === 'recommend' && lacking) return refused(422, 'invalid')
    if (act === 'reopen' && this.loans.some(this.#isOpen)) return refused(409, 'already-open')
    return done
  }

  #carryOut({ player, act, loan: index, lacking }: Command, today: CalendarDate): void {
    if (act === 'open') {
      this.loans.push(newLoan())
      return
    }
    const loan = this.loans[index] as ModelLoan
    loan.version += 1
    loan.writes += 1
    if (act === 'saveDraft') {
      loan.isWhole = !lacking
      return
    }
    const from = loan.state
    const to = ways[act]?.[from]?.[1] as string
    loan.steps.push({ sequence: loan.version, act, from, to, player })
    loan.state = to
    loan.clock = this.#enter(loan.clock, from, to, today)
    if (!ended.includes(to)) loan.holdings += 1
    if (!['submit', 'supply', 'reopen'].includes(act) && from !== 'draft') loan.letters += 1
    if (act === 'accept') loan.acceptedBy = player
    if (act === 'reopen') Object.assign(loan, { round: loan.round + 1, acceptedBy: null, isWhole: false })
  }

  #enter(clock: Clock, from: string, to: string, today: CalendarDate): Clock {
    if (ended.includes(to) || to === 'draft') return stopped
    const limit = limits[to] ?? 0
    if (to === 'supplement') {
      const used = clock.used + this.#worked(clock.startedOn ?? today, today)
      return { limit: clock.limit, used, startedOn: null, dueOn: this.#after(today, limit) }
    }
    if (from === 'supplement' && clock.limit !== null) {
      const left = Math.max(1, clock.limit - clock.used)
      return { ...clock, startedOn: today, dueOn: this.#after(today, left) }
    }
    return { limit, used: 0, startedOn: today, dueOn: this.#after(today, limit) }
  }

  /** Counts day by day: the day it begins is not counted. */
  #after(day: CalendarDate, count: number): CalendarDate {
    let [left, at] = [count, day]
    while (left > 0) {
      at = addDays(at, 1)
      if (this.#isWorkday(at)) left -= 1
    }
    return at
  }

  #worked(from: CalendarDate, to: CalendarDate): number {
    let count = 0
    for (let at = from; at < to; ) {
      at = addDays(at, 1)
      if (this.#isWorkday(at)) count += 1
    }
    return count
  }
}

const stopped: Clock = { limit: null, used: 0, startedOn: null, dueOn: null }

const newLoan = (): ModelLoan => ({
  state: 'draft',
  version: 1,
  round: 1,
  acceptedBy: null,
  isWhole: false,
  clock: stopped,
  steps: [],
  holdings: 1,
  letters: 0,
  writes: 1,
})
