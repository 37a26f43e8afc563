import { type TSchema, Type } from 'typebox'
import { act } from '../../../kernel/cases/act.ts'
import { editCase } from '../../../kernel/cases/edit.ts'
import type { ActRequest, CaseReceipt } from '../../../kernel/cases/receipt.ts'
import type { CaseRow } from '../../../kernel/cases/store.ts'
import { consentToSharing } from '../../../kernel/consents/consents.ts'
import type { Tx } from '../../../kernel/db/connect.ts'
import { findPapers } from '../../../kernel/documents/papers.ts'
import { findGaps } from '../../../kernel/forms/gaps.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { invalid } from '../../../shared/errors.ts'
import { loanFlow } from '../flow.ts'
import { type ApplicantKind, LoanDraft, loanForms } from '../schema.ts'
import { readApplicant } from './applicant.ts'
import { findPersonalFigures, recordFormFacts } from './loan-facts.ts'
import { findLoanGaps, readForm, writeForm } from './loan-form.ts'

/** A form of which anything may be missing; of a row of it, likewise. */
const draftOf = (kind: ApplicantKind): TSchema => {
  const { properties } = loanForms[kind]
  const { partners } = LoanDraft.properties
  const open = properties.partners ? { ...properties, partners } : properties
  return Type.Partial(Type.Object(open), { additionalProperties: false })
}

/** What a draft may not hold even while it is unfinished: wrong values; missing ones are fine. */
function refuseWrong(kind: ApplicantKind, form: LoanDraft): void {
  const wrong = findGaps(draftOf(kind), form).filter((gap) => gap.code !== 'required')
  if (wrong.length > 0) throw invalid(wrong)
}

/** Keeps the form on the server while it is being filled in; it is not sent by this. */
export const saveDraft = (ctx: Ctx, request: ActRequest & { form: LoanDraft }): Promise<CaseReceipt> =>
  editCase(ctx, loanFlow, request, async (row, tx) => {
    refuseWrong((await readApplicant(ctx, tx, row.party_id)).kind, request.form)
    await writeForm(ctx, tx, row.id, row.party_id, request.form)
  })

/** Refuses with all that is missing at once (一次性告知); else puts what the form says on record. */
async function handIn(ctx: Ctx, tx: Tx, row: CaseRow): Promise<void> {
  const [form, papers, { kind, verification }] = await Promise.all([
    readForm(ctx, tx, row),
    findPapers(tx, ctx.platform, row.id),
    readApplicant(ctx, tx, row.party_id),
    // Read here for recordFormFacts, so that it need not wait for it.
    findPersonalFigures(ctx, tx, row.division),
  ])
  const handedIn = papers.map((paper) => paper.kind)
  const gaps = findLoanGaps(form, { kind, papers: handedIn, verification, today: ctx.today })
  if (gaps.length > 0) throw invalid(gaps, `还差 ${gaps.length} 项，补齐后就能提交`)
  await recordFormFacts(ctx, tx, {
    caseId: row.id,
    partyId: row.party_id,
    division: row.division,
    form,
    source: 'declared',
  })
}

/** Sends the application, and with it the consent to share it; refused with all its gaps at once while there are any. */
export const submitLoan = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'submit', request, async (row, tx) => {
    const party = { partyId: row.party_id, caseId: row.id }
    await Promise.all([handIn(ctx, tx, row), consentToSharing(ctx, tx, party)])
  })

/** Hands the supplement back (交回补正); the clock goes on with what was left. */
export const supplyLoan = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'supply', request, (row, tx) => handIn(ctx, tx, row))

/** Takes the application back, in any open state. */
export const withdrawLoan = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'withdraw', request)

/** Begins a new round under the same number after a refusal; the form and papers stay. */
export const reopenLoan = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, loanFlow, 'reopen', request, async (row, tx) => {
    const form = await readForm(ctx, tx, row)
    const { truthful: _, ...kept } = form
    await writeForm(ctx, tx, row.id, row.party_id, kept)
  })
