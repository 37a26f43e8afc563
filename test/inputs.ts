import fc from 'fast-check'
import type { TSchema } from 'typebox'

interface Described {
  type?: string
  properties?: Record<string, Described>
  required?: string[]
  items?: Described
  anyOf?: Described[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
}

/** Values that exist, by the name of the field they belong in: mostly what a caller means is something there is. */
export type Known = Readonly<Record<string, readonly unknown[]>>

type Value = fc.Arbitrary<unknown>

const text = ({ minLength = 0, maxLength = 20 }: Described): Value =>
  fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 60)) })

function string(schema: Described): Value {
  if (schema.format === 'uuid') return fc.uuid({ version: 7 })
  return schema.pattern ? fc.stringMatching(new RegExp(schema.pattern, 'u')) : text(schema)
}

const integer = ({ minimum = -1_000_000, maximum = 1_000_000_000 }: Described): Value =>
  fc.integer({ min: minimum, max: maximum })

function record({ properties = {}, required = [] }: Described, known: Known): Value {
  const values = Object.entries(properties).map(
    ([name, property]) => [name, namedValue(name, property, known)] as const,
  )
  return fc.record(Object.fromEntries(values), { requiredKeys: required })
}

function namedValue(name: string, schema: Described, known: Known): Value {
  const there = known[name]
  if (!there) return valueFor(schema, known)
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...there) },
    { weight: 1, arbitrary: valueFor(schema, known) },
  )
}

function valueFor(schema: Described, known: Known): Value {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valueFor(one, known)))
  if (schema.type === 'string') return string(schema)
  if (schema.type === 'integer' || schema.type === 'number') return integer(schema)
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'array') {
    const { items = {}, minItems = 0, maxItems = 5, uniqueItems } = schema
    const length = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 5)) }
    const item = valueFor(items, known)
    return uniqueItems ? fc.uniqueArray(item, length) : fc.array(item, length)
  }
  if (schema.properties) return record(schema, known)
  return schema.type === 'object' ? fc.dictionary(fc.string(), fc.jsonValue()) : fc.jsonValue()
}

/** Inputs that a schema allows. */
export const goodInput = (schema: TSchema, known: Known = {}): fc.Arbitrary<Record<string, unknown>> =>
  valueFor(schema as Described, known) as fc.Arbitrary<Record<string, unknown>>

/** Whatever may come where something else was meant. */
const anything: Value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    1.5,
    '',
    ' ',
    '\0',
    '\ud800',
    '../../etc/passwd',
    "' or 1=1 --",
    '<script>',
    '%00',
  ),
  fc.constantFrom<unknown>('9'.repeat(500), '长'.repeat(5000), '2026-02-30', '0000-00-00', [], {}, [[]], {
    constructor: 1,
  }),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
)

/** Inputs made of allowed ones by putting something else in one place, leaving a field out, or adding one. */
export function wrongInput(schema: TSchema, known: Known = {}): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys((schema as Described).properties ?? {})
  const name = fc.constantFrom(...names, 'more', 'toString')
  return fc.tuple(goodInput(schema, known), name, fc.option(anything)).map(([input, place, value]) => {
    const { [place]: _, ...rest } = input
    return value === null ? rest : { ...rest, [place]: value }
  })
}
