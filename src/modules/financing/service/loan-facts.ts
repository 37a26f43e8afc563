import type { Tx } from '../../../kernel/db/connect.ts'
import { readOnce } from '../../../kernel/db/once.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { type FactSource, findFacts, recordFacts } from '../../../kernel/parties/facts.ts'
import type { FactSet, FactValue, KnownFact } from '../../../kernel/rules/facts.ts'
import { type JudgementRecord, judge } from '../../../kernel/rules/judgement.ts'
import { findParameters, getRule } from '../../../kernel/rules/store.ts'
import { derivedFacts, deriveFacts, type PersonalFigures, readFormFacts } from '../rules/figures.ts'
import type { ApplicantKind, LoanDraft } from '../schema.ts'
import { type Applicant, readApplicant } from './applicant.ts'

/** The rule that judges a kind of applicant. */
export const ruleCodeOf = (kind: ApplicantKind) => `loan.${kind}`

/** The same, once for all who ask in a transaction. */
export const findPersonalFigures = (ctx: Ctx, tx: Tx, division: string): Promise<PersonalFigures> =>
  readOnce(tx, `loan figures ${division}`, () => readPersonalFigures(ctx, tx, division))

/** What a partner's own loan is measured by in a division today. */
export async function readPersonalFigures(ctx: Ctx, tx: Ctx['db'], division: string): Promise<PersonalFigures> {
  const found = await findParameters(tx, ['loan.personCap', 'loan.timesLimit'], division, ctx.today)
  const figure = (key: string) => (typeof found[key]?.value === 'number' ? Number(found[key]?.value) : 0)
  return { cap: figure('loan.personCap'), timesLimit: figure('loan.timesLimit') }
}

/** Facts that a clerk reads off papers when accepting: they count as checked from then on. */
const provedByPapers: ReadonlySet<string> = new Set([
  'applicant.group',
  'business.registered',
  'business.registeredOn',
  'business.kind',
  'enterprise.staff',
  'enterprise.newHires',
  'enterprise.longContracts',
  'enterprise.revenue',
  'enterprise.assets',
  'partners.eligibleCount',
])

interface Declaration {
  caseId: string
  partyId: string
  division: string
  form: LoanDraft
  source: FactSource
}

/** Records what the form says as facts of the applicant: declared on sending, by paper when the clerk has accepted. */
export async function recordFormFacts(ctx: Ctx, tx: Tx, declaration: Declaration): Promise<void> {
  const { caseId, partyId, division, form, source } = declaration
  const [{ kind }, figures] = await Promise.all([
    readApplicant(ctx, tx, partyId),
    findPersonalFigures(ctx, tx, division),
  ])
  const said = readFormFacts(kind, form, figures)
  const facts = Object.entries(said)
    .filter((entry): entry is [string, FactValue] => entry[1] !== undefined)
    .filter(([key]) => source === 'declared' || provedByPapers.has(key))
    .map(([key, value]) => ({ key, value }))
  await recordFacts(tx, {
    partyId,
    facts,
    source,
    sourceRef: caseId,
    by: ctx.actor.accountId,
    today: ctx.today,
    at: ctx.now,
  })
}

/** What the register says of the applicant themselves. */
function factsOfApplicant({ birthDate, enterprise }: Applicant): Record<string, KnownFact> {
  if (enterprise) {
    return {
      'enterprise.legalForm': { value: enterprise.legal_form, source: 'paper' },
      'enterprise.industry': { value: enterprise.industry, source: 'paper' },
    }
  }
  return birthDate ? { 'applicant.birthDate': { value: birthDate, source: 'paper' } } : {}
}

/** Lays what follows from the others over what is known; a figure that follows from checked ones counts as checked. */
export function withDerived(known: FactSet, figures: PersonalFigures): FactSet {
  const values = Object.fromEntries(Object.entries(known).map(([key, fact]) => [key, fact?.value]))
  const derived = Object.entries(deriveFacts(values, figures)).map(([key, value]) => [key, { value, source: 'case' }])
  const others = Object.entries(known).filter(([key]) => !derivedFacts.has(key))
  return { ...Object.fromEntries(others), ...Object.fromEntries(derived) }
}

interface Judged {
  partyId: string
  division: string
  /** The form while it is still the applicant's to change; null once what it said is on record. */
  unsent: LoanDraft | null
}

/** What is known of the applicant, with what an unsent form says laid over it, and what follows from both. */
export async function knownFacts(ctx: Ctx, tx: Tx, { partyId, division, unsent }: Judged) {
  const [figures, applicant, recorded] = await Promise.all([
    findPersonalFigures(ctx, tx, division),
    readApplicant(ctx, tx, partyId),
    findFacts(tx, partyId),
  ])
  const declared = Object.entries(unsent ? readFormFacts(applicant.kind, unsent, figures) : {})
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, { value, source: 'declared' }])
  const known: FactSet = {
    ...recorded,
    ...Object.fromEntries(declared),
    ...factsOfApplicant(applicant),
  }
  return { applicant, facts: withDerived(known, figures) }
}

/** Judges the rule of the applicant's kind on what is known today, with rule and figures of the case's division. */
export async function judgeLoan(ctx: Ctx, tx: Tx, judged: Judged): Promise<JudgementRecord> {
  const [{ facts }, rule] = await Promise.all([
    knownFacts(ctx, tx, judged),
    readApplicant(ctx, tx, judged.partyId).then(({ kind }) =>
      getRule(tx, ruleCodeOf(kind), judged.division, ctx.today),
    ),
  ])
  const parameters = await findParameters(tx, rule.parameters, judged.division, ctx.today)
  return judge(rule, facts, parameters, ctx.today)
}
