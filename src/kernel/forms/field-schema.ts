import { type CalendarDate, formatDay } from '../../shared/dates.ts'
import { type Fen, formatShort } from '../../shared/money.ts'

/** One answer to choose, and its words. */
interface Choice {
  value: string
  zh: string
  says?: string
}

/** What one property of a form's schema says of itself: all that is needed to draw, read and print it. */
export interface FieldSchema {
  title?: string
  type?: string
  maxLength?: number
  'x-kind'?: 'fen' | 'date' | 'paragraph' | 'rows'
  /** Of a list of rows: the fields of one, and how many there may be. */
  items?: { properties?: Readonly<Record<string, FieldSchema>> }
  minItems?: number
  maxItems?: number
  'x-unit'?: string
  'x-options'?: readonly Choice[]
  /** The words of an empty choice; 没有 unless told. */
  'x-none'?: string
  /** Not asked for when another field has this value. */
  'x-unless'?: { field: string; is: unknown }
}

export type FieldSchemas = Readonly<Record<string, FieldSchema>>

/** The words for true and false. */
export type Truth = readonly [yes: string, no: string]

export type FieldKind = 'choice' | 'choices' | 'amount' | 'day' | 'paragraph' | 'whole' | 'truth' | 'text' | 'rows'

/** How a property is drawn and read. */
export function kindOf(schema: FieldSchema): FieldKind {
  if (schema['x-options']) return schema.type === 'array' ? 'choices' : 'choice'
  if (schema['x-kind'] === 'fen') return 'amount'
  if (schema['x-kind'] === 'date') return 'day'
  if (schema['x-kind'] === 'rows') return 'rows'
  if (schema['x-kind'] === 'paragraph') return 'paragraph'
  if (schema.type === 'integer') return 'whole'
  return schema.type === 'boolean' ? 'truth' : 'text'
}

/** The words of an empty choice. */
export const noneWord = (schema: FieldSchema): string => schema['x-none'] ?? '没有'

/** Codes in the words of their options, 「住房贷款、购车贷款」. */
const describeChoices = (schema: FieldSchema, values: readonly unknown[]): string =>
  values
    .map((value) => schema['x-options']?.find((option) => option.value === value)?.zh ?? String(value))
    .join('、') || noneWord(schema)

/** Rows a sentence each: 「合伙人姓名：王小明，出资比例：60 %」. */
const describeRows = (schema: FieldSchema, rows: readonly Record<string, unknown>[]): string =>
  rows
    .map((row) =>
      Object.entries(schema.items?.properties ?? {})
        .map(([field, one]) => `${one.title ?? field}：${describeField(one, row[field]) || '未填写'}`)
        .join('，'),
    )
    .join('；')

/** A value in plain Chinese, as it is read over before sending; empty when there is none. */
export function describeField(schema: FieldSchema, value: unknown, [yes, no]: Truth = ['是', '否']): string {
  if (value === undefined || value === null || value === '') return ''
  switch (kindOf(schema)) {
    case 'rows':
      return describeRows(schema, value as readonly Record<string, unknown>[])
    case 'choice':
    case 'choices':
      return describeChoices(schema, [value].flat())
    case 'truth':
      return value === true ? yes : no
    case 'amount':
      return formatShort(value as Fen)
    case 'day':
      return formatDay(value as CalendarDate)
    default:
      return schema['x-unit'] ? `${value} ${schema['x-unit']}` : String(value)
  }
}

/** A whole form read out, a line for each field that was filled in; fields that it has no words for are left out. */
export const describeForm = (
  schemas: FieldSchemas,
  values: Readonly<Record<string, unknown>>,
): { term: string; value: string }[] =>
  Object.entries(schemas)
    .map(([name, schema]) => ({ term: schema.title ?? name, value: describeField(schema, values[name]) }))
    .filter(({ value }) => value !== '')
