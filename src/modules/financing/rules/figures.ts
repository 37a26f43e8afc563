import { classifySize } from '../../../kernel/parties/enterprise-size.ts'
import type { FactValue } from '../../../kernel/rules/facts.ts'
import type { ApplicantKind, LoanDraft, Partner } from '../schema.ts'

const WHOLE = 10_000

/** New hires as a share of all staff, in basis points, rounded down; absent without staff. */
export const hireShareOf = (staff: number | undefined, newHires: number | undefined): number | undefined =>
  staff && newHires !== undefined ? Math.floor((newHires * WHOLE) / staff) : undefined

/** What a partner's own loan is measured by: the personal cap in fen, and how many loans one may have had. */
export interface PersonalFigures {
  cap: number
  timesLimit: number
}

/** Whether a partner could have had a loan of their own. */
const isEligible = ({ group, cleanCredit, earlierLoans = 0 }: Partial<Partner>, { timesLimit }: PersonalFigures) =>
  group !== undefined && group !== 'none' && cleanCredit === true && earlierLoans < timesLimit

/** How many partners could have had a loan of their own, and their caps in sum, in fen. */
export function sumCaps(partners: readonly Partial<Partner>[], figures: PersonalFigures) {
  const eligible = partners.filter((partner) => isEligible(partner, figures)).length
  return { eligible, sum: eligible * figures.cap }
}

/** What is asked for as a share of the partners' caps in sum, in basis points, rounded up; absent where the sum is none. */
export const capShareOf = (requested: number | undefined, sum: number): number | undefined =>
  requested === undefined || sum === 0 ? undefined : Math.ceil((requested * WHOLE) / sum)

/** Facts that follow from others and are never asked for by themselves. */
export const derivedFacts: ReadonlySet<string> = new Set([
  'enterprise.size',
  'enterprise.hireShare',
  'partners.capSum',
  'loan.shareOfCaps',
])

type Values = Readonly<Record<string, FactValue | undefined>>

/**
 * The facts that follow from those known: size by industry, staff, revenue and assets (工信部联企业〔2011〕300号), share of new hires,
 * the partners' caps in sum and what is asked for as a share of them. Absent where what they follow from is not known.
 */
export function deriveFacts(known: Values, { cap }: PersonalFigures): Record<string, FactValue> {
  const number = (key: string) => (typeof known[key] === 'number' ? (known[key] as number) : undefined)
  const industry = known['enterprise.industry']
  const figures = {
    staff: number('enterprise.staff'),
    revenue: number('enterprise.revenue'),
    assets: number('enterprise.assets'),
  }
  const size = typeof industry === 'string' ? classifySize(industry, figures)?.size : undefined
  const eligible = number('partners.eligibleCount')
  const capSum = eligible === undefined ? undefined : eligible * cap
  const derived: Values = {
    'enterprise.size': size,
    'enterprise.hireShare': hireShareOf(figures.staff, number('enterprise.newHires')),
    'partners.capSum': capSum,
    'loan.shareOfCaps': capSum === undefined ? undefined : capShareOf(number('loan.requestedAmount'), capSum),
  }
  return Object.fromEntries(
    Object.entries(derived).filter((entry): entry is [string, FactValue] => entry[1] !== undefined),
  )
}

/** What a form says, in the words of the rules' facts, before anything is derived; unanswered fields are absent. */
export function readFormFacts(kind: ApplicantKind, form: LoanDraft, figures: PersonalFigures): Values {
  const registered = form.businessKind === undefined ? undefined : form.businessKind !== 'notYet'
  return {
    'applicant.group': form.group,
    'business.registered': registered,
    'business.registeredOn': registered ? form.businessRegisteredOn : undefined,
    'business.kind': form.businessKind,
    'loan.earlierCount': form.earlierLoans,
    'loan.otherDebts': form.ownDebts,
    'spouse.otherDebts': form.spouseDebts,
    'loan.requestedAmount': form.requestedAmount,
    'loan.requestedMonths': form.requestedMonths,
    'loan.jobs': form.jobs,
    [kind === 'person' ? 'credit.clean' : 'enterprise.cleanCredit']: form.cleanCredit,
    'enterprise.staff': form.staff,
    'enterprise.newHires': form.newHires,
    'enterprise.longContracts': form.longContracts,
    'enterprise.revenue': form.revenue,
    'enterprise.assets': form.assets,
    'enterprise.noArrears': form.noArrears,
    'partners.eligibleCount': form.partners ? sumCaps(form.partners, figures).eligible : undefined,
  }
}
