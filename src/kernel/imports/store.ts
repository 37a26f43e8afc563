import { sql } from 'kysely'
import { conflict, notFound } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

const columns = [
  'import_batch.id',
  'import_batch.kind',
  'import_batch.division',
  'import_batch.state',
  'import_batch.version',
  'import_batch.mode',
  'import_batch.created_by',
  'import_batch.created_at',
  'import_batch.finished_at',
  'import_batch.file_cipher',
  'import_batch.mapping',
  'import_batch.total',
  'import_batch.done',
  'import_batch.fault',
] as const

const selectBatches = (tx: Tx, scope: RegionScope) =>
  tx
    .selectFrom('import_batch')
    .innerJoin('account', 'account.id', 'import_batch.created_by')
    .select([...columns, 'account.name as by'])
    .where(withinScope(scope, 'import_batch.division'))

export type BatchRow = Awaited<ReturnType<typeof getBatch>>

/** One import in reach; 404 where it is not there or not in reach. */
export async function getBatch(tx: Tx, scope: RegionScope, id: string) {
  const found = await selectBatches(tx, scope).where('import_batch.id', '=', id).executeTakeFirst()
  if (!found) throw notFound('这次导入')
  return found
}

/** The same, locked until the transaction ends, refused (409) where it is not of this version or not in this state. */
export async function lockBatch(
  tx: Tx,
  scope: RegionScope,
  seen: { id: string; version: number },
  state: string,
): Promise<BatchRow> {
  const query = selectBatches(tx, scope).where('import_batch.id', '=', seen.id).forUpdate('import_batch')
  const found = await query.executeTakeFirst()
  if (!found) throw notFound('这次导入')
  if (found.version === seen.version && found.state === state) return found
  throw conflict('stale', '这次导入刚刚有了变化', '请刷新页面看现在的进度，再决定怎么办。', {
    version: found.version,
    state: found.state,
  })
}

/** Imports in reach, newest first, by key. */
export function findBatches(tx: Tx, scope: RegionScope, limit: number, after?: string): Promise<BatchRow[]> {
  const query = selectBatches(tx, scope).orderBy('import_batch.id', 'desc').limit(limit)
  return (after ? query.where('import_batch.id', '<', after) : query).execute()
}

/** The sealed sheet; null once it has been forgotten. */
export const getSheetCipher = async (tx: Tx, id: string): Promise<Buffer | null> =>
  (await tx.selectFrom('import_batch').select('sheet_cipher').where('id', '=', id).executeTakeFirst())?.sheet_cipher ??
  null

export interface LineOutcome {
  line: number
  state: 'good' | 'bad' | 'skipped' | 'written'
  reason: string
  resultId?: string | null
}

const BATCH = 1000

/** Puts what was found of the lines in the place of what was found before. */
export async function replaceLines(tx: Tx, batchId: string, outcomes: readonly LineOutcome[]): Promise<void> {
  await tx.deleteFrom('import_row').where('batch_id', '=', batchId).execute()
  for (let first = 0; first < outcomes.length; first += BATCH) {
    await tx
      .insertInto('import_row')
      .values(
        outcomes
          .slice(first, first + BATCH)
          .map(({ line, state, reason }) => ({ batch_id: batchId, line, state, reason })),
      )
      .execute()
  }
}

/** Notes what became of one line. */
export const saveOutcome = (db: Db, batchId: string, { line, state, reason, resultId = null }: LineOutcome) =>
  db
    .updateTable('import_row')
    .set({ state, reason, result_id: resultId })
    .where('batch_id', '=', batchId)
    .where('line', '=', line)
    .execute()

/** Lines of an import in their order, by key. */
export function findLines(
  tx: Tx,
  batchId: string,
  filter: { states: readonly string[]; after: number; limit: number },
) {
  return tx
    .selectFrom('import_row')
    .select(['line', 'state', 'reason', 'result_id'])
    .where('batch_id', '=', batchId)
    .where('state', 'in', filter.states)
    .where('line', '>', filter.after)
    .orderBy('line')
    .limit(filter.limit)
    .execute()
}

/** How many lines stand in each state. */
export async function countLines(tx: Tx, batchId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await tx
    .selectFrom('import_row')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('batch_id', '=', batchId)
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

const KEPT_DAYS = 7

/** Forgets the names and contents of files some days after they were uploaded; what became of each line stays. */
export async function forgetSheets(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000)
  await tx
    .updateTable('import_batch')
    .set({ sheet_cipher: null, file_cipher: null })
    .where('created_at', '<', before)
    .where('sheet_cipher', 'is not', null)
    .execute()
  await tx
    .updateTable('import_batch')
    .set({ state: 'cancelled', finished_at: now, version: sql`version + 1` })
    .where('created_at', '<', before)
    .where('state', 'in', ['checking', 'ready'])
    .execute()
}
