import type { ServiceForm } from '../../../kernel/cases/service-form.ts'
import type { CaseRow } from '../../../kernel/cases/store.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import { describeForm, type FieldSchemas } from '../../../kernel/forms/field-schema.ts'
import { findGaps } from '../../../kernel/forms/gaps.ts'
import type { Ctx, Platform } from '../../../kernel/operations/context.ts'
import { personSeal } from '../../../kernel/parties/seal.ts'
import { canonicalJson } from '../../../shared/canonical.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import type { FieldError } from '../../../shared/errors.ts'
import { loanFlow } from '../flow.ts'
import { type ApplicantKind, type LoanDraft, loanForms, requiredPapers } from '../schema.ts'
import { getLoan, saveForm } from '../store.ts'

const FIELD = 'loan.form'
const WHOLE = 100

/** The form as it stands, sealed by the applicant's key. */
export async function sealForm(tx: Tx, platform: Platform, partyId: string, form: LoanDraft): Promise<Buffer> {
  return (await personSeal(tx, platform, partyId)).seal(FIELD, canonicalJson(form))
}

/** Opens what sealForm sealed. */
export async function openForm(tx: Tx, platform: Platform, partyId: string, sealed: Buffer): Promise<LoanDraft> {
  return JSON.parse((await personSeal(tx, platform, partyId)).open(FIELD, sealed).reveal()) as LoanDraft
}

/** A case and whose it is. */
export type Owned = Pick<CaseRow, 'id' | 'party_id'>

/** The form of a case in reach. */
export async function readForm(ctx: Ctx, tx: Tx, { id, party_id: partyId }: Owned): Promise<LoanDraft> {
  const [loan] = await Promise.all([getLoan(tx, ctx.scope, id), personSeal(tx, ctx.platform, partyId)])
  return openForm(tx, ctx.platform, partyId, loan.form_cipher)
}

/** What a loan's form says, read out field by field. */
export const loanAnswers: ServiceForm = {
  service: loanFlow.service,
  async readAnswers(ctx, tx, caseId) {
    const { kind, party_id, form_cipher } = await getLoan(tx, ctx.scope, caseId)
    const form = await openForm(tx, ctx.platform, party_id, form_cipher)
    return describeForm(loanForms[kind as ApplicantKind].properties as FieldSchemas, form)
  },
}

/** Keeps the form, with the two figures that lists and statistics need beside it. */
export async function writeForm(ctx: Ctx, tx: Tx, caseId: string, partyId: string, form: LoanDraft): Promise<void> {
  await saveForm(tx, caseId, {
    formCipher: await sealForm(tx, ctx.platform, partyId, form),
    requestedAmount: form.requestedAmount ?? null,
    requestedMonths: form.requestedMonths ?? null,
    savedAt: ctx.now,
  })
}

/** What the applicant has besides the form. */
export interface Standing {
  kind: ApplicantKind
  /** Kinds of the papers handed in. */
  papers: readonly string[]
  verification: string
  today: CalendarDate
}

/** The partners' shares make up the whole; asked only when each has told theirs. */
function sharesGap({ partners = [] }: LoanDraft): FieldError[] {
  const shares = partners.map((partner) => partner.share ?? Number.NaN)
  const sum = shares.reduce((total, share) => total + share, 0)
  if (partners.length === 0 || Number.isNaN(sum) || sum === WHOLE) return []
  return [{ field: 'partners', code: 'shares', message: `合伙人：各人出资比例加起来是 ${sum}%，应当正好 100%` }]
}

/**
 * Everything that keeps the application from being sent, at once: fields of the form, papers by the case, the real name.
 * (一次性告知: 公共创业服务功能手册 第六章 1.1)
 */
export function findLoanGaps(form: LoanDraft, { kind, papers, verification, today }: Standing): FieldError[] {
  const missingPapers = requiredPapers(kind, form)
    .filter((paper) => !papers.includes(paper.kind))
    .map((paper) => ({ field: `papers.${paper.kind}`, code: 'required', message: `材料：还没有交「${paper.zh}」` }))
  const unnamed =
    verification === 'none' ? [{ field: 'realName', code: 'required', message: '实名：还没有填写姓名和证件号码' }] : []
  const registeredLater =
    form.businessRegisteredOn !== undefined && form.businessRegisteredOn > today
      ? [{ field: 'businessRegisteredOn', code: 'future', message: '登记日期：不能晚于今天，请照营业执照填写' }]
      : []
  return [...unnamed, ...findGaps(loanForms[kind], form), ...sharesGap(form), ...registeredLater, ...missingPapers]
}
