import type { CalendarDate } from '../../shared/dates.ts'
import type { Actor } from '../access/actor.ts'
import type { ReadAudit } from '../audit/reads.ts'
import type { Calendar } from '../calendar/days.ts'
import type { Ciphers } from '../ciphers/ciphers.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { RegionScope } from '../divisions/scope.ts'

export type Channel = 'online' | 'window' | 'phone' | 'visit' | 'kiosk' | 'wechat'

/** A step of a case that issues numbered papers (文书), and all that their texts can tell of it. */
export interface LetterStep {
  kinds: readonly string[]
  service: string
  case: {
    id: string
    number: string
    partyId: string
    division: string
    /** Who held it before the step. */
    officeId: string | null
    submittedAt: Date | null
  }
  /** Of the step in the case's history. */
  sequence: number
  /** What was given with the act: reasons, gaps, amounts. */
  detail: Readonly<Record<string, unknown>>
  /** Limit of the step that is entered, in working days, and its last day. */
  limitDays: number | null
  dueOn: CalendarDate | null
}

/** A letter as the history of its case keeps it; never personal data. */
export interface IssuedLetter {
  id: string
  kind: string
  number: string
  hash: string
}

/** The letters of a step, and their writing, which travels with the other writes of the step: whoever issues awaits it. */
export interface IssuedLetters {
  letters: readonly IssuedLetter[]
  stored: readonly Promise<void>[]
}

/** What stands still while the process runs; clock and randomness are here so that tests can hold them. */
export interface Platform {
  db: Db
  ciphers: Ciphers
  calendar: Calendar
  /** Issues the letters of a step, in its transaction; made by the composition, which knows the modules' texts. */
  issueLetters: (ctx: Ctx, tx: Tx, step: LetterStep) => Promise<IssuedLetters>
  now: () => Date
  log: (entry: Record<string, unknown>) => void
  /** Takes down readings of personal data. */
  reads: ReadAudit
}

/** What an audit row and a trace are about; never personal data. */
export interface Subject {
  kind: string
  id: string
  division?: string
}

/** One call of one operation: who asks, how far they reach, and the doors to the database. */
export interface Ctx {
  readonly platform: Platform
  readonly actor: Actor
  readonly scope: RegionScope
  readonly channel: Channel
  readonly traceId: string
  /** Stands in for the sender in limits on guessing: a hash of the address. */
  readonly origin: string
  /** What the call came from, in plain words ('安卓手机上的微信'); null when it did not say. */
  readonly device: string | null
  /** What its browser kept from earlier log-ins; see identity/known-device.ts. */
  readonly deviceMark: string | null
  readonly now: Date
  readonly today: CalendarDate
  /** In a write the transaction itself; in a read the pool, which the tables of personal data keep closed. */
  readonly db: Db
  /** Opens the tables of personal data to this actor's reach: the same transaction in a write, one of its own in a read. */
  guarded<T>(use: (tx: Tx) => Promise<T>): Promise<T>
  /** Says what this call is about, for its audit row. */
  concerning(subject: Subject): void
  /** Says whose data a list shows, by the ids of their parties, for its audit row. */
  showing(partyIds: readonly string[]): void
}
