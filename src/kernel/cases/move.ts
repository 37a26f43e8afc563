import type { CalendarDate } from '../../shared/dates.ts'
import { actingRole, actorWithin } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { leaveToCommit } from '../db/transact.ts'
import { emitEvent } from '../events/outbox.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import type { Ctx } from '../operations/context.ts'
import { findLimit } from '../rules/limits.ts'
import { assignHolder } from './assignment.ts'
import { type Clock, enterStep } from './clock.ts'
import { type Action, type Flow, getStep } from './flow.ts'
import { appendHistory, type HistoryEntry, hashEntry } from './history.ts'
import { type Holding, recordHolding } from './holding.ts'
import { issueLetters } from './issue-letters.ts'
import { refuseSecond } from './open.ts'
import { type CaseReceipt, receiptOf } from './receipt.ts'
import { standingOf } from './standing.ts'
import type { CaseRow } from './store.ts'

const clockOf = (row: CaseRow): Clock => ({
  limit: row.clock_limit,
  used: row.clock_used,
  startedOn: row.clock_started_on as CalendarDate | null,
  dueOn: row.due_on as CalendarDate | null,
})

/** In which role, and from which office, the actor takes a step; what is the applicant's a clerk does for them. */
function signatureOf({ actor }: Ctx, flow: Flow, action: Action, row: CaseRow) {
  const there = actorWithin(actor, row.division)
  const by = action.by ?? getStep(flow, row.state).by
  const role = actingRole(there, by === undefined || by === 'applicant' || by === 'system' ? ['clerk'] : [by])
  return { actorRole: role, officeId: there.grants.find((grant) => grant.role === role)?.officeId ?? null }
}

/** A step about to be taken: which action of which flow, on which locked case, and what its history keeps. */
export interface Move {
  flow: Flow
  name: string
  action: Action
  row: CaseRow
  detail: Record<string, unknown>
  /** What its letters tell besides. */
  told?: Record<string, unknown>
}

const roundOf = ({ action, row }: Move): number => row.round + (action.newRound ? 1 : 0)

/** What the case's history keeps of the step. */
function entryOf(ctx: Ctx, move: Move): HistoryEntry {
  const { flow, name, action, row, detail } = move
  return {
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
  }
}

/** The clock of the step that is entered, by the division's limit for it. */
async function startClock(ctx: Ctx, tx: Tx, { flow, action, row }: Move): Promise<Clock> {
  const to = getStep(flow, action.to)
  const limit = to.within ? await findLimit(tx, to.within, row.division, ctx.today) : null
  const { calendar } = ctx.platform
  return enterStep(clockOf(row), { from: getStep(flow, row.state), to, limit, calendar, today: ctx.today })
}

/** Who performed what in this round, once the step has been taken. */
const performedAfter = ({ actor }: Ctx, { name, action, row }: Move): Record<string, string> =>
  action.newRound ? {} : { ...standingOf(row).performed, ...(actor.accountId && { [name]: actor.accountId }) }

const withApplicant: Holding = {
  holder: 'applicant',
  officeId: null,
  accountId: null,
  deputyFor: null,
  cause: 'moved',
  reason: null,
}

/** Who holds the case in the step that is entered: the applicant, a person or the pool of the serving office, or nobody at an end. */
async function holderAfter(ctx: Ctx, tx: Tx, move: Move): Promise<Holding | null> {
  const { flow, action, row } = move
  const step = getStep(flow, action.to)
  if (step.end) return null
  if (step.by === 'applicant') return withApplicant
  const standing = { ...standingOf(row), state: action.to, performed: performedAfter(ctx, move) }
  const { division, service, party_id: partyId } = row
  const placing = { caseId: row.id, partyId, division, service, round: roundOf(move), standing }
  return assignHolder(tx, flow, placing, { calendar: ctx.platform.calendar, today: ctx.today })
}

/** The first staff member who touches a case answers for it until its end (首问负责); until then the first office does. */
function firstAfter(ctx: Ctx, { flow, action, row }: Move, next: Holding | null) {
  const acting = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null
  const touches = row.first_account_id === null && acting !== null
  const { officeId } = signatureOf(ctx, flow, action, row)
  return {
    first_account_id: row.first_account_id ?? acting,
    first_office_id: (touches ? officeId : row.first_office_id) ?? row.first_office_id ?? next?.officeId ?? null,
  }
}

