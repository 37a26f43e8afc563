import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { estimateLoan, type LoanTerms, planRepayment, repaymentMethods } from './repayment.ts'

const terms: fc.Arbitrary<LoanTerms> = fc.record({
  principal: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 500_000_000 })),
  rate: fc.nat(3_000),
  months: fc.integer({ min: 1, max: 60 }),
  method: fc.constantFrom(...repaymentMethods.map((method) => method.value)),
})
const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0)
const loan = { principal: 30_000_000, rate: 450, months: 36 }

test('300,000 yuan at 4.5 % for three years, by each method', () => {
  const equal = planRepayment({ ...loan, method: 'equalPayments' })
  assert.deepEqual(equal[0], {
    month: 1,
    principal: 779_908,
    interest: 112_500,
    payment: 892_408,
    remaining: 29_220_092,
  })
  assert.deepEqual([equal.length, equal[34]?.payment], [36, 892_408])

  const linear = planRepayment({ ...loan, method: 'equalPrincipal' })
  assert.deepEqual(linear[1], {
    month: 2,
    principal: 833_334,
    interest: 109_375,
    payment: 942_709,
    remaining: 28_333_333,
  })

  const quarterly = planRepayment({ ...loan, method: 'quarterlyInterest' })
  assert.deepEqual(quarterly[0], { month: 3, principal: 0, interest: 337_500, payment: 337_500, remaining: 30_000_000 })
  assert.deepEqual([quarterly.length, quarterly[11]?.payment], [12, 30_337_500])
})

test('a last quarter cut short bears interest for its own months', () => {
  const plan = planRepayment({ ...loan, months: 4, method: 'quarterlyInterest' })
  assert.deepEqual(
    plan.map(({ month, interest }) => [month, interest]),
    [
      [3, 337_500],
      [4, 112_500],
    ],
  )
})

test('half of the interest is subsidised: 20,250 yuan of 40,500', () => {
  const { interest, subsidy, borrowerInterest } = estimateLoan({ ...loan, method: 'quarterlyInterest' }, 5_000)
  assert.deepEqual([interest, subsidy, borrowerInterest], [4_050_000, 2_025_000, 2_025_000])
})

test('no fen is lost: principal parts make the principal, payments never fall below what is due, nothing is left', () => {
  fc.assert(
    fc.property(terms, (one) => {
      const plan = planRepayment(one)
      assert.equal(sum(plan.map((instalment) => instalment.principal)), one.principal)
      assert.equal(plan.at(-1)?.remaining, 0)
      assert.equal(plan.at(-1)?.month, one.months)
      for (const { principal, interest, payment } of plan) {
        assert.ok(principal >= 0 && interest >= 0 && payment === principal + interest)
      }
    }),
  )
})

test('equal payments are equal but for the last, which differs by less than a fen a month', () => {
  fc.assert(
    fc.property(
      terms.filter(({ principal, months }) => principal >= 100 * months),
      (one) => {
        const plan = planRepayment({ ...one, method: 'equalPayments' })
        const payments = plan.slice(0, -1).map((instalment) => instalment.payment)
        const [usual = plan[0]?.payment ?? 0] = payments
        assert.ok(payments.every((payment) => payment === usual))
        // Each month rounds its interest and its payment by at most half a fen, and that grows with the debt until the end.
        const growth = (1 + one.rate / 120_000) ** one.months
        assert.ok(Math.abs((plan.at(-1)?.payment ?? 0) - usual) <= one.months * growth)
      },
    ),
  )
})

test('subsidy and the borrower’s part make the interest; slower repayment costs more', () => {
  fc.assert(
    fc.property(terms, fc.nat(10_000), (one, share) => {
      const { interest, subsidy, borrowerInterest } = estimateLoan(one, share)
      assert.equal(subsidy + borrowerInterest, interest)
      assert.ok(subsidy >= 0 && borrowerInterest >= 0)
    }),
  )
  const costs = repaymentMethods.map(({ value }) => estimateLoan({ ...loan, method: value }, 5_000).interest)
  assert.deepEqual(costs, [2_126_679, 2_081_250, 4_050_000])
})

test('terms out of range are refused', () => {
  for (const wrong of [{ principal: 0 }, { rate: -1 }, { months: 0 }, { months: 361 }, { principal: Number.NaN }]) {
    assert.throws(() => planRepayment({ ...loan, method: 'equalPayments', ...wrong }), RangeError)
  }
})
