import { conflict, type FieldError, forbidden, notFound } from '../../shared/errors.ts'
import { actorWithin, type Role, rolesOf } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import type { Ctx } from '../operations/context.ts'
import { type Flow, getStep } from './flow.ts'
import { type Holding, recordHolding } from './holding.ts'
import { type CaseRow, lockCase, lockCases } from './store.ts'
import { findUnfitness, getSuccessor, officeFor, type Successor } from './successor.ts'

/** A case as somebody saw it: the number of its holding tells whether it has changed hands since. */
export interface SeenCase {
  id: string
  holding: number
}

export type FlowOf = (row: Pick<CaseRow, 'service' | 'flow_version'>) => Flow

interface Handing {
  row: CaseRow
  next: Omit<Holding, 'holder'>
  by: string | null
}

/** Gives a case whose row is locked to somebody else, or to a pool: spine and relay clock. */
export async function giveCase(
  tx: Tx,
  { platform, now }: Pick<Ctx, 'platform' | 'now'>,
  { row, next, by }: Handing,
): Promise<void> {
  await recordHolding(tx, {
    row,
    state: row.state,
    round: row.round,
    next: { holder: 'office', ...next },
    by,
    now,
    calendar: platform.calendar,
  })
  await tx
    .updateTable('service_case')
    .set({
      office_id: next.officeId,
      assignee_id: next.accountId,
      waiting_reason: next.accountId === null ? next.reason : null,
      holding: row.holding + 1,
      held_since: now,
    })
    .where('id', '=', row.id)
    .execute()
}

async function nameOf(tx: Tx, accountId: string | null): Promise<string> {
  if (accountId === null) return '待领办'
  const found = await tx.selectFrom('account').select('name').where('id', '=', accountId).executeTakeFirst()
  return found?.name ?? '其他人员'
}

async function refuseChangedHands(tx: Tx, row: CaseRow, seen: number): Promise<void> {
  if (row.holding === seen) return
  throw conflict(
    'changed-hands',
    '这件刚刚换了经办人',
    `现在的经办：${row.holder === 'office' ? await nameOf(tx, row.assignee_id) : '不在经办机构手里'}。请刷新后再决定。`,
    { holding: row.holding },
  )
}

const ownAs = ({ actor }: Ctx): Successor => ({
  accountId: actor.accountId ?? '',
  name: '您',
  active: true,
  grants: actor.grants,
  absentUntil: null,
})

/**
 * Takes a case from the office's pool (领办), or from a colleague with a reason (接办), whom the workbench tells. One of many at
 * once wins. Errors: 404 out of reach, 409 when it has changed hands, 403 without the role of the step or recused.
 */
export async function claimCase(
  ctx: Ctx,
  flowOf: FlowOf,
  { id, holding, reason }: SeenCase & { reason?: string | undefined },
): Promise<{ id: string; holding: number }> {
  const { actor, now } = ctx
  const tx = ctx.db as Tx
  const row = await lockCase(tx, ctx.scope, id)
  await refuseChangedHands(tx, row, holding)
  const flow = flowOf(row)
  const unfit = findUnfitness(flow, row, ownAs(ctx))
  if (unfit) throw forbidden(`${unfit}。`)
  if (row.assignee_id === actor.accountId) return { id, holding: row.holding }
  const from = row.assignee_id
  if (from !== null && !reason) {
    throw conflict('reason-needed', '接办要写明理由', '这件在同事手里。请写明为什么由您接办，系统会告诉这位同事。')
  }
  const officeId = officeFor(actor, getStep(flow, row.state).by as Role, row)
  const cause = from === null ? 'claimed' : 'takenOver'
  const next = { officeId, accountId: actor.accountId, deputyFor: null, cause, reason: reason ?? null } as const
  await giveCase(tx, ctx, { row, next, by: actor.accountId })
  await keepFirst(tx, row, actor.accountId, officeId)
  if (from !== null) {
    const body = `${actor.name ?? '同事'}接办了 ${row.number}：${reason}`
    await tellStaff(tx, { accountId: from, caseId: id, title: '您的一件由同事接办', body, at: now })
  }
  ctx.concerning({ kind: 'case', id, division: row.division })
  return { id, holding: row.holding + 1 }
}

/** Whoever takes a case that nobody has touched yet answers for it from now on (首问负责). */
async function keepFirst(tx: Tx, row: CaseRow, accountId: string | null, officeId: string | null): Promise<void> {
  if (row.first_account_id !== null) return
  await tx
    .updateTable('service_case')
    .set({ first_account_id: accountId, first_office_id: officeId })
    .where('id', '=', row.id)
    .execute()
}

