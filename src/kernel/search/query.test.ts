import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../shared/errors.ts'
import { readQuery } from './query.ts'
import { cutWords, fold, toVector } from './words.ts'

const synonyms = [
  ['创业担保贷款', '创业贷款', '创业贷'],
  ['创办企业（SYB）', 'SYB'],
]

const partsOf = (raw: string) => readQuery(raw, synonyms).parts

const refuses = (raw: string, code: string) =>
  assert.throws(
    () => readQuery(raw, synonyms),
    (error: unknown) => {
      assert.ok(error instanceof Refusal)
      assert.equal(error.parts.status, 422)
      assert.deepEqual(
        error.parts.errors?.map((fault) => [fault.field, fault.code]),
        [['q', code]],
      )
      return true
    },
    raw.slice(0, 20),
  )

test('words are cut, in one form of width and case', () => {
  assert.deepEqual(cutWords('返乡农民工,ＳＹＢ培训!'), ['返乡', '农民工', 'syb', '培训'])
  assert.deepEqual(cutWords('财金〔2023〕75号'), ['财金', '2023', '75', '号'])
  assert.deepEqual(cutWords('——…!😀'), [])
})

test('a vector holds each word with its place and weight, and the shorter words within it at the same place', () => {
  const vector = toVector([
    { text: '创业贷款', weight: 'A' },
    { text: '农民工创业', weight: 'D' },
  ])
  assert.equal(vector, "'创业':1A,4D '贷款':2A '农民工':3D '农民':3D '民工':3D")
  assert.equal(toVector([]), '')
})

test('folding keeps every character in its place', () => {
  assert.equal(fold('（ＳＹＢ）ﬁ'), '(syb)ﬁ')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(text).length === text.length))
  const each = (text: string) => Array.from(text, (character) => fold(`${character}ﬁ`).slice(0, -1)).join('')
  const usual = fc.stringMatching(/^[\t\n\r\u0020-\u007e\u3000-\u3029\u3030-\u303f\u4e00-\u9fff\uff01-\uff5e“”‘’—·]*$/)
  fc.assert(fc.property(usual, (text) => fold(text) === each(text)))
})

test('a word is looked for together with those that mean the same', () => {
  const { parts, marks } = readQuery('大学生 创业贷款', synonyms)
  const loan = "(('创业' <-> '贷款') | ('创业' <-> '担保' <-> '贷款') | ('创业' <-> '贷'))"
  assert.deepEqual(parts, ["(('大学生'))", loan])
  assert.deepEqual(marks, ['大学生', '创业贷款', '创业担保贷款', '创业贷'])
})

test('words that only ask are left out where others remain', () => {
  assert.deepEqual(partsOf('怎么申请培训补贴'), ["(('培训'))", "(('补贴'))"])
  assert.deepEqual(partsOf('怎么申请'), ["(('怎么'))", "(('申请'))"])
})

test('single characters side by side stay side by side, and the last word may go on', () => {
  assert.deepEqual(partsOf('网创培训'), ["(('网' <-> '创'))", "(('培训'))"])
  assert.deepEqual(partsOf('创业 sy'), ["(('创业'))", "(('sy':*))"])
  assert.deepEqual(partsOf('创业 担'), ["(('创业'))", "(('担':*))"])
})

test('what cannot be searched for is refused with the way out', () => {
  refuses('', 'too-short')
  refuses('   \n ', 'too-short')
  refuses('贷', 'too-short')
  refuses('字'.repeat(200), 'too-long')
  refuses('字'.repeat(10_000), 'too-long')
  refuses('贷款\u0000', 'characters')
  refuses('!!??', 'nothing')
  assert.ok(readQuery('字'.repeat(199), synonyms))
})

test('whatever is typed, only quoted words and our own operators are written', () => {
  const token = String.raw`\('(?:[^'\\]|''|\\\\)+'(?::\*)?(?: <-> '(?:[^'\\]|''|\\\\)+'(?::\*)?)*\)`
  const written = new RegExp(String.raw`^\(${token}(?: \| ${token})*\)$`, 'u')
  const hostile = fc.string({ unit: fc.constantFrom(...':*&|!()<->\'\\"%_;-- ab贷款担保的syb'), maxLength: 60 })
  fc.assert(
    fc.property(hostile, (raw) => {
      try {
        for (const part of partsOf(raw)) assert.match(part, written)
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error))
      }
    }),
  )
})
