import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'

/** One line of what was filled in, in words. Personal. */
export interface Answer {
  term: string
  value: string
}

/** The form of a service, read out: what a party has told in one of its cases, for the copy of their file. */
export interface ServiceForm {
  service: string
  /** In a transaction that reaches the case. Throws a Refusal (404) where there is none. */
  readAnswers(ctx: Ctx, tx: Tx, caseId: string): Promise<readonly Answer[]>
}
