import { sql } from 'kysely'
import { dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { appendAudit } from '../audit/entry.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import { paperRemoved } from '../documents/papers.ts'
import { emitEvent } from '../events/outbox.ts'
import type { Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { findMergedWith } from '../parties/merged.ts'
import { type FindHolds, findObstacles } from './obstacles.ts'
import { type ErasureRow, lockParties, moveErasure } from './store.ts'

/** One line of the list of the erased: no personal data, only ids. */
export interface ErasedLine {
  person: string
  erasure: string
  /** Calendar date on which it was carried out. */
  on: string
}

/** The list of the erased, outside the database: it only grows, and a restore never shortens it. */
export interface ErasedList {
  /** Writes lines and waits until they are on disk. */
  append(lines: readonly ErasedLine[]): Promise<void>
  read(): Promise<readonly ErasedLine[]>
}

const within = <T>(platform: Platform, use: (tx: Tx) => Promise<T>): Promise<T> =>
  platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    return use(tx)
  })

/** Point of no return: nothing may stand in the way any more, or the erasure lapses. Gives the parties to erase, or null. */
const beginCarrying = (platform: Platform, id: string, findHolds: FindHolds) =>
  within(platform, async (tx) => {
    const row = await tx
      .selectFrom('erasure')
      .selectAll()
      .where('id', '=', id)
      .where('state', 'in', ['approved', 'carrying'])
      .forUpdate()
      .executeTakeFirst()
    if (!row) return null
    const ids = await findMergedWith(tx, row.party_id)
    await lockParties(tx, ids)
    if (row.state === 'carrying') return { row, ids }
    const now = platform.now()
    const [obstacle] = await findObstacles(tx, ids, dateIn(now), findHolds)
    if (obstacle) {
      await moveErasure(tx, id, { state: 'withdrawn', ended_at: now, reason: `批准以后有了变化：${obstacle.says}` })
      return null
    }
    await moveErasure(tx, id, { state: 'carrying' })
    return { row, ids }
  })

/** Takes away all that is known of these parties, in the transaction, under an erasure that is being carried out. */
async function erase(tx: Tx, row: Pick<ErasureRow, 'id' | 'party_id' | 'division'>, ids: readonly string[], now: Date) {
  await lockParties(tx, ids)
  for (const id of ids) {
    const { rows } = await sql<{ paper: string }>`
      select paper from erase_person(${row.id}::uuid, ${id}::uuid) as paper`.execute(tx)
    for (const { paper } of rows) {
      await emitEvent(tx, { type: paperRemoved, version: 1, key: paper, payload: { paperId: paper }, at: now })
    }
  }
  await moveErasure(tx, row.id, { state: 'done', ended_at: now })
  await appendAudit(tx, {
    at: now,
    actorId: null,
    actorRole: 'system',
    operation: 'erasure.carryOut',
    subject: { kind: 'person', id: row.party_id, division: row.division },
    channel: 'online',
    traceId: row.id,
  })
}

/**
 * Carries out (执行删除) what was approved: first the point of no return is committed, then the lines are on disk, then the data go in one
 * transaction. A crash after any of the three leaves `carrying`, which the next turn, or the replay at the start, brings to its end.
 */
export async function carryOutErasures(platform: Platform, list: ErasedList, findHolds: FindHolds): Promise<void> {
  const waiting = await platform.db
    .selectFrom('erasure')
    .select('id')
    .where('state', 'in', ['approved', 'carrying'])
    .orderBy('id')
    .limit(50)
    .execute()
  for (const { id } of waiting) {
    const begun = await beginCarrying(platform, id, findHolds)
    if (!begun) continue
    const on = dateIn(platform.now())
    await list.append(begun.ids.map((person) => ({ person, erasure: id, on })))
    await within(platform, (tx) => erase(tx, begun.row, begun.ids, platform.now()))
  }
}

/** The erasure that a line is replayed under: its own where that is still there, else a new one. */
async function reopenErasure(tx: Tx, line: ErasedLine, division: string, now: Date): Promise<string> {
  const interrupted = await tx
    .selectFrom('erasure')
    .select('id')
    .where('id', '=', line.erasure)
    .where('party_id', '=', line.person)
    .where('state', '=', 'carrying')
    .executeTakeFirst()
  if (interrupted) return interrupted.id
  await tx
    .updateTable('erasure')
    .set({ state: 'withdrawn', ended_at: now, reason: '从备份恢复后按名单重新删除' })
    .where('party_id', '=', line.person)
    .where('state', 'in', ['proposed', 'approved', 'carrying'])
    .execute()
  const id = newId(now)
  await tx
    .insertInto('erasure')
    .values({
      id,
      party_id: line.person,
      division,
      origin: 'replay',
      rule: 'replay',
      due_on: line.on,
      state: 'carrying',
      proposed_at: now,
    })
    .execute()
  return id
}

/**
 * Replays the list of the erased after a restore to an instant before them; says how many persons were erased once more. Whoever is gone
 * already, or was not there yet, is passed over.
 */
export async function replayErased(platform: Platform, list: ErasedList): Promise<number> {
  let again = 0
  const seen = new Set<string>()
  for (const line of await list.read()) {
    if (seen.has(line.person)) continue
    seen.add(line.person)
    const erased = await within(platform, async (tx) => {
      const person = await tx
        .selectFrom('person')
        .select(['party_id', 'division'])
        .where('party_id', '=', line.person)
        .where('wrapped_key', 'is not', null)
        .executeTakeFirst()
      if (!person) return false
      const now = platform.now()
      const id = await reopenErasure(tx, line, person.division, now)
      await erase(tx, { id, party_id: line.person, division: person.division }, [line.person], now)
      return true
    })
    if (erased) again += 1
  }
  return again
}
