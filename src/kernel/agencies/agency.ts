import { addMonths, type CalendarDate, formatDate, isDate } from '../../shared/dates.ts'
import { conflict, forbidden, invalid } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { covers } from '../divisions/scope.ts'
import { getDivision } from '../divisions/store.ts'
import { addOwnPaper } from '../documents/papers.ts'
import { notify } from '../notifications/notify.ts'
import type { Ctx } from '../operations/context.ts'
import type { ReceivedFile } from '../operations/operation.ts'
import {
  createEnterprise,
  findEnterpriseByCode,
  type RegisterData,
  readRegister,
  type TypedRegister,
} from '../parties/enterprise.ts'
import type { LegalForm } from '../parties/legal-forms.ts'
import { isOneWith, survivorOf } from '../parties/merged.ts'
import { findDivisionNames, getPersonRow } from '../parties/store.ts'
import { type AgencyRow, getAgency, lockAgency } from './store.ts'
import { agencyTemplates } from './templates.ts'

/** An authorisation is given for three years at most; who still acts then brings a new paper. */
const LONGEST_MONTHS = 36

/** Kind of the paper by which someone acts for an enterprise (授权委托书). */
const authorisationPaper = 'authorisation'

function readLastDay(text: string, today: CalendarDate): CalendarDate {
  const says = (message: string) => invalid([{ field: 'validTo', code: 'period', message: `授权到哪一天：${message}` }])
  if (!isDate(text)) throw says('请按「2026-01-31」这样填写')
  if (text < today) throw says('不能早于今天')
  if (text > addMonths(today, LONGEST_MONTHS)) throw says('最长三年，请照授权委托书填写，到期可以再登记')
  return text
}

/** For whom the agency is told: a person for themselves, a clerk for who stands at the window. */
async function agentOf(ctx: Ctx, tx: Tx, agentId: string | undefined): Promise<string> {
  const own = ctx.actor.partyId
  if (own !== null) {
    if (agentId !== undefined && agentId !== own)
      throw forbidden('您只能登记自己代办；别人代办的，由他本人登记或到窗口登记。')
    return own
  }
  if (agentId === undefined) {
    throw invalid([{ field: 'agentId', code: 'required', message: '代办人：请先查找或登记代办人' }])
  }
  return (await getPersonRow(tx, ctx.scope, agentId)).party_id
}

/** An agency that has run out makes room for a new one with a new paper. */
async function endExpired(ctx: Ctx, tx: Tx, agentId: string, creditCode: string): Promise<void> {
  await tx
    .updateTable('agency')
    .set((set) => ({ state: 'ended', ended_at: ctx.now, reason: '授权到期', version: set('version', '+', 1) }))
    .where(isOneWith(agentId, 'agent_id'))
    .where('credit_code', '=', creditCode)
    .where('state', '=', 'confirmed')
    .where('valid_to', '<', ctx.today)
    .execute()
}

async function refuseDouble(tx: Tx, agentId: string, creditCode: string, beside?: string): Promise<void> {
  const open = await tx
    .selectFrom('agency')
    .select(['id', 'state'])
    .where(isOneWith(agentId, 'agent_id'))
    .where('credit_code', '=', creditCode)
    .where('state', 'in', ['proposed', 'confirmed'])
    .$if(beside !== undefined, (query) => query.where('id', '!=', beside ?? ''))
    .executeTakeFirst()
  if (!open) return
  throw conflict(
    'already-agent',
    '这家企业的代办已经登记过',
    open.state === 'confirmed'
      ? '窗口已确认，可以直接代办。'
      : '还没有确认，请接着办那一项；填错了的，先终止再重新登记。',
    { id: open.id, state: open.state },
  )
}

export interface Proposal extends TypedRegister {
  agentId?: string
  /** YYYY-MM-DD. */
  validTo: string
}

const receiptOf = (row: Pick<AgencyRow, 'id'>, state: string, version: number) => ({ id: row.id, state, version })

/**
 * Tells that a person acts for an enterprise (登记代办); the paper follows, then a clerk confirms. Throws a Refusal: 422 with all
 * faults, 409 when it stands already.
 */
