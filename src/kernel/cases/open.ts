import { sql } from 'kysely'
import { conflict } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { actorWithin } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { isOneWith, survivorOf } from '../parties/merged.ts'
import { type Flow, stateLabel } from './flow.ts'
import { recordHolding } from './holding.ts'
import { type CaseReceipt, receiptOf } from './receipt.ts'

/**
 * One open case a party and service: whoever opens or reopens one waits here for others that do the same until their
 * transaction ends, and is refused (409) with the number of the case that is open.
 */
export async function refuseSecond(tx: Tx, flow: Flow, partyId: string): Promise<void> {
  // Held against a merge that is on its way.
  await sql`select from party where id in (select merged_with(${partyId}::uuid)) order by id for key share`.execute(tx)
  const survivor = await survivorOf(tx, partyId)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`case.open ${flow.service} ${survivor}`}, 0))`.execute(tx)
  const open = await tx
    .selectFrom('service_case')
    .select(['id', 'number', 'state'])
    .where(isOneWith(partyId))
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

/** Who took it in is the first-responsible (首问负责), where a member of staff did. */
function firstOf({ actor }: Ctx, division: string) {
  if (actor.kind !== 'staff') return {}
  const { grants } = actorWithin(actor, division)
  return { first_account_id: actor.accountId, first_office_id: grants[0]?.officeId ?? null }
}

/** What is new is opened for the survivor; what a merged one had goes on where it is. */
async function refuseMerged(tx: Tx, partyId: string): Promise<void> {
  const survivor = await survivorOf(tx, partyId)
  if (survivor === partyId) return
  throw conflict(
    'merged',
    '这份档案已经并入同一个人的另一份档案',
    '新的申请请在合并后的档案里办理；合并有误的，可以先撤销合并。',
    { partyId: survivor },
  )
}

/** Opens a case in its flow's first step. A second open one of the party gives 409 with the number of the first. */
export async function openCase(
  ctx: Ctx,
  tx: Tx,
  flow: Flow,
  { partyId, division }: { partyId: string; division: string },
): Promise<CaseReceipt> {
  await refuseMerged(tx, partyId)
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
      holding: 1,
      history_hash: '',
      opened_at: ctx.now,
      ...firstOf(ctx, division),
    })
    .execute()
  await recordHolding(tx, {
    row: { id, holding: 0, held_since: ctx.now },
    state: flow.initial,
    round: 1,
    next: {
      holder: 'applicant',
      officeId: null,
      accountId: null,
      deputyFor: null,
      cause: 'opened',
      reason: null,
    },
    by: null,
    now: ctx.now,
    calendar: ctx.platform.calendar,
  })
  ctx.concerning({ kind: 'case', id, division })
  return receiptOf({ id, number }, flow.initial, 1)
}
