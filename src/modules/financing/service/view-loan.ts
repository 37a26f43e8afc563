import type { Static } from 'typebox'
import type { CaseRow } from '../../../kernel/cases/store.ts'
import { getCase } from '../../../kernel/cases/store.ts'
import { viewCase } from '../../../kernel/cases/view.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import { findPapers, type PaperView } from '../../../kernel/documents/papers.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { industryName } from '../../../kernel/parties/industries.ts'
import { legalFormName } from '../../../kernel/parties/legal-forms.ts'
import { personSeal } from '../../../kernel/parties/seal.ts'
import { findAlternativeJudgements, findNewestJudgement } from '../../../kernel/rules/store.ts'
import { viewJudgement } from '../../../kernel/rules/view.ts'
import type { Personal } from '../../../shared/personal.ts'
import { loanFlow } from '../flow.ts'
import {
  type ApplicantKind,
  type Gaps,
  type LoanDraft,
  type LoanView,
  loanPapers,
  type Recommendation,
  type Refusal,
  requiredPapers,
} from '../schema.ts'

import { getLoan } from '../store.ts'
import { viewAlternative } from './alternatives.ts'
import { type Applicant, readApplicant } from './applicant.ts'
import { judgeLoan } from './loan-facts.ts'
import { findLoanGaps, readForm } from './loan-form.ts'

type View = Static<typeof LoanView>
type HistoryItem = View['history'][number]

const reveal = (value: Personal | null) => value?.reveal() ?? null

const viewApplicant = (applicant: Applicant): View['applicant'] => ({
  partyId: applicant.partyId,
  kind: applicant.kind,
  name: reveal(applicant.name),
  phone: reveal(applicant.phone),
  identity: reveal(applicant.identity),
  identityKind: applicant.identityKind,
  birthDate: applicant.birthDate,
  verification: applicant.verification,
  version: applicant.version,
  enterprise: applicant.enterprise && {
    creditCode: applicant.enterprise.credit_code,
    legalFormLabel: legalFormName(applicant.enterprise.legal_form),
    industry: applicant.enterprise.industry,
    industryLabel: industryName(applicant.enterprise.industry),
    registeredOn: applicant.enterprise.registered_on,
    divisionName: applicant.enterprise.divisionName ?? applicant.enterprise.division,
  },
})

/** What the newest entry of an action in this round says; null when there is none. */
function detailOf<T>(history: readonly HistoryItem[], round: number, action: string): T | null {
  const entry = history.findLast((one) => one.round === round && one.action === action)
  return entry ? (entry.detail as T) : null
}

function viewPapers(files: readonly PaperView[], kind: ApplicantKind, form: LoanDraft): View['papers'] {
  const required = new Set<string>(requiredPapers(kind, form).map((paper) => paper.kind))
  return loanPapers[kind].map(({ kind: paper, zh, why }) => ({
    kind: paper,
    zh,
    why,
    required: required.has(paper),
    files: files.filter((file) => file.kind === paper),
  }))
}

/** The judgement that stood beside the decision, or what would be judged today. */
async function viewStandingJudgement(ctx: Ctx, tx: Tx, row: CaseRow): Promise<View['judgement']> {
  const unsent = row.ended_at === null && row.holder === 'applicant' ? await readForm(ctx, tx, row) : null
  if (row.ended_at === null)
    return viewJudgement(await judgeLoan(ctx, tx, { partyId: row.party_id, division: row.division, unsent }))
  const seal = await personSeal(tx, ctx.platform, row.party_id)
  const kept = await findNewestJudgement(tx, row.id, async (_party, sealed) => seal.open('judgement', sealed).reveal())
  return kept ? viewJudgement(kept.record) : null
}

/** What else fitted or was near when the loan was refused, as it was kept then. */
async function viewAlternatives(ctx: Ctx, tx: Tx, row: CaseRow): Promise<View['alternatives']> {
  const seal = await personSeal(tx, ctx.platform, row.party_id)
  const kept = await findAlternativeJudgements(tx, row.id, async (_party, sealed) =>
    seal.open('judgement', sealed).reveal(),
  )
  return kept.map(({ record }) => viewAlternative(record))
}

/** What was recommended in this round: the opinion as the history has it, the figures as the loan's own row keeps them. */
async function viewRecommendation(ctx: Ctx, tx: Tx, row: CaseRow, history: readonly HistoryItem[]) {
  const said = detailOf<Static<typeof Recommendation>>(history, row.round, 'recommend')
  if (!said) return null
  const { recommended_amount, recommended_months } = await getLoan(tx, ctx.scope, row.id)
  return { amount: recommended_amount ?? 0, months: recommended_months ?? said.months, opinion: said.opinion }
}

/** Everything the pages of one loan show, read in one go within the asker's reach. */
export async function getLoanView(ctx: Ctx, id: string): Promise<View> {
  return ctx.guarded(async (tx) => {
    const row = await getCase(tx, ctx.scope, id)
    ctx.concerning({ kind: 'case', id, division: row.division })
    const [spine, form, applicant, files, alternatives, judgement] = await Promise.all([
      viewCase({ ...ctx, db: tx }, loanFlow, row),
      readForm(ctx, tx, row),
      readApplicant(ctx, tx, row.party_id),
      findPapers(tx, ctx.platform, id),
      row.state === 'rejected' ? viewAlternatives(ctx, tx, row) : [],
      viewStandingJudgement(ctx, tx, row),
    ])
    const papers = viewPapers(files, applicant.kind, form)
    const handedIn = papers.flatMap((paper) => (paper.files.length > 0 ? [paper.kind] : []))
    return {
      ...spine,
      kind: applicant.kind,
      form,
      applicant: viewApplicant(applicant),
      papers,
      gaps:
        row.holder === 'applicant'
          ? findLoanGaps(form, {
              kind: applicant.kind,
              papers: handedIn,
              verification: applicant.verification,
              today: ctx.today,
            })
          : [],
      asked:
        row.state === 'supplement'
          ? (detailOf<Static<typeof Gaps>>(spine.history, row.round, 'askOnce')?.gaps ?? [])
          : [],
      refusal: detailOf<Static<typeof Refusal>>(spine.history, row.round, 'reject'),
      alternatives,
      recommendation: await viewRecommendation(ctx, tx, row, spine.history),
      judgement,
    }
  })
}
