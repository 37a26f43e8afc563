import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import type { FactDefinition, FactValue } from './facts.ts'
import { holds, type Op, suits } from './operators.ts'
import type { ParameterValue, Unit } from './quantities.ts'
import { sayComparison } from './wording.ts'

const on = parseDate('2026-11-22')
const options = [
  { value: 'a', zh: '甲' },
  { value: 'b', zh: '乙' },
]
const definitions = {
  yes: { zh: '开业', type: 'boolean', question: '?' },
  money: { zh: '金额', type: 'fen', question: '?' },
  times: { zh: '次数', type: 'number', unit: 'times', question: '?' },
  one: { zh: '类型', type: 'choice', question: '?', options },
  many: { zh: '贷款', type: 'choices', question: '?', options, none: '没有' },
  day: { zh: '日期', type: 'date', question: '?' },
} satisfies Record<string, FactDefinition>

const table: [keyof typeof definitions, Op, FactValue, ParameterValue, boolean, string, Unit?][] = [
  ['yes', 'is', true, true, true, '开业：是'],
  ['yes', 'is', false, true, false, '开业：否'],
  ['times', 'eq', 2, 2, true, '次数：2 次，符合要求'],
  ['one', 'eq', 'b', 'a', false, '类型：乙，要求是甲'],
  ['one', 'in', 'a', ['a'], true, '类型：甲，在规定的范围内'],
  ['one', 'in', 'b', ['a'], false, '类型：乙，不在规定的范围内'],
  ['many', 'includesAny', ['a', 'b'], ['b'], true, '贷款：甲、乙，含有规定的项目'],
  ['many', 'includesAny', [], ['b'], false, '贷款：没有，没有规定的项目'],
  ['many', 'onlyAmong', [], ['a'], true, '贷款：没有，都在允许的范围内'],
  ['many', 'onlyAmong', ['a', 'b'], ['a'], false, '贷款：甲、乙，其中乙不在允许的范围内'],
  ['money', 'lte', 30_000_000, 30_000_000, true, '金额：30 万元，不超过 30 万元'],
  ['money', 'lte', 30_000_001, 30_000_000, false, '金额：300,000.01 元，超过了 30 万元'],
  ['money', 'gte', 99, 100, false, '金额：0.99 元，低于 1 元'],
  ['money', 'gt', 100, 100, false, '金额：1 元，不高于 1 元'],
  ['times', 'lt', 2, 3, true, '次数：2 次，低于 3 次', 'times'],
  ['times', 'lt', 3, 3, false, '次数：3 次，不低于 3 次', 'times'],
  ['day', 'yearsPassed', '2008-11-22', 18, true, '日期：2008年11月22日，到2026年11月22日已满 18 周岁', 'age'],
  ['day', 'yearsPassed', '2008-11-23', 18, false, '日期：2008年11月23日，到2026年11月22日还不满 18 周岁', 'age'],
  ['day', 'withinYears', '1966-11-22', 60, true, '日期：1966年11月22日，到2026年11月22日没有超过 60 年'],
  ['day', 'withinYears', '1966-11-21', 60, false, '日期：1966年11月21日，到2026年11月22日不在 60 年以内'],
  ['day', 'withinYears', '2026-11-23', 60, false, '日期：2026年11月23日，到2026年11月22日不在 60 年以内'],
  ['day', 'monthsPassed', '2025-11-22', 12, true, '日期：2025年11月22日，到2026年11月22日已满 12 个月'],
  ['day', 'monthsPassed', '2025-11-23', 12, false, '日期：2025年11月23日，到2026年11月22日还不满 12 个月'],
  ['day', 'withinMonths', '2023-11-22', 36, true, '日期：2023年11月22日，到2026年11月22日没有超过 36 个月'],
  ['day', 'withinMonths', '2023-11-21', 36, false, '日期：2023年11月21日，到2026年11月22日不在 36 个月以内'],
  ['day', 'withinMonths', '9999-12-31', 36, false, '日期：9999年12月31日，到2026年11月22日不在 36 个月以内'],
]

test('each operator at its edges, and the sentence that says why', () => {
  for (const [key, op, value, limit, met, why, unit] of table) {
    assert.equal(suits(op, limit), true)
    assert.equal(holds(op, value, limit, on), met, why)
    assert.equal(sayComparison({ definition: definitions[key], op, value, limit, unit, met, on }), why)
  }
})

test('a limit of another shape does not suit', () => {
  assert.equal(suits('lte', '300000'), false)
  assert.equal(suits('in', 'a'), false)
  assert.equal(suits('is', ['true']), false)
})