export async function proposeAgency(ctx: Ctx, { agentId, validTo, ...typed }: Proposal) {
  const data = readRegister(typed, ctx.today)
  const lastDay = readLastDay(validTo, ctx.today)
  if (ctx.actor.kind === 'staff' && !covers(ctx.scope, data.division)) {
    throw forbidden('企业登记地不在您的辖区内，请当地窗口登记。')
  }
  return ctx.guarded(async (tx) => {
    const agent = await agentOf(ctx, tx, agentId)
    await getDivision(tx, data.division, ctx.today)
    await endExpired(ctx, tx, agent, data.creditCode)
    await refuseDouble(tx, agent, data.creditCode)
    const id = newId(ctx.now)
    const { division, name, creditCode, legalForm, industry, registeredOn } = data
    await tx
      .insertInto('agency')
      .values({
        id,
        agent_id: agent,
        division,
        name,
        credit_code: creditCode,
        legal_form: legalForm,
        industry,
        registered_on: registeredOn,
        valid_from: ctx.today,
        valid_to: lastDay,
        state: 'proposed',
        proposed_at: ctx.now,
        proposed_by: ctx.actor.accountId,
      })
      .execute()
    ctx.concerning({ kind: 'agency', id, division })
    return receiptOf({ id }, 'proposed', 1)
  })
}

/** Refuses (409) what was seen in another version, or stands in another state. */
function refuseMoved(row: AgencyRow, version: number | undefined, states: readonly string[], doing: string): void {
  const now = { state: row.state, version: row.version }
  if (version !== undefined && row.version !== version) {
    throw conflict('stale', '这项代办刚刚有了变化', '请刷新后核对，再决定怎么办。', now)
  }
  if (!states.includes(row.state)) {
    throw conflict('not-allowed-now', `现在不能${doing}`, '这项代办已经处理过，请刷新后查看。', now)
  }
}

/** Before the file of the paper is read: whose it is, and that it is still wanted. */
export const findPaperOwner = (ctx: Ctx, id: string): Promise<string> =>
  ctx.guarded(async (tx) => {
    const row = await getAgency(tx, ctx.scope, id)
    refuseMoved(row, undefined, ['proposed'], '上传授权委托书')
    return row.agent_id
  })

/** Adds the paper (授权委托书); a newer one takes its place until a clerk has decided. */
export async function addAuthorisation(ctx: Ctx, id: string, received: ReceivedFile) {
  return ctx.guarded(async (tx) => {
    const row = await lockAgency(tx, ctx.scope, id)
    refuseMoved(row, undefined, ['proposed'], '上传授权委托书')
    const paper = { partyId: row.agent_id, division: row.division, kind: authorisationPaper }
    const paperId = await addOwnPaper(ctx, tx, paper, received)
    const version = row.version + 1
    await tx.updateTable('agency').set({ paper_id: paperId, version }).where('id', '=', id).execute()
    ctx.concerning({ kind: 'agency', id, division: row.division })
    return receiptOf(row, row.state, version)
  })
}

const registerOf = (row: AgencyRow): RegisterData => ({
  name: row.name,
  creditCode: row.credit_code,
  legalForm: row.legal_form as LegalForm,
  industry: row.industry,
  registeredOn: row.registered_on as CalendarDate,
  division: row.division as DivisionCode,
})

/** The enterprise of an agency: the one known by its code, else one made now, for the clerk has seen its licence. */
async function principalFor(ctx: Ctx, tx: Tx, row: AgencyRow): Promise<string> {
  const known = await findEnterpriseByCode(tx, row.credit_code)
  if (!known) return createEnterprise(ctx, tx, registerOf(row))
  if (covers(ctx.scope, known.division as DivisionCode)) return known.party_id
  const place = (await findDivisionNames(tx, [known.division])).get(known.division) ?? known.division
  throw conflict('elsewhere', '这家企业登记在别的地方', `统一社会信用代码登记在${place}，请当地窗口确认这项代办。`)
}

