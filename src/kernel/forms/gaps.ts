import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { isDate } from '../../shared/dates.ts'
import type { FieldError } from '../../shared/errors.ts'
import { explainInput } from '../operations/explain-input.ts'

interface Conditional {
  title?: string
  'x-kind'?: string
  /** Asked for unless another field has this value; on a property that is optional in the schema. */
  'x-unless'?: { field: string; is: unknown }
}

function isAsked(property: Conditional, values: Readonly<Record<string, unknown>>): boolean {
  const unless = property['x-unless']
  return unless !== undefined && values[unless.field] !== unless.is
}

/** A pattern alone lets 30 February pass. */
const isNoDay = ({ 'x-kind': kind }: Conditional, value: unknown): boolean =>
  kind === 'date' && typeof value === 'string' && !isDate(value)

/**
 * Everything that is missing or wrong in a form, at once (一次性告知): the schema's own findings and the fields that the
 * other answers call for. An empty string counts as not filled in.
 */
export function findGaps(schema: TSchema, values: Readonly<Record<string, unknown>>): FieldError[] {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
  const gaps = explainInput(schema, Compile(schema).Errors(filled))
  const properties = (schema as { properties?: Record<string, Conditional> }).properties ?? {}
  for (const [field, property] of Object.entries(properties)) {
    if (isNoDay(property, filled[field]) && !gaps.some((gap) => gap.field === field)) {
      gaps.push({ field, code: 'date', message: `${property.title ?? field}：没有这一天，请检查日期` })
    }
    if (filled[field] === undefined && isAsked(property, filled)) {
      gaps.push({ field, code: 'required', message: `${property.title ?? field}：还没有填写` })
    }
  }
  return gaps
}
