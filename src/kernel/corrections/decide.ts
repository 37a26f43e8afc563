import type { Static } from 'typebox'
import { conflict, invalid } from '../../shared/errors.ts'
import { act } from '../cases/act.ts'
import type { ActRequest, CaseReceipt } from '../cases/receipt.ts'
import type { Gaps, Refusal } from '../cases/schema.ts'
import type { CaseRow } from '../cases/store.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { correctionFlow } from './flow.ts'
import { readForm } from './form.ts'
import { readKnown, targetsOf } from './known.ts'
import { putRight } from './put-right.ts'
import { findCorrectionGaps } from './read-right.ts'
import type { Finding } from './schema.ts'

/** Accepts (受理): from now on it is compared with the proof. */
export const acceptCorrection = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'accept', request)

/** Tells everything that is missing, once (一次性告知); the clock stands still until it is supplied. */
export const askOnce = (ctx: Ctx, { gaps, ...request }: ActRequest & Static<typeof Gaps>): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'askOnce', { ...request, detail: { gaps } })

/** Refuses (不予更正) with reason, article and way out; the file stays as it is. */
export const refuseCorrection = (
  ctx: Ctx,
  { reason, article, wayOut, ...request }: ActRequest & Static<typeof Refusal>,
): Promise<CaseReceipt> => act(ctx, correctionFlow, 'refuse', { ...request, detail: { reason, article, wayOut } })

/** The file may have changed since the request was sent: what is asked for must still be possible. */
async function correct(ctx: Ctx, tx: Tx, facts: FactDictionary, row: CaseRow): Promise<void> {
  const form = await readForm(ctx, tx, row.id)
  const known = await readKnown(ctx, tx, row.party_id)
  if (known.person && !known.person.row.wrapped_key) {
    throw conflict('erased', '个人信息已按规定删除', '删除后没有可以更正的内容，请写明理由，不予更正。')
  }
  const given = { known, targets: targetsOf(known, facts), facts, papers: 1, today: ctx.today }
  const gaps = findCorrectionGaps(form, given)
  if (gaps.length > 0) {
    throw invalid(gaps, '申请以后档案有了变化，现在不能照原样更正；请核对，写明理由不予更正，或请申请人撤回后重新申请')
  }
  await putRight(ctx, tx, { row, known, form, facts })
}

/**
 * Puts right (更正) what was found wrong, and keeps what was there before, in the transaction of the decision. Errors: 403 to whoever
 * handed it in, 409 stale or where phone or number belong to another, 422 where the file has changed meanwhile.
 */
export const correctData = (
  ctx: Ctx,
  facts: FactDictionary,
  { finding, ...request }: ActRequest & Static<typeof Finding>,
): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'correct', { ...request, detail: { finding } }, (row, tx) => correct(ctx, tx, facts, row))
