import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { ENGINE_VERSION, evaluate, nextQuestion } from './evaluate.ts'
import { defineFacts, type FactSet, type FactValue } from './facts.ts'
import { NATION, type ParameterSet } from './parameters.ts'
import { outlineRule } from './plain-words.ts'
import { type Condition, defineRule, type Leaf } from './rule.ts'
import type { Tree } from './tree.ts'

const facts = defineFacts({
  age: { zh: '年龄', type: 'number', unit: 'age', question: '您多大？' },
  married: { zh: '已婚', type: 'boolean', question: '您结婚了吗？' },
  debt: { zh: '配偶欠款', type: 'fen', question: '您的配偶欠多少钱？' },
  graduate: { zh: '高校毕业生', type: 'boolean', question: '您是高校毕业生吗？' },
  asked: { zh: '申请金额', type: 'fen', question: '您想贷多少？' },
  barred: { zh: '被列入名单', type: 'boolean', question: '您被列入名单了吗？' },
})
type Key = keyof typeof facts

const condition = (id: string, says: string, holds: Tree<Leaf<Key>>, howTo?: string): Condition<Key> => ({
  id,
  says,
  article: { document: '试行办法', number: '试字〔2026〕1号', article: `第${id}条` },
  howTo,
  holds,
})

const rule = defineRule(facts, {
  code: 'test.loan',
  title: '试验贷款',
  division: NATION,
  version: 3,
  validFrom: parseDate('2026-01-01'),
  validTo: null,
  condition: {
    all: [
      condition('一', '年满 {age.min}', { fact: 'age', op: 'gte', parameter: 'age.min' }, '满 {age.min}再来'),
      condition('二', '未婚，或配偶没有欠款', {
        any: [
          { fact: 'married', op: 'is', value: false },
          { fact: 'debt', op: 'lte', value: 0 },
        ],
      }),
      condition('三', '金额不超过 {cap}；高校毕业生不超过 {cap.graduate}', {
        any: [
          { fact: 'asked', op: 'lte', parameter: 'cap' },
          {
            all: [
              { fact: 'graduate', op: 'is', value: true },
              { fact: 'asked', op: 'lte', parameter: 'cap.graduate' },
            ],
          },
        ],
      }),
      { not: condition('四', '被列入名单', { fact: 'barred', op: 'is', value: true }) },
    ],
  },
  limits: {
    amount: {
      parameter: 'cap',
      alternatives: [
        { says: '高校毕业生', when: { fact: 'graduate', op: 'is', value: true }, parameter: 'cap.graduate' },
      ],
    },
    months: { parameter: 'term' },
  },
})

const figure = (key: string, value: number, unit: 'fen' | 'months' | 'age') => ({
  key,
  division: NATION,
  value,
  unit,
  validFrom: parseDate('2026-01-01'),
  validTo: null,
  certainty: 'confirmed' as const,
  source: '试字〔2026〕1号',
  note: '',
})
const parameters: ParameterSet = {
  'age.min': figure('age.min', 18, 'age'),
  cap: figure('cap', 30_000_000, 'fen'),
  'cap.graduate': { ...figure('cap.graduate', 40_000_000, 'fen'), certainty: 'uncertain' },
  term: figure('term', 36, 'months'),
}
const on = parseDate('2026-11-22')
const known = (values: Partial<Record<Key, FactValue>>): FactSet =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, source: 'declared' }]))
const whole = { age: 30, married: false, asked: 20_000_000, graduate: false, barred: false }
const judge = (values: Partial<Record<Key, FactValue>>) => evaluate(rule, known(values), parameters, on)
const conditionOf = (values: Partial<Record<Key, FactValue>>, id: string) =>
  judge(values).conditions.find((each) => each.id === id)

