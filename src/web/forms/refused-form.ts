import { data } from 'react-router'
import type { FieldError } from '../../shared/errors.ts'
import type { Problem, Refused } from '../api/portal-api.ts'
import type { Posted } from './posted.ts'

/** What an action gives back to its page when a form can't be taken: what was typed, and what is wrong with it. */
export interface RefusedForm {
  values: Record<string, string>
  problem: Problem
}

/** Answers a form with an operation's refusal; the page shows what was typed again. */
export const refuseForm = (posted: Posted, { status, problem }: Refused) =>
  data<RefusedForm>({ values: posted.values, problem }, { status })

/** Answers a form with faults that its reading found (422). */
export const refuseFaults = (posted: Posted, faults: FieldError[] = posted.faults) =>
  refuseForm(posted, {
    ok: false,
    status: 422,
    problem: { status: 422, code: 'invalid', title: '有几处需要改一下', errors: faults },
  })

/** The sentence of each field that is wrong, by the field's name. */
export const errorsByField = (refused: RefusedForm | undefined): Record<string, string> =>
  Object.fromEntries((refused?.problem.errors ?? []).map((error) => [error.field, error.message]))
