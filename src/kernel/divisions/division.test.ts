import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../shared/errors.ts'
import { isDivisionCode, isWithin, levelOf, lineageOf, parentOf, parseDivisionCode, prefixOf } from './division.ts'

const code = (text: string) => parseDivisionCode(text)
const anyCode = fc
  .tuple(
    fc.constantFrom('11', '42', '44', '65'),
    fc.constantFrom('00', '01', '05', '10', '90'),
    fc.constantFrom('00', '01', '10', '81'),
    fc.constantFrom('000', '001', '010', '100'),
    fc.constantFrom('000', '001', '010', '200'),
  )
  .map((parts) => code(parts.join('')))

test('codes have twelve digits, and six are filled up', () => {
  assert.equal(code('420502'), '420502000000')
  assert.equal(code('420502091001'), '420502091001')
  for (const text of ['', '42', '020502', '42050', '4205020910010', '42050X', '420502 ', '420502%']) {
    assert.equal(isDivisionCode(text), false)
    assert.throws(
      () => parseDivisionCode(text, 'home'),
      (error: unknown) => error instanceof Refusal && error.parts.errors?.[0]?.field === 'home',
    )
  }
})

test('levels, prefixes and parents of a street’s line', () => {
  const line = [
    ['420502091001', 'community', '420502091001', '420502091000'],
    ['420502091000', 'street', '420502091', '420502000000'],
    ['420502000000', 'county', '420502', '420500000000'],
    ['420500000000', 'city', '4205', '420000000000'],
    ['420000000000', 'province', '42', null],
  ] as const
  for (const [text, level, prefix, parent] of line) {
    assert.equal(levelOf(code(text)), level)
    assert.equal(prefixOf(code(text)), prefix)
    assert.equal(parentOf(code(text)), parent)
  }
  assert.deepEqual(
    lineageOf(code('420502091001')),
    line.map(([text]) => text),
  )
})

test('zeros within a part end no code', () => {
  assert.equal(prefixOf(code('421000000000')), '4210')
  assert.equal(prefixOf(code('420110000000')), '420110')
  assert.equal(prefixOf(code('420502010000')), '420502010')
  assert.equal(prefixOf(code('420502091010')), '420502091010')
})

test('where a level is missing, the next one above is the parent', () => {
  assert.equal(parentOf(code('429004')), '420000000000')
  assert.equal(parentOf(code('429004001000')), '429004000000')
  assert.equal(parentOf(code('110101')), '110000000000')
  assert.equal(parentOf(code('500231')), '500000000000')
  assert.equal(parentOf(code('441900003000')), '441900000000')
})

test('a division is within itself and what is above it, and a line ends at its province', () => {
  fc.assert(
    fc.property(anyCode, anyCode, (one, other) => {
      const line = lineageOf(one)
      for (const ancestor of line) assert.ok(isWithin(one, ancestor))
      assert.equal(line.at(-1), `${one.slice(0, 2)}0000000000`)
      if (one !== other && isWithin(one, other)) assert.ok(!isWithin(other, one))
    }),
  )
})
