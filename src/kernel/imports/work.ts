import { sql } from 'kysely'
import { dateIn } from '../../shared/dates.ts'
import { Refusal } from '../../shared/errors.ts'
import { authorise } from '../access/policy.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import type { Subscriber } from '../jobs/worker.ts'
import type { Platform } from '../operations/context.ts'
import type { Operation } from '../operations/operation.ts'
import { type Call, enterScope, runOperation } from '../operations/run.ts'
import { rehearse, runTogether } from '../operations/run-many.ts'
import { findImporter } from './find-importer.ts'
import type { ImportKind } from './import-kind.ts'
import { sortLines } from './lines.ts'
import { type ReadRow, readRows } from './read-rows.ts'
import { readContext } from './reading-context.ts'
import { openSheet } from './sealed-sheet.ts'
import { type BatchRow, findLines, getBatch, type LineOutcome, replaceLines, saveOutcome } from './store.ts'

/** What imports need of the composition. */
export interface ImportServices {
  kinds: readonly ImportKind[]
  findOperation(name: string): Operation | undefined
}

/** Event that asks for the next piece of work on the import that is its key. */
export const importAsked = 'import.asked'

const TOLD_EVERY = 20

interface Work {
  platform: Platform
  batch: BatchRow
  kind: ImportKind
  operation: Operation
  rows: readonly ReadRow[]
  skipped: readonly LineOutcome[]
  callFor(row: ReadRow): Call
}

const within = <T>(platform: Platform, use: (tx: Tx) => Promise<T>): Promise<T> =>
  platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    return use(tx)
  })

async function prepare(
  platform: Platform,
  { kinds, findOperation }: ImportServices,
  batchId: string,
): Promise<Work | null> {
  const [batch, sheet] = await within(platform, async (tx) => {
    const found = await getBatch(tx, everything, batchId)
    const working = found.state === 'checking' || found.state === 'writing'
    return [found, working ? await openSheet(tx, platform, batchId) : null] as const
  })
  const kind = kinds.find((one) => one.kind === batch.kind)
  const operation = kind && findOperation(kind.operation)
  if (!sheet || !kind || !operation) return null
  const sorted = sortLines(kind, sheet.lines)
  if (!sorted) return null
  const today = dateIn(platform.now())
  const actor = await findImporter(platform.db, batch.created_by, today)
  const context = await readContext(platform.db, authorise(operation.policy, actor), today)
  const callFor = (row: ReadRow): Call => ({
    actor,
    input: row.input,
    idempotencyKey: `import-${batch.id}-${row.line}`,
    channel: 'window',
    traceId: batch.id,
    origin: 'import',
  })
  return {
    platform,
    batch,
    kind,
    operation,
    callFor,
    rows: readRows(kind, sorted.rows, batch.mapping as Record<string, number>, context),
    skipped: sorted.skipped.map(({ line, because }) => ({ line: line.number, state: 'skipped', reason: because })),
  }
}

/** How far it has come, for whoever watches; beside the transaction that does the work. */
const tellProgress = ({ platform, batch }: Work, done: number) =>
  within(platform, (tx) => tx.updateTable('import_batch').set({ done }).where('id', '=', batch.id).execute())

const wordsOf = (error: unknown): string => {
  if (!(error instanceof Refusal)) throw error
  const { errors = [], title, detail } = error.parts
  return errors.length > 0 ? errors.map(({ message }) => message).join('；') : `${title}。${detail ?? ''}`
}

const finish = (
  tx: Tx,
  batch: BatchRow,
  changes: { state: string; fault?: string; finished_at?: Date; total?: number; done?: number },
) =>
  tx
    .updateTable('import_batch')
    .set({ ...changes, version: sql`version + 1` })
    .where('id', '=', batch.id)
    .where('state', '=', batch.state)
    .execute()

async function checkRow({ platform, operation, callFor }: Work, row: ReadRow): Promise<LineOutcome> {
  if (row.faults.length > 0) return { line: row.line, state: 'bad', reason: row.faults.join('；') }
  try {
    await rehearse(platform, operation, callFor(row))
    return { line: row.line, state: 'good', reason: '' }
  } catch (error) {
    return { line: row.line, state: 'bad', reason: wordsOf(error) }
  }
}

