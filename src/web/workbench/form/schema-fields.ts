import type { TSchema } from 'typebox'
import { isDate } from '../../../shared/dates.ts'
import { Refusal } from '../../../shared/errors.ts'
import { formatShort, parseYuan } from '../../../shared/money.ts'

/** One property of a form's schema, as far as a page draws it. */
export interface FieldSchema {
  title?: string
  type?: string
  const?: unknown
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  'x-options'?: readonly { value: string; zh: string }[]
  'x-kind'?: 'date' | 'fen' | 'paragraph'
  'x-unit'?: string
  'x-unless'?: { field: string; is: unknown }
}

export type FieldKind = 'choice' | 'date' | 'fen' | 'paragraph' | 'number' | 'yesNo' | 'promise' | 'text'

/** A form as it is typed: text for every field. */
export type Typed = Readonly<Record<string, string>>

export const fieldsOf = (schema: TSchema): Readonly<Record<string, FieldSchema>> =>
  (schema as { properties?: Record<string, FieldSchema> }).properties ?? {}

export function kindOf(field: FieldSchema): FieldKind {
  if (field['x-options']) return 'choice'
  if (field['x-kind']) return field['x-kind']
  if (field.const === true) return 'promise'
  if (field.type === 'integer') return 'number'
  return field.type === 'boolean' ? 'yesNo' : 'text'
}

/** A stored value as it is typed. */
export function typedFrom(field: FieldSchema, value: unknown): string {
  if (value === undefined || value === null) return ''
  return kindOf(field) === 'fen' ? formatShort(Number(value)) : String(value)
}

/** A stored value as it is read: 30 万元, 24 个月, 高校毕业生. */
export function sayValue(field: FieldSchema, value: unknown): string {
  if (value === undefined || value === null || value === '') return '未填写'
  const option = field['x-options']?.find((one) => one.value === value)
  if (option) return option.zh
  if (typeof value === 'boolean') return value ? '是' : '否'
  return `${typedFrom(field, value)}${field['x-unit'] ? ` ${field['x-unit']}` : ''}`
}

type Reading = { value: unknown } | { fault: string }

function readAmount(text: string): Reading {
  try {
    return { value: parseYuan(text) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { fault: error.parts.errors?.[0]?.message ?? error.parts.title }
  }
}

function readWhole(text: string): Reading {
  const compact = text.normalize('NFKC').replace(/\s/g, '')
  return /^\d{1,9}$/.test(compact) ? { value: Number(compact) } : { fault: '请填整数，例如 24。' }
}

const readers: Readonly<Record<FieldKind, (text: string) => Reading>> = {
  choice: (value) => ({ value }),
  text: (text) => ({ value: text.trim() }),
  paragraph: (text) => ({ value: text.trim() }),
  date: (text) => (isDate(text) ? { value: text } : { fault: '请填一个有效的日期。' }),
  fen: readAmount,
  number: readWhole,
  yesNo: (text) => ({ value: text === 'true' }),
  promise: (text) => (text === 'true' ? { value: true } : { value: undefined }),
}

/** Limits that a draft must keep too; what the schema says beyond them is checked by the server. */
function faultOf(field: FieldSchema, value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (field.minLength && value.length < field.minLength) return `至少要 ${field.minLength} 个字。`
    if (field.maxLength && value.length > field.maxLength) return `最多 ${field.maxLength} 个字。`
  }
  if (typeof value === 'number') {
    if (field.minimum !== undefined && value < field.minimum) return `不能小于 ${sayValue(field, field.minimum)}。`
    if (field.maximum !== undefined && value > field.maximum) return `不能大于 ${sayValue(field, field.maximum)}。`
  }
  return undefined
}

/** Whether the other answers call for this field. */
export function isAsked(field: FieldSchema, typed: Typed): boolean {
  const unless = field['x-unless']
  return !unless || typed[unless.field] !== unless.is
}

/** Reads one typed field; an empty one has neither value nor fault. */
export function readField(field: FieldSchema, text: string): { value?: unknown; fault?: string } {
  if (text.trim() === '') return {}
  const reading = readers[kindOf(field)](text)
  if ('fault' in reading) return reading
  const fault = faultOf(field, reading.value)
  return fault ? { fault } : reading
}

/** What was typed, as values; fields that cannot be read are left out and named. */
export function readTyped(schema: TSchema, typed: Typed) {
  const values: Record<string, unknown> = {}
  const faults: Record<string, string> = {}
  for (const [name, field] of Object.entries(fieldsOf(schema))) {
    if (!isAsked(field, typed)) continue
    const { value, fault } = readField(field, typed[name] ?? '')
    if (fault) faults[name] = fault
    else if (value !== undefined) values[name] = value
  }
  return { values, faults }
}

/** A stored draft as it is typed. */
export const typeOut = (schema: TSchema, values: Readonly<Record<string, unknown>>): Typed =>
  Object.fromEntries(Object.entries(fieldsOf(schema)).map(([name, field]) => [name, typedFrom(field, values[name])]))
