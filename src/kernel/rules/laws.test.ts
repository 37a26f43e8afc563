import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CalendarDate, parseDate } from '../../shared/dates.ts'
import { evaluate } from './evaluate.ts'
import { defineFacts, type FactSet, type FactValue } from './facts.ts'
import { judge, readRecord, replay, writeRecord } from './judgement.ts'
import { NATION, type ParameterSet } from './parameters.ts'
import { type Condition, defineRule, type Leaf, type Rule } from './rule.ts'
import type { Tree } from './tree.ts'

const options = ['a', 'b', 'c'].map((value) => ({ value, zh: `选项${value}` }))
const facts = defineFacts({
  sworn: { zh: '承诺', type: 'boolean', question: '?', monthsValid: 1 },
  trained: { zh: '培训', type: 'boolean', question: '?' },
  staff: { zh: '人数', type: 'number', unit: 'none', question: '?' },
  sum: { zh: '金额', type: 'fen', question: '?' },
  kind: { zh: '类型', type: 'choice', question: '?', options },
  debts: { zh: '贷款', type: 'choices', question: '?', options, none: '没有' },
  born: { zh: '生日', type: 'date', question: '?' },
})
type Key = keyof typeof facts

const codes = fc.subarray(['a', 'b', 'c'])
const day = fc
  .integer({ min: 0, max: 36_000 })
  .map((days) => new Date(Date.UTC(1940, 0, 1 + days)).toISOString().slice(0, 10) as CalendarDate)
const value: Record<Key, fc.Arbitrary<FactValue>> = {
  sworn: fc.boolean(),
  trained: fc.boolean(),
  staff: fc.nat(5),
  sum: fc.nat(5),
  kind: fc.constantFrom('a', 'b', 'c'),
  debts: codes,
  born: day,
}
const factSet: fc.Arbitrary<FactSet> = fc
  .record(value, { requiredKeys: [] })
  .map((values) =>
    Object.fromEntries(
      Object.entries(values).map(([key, each]) => [key, { value: each, source: 'declared', recordedAt: '2026-11-01' }]),
    ),
  )

const limit = fc.oneof(
  fc.nat(5).map((number) => ({ value: number })),
  fc.constantFrom({ parameter: 'three' }, { parameter: 'unset' }),
)
const leaf: fc.Arbitrary<Leaf<Key>> = fc.oneof(
  fc.record({ fact: fc.constantFrom<Key>('sworn', 'trained'), op: fc.constant('is'), value: fc.boolean() }),
  fc
    .tuple(fc.constantFrom<Key>('staff', 'sum'), fc.constantFrom('eq', 'gte', 'lte', 'gt', 'lt'), fc.nat(5))
    .map(([fact, op, number]) => ({ fact, op, value: number })),
  fc.tuple(fc.constantFrom<Key>('staff', 'sum'), fc.constantFrom('gte', 'lte'), limit).map(([fact, op, against]) => ({
    fact,
    op,
    ...against,
  })),
  fc.record({ fact: fc.constant('kind'), op: fc.constant('in'), value: codes }),
  fc.record({ fact: fc.constant('debts'), op: fc.constantFrom('onlyAmong', 'includesAny'), value: codes }),
  fc.record({
    fact: fc.constant('born'),
    op: fc.constantFrom('yearsPassed', 'withinYears', 'monthsPassed', 'withinMonths'),
    value: fc.nat(90),
  }),
) as fc.Arbitrary<Leaf<Key>>

const treeOf = <L>(leaves: fc.Arbitrary<L>): fc.Arbitrary<Tree<L>> =>
  fc.letrec<{ tree: Tree<L> }>((tie) => {
    const many = fc.array(tie('tree'), { minLength: 1, maxLength: 4 })
    return {
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaves,
        many.map((all) => ({ all })),
        many.map((any) => ({ any })),
        tie('tree').map((not) => ({ not })),
      ),
    }
  }).tree

