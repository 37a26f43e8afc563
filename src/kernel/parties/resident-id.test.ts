import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, parseDate } from '../../shared/dates.ts'
import { makeResidentId } from './demonstration-id.ts'
import { parseResidentId } from './resident-id.ts'

const today = parseDate('2026-11-22')
const anyBirth = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(today, -days))
const anySequence = fc.integer({ min: 0, max: 999 })
const anyNumber = fc.tuple(anyBirth, anySequence).map(([birth, sequence]) => makeResidentId(birth, sequence))
const isRefused = (text: string) => !parseResidentId(text, today).ok

function messageOf(text: string): string {
  const result = parseResidentId(text, today)
  assert.ok(!result.ok)
  return result.message
}

test('the examples of GB 11643', () => {
  for (const [text, birth] of [
    ['11010519491231002X', '1949-12-31'],
    ['440524188001010014', '1880-01-01'],
  ] as const) {
    const result = parseResidentId(text, today)
    assert.ok(result.ok)
    assert.equal(result.birthDate, birth)
    assert.equal(result.number.reveal(), text)
  }
})

test('a number says birth date and sex', () => {
  fc.assert(
    fc.property(anyBirth, anySequence, (birth, sequence) => {
      const result = parseResidentId(makeResidentId(birth, sequence), today)
      assert.ok(result.ok)
      assert.equal(result.birthDate, birth)
      assert.equal(result.sex, sequence % 2 === 1 ? 'male' : 'female')
    }),
  )
})

test('any single wrong character is seen', () => {
  fc.assert(
    fc.property(anyNumber, fc.nat(17), fc.constantFrom(...'0123456789X'), (number, place, wrong) => {
      fc.pre(number[place] !== wrong)
      assert.ok(isRefused(number.slice(0, place) + wrong + number.slice(place + 1)))
    }),
    { numRuns: 1000 },
  )
})

test('any swap of two neighbours is seen', () => {
  fc.assert(
    fc.property(anyNumber, fc.nat(16), (number, place) => {
      const [one = '', other = ''] = number.slice(place, place + 2)
      fc.pre(one !== other)
      assert.ok(isRefused(number.slice(0, place) + other + one + number.slice(place + 2)))
    }),
    { numRuns: 1000 },
  )
})

test('spaces, full-width digits and a small x are put right', () => {
  const fullWidth = Array.from('11010519491231002', (digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join(
    '',
  )
  for (const text of ['11010519491231002x', ' 110105 19491231 002X ', `${fullWidth}x`, `${fullWidth}X`]) {
    const result = parseResidentId(text, today)
    assert.ok(result.ok, text)
    assert.equal(result.number.reveal(), '11010519491231002X')
  }
})

test('the message says which part is wrong', () => {
  assert.match(messageOf(''), /请填写/)
  assert.match(messageOf('110105491231002'), /15 位的旧身份证号码/)
  assert.match(messageOf('1101051949123100'), /您填了 16 位/)
  assert.match(messageOf('11010519A91231002X'), /第 9 位不是/)
  assert.match(messageOf('11010519491231002Y'), /最后一位只能是/)
  assert.match(messageOf('99010519491231002X'), /地区代码/)
  assert.match(messageOf('00000019491231002X'), /地区代码/)
  assert.match(messageOf('11010519490230002X'), /没有这一天/)
  assert.match(messageOf('110105194912310021'), /最后一位与前 17 位对不上/)
  assert.match(messageOf(makeResidentId(addDays(today, 1), 1)), /不能晚于今天/)
  assert.equal(isRefused(makeResidentId(today, 1)), false)
})

test('no text breaks it, and no message quotes what was typed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const result = parseResidentId(text, today)
      assert.ok(result.ok || /^[请1居身].*。$/.test(result.message))
    }),
  )
  fc.assert(fc.property(anyNumber, (number) => !messageOf(`${number}0`).includes(number.slice(6, 14))))
})

test('sequences have three digits', () => {
  for (const sequence of [-1, 1000, 1.5]) assert.throws(() => makeResidentId(today, sequence), RangeError)
})