test('what is known decides, and what is left open is asked for', () => {
  const table: [Partial<Record<Key, FactValue>>, string, string[]][] = [
    [{}, 'unknown', ['age', 'barred', 'asked', 'married', 'debt', 'graduate']],
    [whole, 'met', []],
    [{ ...whole, age: 17 }, 'unmet', []],
    [{ age: 17 }, 'unmet', []],
    [{ ...whole, barred: true }, 'unmet', []],
    [{ ...whole, married: true }, 'unknown', ['debt']],
    [{ ...whole, married: true, debt: 0 }, 'met', []],
    [{ ...whole, married: true, debt: 1 }, 'unmet', []],
    [{ ...whole, asked: 35_000_000 }, 'unmet', []],
    [{ ...whole, asked: 35_000_000, graduate: true }, 'met', []],
    [{ age: 30, married: false, asked: 35_000_000, barred: false }, 'unknown', ['graduate']],
    [{ age: 30, married: false, asked: 20_000_000, barred: false }, 'met', []],
  ]
  for (const [values, result, missing] of table) {
    const judgement = judge(values)
    assert.equal(judgement.result, result)
    assert.deepEqual(judgement.missing, missing)
    assert.equal(nextQuestion(rule, known(values), parameters, on)?.fact, missing[0])
  }
})

test('a condition says what it asks, why it came out so, by which article, on what evidence, and the way out', () => {
  assert.deepEqual(judge({ ...whole, age: 17 }).conditions[0], {
    id: '一',
    result: 'unmet',
    says: '年满 18 周岁',
    why: '年龄：17 周岁，低于 18 周岁',
    article: { document: '试行办法', number: '试字〔2026〕1号', article: '第一条' },
    evidence: [{ fact: 'age', value: 17, source: 'declared' }],
    parameters: [parameters['age.min']],
    howTo: '满 18 周岁再来',
  })
  assert.equal(conditionOf(whole, '二')?.why, '已婚：否')
  assert.equal(conditionOf({ married: true, debt: 100 }, '二')?.why, '已婚：是；配偶欠款：1 元，超过了 0 元')
  assert.equal(conditionOf({ married: true }, '二')?.why, '还不知道“配偶欠款”')
  assert.equal(conditionOf({ asked: -1 }, '三')?.why, '“申请金额”应是不小于零的整数；还不知道“高校毕业生”')
})

test('limits take the greatest alternative that is met, and an unmet rule grants nothing', () => {
  assert.deepEqual(judge(whole).limits, { amount: 30_000_000, months: 36 })
  assert.deepEqual(judge({ ...whole, graduate: true }).limits, { amount: 40_000_000, months: 36 })
  assert.deepEqual(judge({}).limits, { amount: 30_000_000, months: 36 })
  assert.equal(judge({ age: 1 }).limits, undefined)
})

test('a figure that no division has set leaves its condition open and asks nobody for anything', () => {
  const judgement = evaluate(rule, known(whole), { ...parameters, 'age.min': undefined }, on)
  assert.equal(judgement.result, 'unknown')
  assert.deepEqual([judgement.missing, judgement.unset], [[], ['age.min']])
  assert.equal(judgement.conditions[0]?.says, '年满 （本地尚未设定）')
  assert.equal(judgement.conditions[0]?.why, '本地还没有设定“年龄”的标准')
})

test('a judgement names rule, version, engine and day', () => {
  const { ruleCode, ruleVersion, engineVersion, on: day } = judge(whole)
  assert.deepEqual([ruleCode, ruleVersion, engineVersion, day], ['test.loan', 3, ENGINE_VERSION, on])
})

test('a rule reads as a list in plain Chinese, what is nested within one condition', () => {
  const basis = (article: string) => `试字〔2026〕1号《试行办法》，${article}`
  assert.deepEqual(outlineRule(rule, parameters), {
    title: '试验贷款（第 3 版，自2026年1月1日起施行）',
    conditions: [
      { says: '年满 18 周岁', basis: basis('第一条') },
      { says: '未婚，或配偶没有欠款', basis: basis('第二条') },
      { says: '金额不超过 30 万元；高校毕业生不超过 40 万元（尚未核实，以当地公布为准）', basis: basis('第三条') },
      { says: '不能有这种情形：被列入名单', basis: basis('第四条') },
    ],
    grants: ['最高金额：30 万元；高校毕业生：40 万元', '最长期限：36 个月'],
    local: null,
  })
})
