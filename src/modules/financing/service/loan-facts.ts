import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { type FactSource, findFacts, recordFacts } from '../../../kernel/parties/facts.ts'
import type { FactSet, FactValue } from '../../../kernel/rules/facts.ts'
import { type JudgementRecord, judge } from '../../../kernel/rules/judgement.ts'
import { findParameters, getRule } from '../../../kernel/rules/store.ts'
import { loanRule } from '../rules/loan-rule.ts'
import type { LoanDraft } from '../schema.ts'
import { readApplicant } from './applicant.ts'

/** What the form says, in the words of the rule's facts; unanswered fields are absent. */
function factsOfForm(form: LoanDraft): Record<string, FactValue> {
  const registered = form.businessKind === undefined ? undefined : form.businessKind !== 'notYet'
  const facts: Record<string, FactValue | undefined> = {
    'applicant.group': form.group,
    'business.registered': registered,
    'business.registeredOn': registered ? form.businessRegisteredOn : undefined,
    'business.kind': form.businessKind,
    'loan.earlierCount': form.earlierLoans,
    'loan.otherDebts': form.ownDebts,
    'spouse.otherDebts': form.spouseDebts,
    'loan.requestedAmount': form.requestedAmount,
    'loan.requestedMonths': form.requestedMonths,
    'credit.clean': form.cleanCredit,
  }
  return Object.fromEntries(
    Object.entries(facts).filter((entry): entry is [string, FactValue] => entry[1] !== undefined),
  )
}

/** Facts that a clerk reads off papers when accepting: they count as checked from then on. */
const provedByPapers = ['applicant.group', 'business.registered', 'business.registeredOn', 'business.kind']

interface Declaration {
  caseId: string
  partyId: string
  form: LoanDraft
  source: FactSource
}

/** Records what the form says as facts of the applicant: declared on sending, by paper when the clerk has accepted. */
export async function recordFormFacts(ctx: Ctx, tx: Tx, { caseId, partyId, form, source }: Declaration): Promise<void> {
  const facts = Object.entries(factsOfForm(form))
    .filter(([key]) => source === 'declared' || provedByPapers.includes(key))
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

/** What is known of the applicant, with what an unsent form says laid over it. */
async function knownFacts(ctx: Ctx, tx: Tx, partyId: string, unsent: LoanDraft | null): Promise<FactSet> {
  const known = await findFacts(tx, partyId)
  const { birthDate } = await readApplicant(ctx, tx, partyId)
  const declared = Object.entries(unsent ? factsOfForm(unsent) : {}).map(([key, value]) => [
    key,
    { value, source: 'declared' },
  ])
  return {
    ...known,
    ...Object.fromEntries(declared),
    ...(birthDate ? { 'applicant.birthDate': { value: birthDate, source: 'paper' } } : {}),
  }
}

interface Judged {
  partyId: string
  division: string
  /** The form while it is still the applicant's to change; null once what it said is on record. */
  unsent: LoanDraft | null
}

/** Judges the loan's rule on what is known today, with the figures of the case's division. */
export async function judgeLoan(ctx: Ctx, tx: Tx, { partyId, division, unsent }: Judged): Promise<JudgementRecord> {
  const rule = await getRule(tx, loanRule.code, division, ctx.today)
  const parameters = await findParameters(tx, rule.parameters, division, ctx.today)
  return judge(rule, await knownFacts(ctx, tx, partyId, unsent), parameters, ctx.today)
}
