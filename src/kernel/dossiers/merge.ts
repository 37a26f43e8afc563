import { sql } from 'kysely'
import { conflict } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { addNotice } from '../notifications/store.ts'
import type { Ctx } from '../operations/context.ts'
import { getPersonRow, type PersonRow } from '../parties/store.ts'
import { viewSide } from './duplicates.ts'

/** What stands in the way of a merge, and how to get it out of the way. */
interface Obstacle {
  code: string
  says: string
  wayOut: string
}

const clashingServices = (tx: Tx, one: string, other: string) =>
  tx
    .selectFrom('service_case as a')
    .innerJoin('service_case as b', 'b.service', 'a.service')
    .select(['a.number as mine', 'b.number as theirs'])
    .where('a.party_id', '=', one)
    .where('b.party_id', '=', other)
    .where('a.ended_at', 'is', null)
    .where('b.ended_at', 'is', null)
    .execute()

/** Merges that hold now and touch one of two parties. */
const findMerges = (tx: Tx, ids: readonly string[]) =>
  tx
    .selectFrom('party_merge')
    .select(['id', 'merged_id', 'survivor_id'])
    .where('undone_at', 'is', null)
    .where((where) => where.or([where('merged_id', 'in', ids), where('survivor_id', 'in', ids)]))
    .execute()

function obstaclesInRows(survivor: PersonRow, merged: PersonRow): Obstacle[] {
  const found: Obstacle[] = []
  if (survivor.party_id === merged.party_id) {
    found.push({ code: 'same', says: '这是同一份档案', wayOut: '请选另一份要并入的档案。' })
  }
  if (!survivor.wrapped_key || !merged.wrapped_key) {
    found.push({
      code: 'erased',
      says: '其中一份档案的个人信息已按规定删除',
      wayOut: '删除后的档案不再合并，请在另一份里办理。',
    })
  }
  const verified = (row: PersonRow) => row.verification === 'verified'
  if (verified(survivor) && verified(merged) && survivor.identity_index !== merged.identity_index) {
    found.push({
      code: 'two-identities',
      says: '两份档案都核验过实名，证件号码不同',
      wayOut: '请对照证件原件：其中一份的号码有误的，先办理信息更正，再合并；确实是两个人的，请标为「不是同一个人」。',
    })
  }
  if (verified(merged) && !verified(survivor)) {
    found.push({
      code: 'keep-verified',
      says: '要并入的那份档案核验过实名，保留的这份还没有',
      wayOut: '请换过来：保留核验过的那一份。',
    })
  }
  return found
}

/** Everything that forbids merging one person into another, at once. */
async function findObstacles(tx: Tx, survivor: PersonRow, merged: PersonRow): Promise<Obstacle[]> {
  const found = obstaclesInRows(survivor, merged)
  const [one, other] = [survivor.party_id, merged.party_id]
  for (const merge of await findMerges(tx, [one, other])) {
    if (merge.merged_id === one || merge.merged_id === other) {
      const which = merge.merged_id === one ? '保留的这份' : '要并入的那份'
      found.push({
        code: 'merged-already',
        says: `${which}档案已经并入了别的档案`,
        wayOut: '请打开合并后的档案；合并有误的，先撤销合并。',
      })
    } else if (merge.survivor_id === other) {
      found.push({
        code: 'has-merged',
        says: '要并入的那份档案里已经并入了别的档案',
        wayOut: '请换过来合并；或先撤销那次合并，再一份一份地并入。',
      })
    }
  }
  for (const { mine, theirs } of one === other ? [] : await clashingServices(tx, one, other)) {
    found.push({
      code: 'two-open-cases',
      says: `两份档案各有一件同一事项正在办理：${mine} 和 ${theirs}`,
      wayOut: '请先办结其中一件，或请申请人撤回其中一件，再合并。',
    })
  }
  return found
}

/** What a party has, in numbers: all of it stays where it is and is reached through the survivor. */
async function countBelongings(tx: Tx, partyId: string) {
  const { rows } = await sql<{ cases: number; facts: number; papers: number; notices: number; accounts: number }>`
    select
      (select count(*)::int from service_case where party_id = ${partyId}) as cases,
      (select count(distinct key)::int from fact where party_id = ${partyId}) as facts,
      (select count(*)::int from document where party_id = ${partyId} and state = 'accepted') as papers,
      (select count(*)::int from notice where party_id = ${partyId}) as notices,
      (select count(*)::int from account where party_id = ${partyId}) as accounts`.execute(tx)
  return rows[0] ?? { cases: 0, facts: 0, papers: 0, notices: 0, accounts: 0 }
}

export interface MergePair {
  /** The person who survives. */
  id: string
  mergedId: string
}

/** Both sides of a merge with what would happen, and everything that stands in its way. */
export const previewMerge = (ctx: Ctx, { id, mergedId }: MergePair) =>
  ctx.guarded(async (tx) => {
    const survivor = await getPersonRow(tx, ctx.scope, id)
    const merged = await getPersonRow(tx, ctx.scope, mergedId)
    ctx.concerning({ kind: 'person', id: survivor.party_id, division: survivor.division })
    ctx.showing([merged.party_id])
    return {
      survivor: viewSide(ctx.platform, survivor),
      merged: viewSide(ctx.platform, merged),
      moves: await countBelongings(tx, merged.party_id),
      obstacles: await findObstacles(tx, survivor, merged),
    }
  })

