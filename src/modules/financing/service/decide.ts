import type { Static } from 'typebox'
import { act } from '../../../kernel/cases/act.ts'
import type { ActRequest, CaseReceipt } from '../../../kernel/cases/receipt.ts'
import type { CaseRow } from '../../../kernel/cases/store.ts'
import { findStanding } from '../../../kernel/consents/store.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { personSeal } from '../../../kernel/parties/seal.ts'
import type { JudgementRecord } from '../../../kernel/rules/judgement.ts'
import { quoteArticle } from '../../../kernel/rules/plain-words.ts'
import { saveJudgement } from '../../../kernel/rules/store.ts'
import { conflict, type FieldError, invalid } from '../../../shared/errors.ts'
import { newId } from '../../../shared/ids.ts'
import { formatShort } from '../../../shared/money.ts'
import { loanFlow } from '../flow.ts'
import type { Gaps, Recommendation, Refusal } from '../schema.ts'
import { saveRecommendation } from '../store.ts'
import { judgeAlternatives } from './alternatives.ts'
import { readApplicant } from './applicant.ts'
import { findPersonalFigures, judgeLoan, knownFacts, recordFormFacts } from './loan-facts.ts'
import { readForm } from './loan-form.ts'

/** Tells the applicant everything that is missing, once (一次性告知); the clock stands still until it is supplied. */
export const askOnce = (ctx: Ctx, { gaps, ...request }: ActRequest & Static<typeof Gaps>): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'askOnce', { ...request, detail: { gaps } })

/** Accepts (受理): the applicant's real name must have been verified; what the papers prove counts as checked from now on. */
export const acceptLoan = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'accept', request, async (row, tx) => {
    const [{ verification }, form] = await Promise.all([
      readApplicant(ctx, tx, row.party_id),
      readForm(ctx, tx, row),
      findPersonalFigures(ctx, tx, row.division),
    ])
    if (verification !== 'verified') {
      throw conflict(
        'not-verified',
        '还不能受理',
        '申请人的实名还没有核验。请对照证件核验实名，再受理；证件看不清的，请一次性告知补正。',
      )
    }
    await recordFormFacts(ctx, tx, {
      caseId: row.id,
      partyId: row.party_id,
      division: row.division,
      form,
      source: 'paper',
    })
  })

/** Keeps the judgement that stood beside the decision, sealed by the applicant's key, so that it can be replayed. */
async function keepJudgement(ctx: Ctx, tx: Tx, row: CaseRow): Promise<JudgementRecord> {
  const record = await judgeLoan(ctx, tx, { partyId: row.party_id, division: row.division, unsent: null })
  const seal = await personSeal(tx, ctx.platform, row.party_id)
  await saveJudgement(
    tx,
    { id: newId(ctx.now), caseId: row.id, partyId: row.party_id, record, judgedAt: ctx.now },
    async (_party, text) => seal.seal('judgement', text),
  )
  return record
}

/** Keeps what else fits or is nearest beside a refusal, likewise sealed, so that it can be shown and replayed. */
async function keepAlternatives(ctx: Ctx, tx: Tx, row: CaseRow, except: string): Promise<void> {
  const judged = { partyId: row.party_id, division: row.division, unsent: null }
  const { facts } = await knownFacts(ctx, tx, judged)
  const seal = await personSeal(tx, ctx.platform, row.party_id)
  for (const record of await judgeAlternatives(ctx, tx, { facts, division: row.division, except })) {
    const stored = { id: newId(ctx.now), caseId: row.id, partyId: row.party_id, record, judgedAt: ctx.now }
    await saveJudgement(tx, { ...stored, purpose: 'alternative' }, async (_party, text) => seal.seal('judgement', text))
  }
}

/** Refuses (驳回) with reason, article and way out, and keeps what else is near; without an article there is no refusal. */
export const rejectLoan = (ctx: Ctx, input: ActRequest & Static<typeof Refusal>): Promise<CaseReceipt> => {
  const { reason, article, wayOut, ...request } = input
  return act(ctx, loanFlow, 'reject', { ...request, detail: { reason, article, wayOut } }, async (row, tx) => {
    const { rule } = await keepJudgement(ctx, tx, row)
    await keepAlternatives(ctx, tx, row, rule.code)
  })
}

/** The conditions that stand against a recommendation, each with its article. */
const objectionsOf = ({ judgement }: JudgementRecord): FieldError[] =>
  judgement.conditions
    .filter((condition) => condition.result !== 'met')
    .map(({ id, says, why, article }) => ({
      field: `conditions.${id}`,
      code: 'condition',
      message: `${says}：${why}`,
      article: quoteArticle(article),
    }))

function refuseBeyondLimits({ judgement }: JudgementRecord, { amount, months }: Static<typeof Recommendation>): void {
  const { limits } = judgement
  const errors: FieldError[] = []
  if (limits?.amount !== undefined && amount > limits.amount) {
    errors.push({ field: 'amount', code: 'limit', message: `推荐金额：不能超过 ${formatShort(limits.amount)}` })
  }
  if (limits?.months !== undefined && months > limits.months) {
    errors.push({ field: 'months', code: 'limit', message: `推荐期限：不能超过 ${limits.months} 个月` })
  }
  if (errors.length > 0) throw invalid(errors)
}

/** What the applicant no longer agrees to hand on is not handed on (个人信息保护法 第十五条). */
async function refuseWithdrawn(tx: Tx, { id, party_id: partyId }: CaseRow): Promise<void> {
  if ((await findStanding(tx, { partyId, purpose: 'sharing', caseId: id })) !== 'withdrawn') return
  throw conflict(
    'consent-withdrawn',
    '申请人撤回了提供资料的同意',
    '没有这项同意，不能推荐给担保机构和银行。请联系申请人：继续办理的，请本人或窗口重新登记同意；不办了的，请申请人撤回申请。',
  )
}

/**
 * Recommends (审核推荐) to the guarantor: only when every condition is met, within the rule's limits. The judgement is kept
 * with the decision. Errors: 409 when it was accepted by the same officer, 422 with the conditions that are not met.
 */
export const recommendLoan = (ctx: Ctx, input: ActRequest & Static<typeof Recommendation>): Promise<CaseReceipt> => {
  const { amount, months, opinion, ...request } = input
  const step = { ...request, detail: { months, opinion }, told: { amount } }
  return act(ctx, loanFlow, 'recommend', step, async (row, tx) => {
    await refuseWithdrawn(tx, row)
    const record = await keepJudgement(ctx, tx, row)
    if (record.judgement.result !== 'met') throw invalid(objectionsOf(record), '资格条件还没有全部符合，不能推荐')
    refuseBeyondLimits(record, { amount, months, opinion })
    await saveRecommendation(tx, row.id, amount, months)
  })
}
