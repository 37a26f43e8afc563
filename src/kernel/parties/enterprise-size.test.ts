import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { classifySize, enterpriseSizes, figuresOf } from './enterprise-size.ts'
import { industryChoices, isIndustry } from './industries.ts'

const TEN_THOUSAND = 1_000_000
const sizeOf = (industry: string, staff: number, revenue: number, assets = 0) =>
  classifySize(industry, { staff, revenue: revenue * TEN_THOUSAND, assets: assets * TEN_THOUSAND })?.size

test('at the bounds of the standard, line by line; falling short in one figure goes down a size', () => {
  const cases: [industry: string, staff: number, revenue: number, assets: number, size: string][] = [
    ['A01', 0, 20_000, 0, 'large'],
    ['A01', 0, 19_999, 0, 'medium'],
    ['A02', 0, 500, 0, 'medium'],
    ['A03', 0, 50, 0, 'small'],
    ['A03', 500, 49, 0, 'micro'],
    ['C13', 1_000, 40_000, 0, 'large'],
    ['C13', 1_000, 39_999, 0, 'medium'],
    ['C14', 299, 50_000, 0, 'small'],
    ['B06', 20, 300, 0, 'small'],
    ['D44', 19, 300, 0, 'micro'],
    ['E47', 5, 6_000, 5_000, 'medium'],
    ['E47', 5, 6_000, 4_999, 'small'],
    ['F51', 5, 1_000, 0, 'small'],
    ['F52', 9, 500, 0, 'micro'],
    ['F52', 50, 500, 0, 'medium'],
    ['G54', 300, 3_000, 0, 'medium'],
    ['G591', 20, 200, 0, 'small'],
    ['G592', 20, 199, 0, 'small'],
    ['G60', 20, 100, 0, 'small'],
    ['H61', 100, 2_000, 0, 'medium'],
    ['H62', 10, 99, 0, 'micro'],
    ['I64', 2_000, 100_000, 0, 'large'],
    ['I65', 10, 50, 0, 'small'],
    ['K701', 0, 1_000, 5_000, 'medium'],
    ['K702', 100, 500, 0, 'small'],
    ['K703', 100, 0, 0, 'medium'],
    ['L72', 10, 0, 100, 'small'],
    ['L71', 300, 0, 120_000, 'large'],
    ['M73', 9, 0, 0, 'micro'],
    ['R88', 300, 0, 0, 'large'],
  ]
  for (const [industry, staff, revenue, assets, size] of cases) {
    assert.equal(sizeOf(industry, staff, revenue, assets), size, `${industry} ${staff} ${revenue} ${assets}`)
  }
})

test('finance and railways have no line; a figure that is not known leaves the size open', () => {
  for (const industry of ['J66', 'G53', 'S91']) assert.equal(sizeOf(industry, 5, 5, 5), undefined)
  assert.equal(classifySize('C13', { staff: 10 }), null)
  assert.deepEqual(figuresOf('L72'), ['staff', 'assets'])
})

test('growing in any figure never makes an enterprise smaller', () => {
  const rank = (size: string | undefined) => enterpriseSizes.findIndex((one) => one.value === size)
  const figure = fc.nat(2_500)
  const industry = fc.constantFrom(...industryChoices.map((one) => one.value))
  fc.assert(
    fc.property(industry, figure, figure, figure, figure, (code, staff, revenue, assets, more) => {
      assert.ok(isIndustry(code))
      const before = rank(sizeOf(code, staff, revenue, assets))
      assert.ok(rank(sizeOf(code, staff + more, revenue + more, assets + more)) <= before)
    }),
  )
})
