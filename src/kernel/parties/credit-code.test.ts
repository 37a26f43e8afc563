import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { creditCheckCharacter, organisationCheckCharacter, parseCreditCode } from './credit-code.ts'
import { makeCreditCode } from './demonstration-id.ts'

const alphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
const anyCode = fc.integer({ min: 0, max: 99_999 }).map(makeCreditCode)
const messageOf = (text: string): string => {
  const read = parseCreditCode(text)
  assert.ok(!read.ok)
  return read.message
}

test('codes printed in public documents are read', () => {
  // 华为技术有限公司 and 腾讯: codes that their own annual reports bear; the one before the last character of 9 to 17 is GB 11714's.
  for (const code of ['914403001922038216', '9144030071526726XG'])
    assert.deepEqual(parseCreditCode(code), { ok: true, code })
  assert.equal(organisationCheckCharacter('19220382'), '1')
  assert.equal(organisationCheckCharacter('71526726'), 'X')
})

test('an invented code passes both checks and is of an area that there is not', () => {
  fc.assert(
    fc.property(anyCode, (code) => {
      assert.deepEqual(parseCreditCode(code), { ok: true, code })
      assert.equal(code.slice(2, 8), '429999')
      assert.equal(code[16], organisationCheckCharacter(code.slice(8, 16)))
    }),
  )
})

test('what people type is put right', () => {
  const code = makeCreditCode(7)
  assert.deepEqual(parseCreditCode(` ${code.slice(0, 6).toLowerCase()} ${code.slice(6)} `), { ok: true, code })
})

test('every single wrong character is seen', () => {
  fc.assert(
    fc.property(anyCode, fc.nat(17), fc.constantFrom(...alphabet), (code, place, other) => {
      if (code[place] === other) return
      assert.equal(parseCreditCode(code.slice(0, place) + other + code.slice(place + 1)).ok, false)
    }),
  )
})

test('a fault names the part that is wrong', () => {
  const code = makeCreditCode(1)
  const last = code.at(-1) === '0' ? '1' : '0'
  const faults: [string, RegExp][] = [
    ['', /请填写/],
    ['420500000012345', /旧注册号/],
    [code.slice(0, 17), /您填了 17 位/],
    [`${code.slice(0, 10)}O${code.slice(11)}`, /没有字母 O/],
    [`${code.slice(0, 10)}企${code.slice(11)}`, /只有数字和大写字母/],
    [`B${code.slice(1)}`, /第 1 位/],
    [`91A${code.slice(3)}`, /第 3 至 8 位/],
    [code.slice(0, 17) + last, /最后一位/],
  ]
  for (const [text, says] of faults) assert.match(messageOf(text), says)
  assert.equal(creditCheckCharacter(code.slice(0, 17)), code.at(-1))
})