/** Locks both parties, always in one order; whoever opens a case for either waits, or is waited for. */
const lockParties = (tx: Tx, ids: readonly string[]) =>
  tx.selectFrom('party').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()

function refuseStale(row: PersonRow, seen: number): void {
  if (row.version === seen) return
  throw conflict('stale', '其中一份档案刚刚有了变化', '请刷新后重新核对两份档案，再决定是否合并。', {
    id: row.party_id,
    version: row.version,
  })
}

/**
 * Merges one person into another (合并): by reference, so that no row of either changes. Throws a Refusal (409) with all that stands in
 * the way, or when either was changed since it was looked at.
 */
export const mergePersons = (
  ctx: Ctx,
  input: MergePair & { version: number; mergedVersion: number; reason: string },
): Promise<{ id: string }> =>
  ctx.guarded(async (tx) => {
    await lockParties(tx, [input.id, input.mergedId])
    const survivor = await getPersonRow(tx, ctx.scope, input.id)
    const merged = await getPersonRow(tx, ctx.scope, input.mergedId)
    refuseStale(survivor, input.version)
    refuseStale(merged, input.mergedVersion)
    const obstacles = await findObstacles(tx, survivor, merged)
    if (obstacles.length > 0) {
      const detail = obstacles.map(({ says, wayOut }) => `${says}。${wayOut}`).join('')
      throw conflict('cannot-merge', '这两份档案现在不能合并', detail, { reasons: obstacles.map(({ code }) => code) })
    }
    await tx
      .insertInto('party_merge')
      .values({
        id: newId(ctx.now),
        merged_id: merged.party_id,
        survivor_id: survivor.party_id,
        reason: input.reason,
        merged_by: ctx.actor.accountId as string,
        merged_at: ctx.now,
      })
      .execute()
    await tell(ctx, tx, survivor.party_id, {
      title: '您的两份档案已经合并',
      body: '工作人员核对后，把您登记过的两份档案合并成了一份，两边的办件、材料和通知现在都在这里。如果不是您本人的，请联系服务窗口撤销合并。',
    })
    ctx.concerning({ kind: 'person', id: survivor.party_id, division: survivor.division })
    ctx.showing([merged.party_id])
    return { id: survivor.party_id }
  })

const tell = (ctx: Ctx, tx: Tx, partyId: string, words: { title: string; body: string }) =>
  addNotice(tx, { partyId, caseId: null, at: ctx.now, ...words })

/**
 * Undoes a merge (撤销合并): both are what they were before; what came after it stays with the survivor, for whom it was done. Throws a
 * Refusal (409) when nothing is merged.
 */
export const unmergePerson = (ctx: Ctx, { id, reason }: { id: string; reason: string }): Promise<{ id: string }> =>
  ctx.guarded(async (tx) => {
    const merged = await getPersonRow(tx, ctx.scope, id)
    const undone = await tx
      .updateTable('party_merge')
      .set({ undone_by: ctx.actor.accountId, undone_at: ctx.now, undone_reason: reason })
      .where('merged_id', '=', id)
      .where('undone_at', 'is', null)
      .returning('survivor_id')
      .executeTakeFirst()
    if (!undone) {
      throw conflict('not-merged', '这份档案没有并入别的档案', '可能已经撤销过了，请刷新后核对。')
    }
    const survivor = await getPersonRow(tx, ctx.scope, undone.survivor_id)
    for (const { party_id } of [survivor, merged]) {
      await tell(ctx, tx, party_id, {
        title: '档案合并已经撤销',
        body: '工作人员撤销了此前的档案合并，两份档案恢复为各自独立。合并以后新办的事留在保留的那份档案里。',
      })
    }
    ctx.concerning({ kind: 'person', id: survivor.party_id, division: survivor.division })
    ctx.showing([id])
    return { id }
  })

/** How a person's merges stand: into whom they were merged, or who was merged into them. */
export async function findMergeStanding(tx: Tx, partyId: string) {
  const rows = await tx
    .selectFrom('party_merge')
    .leftJoin('account', 'account.id', 'party_merge.merged_by')
    .select(['merged_id', 'survivor_id', 'reason', 'merged_at', 'account.name as by'])
    .where('undone_at', 'is', null)
    .where((where) => where.or([where('merged_id', '=', partyId), where('survivor_id', '=', partyId)]))
    .orderBy('merged_at')
    .execute()
  return {
    mergedInto: rows.find((row) => row.merged_id === partyId)?.survivor_id ?? null,
    merged: rows
      .filter((row) => row.survivor_id === partyId)
      .map(({ merged_id, reason, merged_at, by }) => ({
        id: merged_id,
        reason,
        mergedAt: merged_at.toISOString(),
        by,
      })),
  }
}
