import { type FieldSchema, type FieldSchemas, kindOf, noneWord } from '../../kernel/forms/field-schema.ts'
import { type Fen, formatYuan } from '../../shared/money.ts'
import { choiceName, NONE } from '../ui/option.ts'
import type { Posted } from './posted.ts'

function readChoices(posted: Posted, name: string, schema: FieldSchema): string[] | undefined {
  const ticked = (value: string) => posted.values[choiceName(name, value)] !== undefined
  const chosen = (schema['x-options'] ?? []).map((option) => option.value).filter(ticked)
  if (chosen.length > 0 && ticked(NONE)) {
    const message = `选了“${noneWord(schema)}”就不能再选别的，请改成其中一种。`
    posted.faults.push({ field: name, code: 'contradiction', message })
    return undefined
  }
  return chosen.length > 0 || ticked(NONE) ? chosen : undefined
}

function readTruth(posted: Posted, name: string): boolean | undefined {
  const typed = posted.text(name)
  return typed === 'true' || typed === 'false' ? typed === 'true' : undefined
}

/** The fields of one row of a list, by the names under which that row is posted: `partners.0.name`. */
export const rowFields = (name: string, schema: FieldSchema, index: number): FieldSchemas =>
  Object.fromEntries(
    Object.entries(schema.items?.properties ?? {}).map(([field, one]) => [`${name}.${index}.${field}`, one]),
  )

const MOST_ROWS = 20

/** How many rows are drawn: those that are filled in and one more, and at least as many as there must be. */
export function countRows(name: string, schema: FieldSchema, typed: Readonly<Record<string, string>>): number {
  const last = Math.max(
    -1,
    ...Object.keys(typed)
      .filter((key) => key.startsWith(`${name}.`) && typed[key] !== '')
      .map((key) => Number(key.split('.')[1])),
  )
  return Math.min(Math.max(schema.minItems ?? 1, last + 2), schema.maxItems ?? MOST_ROWS)
}

/** Rows that are left open are taken out; what can't be read is told under the name of its field. */
function readRows(posted: Posted, name: string, schema: FieldSchema): unknown[] | undefined {
  const rows: Record<string, unknown>[] = []
  for (let index = 0; index < (schema.maxItems ?? MOST_ROWS); index += 1) {
    const row = Object.entries(rowFields(name, schema, index)).map(([field, one]) => [
      field.split('.')[2],
      readField(posted, field, one),
    ])
    const told = row.filter(([, value]) => value !== undefined)
    if (told.length > 0) rows.push(Object.fromEntries(told))
  }
  return rows.length > 0 ? rows : undefined
}

/**
 * Reads one field as it was posted: amounts in fen, days as YYYY-MM-DD, several choices as a list. Undefined when it was left
 * open; what can't be read is added to the form's faults.
 */
export function readField(posted: Posted, name: string, schema: FieldSchema): unknown {
  switch (kindOf(schema)) {
    case 'rows':
      return readRows(posted, name, schema)
    case 'choices':
      return readChoices(posted, name, schema)
    case 'truth':
      return readTruth(posted, name)
    case 'amount':
      return posted.amount(name)
    case 'day':
      return posted.day(name)
    case 'whole':
      return posted.whole(name)
    default:
      return posted.text(name)
  }
}

const withoutUnit = (fen: Fen) => formatYuan(fen).replace(/(\.00)? 元$/, '')

/** A value as it is typed, under the names by which its field is posted; to fill a form in with what is known. */
export function typedField(name: string, schema: FieldSchema, value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {}
  const kind = kindOf(schema)
  if (kind === 'rows') {
    const rows = value as readonly Record<string, unknown>[]
    const fields = rows.flatMap((row, index) =>
      Object.entries(rowFields(name, schema, index)).map(([field, one]) =>
        typedField(field, one, row[field.split('.')[2] ?? '']),
      ),
    )
    return Object.assign({}, ...fields)
  }
  if (kind === 'choices') {
    const chosen = value as readonly string[]
    const ticked = chosen.length > 0 ? chosen : [NONE]
    return Object.fromEntries(ticked.map((one) => [choiceName(name, one), 'true']))
  }
  return { [name]: kind === 'amount' ? withoutUnit(value as Fen) : String(value) }
}

/** Everything known of some fields, as typed. */
export const typedFields = (schemas: FieldSchemas, known: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.assign({}, ...Object.entries(schemas).map(([name, schema]) => typedField(name, schema, known[name])))