const article = { document: '办法', number: '试1号', article: '第一条' }
const rule: fc.Arbitrary<Rule> = treeOf(treeOf(leaf).map((holds) => ({ holds }))).map((tree) => {
  let count = 0
  const name = (part: Tree<{ holds: Tree<Leaf<Key>> }>): Tree<Condition<Key>> => {
    if ('all' in part) return { all: part.all.map(name) }
    if ('any' in part) return { any: part.any.map(name) }
    if ('not' in part) return { not: name(part.not) }
    return { id: `c${++count}`, says: '至少 {three}', article, holds: part.holds }
  }
  const span = { validFrom: parseDate('2026-01-01'), validTo: null }
  return defineRule(facts, { code: 'law', title: '试', division: NATION, version: 1, ...span, condition: name(tree) })
})

const three = { key: 'three', division: NATION, value: 3, unit: 'none', source: '试', note: '' } as const
const parameters: ParameterSet = {
  three: { ...three, validFrom: parseDate('2026-01-01'), validTo: null, certainty: 'confirmed' },
}
const on = parseDate('2026-11-22')
const judged = (one: Rule, known: FactSet) => evaluate(one, known, parameters, on)
const without = (known: FactSet, keys: readonly string[]): FactSet =>
  Object.fromEntries(Object.entries(known).filter(([key]) => !keys.includes(key)))

test('more facts never turn met into unmet or back: they only settle what was unknown', () => {
  fc.assert(
    fc.property(rule, factSet, factSet, (one, more, known) => {
      const before = judged(one, known)
      const after = judged(one, { ...more, ...known })
      if (before.result !== 'unknown') assert.equal(after.result, before.result)
      for (const [index, condition] of before.conditions.entries()) {
        if (condition.result !== 'unknown') assert.equal(after.conditions[index]?.result, condition.result)
      }
    }),
  )
})

test('what is not missing cannot matter: no answer to it settles an unknown result', () => {
  fc.assert(
    fc.property(rule, factSet, factSet, (one, more, known) => {
      const { result, missing } = judged(one, known)
      const after = judged(one, { ...without(more, missing), ...known })
      assert.equal(after.result, result)
      assert.equal(
        missing.some((key) => key in known),
        false,
      )
      if (result !== 'unknown') assert.deepEqual(missing, [])
    }),
  )
})

test('what is missing is enough: once it is told, only a figure that is not set leaves the result open', () => {
  fc.assert(
    fc.property(rule, fc.record(value), factSet, (one, all, known) => {
      const { missing } = judged(one, known)
      const answers = Object.fromEntries(missing.map((key) => [key, { value: all[key as Key], source: 'declared' }]))
      const after = judged(one, { ...known, ...answers })
      assert.equal(after.result === 'unknown', after.unset.length > 0)
      assert.deepEqual(after.missing, [])
    }),
  )
})

test('asking one best question after another comes to an end, each fact asked once', () => {
  fc.assert(
    fc.property(rule, fc.record(value), (one, all) => {
      const known: Record<string, { value: FactValue; source: string }> = {}
      for (;;) {
        const [fact] = judged(one, known).missing
        if (fact === undefined) return
        assert.equal(fact in known, false)
        known[fact] = { value: all[fact as Key], source: 'declared' }
      }
    }),
  )
})

test('a stored judgement replays to the byte, and a changed one does not pass', () => {
  fc.assert(
    fc.property(rule, factSet, (one, known) => {
      const { text, hash } = writeRecord(judge(one, known, parameters, on))
      const record = readRecord(text, hash)
      assert.equal(replay(record).identical, true)
      assert.deepEqual(writeRecord({ ...record, judgement: replay(record).judgement }), { text, hash })

      const result = record.judgement.result === 'met' ? 'unmet' : 'met'
      assert.equal(replay({ ...record, judgement: { ...record.judgement, result } }).identical, false)
      assert.throws(() => readRecord(text.replace('"law"', '"Law"'), hash), /does not match its hash/)
    }),
  )
})
