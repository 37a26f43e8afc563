import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeField, type FieldSchema } from '../../kernel/forms/field-schema.ts'
import { readField, typedField } from './field-schema.ts'
import { postedFrom } from './posted.ts'

const options = [
  { value: 'home', zh: '住房贷款' },
  { value: 'car', zh: '购车贷款' },
]
const schemas: Record<string, FieldSchema> = {
  amount: { type: 'integer', 'x-kind': 'fen' },
  months: { type: 'integer', 'x-unit': '个月' },
  day: { type: 'string', 'x-kind': 'date' },
  clean: { type: 'boolean' },
  kind: { 'x-options': options },
  debts: { type: 'array', 'x-options': options },
  name: { type: 'string' },
}
const schemaOf = (name: string): FieldSchema => schemas[name] ?? {}
const read = (name: string, typed: Record<string, string>) =>
  readField(postedFrom(Object.entries(typed)), name, schemaOf(name))

test('what a form is filled in with is read back as it was', () => {
  const values: [name: string, value: unknown][] = [
    ['amount', 20_000_000],
    ['amount', 12_345],
    ['months', 24],
    ['day', '2026-11-22'],
    ['clean', false],
    ['kind', 'car'],
    ['debts', ['home', 'car']],
    ['debts', []],
    ['name', '小满烘焙坊'],
  ]
  for (const [name, value] of values) assert.deepEqual(read(name, typedField(name, schemaOf(name), value)), value)
})

test('people write amounts and numbers in their own ways', () => {
  assert.equal(read('amount', { amount: '２０ 万' }), 20_000_000)
  assert.equal(read('amount', { amount: '300,000' }), 30_000_000)
  assert.equal(read('months', { months: '２４' }), 24)
})

test('what is left open is undefined, which an empty choice is not', () => {
  for (const name of Object.keys(schemas)) assert.equal(read(name, {}), undefined)
  assert.deepEqual(read('debts', { 'debts.none': 'true' }), [])
})

test('none and something at once is a fault of that field', () => {
  const posted = postedFrom([
    ['debts.none', 'true'],
    ['debts.car', 'true'],
  ])
  assert.equal(readField(posted, 'debts', schemaOf('debts')), undefined)
  assert.deepEqual(
    posted.faults.map(({ field, code }) => [field, code]),
    [['debts', 'contradiction']],
  )
})

test('values are told in plain Chinese', () => {
  const told = (name: string, value: unknown) => describeField(schemaOf(name), value)
  assert.equal(told('amount', 20_000_000), '20 万元')
  assert.equal(told('months', 24), '24 个月')
  assert.equal(told('day', '2026-11-22'), '2026年11月22日')
  assert.equal(told('debts', ['home', 'car']), '住房贷款、购车贷款')
  assert.equal(told('debts', []), '没有')
  assert.equal(told('clean', true), '是')
  assert.equal(told('name', undefined), '')
})
