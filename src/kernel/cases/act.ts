import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { conflict, forbidden } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { actingRole, actorWithin, rolesOf } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { emitEvent } from '../events/outbox.ts'
import type { Ctx } from '../operations/context.ts'
import { findLimit } from '../rules/limits.ts'
import { availableActions, isFor, refusalOf } from './available-actions.ts'
import { type Clock, enterStep } from './clock.ts'
import type { Action, CaseStanding, Flow, Step, Viewer } from './flow.ts'
import { getStep, stateLabel } from './flow.ts'
import { appendHistory } from './history.ts'
import { type CaseRow, findServingOffice, lockCase } from './store.ts'

/** What every act on a case answers: enough to go on, and nothing personal, so that it can be stored with its key. */
export interface CaseReceipt {
  id: string
  number: string
  state: string
  version: number
}

/** What the caller saw and gives: the version they looked at, and what the history keeps of it (never personal data). */
export interface ActRequest {
  id: string
  version: number
  detail?: Record<string, unknown>
}

/** The actor as a case of this division sees them, with the roles that they hold there. */
export const viewerOf = ({ actor }: Ctx, { division }: Pick<CaseRow, 'division'>): Viewer => ({
  accountId: actor.accountId,
  partyId: actor.partyId,
  roles: rolesOf(actorWithin(actor, division)),
})

export const standingOf = (row: CaseRow): CaseStanding => ({
  state: row.state,
  version: row.version,
  partyId: row.party_id,
  performed: row.performed as Record<string, string>,
})

const receiptOf = (row: { id: string; number: string }, state: string, version: number): CaseReceipt => ({
  id: row.id,
  number: row.number,
  state,
  version,
})

function nowOf(flow: Flow, row: CaseRow, viewer: Viewer) {
  const allowed = availableActions(flow, standingOf(row), viewer).filter((one) => one.allowed)
  return { state: row.state, stateLabel: stateLabel(flow, row.state), version: row.version, allowed }
}

/** Refuses a version that is no longer the newest, saying what is. */
export function refuseStale(flow: Flow, row: CaseRow, seen: number, viewer: Viewer): void {
  if (row.version === seen) return
  throw conflict(
    'stale',
    '这个办件刚刚有了变化',
    `您看到的是第 ${seen} 版，现在是第 ${row.version} 版（${stateLabel(flow, row.state)}）。请刷新后核对，再决定怎么办。`,
    nowOf(flow, row, viewer),
  )
}

function refuseAction(flow: Flow, name: string, row: CaseRow, viewer: Viewer): void {
  const standing = standingOf(row)
  const why = refusalOf(flow, name, standing, viewer)
  if (why === undefined) return
  const action = flow.actions[name]
  if (action?.from.includes(row.state) && !isFor(flow, action, standing, viewer)) throw forbidden(why)
  throw conflict('not-allowed-now', '现在不能这样办', why, nowOf(flow, row, viewer))
}

const clockOf = (row: CaseRow): Clock => ({
  limit: row.clock_limit,
  used: row.clock_used,
  startedOn: row.clock_started_on as CalendarDate | null,
  dueOn: row.due_on as CalendarDate | null,
})

async function holderOf(tx: Tx, step: Step, division: string) {
  if (step.end) return { holder: 'none', office_id: null } as const
  if (step.by === 'applicant') return { holder: 'applicant', office_id: null } as const
  const office = await findServingOffice(tx, step.office ?? 'window', division as DivisionCode)
  if (!office)
    throw conflict('no-office', '暂时没有机构可以接手', '您所在地区还没有设置经办机构，请致电当地就业服务窗口。')
  return { holder: 'office', office_id: office.id } as const
}

interface Move {
  flow: Flow
  name: string
  row: CaseRow
  detail: Record<string, unknown>
}

/** In which role, and from which office, the actor takes a step; what is the applicant's a clerk does for them. */
function signatureOf({ actor }: Ctx, flow: Flow, action: Action, row: CaseRow) {
  const there = actorWithin(actor, row.division)
  const by = action.by ?? getStep(flow, row.state).by
  const role = actingRole(there, by === undefined || by === 'applicant' ? ['clerk'] : [by])
  return { actorRole: role, officeId: there.grants.find((grant) => grant.role === role)?.officeId ?? null }
}

