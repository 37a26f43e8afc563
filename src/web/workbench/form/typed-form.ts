import type { FieldSchemas } from '../../../kernel/forms/field-schema.ts'
import { readField } from '../../forms/field-schema.ts'
import { postedFrom } from '../../forms/posted.ts'

/** A form as it is typed, by the names under which the portal posts its fields: both faces read by the same rules. */
export type Typed = Readonly<Record<string, string>>

/** What was typed, as values; what could not be read is left out and said, a sentence a field. */
export function readTyped(schemas: FieldSchemas, typed: Typed) {
  const posted = postedFrom(Object.entries(typed).filter(([, text]) => text !== ''))
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(schemas)) {
    const value = readField(posted, name, schema)
    if (value !== undefined) values[name] = value
  }
  return { values, faults: Object.fromEntries(posted.faults.map(({ field, message }) => [field, message])) }
}
