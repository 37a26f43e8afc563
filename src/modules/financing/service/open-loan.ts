import { openCase } from '../../../kernel/cases/open.ts'
import type { CaseReceipt } from '../../../kernel/cases/receipt.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import { levelOf, parseDivisionCode } from '../../../kernel/divisions/division.ts'
import { covers } from '../../../kernel/divisions/scope.ts'
import { getDivision } from '../../../kernel/divisions/store.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { findFacts } from '../../../kernel/parties/facts.ts'
import { isParty } from '../../../kernel/parties/store.ts'
import { forbidden, invalid } from '../../../shared/errors.ts'
import { loanFlow } from '../flow.ts'
import type { ApplicantKind, LoanDraft } from '../schema.ts'
import { findEarlierForm, insertLoan } from '../store.ts'
import { readApplicant } from './applicant.ts'
import { openForm, sealForm } from './loan-form.ts'

/** For whom: a person for themselves; a clerk for the person at the window. */
function applicantOf(ctx: Ctx, partyId: string | undefined): string {
  const own = ctx.actor.partyId
  if (own !== null) {
    if (partyId !== undefined && partyId !== own)
      throw forbidden('您现在办事的身份和这份申请不一致，请先在“代谁办事”里切换，再重新开始。')
    return own
  }
  if (partyId === undefined) {
    throw invalid([{ field: 'partyId', code: 'required', message: '申请人：请先查找或登记申请人' }])
  }
  return partyId
}

/** A clerk may name anyone, also someone who lives out of their reach: who does business here is served here. */
async function refuseNobody(tx: Tx, partyId: string): Promise<void> {
  if (await isParty(tx, partyId)) return
  throw invalid([{ field: 'partyId', code: 'unknown', message: '申请人：没有这位服务对象，请重新查找或登记' }])
}

async function checkPlace(ctx: Ctx, tx: Tx, text: string): Promise<string> {
  const code = parseDivisionCode(text)
  const place = await getDivision(tx, code, ctx.today)
  if (['province', 'city'].includes(levelOf(place.code))) {
    throw invalid([{ field: 'division', code: 'too-broad', message: '经营所在地：请选到县（市、区）或街道' }])
  }
  if (ctx.actor.kind === 'staff' && !covers(ctx.scope, code)) {
    throw forbidden(`${place.name}不在您的受理辖区内，请选择辖区内的地点，或请当地窗口受理。`)
  }
  return code
}

/** What the party has told before, so that it is never asked again: the last form, brought up to date by newer facts. */
async function prefill(ctx: Ctx, tx: Tx, partyId: string, kind: ApplicantKind): Promise<LoanDraft> {
  const earlier = await findEarlierForm(tx, partyId)
  const {
    truthful: _,
    purpose: __,
    ...last
  } = earlier ? await openForm(tx, ctx.platform, partyId, earlier.form_cipher) : ({} as LoanDraft)
  if (kind !== 'person') return last
  const known = await findFacts(tx, partyId)
  const group = known['applicant.group']?.value as LoanDraft['group']
  const businessKind = known['business.kind']?.value as LoanDraft['businessKind']
  return { ...last, ...(group ? { group } : {}), ...(businessKind ? { businessKind } : {}) }
}

/** Opens the draft of a guaranteed loan (创业担保贷款), filled in with what is known. Errors: 403, 409 (one is open), 422. */
export async function openLoan(ctx: Ctx, input: { partyId?: string; division: string }): Promise<CaseReceipt> {
  const partyId = applicantOf(ctx, input.partyId)
  return ctx.guarded(async (tx) => {
    await refuseNobody(tx, partyId)
    const division = await checkPlace(ctx, tx, input.division)
    const receipt = await openCase(ctx, tx, loanFlow, { partyId, division })
    const { kind } = await readApplicant(ctx, tx, partyId)
    const form = await prefill(ctx, tx, partyId, kind)
    const formCipher = await sealForm(tx, ctx.platform, partyId, form)
    await insertLoan(tx, { caseId: receipt.id, partyId, division, kind, formCipher, savedAt: ctx.now })
    return receipt
  })
}
