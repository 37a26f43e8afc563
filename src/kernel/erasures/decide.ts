import { sql } from 'kysely'
import { conflict, forbidden, malformed } from '../../shared/errors.ts'
import { isId, newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { withinScope } from '../divisions/scope.ts'
import { addNotice } from '../notifications/store.ts'
import type { Ctx } from '../operations/context.ts'
import { findMergedWith } from '../parties/merged.ts'
import { maskPerson, openPerson } from '../parties/person.ts'
import { findPersonRows, getPersonRow } from '../parties/store.ts'
import { type FindHolds, findObstacles } from './obstacles.ts'
import { viewRules } from './own.ts'
import { type ErasureGround, type ErasureState, erasureGrounds, erasureStates, groundArticles } from './retention.ts'
import { type ErasureRow, lockErasure, lockParties, moveErasure } from './store.ts'

const PAGE = 30

export interface ErasureFilter {
  state?: ErasureState | undefined
  ground?: ErasureGround | undefined
  after?: string | undefined
}

async function findRows(tx: Tx, { scope }: Ctx, { state, ground, after }: ErasureFilter) {
  if (after !== undefined && !isId(after)) throw malformed('翻页位置不对，请回到第一页。')
  let query = tx
    .selectFrom('erasure')
    .leftJoin('account as proposer', 'proposer.id', 'erasure.proposed_by')
    .leftJoin('account as decider', 'decider.id', 'erasure.decided_by')
    .selectAll('erasure')
    .select(['proposer.name as proposer', 'decider.name as decider'])
    .where(withinScope(scope, 'erasure.division'))
  if (state) query = query.where('erasure.state', '=', state)
  if (ground) query = query.where('erasure.rule', '=', ground)
  if (after) query = query.where('erasure.id', '<', after)
  return query
    .orderBy('erasure.id', 'desc')
    .limit(PAGE + 1)
    .execute()
}

type Row = Awaited<ReturnType<typeof findRows>>[number]

const proposerOf = ({ origin, proposer }: Row) =>
  origin === 'replay'
    ? '恢复后的名单'
    : origin === 'retention'
      ? '系统'
      : proposer
        ? `本人（${proposer}代为提出）`
        : '本人'

const isOpen = (row: Pick<ErasureRow, 'state'>) => row.state === 'proposed'

function viewRow(ctx: Ctx, row: Row) {
  const ground = row.rule as ErasureGround
  const state = row.state as ErasureState
  return {
    id: row.id,
    partyId: row.party_id,
    ground,
    groundLabel: erasureGrounds[ground],
    article: groundArticles[ground],
    dueOn: row.due_on,
    state,
    stateLabel: erasureStates[state],
    proposedBy: proposerOf(row),
    proposedAt: row.proposed_at.toISOString(),
    decidedBy: row.decider,
    decidedAt: row.decided_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    reason: row.reason,
    version: row.version,
    decidable: isOpen(row) && row.proposed_by !== ctx.actor.accountId,
  }
}

/** One page of what is to be erased and what was, newest first, names partly hidden. */
export const findErasures = (ctx: Ctx, filter: ErasureFilter) =>
  ctx.guarded(async (tx) => {
    const rows = await findRows(tx, ctx, filter)
    const shown = rows.slice(0, PAGE)
    const ids = [...new Set(shown.map(({ party_id }) => party_id))]
    const persons = new Map((await findPersonRows(tx, ctx.scope, ids)).map((row) => [row.party_id, row]))
    ctx.showing(ids)
    const items = shown.map((row) => {
      const person = persons.get(row.party_id)
      const masked = person && maskPerson(openPerson(ctx.platform, person))
      return {
        ...viewRow(ctx, row),
        name: masked?.name ?? null,
        phone: masked?.phone ?? null,
        divisionName: person?.divisionName ?? row.division,
      }
    })
    return { items, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null, rules: viewRules() }
  })

/** Refuses whoever proposed it, and what is not open any more. */
function refuseDeciding(ctx: Ctx, row: ErasureRow): void {
  if (!isOpen(row)) {
    const now = erasureStates[row.state as ErasureState]
    throw conflict('decided', '这一条已经处理过了', `现在是“${now}”。请刷新后查看。`, { state: row.state })
  }
  if (row.proposed_by === ctx.actor.accountId) {
    throw forbidden('提出删除的人不能自己批准或者不批准，请另一位管理员或审计人员处理。')
  }
}

/**
 * Approves an erasure (批准删除): somebody else than who proposed it. It is carried out within seconds. Throws a Refusal: 403 for the proposer,
 * 409 when stale or decided, or when something has come to stand in the way.
 */
export const approveErasure = (ctx: Ctx, input: { id: string; version: number }, findHolds: FindHolds) =>
  ctx.guarded(async (tx) => {
    const row = await lockErasure(tx, ctx.scope, input)
    refuseDeciding(ctx, row)
    const ids = await findMergedWith(tx, row.party_id)
    await lockParties(tx, ids)
    const obstacles = await findObstacles(tx, ids, ctx.today, findHolds)
    if (obstacles.length > 0) {
      const detail = obstacles.map(({ says, article }) => `${says}（依据：${article}）。`).join('')
      throw conflict('cannot-erase', '提出以后有了变化，现在不能删除', `${detail}请不予删除，并写明理由。`)
    }
    await moveErasure(tx, row.id, { state: 'approved', decided_by: ctx.actor.accountId, decided_at: ctx.now })
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    return { id: row.id, state: 'approved' as const, version: row.version + 1 }
  })

/** Refuses an erasure (不予删除) with the reason; a person who wished it is told. Throws a Refusal as approving does. */
export const refuseErasure = (ctx: Ctx, input: { id: string; version: number; reason: string }) =>
  ctx.guarded(async (tx) => {
    const row = await lockErasure(tx, ctx.scope, input)
    refuseDeciding(ctx, row)
    await moveErasure(tx, row.id, {
      state: 'refused',
      decided_by: ctx.actor.accountId,
      decided_at: ctx.now,
      ended_at: ctx.now,
      reason: input.reason,
    })
    if (row.origin === 'wish') {
      await addNotice(tx, {
        partyId: row.party_id,
        caseId: null,
        at: ctx.now,
        title: '您的信息没有删除',
        body: `理由：${input.reason}。不同意的，可以再次申请，或向履行个人信息保护职责的部门投诉（《个人信息保护法》第六十五条）。`,
      })
    }
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    return { id: row.id, state: 'refused' as const, version: row.version + 1 }
  })

/**
 * An administrator proposes somebody who wished it at the window, on paper. Throws a Refusal (409) with what stands in the way, or when
 * it is proposed already.
 */
export const proposeErasure = (ctx: Ctx, input: { partyId: string }, findHolds: FindHolds) =>
  ctx.guarded(async (tx) => {
    const person = await getPersonRow(tx, ctx.scope, input.partyId)
    const ids = await findMergedWith(tx, person.party_id)
    await lockParties(tx, ids)
    const obstacles = await findObstacles(tx, ids, ctx.today, findHolds)
    if (obstacles.length > 0 || !person.wrapped_key) {
      const detail = obstacles.map(({ says, article, wayOut }) => `${says}（依据：${article}）。${wayOut}`).join('')
      throw conflict('cannot-erase', '这位服务对象的信息现在不能删除', detail || '已经删除过了。')
    }
    const id = newId(ctx.now)
    const made = await tx
      .insertInto('erasure')
      .values({
        id,
        party_id: ids[0] ?? person.party_id,
        division: person.division,
        origin: 'wish',
        rule: 'ownWish',
        due_on: ctx.today,
        state: 'proposed',
        proposed_by: ctx.actor.accountId,
        proposed_at: ctx.now,
      })
      .onConflict((clash) =>
        clash.column('party_id').where(sql<boolean>`state in ('proposed', 'approved', 'carrying')`).doNothing(),
      )
      .returning('id')
      .executeTakeFirst()
    if (!made) throw conflict('already-asked', '已经提出过删除', '请在“到期与删除”里查看，由另一人处理。')
    ctx.concerning({ kind: 'person', id: person.party_id, division: person.division })
    return { id, state: 'proposed' as const, version: 1 }
  })