async function refuseUnready(ctx: Ctx, tx: Tx, row: AgencyRow, agent: string): Promise<void> {
  if (!row.paper_id) throw conflict('no-paper', '还不能确认', '还没有授权委托书，请先上传盖章的授权委托书。')
  if (row.valid_to < ctx.today) {
    throw conflict('expired', '还不能确认', `授权到 ${formatDate(row.valid_to as CalendarDate)} 已经到期，请重新登记。`)
  }
  const { verification } = await getPersonRow(tx, ctx.scope, agent)
  if (verification === 'verified') return
  throw conflict('not-verified', '还不能确认', '代办人的实名还没有核验。请先打开代办人的档案，对照证件核验实名。')
}

/**
 * A clerk has compared the paper with the licence and confirms (确认代办): from now on the person may act. Throws a Refusal: 409
 * without paper, when the agent's real name is not verified, when it has run out, or when the enterprise is registered elsewhere.
 */
export const confirmAgency = (ctx: Ctx, { id, version }: { id: string; version: number }) =>
  ctx.guarded(async (tx) => {
    const row = await lockAgency(tx, ctx.scope, id)
    refuseMoved(row, version, ['proposed'], '确认')
    // Who proposed it may have been merged since: it is confirmed for the person that the clerk knows, and stays with them.
    const agent = await survivorOf(tx, row.agent_id)
    await refuseUnready(ctx, tx, row, agent)
    if (agent !== row.agent_id) await refuseDouble(tx, agent, row.credit_code, row.id)
    const principal = await principalFor(ctx, tx, row)
    await tx
      .updateTable('agency')
      .set({
        state: 'confirmed',
        agent_id: agent,
        principal_id: principal,
        version: version + 1,
        decided_at: ctx.now,
        decided_by: ctx.actor.accountId,
      })
      .where('id', '=', id)
      .execute()
    const variables = { enterprise: row.name, until: row.valid_to }
    await notify(tx, ctx.platform, {
      template: agencyTemplates['agency.confirmed'],
      partyId: row.agent_id,
      variables,
      at: ctx.now,
    })
    ctx.concerning({ kind: 'agency', id, division: row.division })
    return receiptOf(row, 'confirmed', version + 1)
  })

/** A clerk does not confirm, and says why (不予确认). */
export const declineAgency = (ctx: Ctx, { id, version, reason }: { id: string; version: number; reason: string }) =>
  ctx.guarded(async (tx) => {
    const row = await lockAgency(tx, ctx.scope, id)
    refuseMoved(row, version, ['proposed'], '退回')
    await tx
      .updateTable('agency')
      .set({ state: 'declined', reason, version: version + 1, decided_at: ctx.now, decided_by: ctx.actor.accountId })
      .where('id', '=', id)
      .execute()
    await notify(tx, ctx.platform, {
      template: agencyTemplates['agency.declined'],
      partyId: row.agent_id,
      variables: { enterprise: row.name, reason },
      at: ctx.now,
    })
    ctx.concerning({ kind: 'agency', id, division: row.division })
    return receiptOf(row, 'declined', version + 1)
  })

/** Takes back a proposal that nobody has confirmed; it never held, so there is nothing to end but itself. */
const stateAfterEnd = (row: AgencyRow) => (row.state === 'proposed' ? 'declined' : 'ended')

/**
 * Ends an agency (终止代办), from the next request on: the agent themselves, another agent of the enterprise, or a clerk at the
 * window for either. Throws a Refusal (409) when it holds no more.
 */
export const endAgency = (ctx: Ctx, { id, version }: { id: string; version: number }) =>
  ctx.guarded(async (tx) => {
    const row = await lockAgency(tx, ctx.scope, id)
    refuseMoved(row, version, ['proposed', 'confirmed'], '终止')
    const state = stateAfterEnd(row)
    await tx
      .updateTable('agency')
      .set({
        state,
        version: version + 1,
        ...(state === 'ended'
          ? { ended_at: ctx.now, ended_by: ctx.actor.accountId }
          : { reason: '登记人自己取消', decided_at: ctx.now, decided_by: ctx.actor.accountId }),
      })
      .where('id', '=', id)
      .execute()
    if (state === 'ended') {
      await notify(tx, ctx.platform, {
        template: agencyTemplates['agency.ended'],
        partyId: row.agent_id,
        variables: { enterprise: row.name },
        at: ctx.now,
      })
    }
    ctx.concerning({ kind: 'agency', id, division: row.division })
    return receiptOf(row, state, version + 1)
  })
