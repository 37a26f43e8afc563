import { notFound } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

const selectPapers = (db: Db) =>
  db
    .selectFrom('document')
    .select(['id', 'party_id', 'case_id', 'division', 'kind', 'name_cipher', 'media_type', 'size', 'uploaded_at'])
    .where('state', '=', 'accepted')

export type PaperRow = Awaited<ReturnType<typeof getPaperRow>>

/** One paper in reach; 404 where it is not there, was removed, or is not the asker's. */
export async function getPaperRow(db: Db, scope: RegionScope, id: string) {
  const found = await selectPapers(db)
    .where('id', '=', id)
    .where(withinScope(scope, 'division', 'party_id'))
    .executeTakeFirst()
  if (!found) throw notFound('这份材料')
  return found
}

/** The papers of a case that the caller has already been let see, oldest first. */
export const findPaperRows = (db: Db, caseId: string): Promise<PaperRow[]> =>
  selectPapers(db).where('case_id', '=', caseId).orderBy('uploaded_at').orderBy('id').execute()

/** How many papers a case has, all and of one kind. */
export async function countPapers(db: Db, caseId: string, kind: string): Promise<{ all: number; ofKind: number }> {
  const found = await db
    .selectFrom('document')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.countAll<number>().filterWhere('kind', '=', kind).as('ofKind'),
    ])
    .where('case_id', '=', caseId)
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return found
}

/** A paper's row; its file has passed quarantine. The file lies under the paper's own id. */
export async function insertPaper(tx: Tx, row: PaperRow & { sha256: string; uploaded_by: string }) {
  await tx
    .insertInto('document')
    .values({ ...row, storage_key: row.id, state: 'accepted' })
    .execute()
}

/** Takes a paper out of its case; false when that had happened already. */
export async function markPaperRemoved(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('document')
    .set({ state: 'removed', removed_at: now })
    .where('id', '=', id)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
