import { forbidden, invalid } from '../../shared/errors.ts'
import { act } from '../cases/act.ts'
import { editCase } from '../cases/edit.ts'
import { openCase } from '../cases/open.ts'
import type { ActRequest, CaseReceipt } from '../cases/receipt.ts'
import type { CaseRow } from '../cases/store.ts'
import type { Tx } from '../db/connect.ts'
import { findPapers } from '../documents/papers.ts'
import type { Ctx } from '../operations/context.ts'
import type { FactDictionary } from '../rules/facts.ts'
import { correctionFlow } from './flow.ts'
import { isByCase, readForm, refuseForeign, sealForm, writeForm } from './form.ts'
import { maskSaid, readKnown, sayNow, targetsOf } from './known.ts'
import { findCorrectionGaps } from './read-right.ts'
import type { CorrectionForm } from './schema.ts'
import { findOpenCorrection, insertCorrection } from './store.ts'

/** Whose file: one's own, or that of the person at the window. */
function partyOf(ctx: Ctx, wanted: string | undefined): string {
  const own = ctx.actor.partyId
  if (own !== null) {
    if (wanted === undefined || wanted === own) return own
    throw forbidden('您现在办事的身份和这份档案不一致，请先在“代谁办事”里切换，再重新开始。')
  }
  if (wanted !== undefined) return wanted
  throw invalid([{ field: 'partyId', code: 'required', message: '服务对象：请先查找服务对象，从他的档案里开始' }])
}

/** Where they change it by themselves, at once. */
const ownWays: Readonly<Record<string, { href: string; says: string }>> = {
  email: { href: '/me/notice-settings', says: '在通知设置里自己改，用验证码核对，马上生效' },
  name: { href: '/me/real-name', says: '还没有核验，可以自己改' },
  identity: { href: '/me/real-name', says: '还没有核验，可以自己改' },
}

/** What of the file may be corrected, and the correction that is open. */
export const findChoices = (ctx: Ctx, facts: FactDictionary, { partyId }: { partyId?: string }) =>
  ctx.guarded(async (tx) => {
    const known = await readKnown(ctx, tx, partyOf(ctx, partyId))
    ctx.concerning({ kind: known.person ? 'person' : 'enterprise', id: known.partyId, division: known.division })
    const items = targetsOf(known, facts).map(({ target, zh }) => {
      const now = sayNow(known, target, facts)
      const byCase = isByCase(known, target)
      const own = target === 'email' || !byCase ? (ownWays[target] ?? null) : null
      return { target, zh, now: now && maskSaid(target, now), byCase, own }
    })
    return { items, open: (await findOpenCorrection(tx, known.partyId)) ?? null }
  })

/** Opens the draft of a correction of these data. Errors: 403, 404, 409 (one is open), 422. */
export const openCorrection = (
  ctx: Ctx,
  facts: FactDictionary,
  { partyId, targets }: { partyId?: string; targets: readonly string[] },
): Promise<CaseReceipt> =>
  ctx.guarded(async (tx) => {
    const party = partyOf(ctx, partyId)
    const known = await readKnown(ctx, tx, party)
    refuseForeign(known, facts, targets)
    const { division } = known
    const receipt = await openCase(ctx, tx, correctionFlow, { partyId: party, division })
    const formCipher = await sealForm(ctx, tx, party, { items: targets.map((target) => ({ target })) })
    await insertCorrection(tx, { caseId: receipt.id, partyId: party, division, targets, formCipher, savedAt: ctx.now })
    return receipt
  })

/** Keeps what is filled in; it is not sent by this, and may be incomplete. */
export const saveDraft = (
  ctx: Ctx,
  facts: FactDictionary,
  { form, ...request }: ActRequest & { form: CorrectionForm },
): Promise<CaseReceipt> =>
  editCase(ctx, correctionFlow, request, async (row, tx) => {
    const known = await readKnown(ctx, tx, row.party_id)
    const names = form.items.map(({ target }) => target)
    refuseForeign(known, facts, names)
    await writeForm(ctx, tx, { id: row.id, partyId: row.party_id }, form)
  })

/** Refuses (422) with all that is missing at once (一次性告知). */
async function refuseGaps(ctx: Ctx, tx: Tx, facts: FactDictionary, row: CaseRow): Promise<void> {
  const form = await readForm(ctx, tx, row.id)
  const known = await readKnown(ctx, tx, row.party_id)
  const { length: papers } = await findPapers(tx, ctx.platform, row.id)
  const gaps = findCorrectionGaps(form, { known, targets: targetsOf(known, facts), facts, papers, today: ctx.today })
  if (gaps.length > 0) throw invalid(gaps, `还差 ${gaps.length} 项，补齐后就能提交`)
}

/** Sends the request to be put right (个人信息保护法 第四十六条); refused with all its gaps at once while there are any. */
export const submitCorrection = (ctx: Ctx, facts: FactDictionary, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'submit', request, (row, tx) => refuseGaps(ctx, tx, facts, row))

/** Hands the supplement back; the clock goes on with what was left. */
export const supplyCorrection = (ctx: Ctx, facts: FactDictionary, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'supply', request, (row, tx) => refuseGaps(ctx, tx, facts, row))

/** Takes the request back; nothing in the file has changed. */
export const withdrawCorrection = (ctx: Ctx, request: ActRequest): Promise<CaseReceipt> =>
  act(ctx, correctionFlow, 'withdraw', request)