async function saveMove(ctx: Ctx, tx: Tx, { flow, name, row, detail }: Move): Promise<CaseReceipt> {
  const action = flow.actions[name]
  if (!action) throw new Error(`Flow ${flow.service} has no action ${name}`)
  const step = getStep(flow, action.to)
  const round = row.round + (action.newRound ? 1 : 0)
  if (row.ended_at !== null && !step.end) await refuseSecond(tx, flow, row.party_id)
  const limit = step.within ? await findLimit(tx, step.within, row.division, ctx.today) : null
  const clock = enterStep(clockOf(row), {
    from: getStep(flow, row.state),
    to: step,
    limit,
    calendar: ctx.platform.calendar,
    today: ctx.today,
  })
  const hash = await appendHistory(
    tx,
    {
      caseId: row.id,
      sequence: row.version + 1,
      round,
      service: row.service,
      flowVersion: row.flow_version,
      action: name,
      from: row.state,
      to: action.to,
      actorId: ctx.actor.accountId,
      ...signatureOf(ctx, flow, action, row),
      channel: ctx.channel,
      detail,
      at: ctx.now,
    },
    row.history_hash,
  )
  await tx
    .updateTable('service_case')
    .set({
      state: action.to,
      version: row.version + 1,
      round,
      ...(await holderOf(tx, step, row.division)),
      held_since: ctx.now,
      clock_limit: clock.limit,
      clock_used: clock.used,
      clock_started_on: clock.startedOn,
      due_on: clock.dueOn,
      performed: JSON.stringify(action.newRound ? {} : { ...(row.performed as object), [name]: ctx.actor.accountId }),
      history_hash: hash,
      ...(getStep(flow, row.state).by === 'applicant' && step.office ? { submitted_at: ctx.now } : {}),
      ended_at: step.end ? ctx.now : null,
    })
    .where('id', '=', row.id)
    .execute()
  await emitEvent(tx, {
    type: 'case.moved',
    version: 1,
    key: row.id,
    payload: { caseId: row.id, service: row.service, action: name, state: action.to, round },
    at: ctx.now,
  })
  ctx.concerning({ kind: 'case', id: row.id, division: row.division })
  return receiptOf(row, action.to, row.version + 1)
}

/**
 * Takes one step of a flow: locks the case in the actor's reach, refuses a stale version (409) or an action that the flow
 * does not allow now (409 with what is allowed, 403 for the wrong role), lets the module write its own rows, then moves the
 * spine, its clock and its chained history. All in the transaction of the operation.
 */
export async function act(
  ctx: Ctx,
  flow: Flow,
  name: string,
  request: ActRequest,
  change?: (row: CaseRow, tx: Tx) => Promise<void>,
): Promise<CaseReceipt> {
  return ctx.guarded(async (tx) => {
    const row = await lockCase(tx, ctx.scope, request.id)
    const viewer = viewerOf(ctx, row)
    refuseStale(flow, row, request.version, viewer)
    refuseAction(flow, name, row, viewer)
    await change?.(row, tx)
    return saveMove(ctx, tx, { flow, name, row, detail: request.detail ?? {} })
  })
}

/**
 * One open case a party and service: whoever opens or reopens one waits here for others that do the same until their
 * transaction ends, and is refused (409) with the number of the case that is open.
 */
async function refuseSecond(tx: Tx, flow: Flow, partyId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`case.open ${flow.service} ${partyId}`}, 0))`.execute(tx)
  const open = await tx
    .selectFrom('service_case')
    .select(['id', 'number', 'state'])
    .where('party_id', '=', partyId)
    .where('service', '=', flow.service)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!open) return
  throw conflict(
    'already-open',
    '已有一件正在办理',
    `同一项服务同时只能办一件：${open.number}（${stateLabel(flow, open.state)}）。请继续办理这一件，或撤回后再申请。`,
    { id: open.id, number: open.number, state: open.state },
  )
}

/** Opens a case in its flow's first step. A second open one of the party gives 409 with the number of the first. */
export async function openCase(
  ctx: Ctx,
  tx: Tx,
  flow: Flow,
  { partyId, division }: { partyId: string; division: string },
): Promise<CaseReceipt> {
  await refuseSecond(tx, flow, partyId)
  const id = newId(ctx.now)
  const { rows } = await sql<{ next: number }>`select nextval('case_number_sequence')::int as next`.execute(tx)
  const number = `${flow.prefix}${division.slice(0, 6)}${ctx.today.slice(0, 4)}${String(rows[0]?.next).padStart(7, '0')}`
  await tx
    .insertInto('service_case')
    .values({
      id,
      number,
      service: flow.service,
      flow_version: flow.version,
      state: flow.initial,
      party_id: partyId,
      division,
      channel: ctx.channel,
      holder: 'applicant',
      held_since: ctx.now,
      history_hash: '',
      opened_at: ctx.now,
    })
    .execute()
  ctx.concerning({ kind: 'case', id, division })
  return receiptOf({ id, number }, flow.initial, 1)
}
