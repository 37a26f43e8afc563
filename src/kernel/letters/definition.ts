import type { CalendarDate } from '../../shared/dates.ts'
import { type Flow, letterKindsOf } from '../cases/flow.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx, LetterStep } from '../operations/context.ts'
import type { LetterBlock } from './schema.ts'

/** What the text of a letter may tell of; `detail` is what was given with the act, `facts` what the module read. */
export interface LetterSubject<Facts> {
  service: string
  caseNumber: string
  applicant: string
  /** 证件号码 with the number partly hidden, or 统一社会信用代码 with the code; null where none was declared. */
  identity: string | null
  submittedOn: CalendarDate | null
  issuedOn: CalendarDate
  limitDays: number | null
  dueOn: CalendarDate | null
  office: { name: string; phone: string }
  detail: Readonly<Record<string, unknown>>
  facts: Facts
}

/** One kind of letter of a service: a pure function from what is known to its text. */
export interface LetterKind<Facts> {
  /** Stands in the number between the place and the year: 创贷受 in 西陵创贷受〔2026〕第000123号. */
  series: string
  /** A decision may be appealed against; a notice of procedure is asked about. */
  decision: boolean
  compose(subject: LetterSubject<Facts>): LetterBlock[]
}

/** The letters of one service. */
export interface ServiceLetters<Facts = unknown> {
  service: string
  /** Reads what the texts tell beside the spine, in the transaction of the act, after the module's own change. */
  read(ctx: Ctx, tx: Tx, step: LetterStep): Promise<Facts>
  kinds: Readonly<Record<string, LetterKind<Facts>>>
}

/** Declares the letters of a flow; one that the flow issues and that has no text is a fault of ours, found at start. */
export function defineLetters<Facts>(flow: Flow, letters: Omit<ServiceLetters<Facts>, 'service'>): ServiceLetters {
  const missing = letterKindsOf(flow).find((kind) => !letters.kinds[kind])
  if (missing) throw new Error(`Letter ${missing} of ${flow.service} has no text`)
  return { service: flow.service, ...letters } as unknown as ServiceLetters
}

export const paragraph = (text: string): LetterBlock => ({ block: 'paragraph', text })
