import type { CalendarDate } from '../../shared/dates.ts'
import { conflict } from '../../shared/errors.ts'
import { actingRole, actorWithin } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { emitEvent } from '../events/outbox.ts'
import type { Ctx } from '../operations/context.ts'
import { findLimit } from '../rules/limits.ts'
import { type Clock, enterStep } from './clock.ts'
import { type Action, type Flow, getStep, type Step } from './flow.ts'
import { appendHistory } from './history.ts'
import { refuseSecond } from './open.ts'
import { type CaseReceipt, receiptOf } from './receipt.ts'
import { type CaseRow, findServingOffice } from './store.ts'

const clockOf = (row: CaseRow): Clock => ({
  limit: row.clock_limit,
  used: row.clock_used,
  startedOn: row.clock_started_on as CalendarDate | null,
  dueOn: row.due_on as CalendarDate | null,
})

/** Who holds the case in a step: the applicant, the office that serves its division, or nobody once it has ended. */
async function holderOf(tx: Tx, step: Step, division: string) {
  if (step.end) return { holder: 'none', office_id: null } as const
  if (step.by === 'applicant') return { holder: 'applicant', office_id: null } as const
  const office = await findServingOffice(tx, step.office ?? 'window', division as DivisionCode)
  if (!office)
    throw conflict('no-office', '暂时没有机构可以接手', '您所在地区还没有设置经办机构，请致电当地就业服务窗口。')
  return { holder: 'office', office_id: office.id } as const
}

/** In which role, and from which office, the actor takes a step; what is the applicant's a clerk does for them. */
function signatureOf({ actor }: Ctx, flow: Flow, action: Action, row: CaseRow) {
  const there = actorWithin(actor, row.division)
  const by = action.by ?? getStep(flow, row.state).by
  const role = actingRole(there, by === undefined || by === 'applicant' ? ['clerk'] : [by])
  return { actorRole: role, officeId: there.grants.find((grant) => grant.role === role)?.officeId ?? null }
}

/** A step about to be taken: which action of which flow, on which locked case, and what its history keeps. */
export interface Move {
  flow: Flow
  name: string
  action: Action
  row: CaseRow
  detail: Record<string, unknown>
}

const roundOf = ({ action, row }: Move): number => row.round + (action.newRound ? 1 : 0)

const recordMove = (ctx: Ctx, tx: Tx, move: Move): Promise<string> => {
  const { flow, name, action, row, detail } = move
  return appendHistory(
    tx,
    {
      caseId: row.id,
      sequence: row.version + 1,
      round: roundOf(move),
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
}

/** The clock of the step that is entered, by the division's limit for it. */
async function startClock(ctx: Ctx, tx: Tx, { flow, action, row }: Move): Promise<Clock> {
  const to = getStep(flow, action.to)
  const limit = to.within ? await findLimit(tx, to.within, row.division, ctx.today) : null
  const { calendar } = ctx.platform
  return enterStep(clockOf(row), { from: getStep(flow, row.state), to, limit, calendar, today: ctx.today })
}

/** Moves the spine's row: state, version, round, holder, clock, and who performed what. */
async function saveMove(ctx: Ctx, tx: Tx, move: Move, historyHash: string): Promise<void> {
  const { flow, name, action, row } = move
  const step = getStep(flow, action.to)
  const clock = await startClock(ctx, tx, move)
  const isHandedIn = getStep(flow, row.state).by === 'applicant' && step.office !== undefined
  await tx
    .updateTable('service_case')
    .set({
      state: action.to,
      version: row.version + 1,
      round: roundOf(move),
      ...(await holderOf(tx, step, row.division)),
      held_since: ctx.now,
      clock_limit: clock.limit,
      clock_used: clock.used,
      clock_started_on: clock.startedOn,
      due_on: clock.dueOn,
      performed: JSON.stringify(action.newRound ? {} : { ...(row.performed as object), [name]: ctx.actor.accountId }),
      history_hash: historyHash,
      ...(isHandedIn ? { submitted_at: ctx.now } : {}),
      ended_at: step.end ? ctx.now : null,
    })
    .where('id', '=', row.id)
    .execute()
}

/** Takes the step that the guard has let through: history, spine and event, in the transaction that locked the case. */
export async function moveCase(ctx: Ctx, tx: Tx, move: Move): Promise<CaseReceipt> {
  const { flow, name, action, row } = move
  if (row.ended_at !== null && !getStep(flow, action.to).end) await refuseSecond(tx, flow, row.party_id)
  await saveMove(ctx, tx, move, await recordMove(ctx, tx, move))
  await emitEvent(tx, {
    type: 'case.moved',
    version: 1,
    key: row.id,
    payload: { caseId: row.id, service: row.service, action: name, state: action.to, round: roundOf(move) },
    at: ctx.now,
  })
  ctx.concerning({ kind: 'case', id: row.id, division: row.division })
  return receiptOf(row, action.to, row.version + 1)
}
