import { type CalendarDate, parseDate } from '../../shared/dates.ts'
import { conflict, forbidden, invalid, Refusal } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { type Flow, stateLabel } from '../cases/flow.ts'
import { labelOf } from '../cases/view.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { type PersonSeal, personSeal } from '../parties/seal.ts'
import { appealLimits } from './appeal.ts'
import { LETTER_FIELD } from './issue.ts'
import { checkCodeOf } from './numbering.ts'
import { type LetterContent, type LetterItem, type LetterView, type ServingWay, servingWays } from './schema.ts'
import { findServings, getLetterRow, insertServing, type LetterRow } from './store.ts'

const RECEIPT_FIELD = 'letterReceipt'

/** 410: the person's data were erased, and the text of their letters with them. */
const erased = ({ number }: LetterRow) =>
  new Refusal({
    status: 410,
    code: 'erased',
    title: '文书内容已经删除',
    detail: `${number} 的内容随当事人的个人信息一起按规定删除，不能再查看或打印；编号、日期和校验值仍可以核验。`,
  })

async function sealOf(tx: Tx, platform: Platform, row: LetterRow): Promise<PersonSeal> {
  return personSeal(tx, platform, row.party_id).catch((error: unknown) => {
    throw error instanceof Refusal && error.parts.status === 404 ? erased(row) : error
  })
}

/** The text of a letter as it was issued; one that does not have its hash is a fault, and is never shown. */
function openContent(seal: PersonSeal, row: LetterRow): LetterContent {
  const text = seal.open(LETTER_FIELD, row.content_cipher).reveal()
  if (sha256Hex(text) !== row.content_hash) throw new Error(`letter ${row.id} is not what its hash says`)
  return JSON.parse(text) as LetterContent
}

/** The row of a list: what a letter is, without its text. */
export function viewLetter(flows: readonly Flow[], row: LetterRow): LetterItem {
  const flow = flows.find((one) => one.service === row.service)
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: flow ? stateLabel(flow, row.kind) : labelOf(row.kind),
    caseId: row.case_id,
    division: row.division,
    service: row.service,
    serviceLabel: flow ? stateLabel(flow, row.service) : row.service,
    office: row.office_name,
    issuedOn: row.issued_on,
    servedOn: row.served_on,
  }
}

const labelOfWay = (way: string) => servingWays.find((one) => one.value === way)?.zh ?? way

/** A letter whose text may be shown to whoever asks, with everything its page tells. */
export async function openLetter(
  { platform, scope }: Pick<Ctx, 'platform' | 'scope'>,
  tx: Tx,
  flows: readonly Flow[],
  id: string,
): Promise<LetterView> {
  const row = await getLetterRow(tx, scope, id)
  const seal = await sealOf(tx, platform, row)
  const content = openContent(seal, row)
  const servings = await findServings(tx, id)
  const checkCode = checkCodeOf(row.content_hash)
  const query = new URLSearchParams({ number: row.number, code: checkCode })
  return {
    ...viewLetter(flows, row),
    content,
    hash: row.content_hash,
    checkCode,
    verifyHref: `${content.verifyAddress}?${query}`,
    servings: servings.map((one) => ({
      way: one.way,
      wayLabel: labelOfWay(one.way),
      servedOn: one.served_on,
      receipt: one.receipt_cipher && seal.open(RECEIPT_FIELD, one.receipt_cipher).reveal(),
      recordedAt: one.recorded_at.toISOString(),
    })),
    appeal: content.decision && row.served_on ? appealLimits(row.served_on as CalendarDate, platform.calendar) : null,
  }
}

/** Records that the applicant has opened a letter on the portal: the first time is its service (送达). */
export const recordOpening = (ctx: Ctx, id: string): Promise<void> =>
  ctx.guarded(async (tx) => {
    const row = await getLetterRow(tx, ctx.scope, id)
    ctx.concerning({ kind: 'letter', id, division: row.division })
    if (ctx.actor.partyId !== row.party_id)
      throw forbidden('网上查看由申请人本人或者代办人登记；窗口送达的，请登记送达。')
    const recordedBy = ctx.actor.accountId
    await insertServing(tx, {
      letterId: id,
      way: 'online',
      servedOn: ctx.today,
      receiptCipher: null,
      recordedBy,
      at: ctx.now,
    })
  })

export interface RecordedServing {
  id: string
  way: Exclude<ServingWay, 'online'>
  /** A day as people write it. */
  servedOn: string
  receipt?: string | undefined
}

function refuseImpossible(ctx: Ctx, row: LetterRow, { way, receipt }: RecordedServing, servedOn: CalendarDate): void {
  const message = (field: string, text: string) => ({ field, code: 'serving', message: text })
  const errors = []
  if (servedOn > ctx.today) errors.push(message('servedOn', '送达日期：不能晚于今天'))
  if (servedOn < row.issued_on) errors.push(message('servedOn', `送达日期：不能早于文书日期 ${row.issued_on}`))
  if (way === 'window' && !receipt) errors.push(message('receipt', '送达回证：请写明签收人，如“本人签收”'))
  if (way === 'mail' && !receipt) errors.push(message('receipt', '送达回证：请填写邮件单号和签收人'))
  if (errors.length > 0) throw invalid(errors)
}

/**
 * Records how staff served a letter (送达回证): handed over with who signed for it, sent by mail with its number, or by message. Errors:
 * 404 out of reach, 409 for the same serving once more, 410 erased, 422 for a day that cannot be or a receipt that is missing.
 */
export const recordServing = (ctx: Ctx, input: RecordedServing): Promise<void> =>
  ctx.guarded(async (tx) => {
    const { id, way, receipt } = input
    const row = await getLetterRow(tx, ctx.scope, id)
    ctx.concerning({ kind: 'letter', id, division: row.division })
    const servedOn = parseDate(input.servedOn, 'servedOn')
    refuseImpossible(ctx, row, input, servedOn)
    const known = await findServings(tx, id)
    if (known.some((one) => one.way === way && one.served_on === servedOn)) {
      throw conflict(
        'served',
        '这次送达已经登记过',
        `${labelOfWay(way)}，${servedOn}。不用再登记一次；另一天送达的请改日期。`,
      )
    }
    const receiptCipher = receipt ? (await sealOf(tx, ctx.platform, row)).seal(RECEIPT_FIELD, receipt) : null
    await insertServing(tx, {
      letterId: id,
      way,
      servedOn,
      receiptCipher,
      recordedBy: ctx.actor.accountId,
      at: ctx.now,
    })
  })
