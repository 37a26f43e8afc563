import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from './errors.ts'
import { applyRate, formatShort, formatYuan, parseYuan, roundHalfUp } from './money.ts'

const anyFen = fc.maxSafeNat()

test('amounts are read as people write them', () => {
  assert.equal(parseYuan('300000'), 30_000_000)
  assert.equal(parseYuan('300,000.00 元'), 30_000_000)
  assert.equal(parseYuan('30 万元'), 30_000_000)
  assert.equal(parseYuan('30万'), 30_000_000)
  assert.equal(parseYuan(' 30.123456 万元'), 30_123_456)
  assert.equal(parseYuan('30.50'), 3_050)
  assert.equal(parseYuan('¥1,234.5元'), 123_450)
  assert.equal(parseYuan('1.2亿元'), 12_000_000_000)
  assert.equal(parseYuan('0.1000'), 10)
})

test('what is no amount is refused, naming the field', () => {
  const wrong = [
    '',
    '三十万',
    '-5',
    '1e5',
    '12,34',
    '1.',
    '.5',
    '0x10',
    '30 万 元 整',
    '1.234',
    '0.0000001 万元',
    '9'.repeat(40),
  ]
  for (const text of wrong) {
    assert.throws(
      () => parseYuan(text, 'loanAmount'),
      (error: unknown) =>
        error instanceof Refusal && error.parts.status === 422 && error.parts.errors?.[0]?.field === 'loanAmount',
      text,
    )
  }
})

test('what is written can be read back', () => {
  fc.assert(
    fc.property(anyFen, (fen) => {
      assert.equal(parseYuan(formatYuan(fen)), fen)
      assert.equal(parseYuan(formatShort(fen)), fen)
    }),
  )
  fc.assert(
    fc.property(fc.nat(90_000_000), (hundreds) => parseYuan(formatShort(hundreds * 10_000)) === hundreds * 10_000),
  )
})

test('any text is either read or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789,.万元亿 ¥-5') }), (text) => {
      try {
        assert.ok(Number.isSafeInteger(parseYuan(text)))
      } catch (error) {
        assert.ok(error instanceof Refusal)
      }
    }),
  )
})

test('amounts are shown in two ways', () => {
  assert.equal(formatYuan(30_000_000), '300,000.00 元')
  assert.equal(formatYuan(5), '0.05 元')
  assert.equal(formatYuan(-123_456), '-1,234.56 元')
  assert.equal(formatShort(30_000_000), '30 万元')
  assert.equal(formatShort(30_500_000), '30.5 万元')
  assert.equal(formatShort(30_500_100), '305,001 元')
  assert.equal(formatShort(80_000), '800 元')
  assert.equal(formatShort(80_050), '800.50 元')
  assert.equal(formatShort(12_500_000_000), '1.25 亿元')
  assert.equal(formatShort(-30_000_000), '-30 万元')
  assert.equal(formatShort(0), '0 元')
})

test('rounding gives the nearest whole number, halves away from zero', () => {
  assert.equal(roundHalfUp(5n, 10n), 1n)
  assert.equal(roundHalfUp(4n, 10n), 0n)
  assert.equal(roundHalfUp(-5n, 10n), -1n)
  assert.throws(() => roundHalfUp(1n, 0n), RangeError)
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n, max: 1n << 64n }), (numerator, denominator) => {
      const twice = 2n * (roundHalfUp(numerator, denominator) * denominator - numerator)
      const distance = twice < 0n ? -twice : twice
      assert.ok(distance <= denominator)
      if (distance === denominator) assert.ok(twice > 0n === numerator > 0n)
      assert.equal(roundHalfUp(-numerator, denominator), -roundHalfUp(numerator, denominator))
    }),
  )
})

test('a rate takes its part to the fen', () => {
  assert.equal(applyRate(30_000_000, 310), 930_000)
  assert.equal(applyRate(1, 5_000), 1)
  assert.equal(applyRate(1, 4_999), 0)
  fc.assert(fc.property(anyFen, (fen) => applyRate(fen, 10_000) === fen))
  assert.throws(() => applyRate(Number.MAX_SAFE_INTEGER, 20_000), RangeError)
})