/** Tries each row as it would be written, and takes it back: the same rules say what is wrong with it. */
async function check(work: Work): Promise<void> {
  const outcomes: LineOutcome[] = [...work.skipped]
  for (const [index, row] of work.rows.entries()) {
    outcomes.push(await checkRow(work, row))
    if (index % TOLD_EVERY === 0) await tellProgress(work, index)
  }
  await within(work.platform, async (tx) => {
    await replaceLines(tx, work.batch.id, outcomes)
    await finish(tx, work.batch, { state: 'ready', total: work.rows.length, done: work.rows.length })
  })
}

/** Line numbers that the check found good. */
async function findGood({ platform, batch }: Work): Promise<Set<number>> {
  const lines = await within(platform, (tx) =>
    findLines(tx, batch.id, { states: ['good'], after: 0, limit: Number.MAX_SAFE_INTEGER }),
  )
  return new Set(lines.map(({ line }) => line))
}

const resultIdOf = (output: unknown): string | null => (output as { id?: string } | null)?.id ?? null

/** Writes row by row; one that is refused by now is bad, the others go on. A row written before a crash is not written again. */
async function writeGood(work: Work, rows: readonly ReadRow[]): Promise<void> {
  const { platform, operation, batch, callFor } = work
  for (const [index, row] of rows.entries()) {
    const outcome = await runOperation(platform, operation, callFor(row)).then(
      (output): LineOutcome => ({ line: row.line, state: 'written', reason: '', resultId: resultIdOf(output) }),
      (error: unknown): LineOutcome => ({ line: row.line, state: 'bad', reason: wordsOf(error) }),
    )
    await saveOutcome(platform.db, batch.id, outcome)
    if (index % TOLD_EVERY === 0) await tellProgress(work, index)
  }
  await within(platform, (tx) => finish(tx, batch, { state: 'done', finished_at: platform.now(), done: rows.length }))
}

/** Writes every row in one transaction; one refusal takes all of them back and is told with its line. */
async function writeAll(work: Work, rows: readonly ReadRow[]): Promise<void> {
  const { platform, operation, batch, callFor } = work
  let at = 0
  try {
    await runTogether(platform, operation, rows.map(callFor), async (index, output, tx) => {
      at = index + 1
      const line = rows[index]?.line ?? 0
      await saveOutcome(tx, batch.id, { line, state: 'written', reason: '', resultId: resultIdOf(output) })
      if (index % TOLD_EVERY === 0) await tellProgress(work, index)
    })
  } catch (error) {
    const fault = `第 ${rows[at]?.line} 行：${wordsOf(error)} 所有行都没有导入。`
    await within(platform, (tx) => finish(tx, batch, { state: 'failed', fault, finished_at: platform.now(), done: 0 }))
    return
  }
  await within(platform, (tx) => finish(tx, batch, { state: 'done', finished_at: platform.now(), done: rows.length }))
}

async function write(work: Work): Promise<void> {
  const good = await findGood(work)
  const rows = work.rows.filter(({ line }) => good.has(line))
  await (work.batch.mode === 'all' ? writeAll(work, rows) : writeGood(work, rows))
}

/** Says why an import cannot go on, where that is not a fault of ours. */
async function giveUp(platform: Platform, batchId: string, error: unknown): Promise<void> {
  const fault = wordsOf(error)
  await within(platform, async (tx) => {
    const batch = await getBatch(tx, everything, batchId)
    await finish(tx, batch, { state: 'failed', fault, finished_at: platform.now() })
  })
}

/** Checks and writes what was uploaded, beside the requests; delivered again, it goes on where it stood. */
export const runImports = (platform: Platform, services: ImportServices): Subscriber => ({
  name: 'run-imports',
  types: [importAsked],
  async handle({ key }) {
    try {
      const work = await prepare(platform, services, key)
      if (work?.batch.state === 'checking') await check(work)
      if (work?.batch.state === 'writing') await write(work)
    } catch (error) {
      await giveUp(platform, key, error)
    }
  },
})
