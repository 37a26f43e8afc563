import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { fieldsOf, kindOf, readTyped, sayValue, typeOut } from './schema-fields.ts'

const options = [
  { value: 'a', zh: '甲' },
  { value: 'none', zh: '没有' },
]
const schema = Type.Object({
  kind: Type.Enum(['a', 'none'], { title: '类型', 'x-options': options }),
  since: Type.String({ title: '日期', 'x-kind': 'date', 'x-unless': { field: 'kind', is: 'none' } }),
  name: Type.String({ title: '名称', minLength: 2, maxLength: 4 }),
  amount: Type.Integer({ title: '金额', minimum: 1_000_000, 'x-kind': 'fen' }),
  months: Type.Integer({ title: '期限', maximum: 60, 'x-unit': '个月' }),
  debts: Type.Boolean({ title: '欠款' }),
  truthful: Type.Literal(true, { title: '承诺' }),
})
const fields = fieldsOf(schema)
const field = (name: string) => fields[name] ?? assert.fail(name)

test('the kind of a field follows from its schema', () => {
  assert.deepEqual(Object.values(fields).map(kindOf), ['choice', 'date', 'text', 'fen', 'number', 'yesNo', 'promise'])
})

test('a full form goes through text and back', () => {
  const values = {
    kind: 'a',
    since: '2026-01-31',
    name: '小店',
    amount: 30_000_000,
    months: 24,
    debts: false,
    truthful: true,
  }
  const typed = typeOut(schema, values)
  assert.equal(typed.amount, '30 万元')
  assert.deepEqual(readTyped(schema, typed), { values, faults: {} })
})

test('what is empty has neither value nor fault', () => {
  assert.deepEqual(readTyped(schema, typeOut(schema, {})), { values: {}, faults: {} })
})

test('what cannot be read or is out of bounds is named, the rest is kept', () => {
  const { values, faults } = readTyped(schema, { name: '店', amount: '三万', months: '61', since: '2026-02-30', debts: 'true' })
  assert.deepEqual(values, { debts: true })
  assert.deepEqual(Object.keys(faults).sort(), ['amount', 'months', 'name', 'since'])
  assert.equal(faults.name, '至少要 2 个字。')
  assert.equal(faults.months, '不能大于 60 个月。')
  assert.equal(readTyped(schema, { amount: '9999' }).faults.amount, '不能小于 1 万元。')
})

test('a field that the other answers do not call for is left out', () => {
  assert.deepEqual(readTyped(schema, { kind: 'none', since: '2026-01-31' }).values, { kind: 'none' })
})

test('a promise that is not given is not there', () => {
  assert.deepEqual(readTyped(schema, { truthful: 'false' }).values, {})
})

test('values are said in words', () => {
  assert.equal(sayValue(field('kind'), 'a'), '甲')
  assert.equal(sayValue(field('amount'), 30_000_000), '30 万元')
  assert.equal(sayValue(field('months'), 24), '24 个月')
  assert.equal(sayValue(field('debts'), false), '否')
  assert.equal(sayValue(field('name'), undefined), '未填写')
})
