import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { defineFacts } from './facts.ts'
import { NATION } from './parameters.ts'
import { type Condition, defineRule, findRuleFaults, type Leaf, type RuleBody } from './rule.ts'
import type { Tree } from './tree.ts'

const facts = defineFacts({
  age: { zh: '年龄', type: 'number', unit: 'age', question: '多大？' },
  kind: { zh: '类型', type: 'choice', question: '哪种？', options: [{ value: 'one', zh: '甲' }] },
  idle: { zh: '无关', type: 'text', question: '?' },
})
const article = { document: '办法', number: '甲字1号', article: '第一条' }
const condition = <Key extends string>(id: string, test: Tree<Leaf<Key>>): Condition<Key> => ({
  id,
  says: '年满 {age.min}',
  article,
  holds: test,
})
const body = <Key extends string>(tree: Tree<Condition<Key>>): RuleBody<Key> => ({
  code: 'test',
  title: '试验',
  division: NATION,
  version: 1,
  validFrom: parseDate('2026-01-01'),
  validTo: null,
  condition: tree,
})

test('a rule carries the words of its facts, its parameters and its articles, and nothing else', () => {
  const rule = defineRule(facts, {
    ...body(condition('age', { fact: 'age', op: 'gte', parameter: 'age.min' })),
    limits: {
      amount: {
        parameter: 'cap',
        alternatives: [{ says: '甲', when: { fact: 'kind', op: 'eq', value: 'one' }, parameter: 'cap.one' }],
      },
      months: { parameter: 'term' },
    },
  })
  assert.deepEqual(Object.keys(rule.facts), ['age', 'kind'])
  assert.deepEqual(rule.parameters, ['age.min', 'cap', 'cap.one', 'term'])
  assert.deepEqual(rule.articles, [article])
})

test('a rule with faults is not made, and every fault is told', () => {
  const age: Leaf = { fact: 'age', op: 'gte', value: 18 }
  const faults: [Tree<Condition>, RegExp][] = [
    [condition('a', { fact: 'height', op: 'gte', value: 1 }), /height is not in the dictionary/],
    [condition('a', { fact: 'kind', op: 'gte', value: 1 }), /gte is not for a choice/],
    [condition('a', { fact: 'age', op: 'gte', value: 'old' }), /does not take the value/],
    [condition('a', { fact: 'kind', op: 'in', value: ['one', 'two'] }), /no option two/],
    [{ all: [condition('a', age), condition('a', age)] }, /a stands twice/],
    [condition('a', { all: [age, { any: [] }] }), /condition a has an empty branch/],
    [{ all: [] }, /empty branch/],
  ]
  for (const [tree, expected] of faults) {
    const found = findRuleFaults(facts, body(tree))
    assert.equal(found.length, 1)
    assert.match(found[0] ?? '', expected)
  }
  const never = { ...body(condition('a', { fact: 'age', op: 'lte', value: 60 })), validTo: parseDate('2026-01-01') }
  assert.throws(() => defineRule(facts, never as RuleBody<'age'>), /Rule test: it ends before it begins/)
})
