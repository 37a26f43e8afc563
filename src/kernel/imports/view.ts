import type { Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import type { FileAnswer } from '../operations/operation.ts'
import { exportSheet } from '../sheets/write-sheet.ts'
import type { ImportKind } from './import-kind.ts'
import { sortLines } from './lines.ts'
import { openFileName, openSheet } from './sealed-sheet.ts'
import { type BatchRow, countLines, findLines, getBatch } from './store.ts'
import type { ImportServices } from './work.ts'

/** What became of a line, in words. */
const lineStates = { good: '可以导入', bad: '有问题', skipped: '不是数据行', written: '已导入' } as const

/** Where an import stands, in words. */
export const batchStates = {
  checking: '正在检查',
  ready: '等您确认',
  writing: '正在导入',
  done: '已导入',
  failed: '没有导入',
  cancelled: '已取消',
} as const

const kindOf = ({ kinds }: ImportServices, { kind }: BatchRow): ImportKind | undefined =>
  kinds.find((one) => one.kind === kind)

export const viewBatch = (services: ImportServices, ctx: Ctx, row: BatchRow) => ({
  id: row.id,
  kind: row.kind,
  kindLabel: kindOf(services, row)?.zh ?? row.kind,
  fileName: openFileName(ctx.platform, row.file_cipher),
  state: row.state as keyof typeof batchStates,
  stateLabel: batchStates[row.state as keyof typeof batchStates],
  version: row.version,
  mode: row.mode as 'all' | 'good' | null,
  by: row.by ?? '',
  createdAt: row.created_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  total: row.total,
  done: row.done,
  fault: row.fault,
})

/** How many lines stand where. */
export const countsOf = async (tx: Tx, id: string) => {
  const counts = await countLines(tx, id)
  return { good: counts.good ?? 0, bad: counts.bad ?? 0, skipped: counts.skipped ?? 0, written: counts.written ?? 0 }
}

/** An import with its columns and how many lines stand where; headings are null once the file has been forgotten. */
export const viewImport = (services: ImportServices, ctx: Ctx, id: string) =>
  ctx.guarded(async (tx) => {
    const row = await getBatch(tx, ctx.scope, id)
    ctx.concerning({ kind: 'import', id, division: row.division })
    const kind = kindOf(services, row)
    const kept = row.file_cipher !== null
    const sorted = kept && kind ? sortLines(kind, (await openSheet(tx, ctx.platform, id)).lines) : null
    return {
      ...viewBatch(services, ctx, row),
      columns: (kind?.columns ?? []).map(({ key, zh, required }) => ({
        key,
        zh,
        required,
        at: (row.mapping as Record<string, number>)[key] ?? null,
      })),
      header: sorted ? [...sorted.header] : null,
      counts: await countsOf(tx, id),
    }
  })

const PAGE = 50

const filters = { bad: ['bad'], skipped: ['skipped'], rest: ['good', 'written'] } as const
export type LineFilter = keyof typeof filters

/** One page of an import's lines with what stands in them. */
export const viewLines = (
  ctx: Ctx,
  { id, show = 'bad', after = 0 }: { id: string; show?: LineFilter; after?: number },
) =>
  ctx.guarded(async (tx) => {
    const row = await getBatch(tx, ctx.scope, id)
    ctx.concerning({ kind: 'import', id, division: row.division })
    const sheet = row.file_cipher ? await openSheet(tx, ctx.platform, id) : null
    const cells = new Map(sheet?.lines.map((line) => [line.number, line.cells]))
    const found = await findLines(tx, id, { states: filters[show], after, limit: PAGE + 1 })
    const page = found.slice(0, PAGE)
    return {
      items: page.map(({ line, state, reason }) => ({
        line,
        stateLabel: lineStates[state as keyof typeof lineStates],
        reason,
        cells: [...(cells.get(line) ?? [])],
      })),
      next: found.length > PAGE ? (page.at(-1)?.line ?? null) : null,
    }
  })

/** What became of every line, with the line itself: to mend the file by, and to keep. */
export const reportOf = (services: ImportServices, ctx: Ctx, id: string): Promise<FileAnswer> =>
  ctx.guarded(async (tx) => {
    const row = await getBatch(tx, ctx.scope, id)
    ctx.concerning({ kind: 'import', id, division: row.division })
    const sheet = await openSheet(tx, ctx.platform, id)
    const kind = kindOf(services, row)
    const header = kind ? (sortLines(kind, sheet.lines)?.header ?? []) : []
    const lines = await findLines(tx, id, { states: Object.keys(lineStates), after: 0, limit: Number.MAX_SAFE_INTEGER })
    const cells = new Map(sheet.lines.map((line) => [line.number, line.cells]))
    const rows = lines.map(({ line, state, reason }) => [
      String(line),
      lineStates[state as keyof typeof lineStates],
      reason,
      ...(cells.get(line) ?? []),
    ])
    return exportSheet({ name: `${kind?.zh ?? '导入'}结果`, header: ['行号', '结果', '原因', ...header], rows }, 'xlsx')
  })

/** An empty file with the right headings and one invented example. */
export const templateOf = ({ zh, columns }: ImportKind): Promise<FileAnswer> =>
  exportSheet(
    {
      name: `${zh}导入模板`,
      header: columns.map((column) => column.zh),
      rows: [columns.map(({ example }) => example)],
    },
    'xlsx',
  )
