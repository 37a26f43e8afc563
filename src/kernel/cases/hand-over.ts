import { sql } from 'kysely'
import { conflict, type FieldError } from '../../shared/errors.ts'
import type { Role } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import { endSessions } from '../identity/sessions.ts'
import { openMember, refusePartly } from '../offices/staff.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import { getMember, type Member, reachesWhole } from '../offices/staff-store.ts'
import type { Ctx } from '../operations/context.ts'
import { giveCase } from './change-holder.ts'
import { type Flow, flowNamed, getStep, stateLabel } from './flow.ts'
import { type CaseRow, lockCases } from './store.ts'
import { findUnfitness, getSuccessor, officeFor, type Successor } from './successor.ts'

/** To whom the cases of somebody who leaves or moves go: one successor for all, others for some. */
export interface Succession {
  id: string
  to: string
  others: readonly { case: string; to: string }[]
}

export interface HandOver extends Succession {
  version: number
  reason: string
  /** Disables the account too: they leave for good. Else they only give up what they hold. */
  leaves: boolean
}

interface Passing {
  row: CaseRow
  successor: Successor
  problem: string | undefined
}

async function lockHeld(tx: Tx, accountId: string): Promise<CaseRow[]> {
  const held = await tx
    .selectFrom('service_case')
    .select('id')
    .where('assignee_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
  return held.length === 0
    ? []
    : lockCases(
        tx,
        everything,
        held.map(({ id }) => id),
      )
}

/** Who gets which case, and what stands in the way. */
async function planPassing(ctx: Ctx, flows: readonly Flow[], { id, to, others }: Succession): Promise<Passing[]> {
  const tx = ctx.db as Tx
  const chosen = new Map(others.map((other) => [other.case, other.to]))
  const successors = new Map<string, Successor>()
  for (const one of new Set([to, ...chosen.values()])) successors.set(one, await getSuccessor(tx, one, ctx.today))
  return (await lockHeld(tx, id)).map((row) => {
    const successor = successors.get(chosen.get(row.id) ?? to) as Successor
    const same = successor.accountId === id ? `${successor.name}就是交出的人` : undefined
    return { row, successor, problem: same ?? findUnfitness(flowNamed(flows, row.service), row, successor) }
  })
}

/** Where else somebody is relied upon. */
async function findTies(ctx: Ctx, accountId: string) {
  const { rows } = await sql<{ first: number; deputies: string[] }>`
    select
      (select count(*)::int from service_case where first_account_id = ${accountId}::uuid and ended_at is null) as first,
      coalesce((select array_agg(account.name) from absence join account on account.id = absence.account_id
        where deputy_id = ${accountId}::uuid and cancelled_at is null and last_day >= ${ctx.today}::date), '{}') as deputies`.execute(
    ctx.db,
  )
  return rows[0] ?? { first: 0, deputies: [] }
}

/** What a hand-over (交接) would do to each case, and where else the person is relied upon; nothing is changed. */
export async function previewHandOver(ctx: Ctx, flows: readonly Flow[], wanted: Succession) {
  const member = await getMember(ctx.db, ctx.scope, wanted.id, ctx.today)
  const passings = await planPassing(ctx, flows, wanted)
  const { first, deputies } = await findTies(ctx, wanted.id)
  return {
    whole: reachesWhole(ctx.scope, member, ctx.today),
    firstCount: first,
    deputyFor: deputies,
    items: passings.map(({ row, successor, problem }) => ({
      id: row.id,
      number: row.number,
      stateLabel: stateLabel(flowNamed(flows, row.service), row.state),
      to: successor.accountId,
      toName: successor.name,
      problem: problem ?? null,
    })),
  }
}

function refuseProblems(passings: readonly Passing[]): void {
  const errors: FieldError[] = passings.flatMap(({ row, problem }) =>
    problem ? [{ field: `cases.${row.number}`, code: 'unfit', message: `${row.number}：${problem}` }] : [],
  )
  if (errors.length === 0) return
  const list = errors.map((error) => error.message).join('；')
  throw conflict('not-handed-over', `${errors.length} 件没有合适的人接，一件也没有交`, list, { errors })
}

/** Seats on the rota, deputyships to come, and roles: all end today. */
async function endTies(ctx: Ctx, member: Member, to: Successor): Promise<void> {
  const tx = ctx.db as Tx
  const { id } = member
  const { today } = ctx
  await sql`
    update duty set valid_to = greatest(valid_from, ${today}::date)
    where account_id = ${id}::uuid and (valid_to is null or valid_to > ${today}::date)`.execute(tx)
  await sql`delete from duty_exception where account_id = ${id}::uuid and day >= ${today}::date`.execute(tx)
  await sql`
    update absence set deputy_id = null, version = version + 1
    where deputy_id = ${id}::uuid and begun_at is null and cancelled_at is null`.execute(tx)
  await sql`
    update service_case set first_account_id = ${to.accountId}::uuid
    where first_account_id = ${id}::uuid and ended_at is null`.execute(tx)
  await sql`
    update role_grant set valid_to = greatest(valid_from, ${today}::date)
    where account_id = ${id}::uuid and (valid_to is null or valid_to > ${today}::date)`.execute(tx)
}

async function tellSuccessors(ctx: Ctx, member: Member, passings: readonly Passing[]): Promise<void> {
  for (const [accountId, list] of Map.groupBy(passings, ({ successor }) => successor.accountId)) {
    const numbers = list.map(({ row }) => row.number).join('、')
    const body = `${member.name}离岗，请接着办：${numbers}。`
    await tellStaff(ctx.db, { accountId, title: `交接给您 ${list.length} 件`, body, at: ctx.now })
  }
}

/**
 * Hands over (交接) everything of somebody who leaves or moves, in one act: each open case to its successor, the answerability as
 * first-responsible to the successor of all; the rota, deputyships to come, roles and sessions end, and the account is
 * disabled when they leave. All or nothing. Errors: 409 naming each case nobody named can take, 403 beyond one's reach.
 */
export async function handOver(ctx: Ctx, flows: readonly Flow[], wanted: HandOver): Promise<{ passed: number }> {
  const member = await openMember(ctx, wanted)
  refusePartly(ctx, member)
  const passings = await planPassing(ctx, flows, wanted)
  refuseProblems(passings)
  const tx = ctx.db as Tx
  for (const { row, successor } of passings) {
    const officeId = officeFor(successor, getStep(flowNamed(flows, row.service), row.state).by as Role, row)
    const next = {
      officeId,
      accountId: successor.accountId,
      deputyFor: null,
      cause: 'handOver',
      reason: wanted.reason,
    } as const
    await giveCase(tx, ctx, { row, next, by: ctx.actor.accountId })
  }
  await endTies(ctx, member, await getSuccessor(tx, wanted.to, ctx.today))
  await endSessions(tx, { accountId: member.id }, ctx.now)
  await tx
    .updateTable('account')
    .set({ version: member.version + 1, ...(wanted.leaves ? { state: 'disabled' } : {}) })
    .where('id', '=', member.id)
    .execute()
  await tellSuccessors(ctx, member, passings)
  return { passed: passings.length }
}
