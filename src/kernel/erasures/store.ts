import { type Selectable, sql } from 'kysely'
import { conflict, notFound } from '../../shared/errors.ts'
import type { Db, Tables, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

export type ErasureRow = Selectable<Tables['erasure']>

/** The newest erasure of any of these parties, who are one person. */
export const findNewest = (db: Db, ids: readonly string[]): Promise<ErasureRow | undefined> =>
  ids.length === 0
    ? Promise.resolve(undefined)
    : db
        .selectFrom('erasure')
        .selectAll()
        .where('party_id', 'in', ids)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst()

/** An erasure in reach, locked until the transaction ends. Throws a Refusal: 404 out of reach, 409 when it changed since it was seen. */
export async function lockErasure(
  tx: Tx,
  scope: RegionScope,
  seen: { id: string; version: number },
): Promise<ErasureRow> {
  const row = await tx
    .selectFrom('erasure')
    .selectAll()
    .where('id', '=', seen.id)
    .where(withinScope(scope, 'erasure.division', 'erasure.party_id'))
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('这一条删除')
  if (row.version === seen.version) return row
  throw conflict('stale', '这一条刚刚有了变化', '请刷新后核对，再决定。', { version: row.version, state: row.state })
}

/** Moves an erasure on; its version counts up. */
export async function moveErasure(
  tx: Tx,
  id: string,
  to: Partial<Pick<ErasureRow, 'decided_by' | 'decided_at' | 'ended_at' | 'reason'>> & { state: string },
): Promise<void> {
  await tx
    .updateTable('erasure')
    .set({ ...to, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}

/** Locks the parties of one person, always in one order: who opens a case for them waits, or is waited for. */
export async function lockParties(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.selectFrom('party').select('id').where('id', 'in', ids).orderBy('id').forUpdate().execute()
}
