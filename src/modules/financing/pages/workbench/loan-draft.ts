import type { FieldSchemas } from '../../../../kernel/forms/field-schema.ts'
import type { FieldError } from '../../../../shared/errors.ts'
import { CallRefused, callApi } from '../../../../web/api/http-client.ts'
import { typedFields } from '../../../../web/forms/field-schema.ts'
import { readTyped, type Typed } from '../../../../web/workbench/form/typed-form.ts'
import { loanForms } from '../../schema.ts'
import type { LoanView } from './loan-view.ts'

type Draft = LoanView['form']

const schemasFor = (kind: LoanView['kind']): FieldSchemas => {
  const { truthful: _, ...asked } = loanForms[kind].properties
  return asked as unknown as FieldSchemas
}
const PROMISE = 'truthful'

/** A draft from the server, as it is typed. */
export const typeOut = ({ form, kind }: Pick<LoanView, 'form' | 'kind'>): Typed => ({
  ...typedFields(schemasFor(kind), form),
  [PROMISE]: form.truthful ? 'true' : '',
})

/** What was typed, as a draft; and what could not be read of it. */
export function readDraft(kind: LoanView['kind'], typed: Typed): { form: Draft; faults: Record<string, string> } {
  const { values, faults } = readTyped(schemasFor(kind), typed)
  const form = { ...values, ...(typed[PROMISE] === 'true' ? { truthful: true } : {}) } as Draft
  return { form, faults }
}

const fieldOf = (error: FieldError) => error.field.replace(/^form\./, '').split('.')[0] ?? ''

const wrongFields = (error: unknown): Record<string, string> =>
  error instanceof CallRefused && error.problem.status === 422
    ? Object.fromEntries((error.problem.errors ?? []).map((one) => [fieldOf(one), one.message]))
    : {}

const without = (form: Draft, fields: readonly string[]): Draft =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !fields.includes(name))) as Draft

interface Save {
  id: string
  version: number
  form: Draft
  key: string
}

/**
 * Saves a draft. One wrong field does not hold back the others: what the server refuses by name stays on the page with what
 * is wrong, and the rest is saved. Gives the new version and the refused fields.
 */
export async function saveDraft({ key, ...input }: Save): Promise<{ version: number; wrong: Record<string, string> }> {
  try {
    return { version: (await callApi('loan.saveDraft', input, { key })).version, wrong: {} }
  } catch (error) {
    const wrong = wrongFields(error)
    const named = Object.keys(wrong).filter((field) => field in input.form)
    if (named.length === 0) throw error
    const rest = { ...input, form: without(input.form, named) }
    return { version: (await callApi('loan.saveDraft', rest, { key: `${key}-rest` })).version, wrong }
  }
}