export interface Reassignment {
  cases: readonly SeenCase[]
  to: string
  reason: string
}

export interface PreviewedCase {
  id: string
  number: string
  from: string
  /** Why it cannot go there; null when it can. */
  problem: string | null
}

/** Own cases anyone may hand on; those of others, and of the pool, the administrator of the division. */
function findHindrance(ctx: Ctx, row: CaseRow): string | undefined {
  if (row.assignee_id === ctx.actor.accountId) return undefined
  if (rolesOf(actorWithin(ctx.actor, row.division)).includes('administrator')) return undefined
  return '不在您手里；别人手里的由管理员转办，或者您先接办'
}

async function examine(ctx: Ctx, flowOf: FlowOf, { cases, to }: Pick<Reassignment, 'cases' | 'to'>) {
  const tx = ctx.db as Tx
  const successor = await getSuccessor(tx, to, ctx.today)
  const seen = new Map(cases.map((one) => [one.id, one.holding]))
  const rows = await lockCases(tx, ctx.scope, [...seen.keys()])
  if (rows.length < seen.size) throw notFound(`${seen.size - rows.length} 个办件`)
  const problemOf = (row: CaseRow): string | undefined => {
    if (row.holding !== seen.get(row.id)) return '刚刚换了经办人，请刷新后再选'
    if (row.assignee_id === to) return `已经在${successor.name}手里`
    return findHindrance(ctx, row) ?? findUnfitness(flowOf(row), row, successor)
  }
  return { tx, successor, examined: rows.map((row) => ({ row, problem: problemOf(row) })) }
}

/** What a reassignment would do to each case, and which stand in its way; nothing is changed. */
export async function previewReassign(
  ctx: Ctx,
  flowOf: FlowOf,
  wanted: Pick<Reassignment, 'cases' | 'to'>,
): Promise<{ to: string; items: PreviewedCase[] }> {
  const { tx, successor, examined } = await examine(ctx, flowOf, wanted)
  const items = []
  for (const { row, problem } of examined) {
    items.push({ id: row.id, number: row.number, from: await nameOf(tx, row.assignee_id), problem: problem ?? null })
  }
  return { to: successor.name, items }
}

const problemsOf = (examined: readonly { row: CaseRow; problem: string | undefined }[]): FieldError[] =>
  examined.flatMap(({ row, problem }) =>
    problem ? [{ field: `cases.${row.number}`, code: 'unfit', message: `${row.number}：${problem}` }] : [],
  )

async function tellBoth(ctx: Ctx, rows: readonly CaseRow[], to: Successor, reason: string): Promise<void> {
  const own = ctx.actor.accountId
  const numbers = (list: readonly CaseRow[]) => list.map((row) => row.number).join('、')
  const tell = (accountId: string, title: string, list: readonly CaseRow[]) =>
    tellStaff(ctx.db, { accountId, title, body: `${numbers(list)}。理由：${reason}`, at: ctx.now })
  if (to.accountId !== own) await tell(to.accountId, `转来 ${rows.length} 件，请接着办`, rows)
  for (const [from, list] of Map.groupBy(rows, (row) => row.assignee_id)) {
    if (from !== null && from !== own) await tell(from, `您的 ${list.length} 件转给了${to.name}`, list)
  }
}

/**
 * Hands cases on (转办), one or many (批量转办), to one person with one reason: all or none. Errors: 409 naming each case that
 * has changed hands or cannot go there, and why; 404 when some are out of reach.
 */
export async function reassignCases(
  ctx: Ctx,
  flowOf: FlowOf,
  wanted: Reassignment,
): Promise<{ moved: number; to: string }> {
  const { tx, successor, examined } = await examine(ctx, flowOf, wanted)
  const problems = problemsOf(examined)
  if (problems.length > 0) {
    const list = problems.map((problem) => problem.message).join('；')
    throw conflict('not-reassigned', `${problems.length} 件不能转办，一件也没有转`, list, { errors: problems })
  }
  const rows = examined.map(({ row }) => row)
  const cause = rows.length > 1 ? 'reassigned' : 'handedOn'
  for (const row of rows) {
    const officeId = officeFor(successor, getStep(flowOf(row), row.state).by as Role, row)
    const next = { officeId, accountId: successor.accountId, deputyFor: null, cause, reason: wanted.reason } as const
    await giveCase(tx, ctx, { row, next, by: ctx.actor.accountId })
  }
  await tellBoth(ctx, rows, successor, wanted.reason)
  const [first] = rows
  if (first) ctx.concerning({ kind: 'case', id: first.id, division: first.division })
  return { moved: rows.length, to: successor.name }
}
