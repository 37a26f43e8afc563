import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import type { FieldError } from '../../shared/errors.ts'
import { formatShort } from '../../shared/money.ts'

/** Every field at once is the promise; the library stops at eight faults unless told otherwise. */
Settings.Set({ maxErrors: 200 })

interface Described {
  type?: string
  title?: string
  anyOf?: Described[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Described>
  items?: Described
  pattern?: string
  'x-pattern'?: string
  'x-options'?: readonly { zh: string }[]
  'x-kind'?: string
  'x-unit'?: string
}

const propertyOf = (schema: Described | undefined, name: string) =>
  schema?.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined

/** Of what may also be null, what it is otherwise. */
function otherThanNull(schema: Described | undefined): Described | undefined {
  const [only, ...others] = schema?.anyOf?.filter((option) => option.type !== 'null') ?? []
  return only && others.length === 0 ? { ...schema, ...only } : schema
}

/** The part of a schema that a JSON pointer of a value leads to, as far as it can be followed. */
function describedAt(schema: TSchema, path: readonly string[]): Described | undefined {
  let here: Described | undefined = schema as Described
  for (const step of path) here = otherThanNull(propertyOf(here, step) ?? here?.items)
  return here
}

/** What a field is called where it is filled in. */
export const titleOf = (schema: TSchema, path: readonly string[]): string | undefined =>
  describedAt(schema, path)?.title

const choices = (schema: Described | undefined) =>
  schema?.['x-options']?.map((option) => option.zh) ??
  (schema?.enum ?? schema?.anyOf?.map((option) => option.const) ?? []).filter((value) => value !== undefined)

/** A number as the person who fills it in thinks of it: money is kept in fen. */
function sayNumber(limit: number | undefined, schema: Described | undefined): string {
  if (schema?.['x-kind'] === 'fen' && limit !== undefined) return formatShort(limit)
  return `${limit}${schema?.['x-unit'] ? ` ${schema['x-unit']}` : ''}`
}

function sayChoices(_limit: number | undefined, schema: Described | undefined): string {
  const values = choices(schema)
  return values.length > 0 ? `只能从这些里选：${values.join('、')}` : '填写的内容类型不对'
}

type Sayings = Record<string, (limit: number | undefined, schema: Described | undefined) => string>

const kindSayings: Record<string, string> = { integer: '请填整数', number: '请填数字' }

const sayings: Sayings = {
  required: () => '还没有填写',
  minLength: (limit) => (limit === 1 ? '还没有填写' : `至少要 ${limit} 个字`),
  maxLength: (limit) => `最多 ${limit} 个字`,
  minimum: (limit, schema) => `不能小于 ${sayNumber(limit, schema)}`,
  maximum: (limit, schema) => `不能大于 ${sayNumber(limit, schema)}`,
  exclusiveMinimum: (limit, schema) => `要大于 ${sayNumber(limit, schema)}`,
  minItems: (limit) => `至少选 ${limit} 项`,
  maxItems: (limit) => `最多选 ${limit} 项`,
  uniqueItems: () => '不能重复选同一项',
  pattern: (_limit, schema) => schema?.['x-pattern'] ?? '格式不对',
  format: (_limit, schema) => schema?.['x-pattern'] ?? '格式不对',
  additionalProperties: () => '不是这里要填的内容，请去掉',
  type: (_limit, schema) => kindSayings[schema?.type ?? ''] ?? '填写的内容类型不对',
  const: (_limit, schema) => (schema?.const === true ? '请先勾选' : `只能填 ${schema?.const}`),
  anyOf: sayChoices,
  enum: sayChoices,
}

const readStep = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')

/** Where the faults of an error are: of a missing field, where it should be. */
function pathsOf({ instancePath, params }: TLocalizedValidationError): string[][] {
  const base = instancePath.split('/').slice(1).map(readStep)
  const { requiredProperties } = params as { requiredProperties?: string[] }
  return requiredProperties ? requiredProperties.map((name) => [...base, name]) : [base]
}

/** A field that is not asked for is found twice: as one that nothing fits, and by the object that holds it. */
const keywordOf = ({ keyword }: TLocalizedValidationError) =>
  keyword === 'boolean' ? ('additionalProperties' as const) : keyword

/**
 * What a validator found, as Chinese sentences that name the field by its schema's title; one sentence a field,
 * every field at once.
 */
export function explainInput(schema: TSchema, errors: readonly TLocalizedValidationError[]): FieldError[] {
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    if (error.keyword === 'additionalProperties') continue
    const code = keywordOf(error)
    for (const path of pathsOf(error)) {
      const field = path.join('.')
      const described = describedAt(schema, path)
      if (found.has(field) && !(code === 'anyOf' && choices(described).length > 0)) continue
      const say = sayings[code] ?? sayings.type
      const limit = (error.params as { limit?: number }).limit
      const name = described?.title ?? (field || '提交的内容')
      found.set(field, { field, code, message: `${name}：${say?.(limit, described)}` })
    }
  }
  return [...found.values()]
}
