import { conflict } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { ownParties } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { getPersonRow } from '../parties/store.ts'
import { type FindHolds, findObstacles } from './obstacles.ts'
import {
  type ErasureState,
  erasedThings,
  erasureStates,
  periodOf,
  type RetentionRule,
  retentionRules,
} from './retention.ts'
import { type ErasureRow, findNewest, lockErasure, lockParties, moveErasure } from './store.ts'

/** Until a second person's decision and its carrying out, whoever wished it can take it back. */
const mayWithdraw = (row: ErasureRow) => row.origin === 'wish' && ['proposed', 'approved'].includes(row.state)

const viewOwn = (row: ErasureRow) => ({
  id: row.id,
  origin: row.origin as 'wish' | 'retention' | 'replay',
  state: row.state as ErasureState,
  stateLabel: erasureStates[row.state as ErasureState],
  askedAt: row.proposed_at.toISOString(),
  reason: row.reason,
  version: row.version,
  withdrawable: mayWithdraw(row),
})

/** How the retention rules read on a page. */
export const viewRules = () =>
  Object.values(retentionRules).map((rule: RetentionRule) => ({
    what: rule.zh,
    after: rule.after,
    period: periodOf(rule),
    article: rule.article,
  }))

/** What erasing would take from the caller, what is kept and until when, what stands in the way, and how their wish stands. */
export const getOwnErasure = (ctx: Ctx, findHolds: FindHolds) =>
  ctx.guarded(async (tx) => {
    const ids = ownParties(ctx.scope)
    await getPersonRow(tx, ctx.scope, ctx.scope.party)
    const current = await findNewest(tx, ids)
    return {
      erases: [...erasedThings],
      rules: viewRules(),
      obstacles: await findObstacles(tx, ids, ctx.today, findHolds),
      current: current ? viewOwn(current) : null,
    }
  })

/**
 * Asks for the caller's own data to be erased (个人信息保护法 第四十七条). Throws a Refusal (409) with each obstacle, its article, its day
 * and the way out; or when it has been asked for already.
 */
export const askForErasure = (ctx: Ctx, findHolds: FindHolds) =>
  ctx.guarded(async (tx) => {
    const ids = ownParties(ctx.scope)
    const person = await getPersonRow(tx, ctx.scope, ctx.scope.party)
    await lockParties(tx, ids)
    const open = await findNewest(tx, ids)
    if (open && ['proposed', 'approved', 'carrying'].includes(open.state) && open.origin === 'wish') {
      throw conflict('already-asked', '已经申请过删除', '正在等工作人员处理，不用再申请一次；改了主意可以撤回。', {
        id: open.id,
        version: open.version,
      })
    }
    const obstacles = await findObstacles(tx, ids, ctx.today, findHolds)
    if (obstacles.length > 0) {
      const detail = obstacles.map(({ says, article, wayOut }) => `${says}（依据：${article}）。${wayOut}`).join('')
      throw conflict('cannot-erase', '您的信息现在还不能删除', detail, {
        obstacles: obstacles.map(({ code, until }) => ({ code, until })),
      })
    }
    // A proposal of the system gives way to the person's own wish.
    if (open && ['proposed', 'approved'].includes(open.state)) {
      await moveErasure(tx, open.id, { state: 'withdrawn', ended_at: ctx.now, reason: '本人自己申请了删除' })
    }
    const id = newId(ctx.now)
    await tx
      .insertInto('erasure')
      .values({
        id,
        party_id: person.party_id,
        division: person.division,
        origin: 'wish',
        rule: 'ownWish',
        due_on: ctx.today,
        state: 'proposed',
        proposed_by: ctx.actor.accountId,
        proposed_at: ctx.now,
      })
      .execute()
    ctx.concerning({ kind: 'person', id: person.party_id, division: person.division })
    return { id, state: 'proposed' as const, version: 1 }
  })

/** Takes one's own wish back. Throws a Refusal (409) when it is stale, decided against, or being carried out. */
export const withdrawErasure = (ctx: Ctx, input: { id: string; version: number }) =>
  ctx.guarded(async (tx) => {
    const row = await lockErasure(tx, ctx.scope, input)
    if (!mayWithdraw(row)) {
      throw conflict('not-withdrawable', '现在不能撤回', '它已经有了结果，或者正在执行。请刷新后查看。', {
        state: row.state,
      })
    }
    await moveErasure(tx, row.id, { state: 'withdrawn', ended_at: ctx.now })
    ctx.concerning({ kind: 'person', id: row.party_id, division: row.division })
    return { id: row.id, state: 'withdrawn' as const, version: row.version + 1 }
  })