/** What the step that is entered begins with. */
export interface Prepared {
  clock: Clock
  next: Holding | null
}

interface Entered extends Prepared {
  historyHash: string
}

/** Moves the spine's row: state, version, round, holder, clock, and who performed what; keeps who held it until now. */
async function saveMove(ctx: Ctx, tx: Tx, move: Move, { clock, next, historyHash }: Entered): Promise<void> {
  const { flow, action, row } = move
  const step = getStep(flow, action.to)
  const isHandedIn = getStep(flow, row.state).by === 'applicant' && step.office !== undefined
  const saved = tx
    .updateTable('service_case')
    .set({
      state: action.to,
      version: row.version + 1,
      round: roundOf(move),
      holder: next?.holder ?? 'none',
      office_id: next?.officeId ?? null,
      assignee_id: next?.accountId ?? null,
      waiting_reason: next?.reason ?? null,
      holding: row.holding + (next ? 1 : 0),
      held_since: ctx.now,
      ...firstAfter(ctx, move, next),
      clock_limit: clock.limit,
      clock_used: clock.used,
      clock_started_on: clock.startedOn,
      due_on: clock.dueOn,
      performed: JSON.stringify(performedAfter(ctx, move)),
      history_hash: historyHash,
      ...(isHandedIn ? { submitted_at: ctx.now } : {}),
      ended_at: step.end ? ctx.now : null,
    })
    .where('id', '=', row.id)
    .execute()
  const { calendar } = ctx.platform
  const by = ctx.actor.kind === 'staff' ? ctx.actor.accountId : null
  const holding = { row, state: action.to, round: roundOf(move), next, by, now: ctx.now, calendar }
  await Promise.all([saved, recordHolding(tx, holding)])
}

/** Whoever had the case in hand learns that a colleague acted on it: it counts as taken over (接办). */
async function tellHolder({ actor, now }: Ctx, tx: Tx, { action, row }: Move): Promise<void> {
  if (row.assignee_id === null || actor.kind !== 'staff' || actor.accountId === row.assignee_id) return
  const body = `${actor.name ?? '同事'}对您手里的 ${row.number} 办了“${action.button}”，已记为接办。`
  await tellStaff(tx, { accountId: row.assignee_id, caseId: row.id, title: '同事办了您手里的一件', body, at: now })
}

/** What the step that is entered begins with, read while the module still writes its own. Errors: 409 for a second open case, or no office. */
export async function prepareMove(ctx: Ctx, tx: Tx, move: Move): Promise<Prepared> {
  const { flow, action, row } = move
  const reopens = row.ended_at !== null && !getStep(flow, action.to).end
  const [clock, next] = await Promise.all([
    startClock(ctx, tx, move),
    holderAfter(ctx, tx, move),
    reopens ? refuseSecond(tx, flow, row.party_id) : null,
  ])
  return { clock, next }
}

/** Takes the step that the guard has let through: history, spine and event, in the transaction that locked the case. */
export async function moveCase(ctx: Ctx, tx: Tx, move: Move, { clock, next }: Prepared): Promise<CaseReceipt> {
  const { name, action, row } = move
  const { letters, stored } = await issueLetters(ctx, tx, move, clock)
  const entry = entryOf(ctx, { ...move, detail: { ...move.detail, ...(letters.length > 0 ? { letters } : {}) } })
  const historyHash = hashEntry(entry, row.history_hash)
  // In this order, and without waiting for each other.
  const written = Promise.all([
    appendHistory(tx, entry, row.history_hash),
    saveMove(ctx, tx, move, { clock, next, historyHash }),
    emitEvent(tx, {
      type: 'case.moved',
      version: 1,
      key: row.id,
      payload: { caseId: row.id, service: row.service, action: name, state: action.to, round: roundOf(move) },
      at: ctx.now,
    }),
    tellHolder(ctx, tx, move),
    ...stored,
  ])
  await leaveToCommit(tx, written)
  ctx.concerning({ kind: 'case', id: row.id, division: row.division })
  return receiptOf(row, action.to, row.version + 1)
}
