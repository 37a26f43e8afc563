import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldTree, kleene, leavesOf, type Tree, type Verdict } from './tree.ts'

const verdicts = ['unmet', 'unknown', 'met'] as const
const verdict = fc.constantFrom(...verdicts)
const parts = fc.array(verdict, { maxLength: 6 })
/** The order of truth, in which `all` is the least and `any` the greatest. */
const least = (many: readonly Verdict[]) => verdicts.find((one) => many.includes(one)) ?? 'met'
const greatest = (many: readonly Verdict[]) => verdicts.findLast((one) => many.includes(one)) ?? 'unmet'

test('all is the least of its parts, any the greatest, not turns the order round', () => {
  fc.assert(
    fc.property(parts, (many) => {
      assert.equal(kleene.all(many), least(many))
      assert.equal(kleene.any(many), greatest(many))
    }),
  )
  assert.deepEqual(verdicts.map(kleene.not), ['met', 'unknown', 'unmet'])
})

test('De Morgan, double negation, and parts in any order or grouping', () => {
  fc.assert(
    fc.property(parts, parts, verdict, (some, others, one) => {
      assert.equal(kleene.not(kleene.all(some)), kleene.any(some.map(kleene.not)))
      assert.equal(kleene.not(kleene.any(some)), kleene.all(some.map(kleene.not)))
      assert.equal(kleene.not(kleene.not(one)), one)
      assert.equal(kleene.all([...some, ...others]), kleene.all([...others, kleene.all(some)]))
      assert.equal(kleene.any([...some, ...others]), kleene.any([...others, kleene.any(some)]))
    }),
  )
})

test('a tree is folded from its leaves upward, and its leaves come in reading order', () => {
  const tree: Tree<string> = { all: ['a', { any: ['b', { not: 'c' }] }, { all: ['d'] }] }
  assert.deepEqual(leavesOf(tree), ['a', 'b', 'c', 'd'])
  const printed = foldTree(tree, (leaf) => leaf, {
    all: (many) => `(${many.join(' and ')})`,
    any: (many) => `(${many.join(' or ')})`,
    not: (one) => `not ${one}`,
  })
  assert.equal(printed, '(a and (b or not c) and (d))')
})
