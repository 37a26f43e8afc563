import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import type { FieldError } from '../../shared/errors.ts'

interface Described {
  title?: string
  anyOf?: Described[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Described>
  items?: Described
  pattern?: string
  'x-pattern'?: string
}

/** The part of a schema that a JSON pointer of a value leads to, as far as it can be followed. */
function describedAt(schema: TSchema, path: readonly string[]): Described | undefined {
  let here: Described | undefined = schema as Described
  for (const step of path) here = here?.properties?.[step] ?? here?.items
  return here
}

const choices = (schema: Described | undefined) =>
  (schema?.enum ?? schema?.anyOf?.map((option) => option.const) ?? []).filter((value) => value !== undefined)

type Sayings = Record<string, (limit: number | undefined, schema: Described | undefined) => string>

const sayings: Sayings = {
  required: () => '还没有填写',
  minLength: (limit) => (limit === 1 ? '还没有填写' : `至少要 ${limit} 个字`),
  maxLength: (limit) => `最多 ${limit} 个字`,
  minimum: (limit) => `不能小于 ${limit}`,
  maximum: (limit) => `不能大于 ${limit}`,
  exclusiveMinimum: (limit) => `要大于 ${limit}`,
  minItems: (limit) => `至少选 ${limit} 项`,
  maxItems: (limit) => `最多选 ${limit} 项`,
  pattern: (_limit, schema) => schema?.['x-pattern'] ?? '格式不对',
  format: (_limit, schema) => schema?.['x-pattern'] ?? '格式不对',
  additionalProperties: () => '不是这里要填的内容,请去掉',
  type: () => '填写的内容类型不对',
  anyOf: (_limit, schema) => `只能从这些里选:${choices(schema).join('、')}`,
  enum: (_limit, schema) => `只能从这些里选:${choices(schema).join('、')}`,
}

function fieldsOf(error: TLocalizedValidationError): string[] {
  const base = error.instancePath.split('/').slice(1)
  const params = error.params as { requiredProperties?: string[]; additionalProperties?: string[] }
  const named = params.requiredProperties ?? params.additionalProperties
  return named ? named.map((name) => [...base, name].join('.')) : [base.join('.')]
}

/**
 * What a validator found, as Chinese sentences that name the field by its schema's title; one sentence a field,
 * every field at once.
 */
export function explainInput(schema: TSchema, errors: readonly TLocalizedValidationError[]): FieldError[] {
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    if (error.keyword === 'const' || error.keyword === 'boolean') continue
    for (const field of fieldsOf(error)) {
      if (found.has(field) && error.keyword !== 'anyOf') continue
      const described = describedAt(schema, field.split('.'))
      const say = sayings[error.keyword] ?? sayings.type
      const limit = (error.params as { limit?: number }).limit
      const name = described?.title ?? (field || '提交的内容')
      found.set(field, { field, code: error.keyword, message: `${name}:${say?.(limit, described)}` })
    }
  }
  return [...found.values()]
}
