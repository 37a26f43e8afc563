import { applyRate, type BasisPoints, type Fen, roundHalfUp } from '../../../shared/money.ts'

/**
 * How a loan is paid back, as banks practise it (no article prescribes one): 等额本息, equal payments; 等额本金, equal
 * principal; 按季付息到期还本, interest each quarter and the principal at the end.
 */
export const repaymentMethods = [
  { value: 'equalPayments', zh: '等额本息' },
  { value: 'equalPrincipal', zh: '等额本金' },
  { value: 'quarterlyInterest', zh: '按季付息、到期还本' },
] as const

export type RepaymentMethod = (typeof repaymentMethods)[number]['value']

export interface LoanTerms {
  /** Whole fen, above 0. */
  principal: Fen
  /** A year's rate. */
  rate: BasisPoints
  /** Whole months, above 0. */
  months: number
  method: RepaymentMethod
}

/** One payment: after how many months, what it consists of, and what is still owed afterwards. All in fen. */
export interface Instalment {
  month: number
  principal: Fen
  interest: Fen
  payment: Fen
  remaining: Fen
}

/** A payment plan with the interest subsidy beside it, all in fen. */
export interface LoanEstimate {
  instalments: readonly Instalment[]
  interest: Fen
  /** What the public purse bears of the interest. */
  subsidy: Fen
  /** What the borrower bears of it. */
  borrowerInterest: Fen
  /** What it rests on, to be shown beside it. */
  basis: readonly string[]
}

const MONTHS_OF_BASIS_POINTS = 120_000n
const QUARTER = 3
const LONGEST = 360

/** Interest on a balance for some months at a year's rate, by months of a twelfth of a year, rounded to the fen. */
const interestFor = (balance: Fen, rate: BasisPoints, months = 1): Fen =>
  Number(roundHalfUp(BigInt(balance) * BigInt(rate) * BigInt(months), MONTHS_OF_BASIS_POINTS))

/** The equal payment P·r·(1+r)ⁿ / ((1+r)ⁿ − 1) in exact fractions, rounded once. */
function equalPayment({ principal, rate, months }: LoanTerms): Fen {
  if (rate === 0) return Number(roundHalfUp(BigInt(principal), BigInt(months)))
  const grown = (MONTHS_OF_BASIS_POINTS + BigInt(rate)) ** BigInt(months)
  const base = MONTHS_OF_BASIS_POINTS ** BigInt(months)
  return Number(roundHalfUp(BigInt(principal) * BigInt(rate) * grown, MONTHS_OF_BASIS_POINTS * (grown - base)))
}

/** The principal owed after so many months of equal principal; from running totals, so that no fen is lost. */
const linearBalance = ({ principal, months }: LoanTerms, month: number): Fen =>
  Number(roundHalfUp(BigInt(principal) * BigInt(months - month), BigInt(months)))

/** What is still owed after each payment, given what was owed before it and the interest due. */
function balancesOf(terms: LoanTerms): (month: number, balance: Fen, interest: Fen) => Fen {
  const payment = terms.method === 'equalPayments' ? equalPayment(terms) : 0
  return (month, balance, interest) => {
    if (month === terms.months) return 0
    if (terms.method === 'equalPrincipal') return linearBalance(terms, month)
    return terms.method === 'equalPayments' ? Math.max(0, balance + interest - payment) : balance
  }
}

/**
 * The payments of a loan, estimated by whole months; the last one settles what rounding left. The principal parts add up to the
 * principal to the fen. Banks count days (of 360, in places 365), so the contract's figures differ a little.
 * Throws a RangeError for a principal not above 0, a negative rate, or months outside 1 to 360.
 */
export function planRepayment(terms: LoanTerms): Instalment[] {
  if (!(terms.principal > 0 && terms.rate >= 0 && terms.months > 0 && terms.months <= LONGEST)) {
    throw new RangeError('planRepayment: principal, rate or months out of range')
  }
  const step = terms.method === 'quarterlyInterest' ? QUARTER : 1
  const balanceAfter = balancesOf(terms)
  const instalments: Instalment[] = []
  let balance = terms.principal
  for (let start = 0; start < terms.months; start += step) {
    const month = Math.min(start + step, terms.months)
    const interest = interestFor(balance, terms.rate, month - start)
    const remaining = balanceAfter(month, balance, interest)
    const principal = balance - remaining
    instalments.push({ month, principal, interest, payment: principal + interest, remaining })
    balance = remaining
  }
  return instalments
}

/**
 * Estimates a loan with its interest subsidy (财金〔2023〕75号, the part on subsidies: 50% of the actual rate). `subsidyShare` is the
 * division's parameter `loan.subsidyShareBasisPoints`. Subsidy and the borrower's part add up to the interest to the fen.
 */
export function estimateLoan(terms: LoanTerms, subsidyShare: BasisPoints): LoanEstimate {
  const instalments = planRepayment(terms)
  const interest = instalments.reduce((sum, instalment) => sum + instalment.interest, 0)
  const subsidy = instalments.reduce((sum, instalment) => sum + applyRate(instalment.interest, subsidyShare), 0)
  return {
    instalments,
    interest,
    subsidy,
    borrowerInterest: interest - subsidy,
    basis: [
      '贴息：财金〔2023〕75号创业担保贷款贴息部分（条款序号以原文为准）',
      '还款：按月估算，实际利息由经办银行按合同约定逐日计算',
    ],
  }
}
