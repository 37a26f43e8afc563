import { conflict, invalid, Refusal } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import type { Actor } from '../access/actor.ts'
import { isAllowed } from '../access/policy.ts'
import type { Tx } from '../db/connect.ts'
import { emitEvent } from '../events/outbox.ts'
import type { Ctx } from '../operations/context.ts'
import type { IncomingFile, Operation, ReceivedFile } from '../operations/operation.ts'
import { collectSheet, readSheet } from '../sheets/read-sheet.ts'
import type { Sheet } from '../sheets/sheet.ts'
import type { ImportKind } from './import-kind.ts'
import { type Mapping, sortLines } from './lines.ts'
import { openSheet, sealFileName, sealSheet } from './sealed-sheet.ts'
import { lockBatch } from './store.ts'
import { type ImportServices, importAsked } from './work.ts'

/** A spreadsheet that has been read; nothing of it is on disk. */
interface ReceivedSheet extends ReceivedFile {
  sheet: Sheet
}

const operationOf = ({ findOperation }: ImportServices, kind: ImportKind): Operation => {
  const operation = findOperation(kind.operation)
  if (!operation) throw new Error(`Import ${kind.kind} names the operation ${kind.operation}, which there is not`)
  return operation
}

/** The kinds that an actor may import: those whose rows they may write one by one. */
export const kindsFor = (services: ImportServices, actor: Actor): readonly ImportKind[] =>
  services.kinds.filter((kind) => isAllowed(operationOf(services, kind).policy, actor))

/** One of them. Throws a Refusal (422, field 'kind') where it is none that the actor may import. */
export function getKind(services: ImportServices, actor: Actor, name: string): ImportKind {
  const found = kindsFor(services, actor).find(({ kind }) => kind === name)
  if (!found)
    throw invalid([
      { field: 'kind', code: 'kind', message: '导入内容：没有这一种，或不由您办理。请在列出的选项中选一项。' },
    ])
  return found
}

/** Reads a spreadsheet as it arrives, before the transaction begins. Throws a Refusal (422, field 'file'). */
export async function receiveSheet(
  services: ImportServices,
  ctx: Ctx,
  kind: string,
  file: IncomingFile,
): Promise<ReceivedSheet> {
  const wanted = getKind(services, ctx.actor, kind)
  const bytes = await collectSheet(file.stream).catch((error: unknown) => {
    file.stream.destroy()
    throw error
  })
  const sheet = await readSheet(bytes)
  if (!sortLines(wanted, sheet.lines)) {
    const names = wanted.columns.filter(({ required }) => required).map(({ zh }) => zh)
    const message = `表格里没有找到表头。表头那一行要有这些列名：${names.join('、')}。可以先下载模板对照。`
    throw invalid([{ field: 'file', code: 'header', message }], '这个表格不能导入')
  }
  const name = file.name.normalize('NFC').slice(-120)
  return {
    storageKey: '',
    name,
    mediaType: 'text/plain',
    size: bytes.length,
    sha256: sha256Hex(bytes),
    discard: async () => {},
    sheet,
  }
}

const ask = (tx: Tx, id: string, now: Date) =>
  emitEvent(tx, { type: importAsked, version: 1, key: id, payload: {}, at: now })

/** Begins an import from a received spreadsheet: it is checked beside the requests, and nothing of it is written yet. */
export async function beginImport(
  services: ImportServices,
  ctx: Ctx,
  kind: string,
  received: ReceivedFile | undefined,
) {
  const { sheet, name } = received as ReceivedSheet
  const wanted = getKind(services, ctx.actor, kind)
  const sorted = sortLines(wanted, sheet.lines)
  const { allows } = operationOf(services, wanted).policy
  const grant = ctx.actor.grants.find(({ role }) => Array.isArray(allows) && allows.includes(role))
  if (!sorted || !grant) throw new Refusal({ status: 422, code: 'invalid', title: '这个表格不能导入' })
  const id = newId(ctx.now)
  return ctx.guarded(async (tx) => {
    await tx
      .insertInto('import_batch')
      .values({
        id,
        kind,
        division: grant.division,
        created_by: String(ctx.actor.accountId),
        created_at: ctx.now,
        file_cipher: sealFileName(ctx.platform, name),
        sheet_cipher: sealSheet(ctx.platform, sheet),
        mapping: JSON.stringify(sorted.mapping),
        total: sorted.rows.length,
      })
      .execute()
    await ask(tx, id, ctx.now)
    ctx.concerning({ kind: 'import', id, division: grant.division })
    return { id, version: 1 }
  })
}

interface Seen {
  id: string
  version: number
}

/** Assigns the file's columns anew, and has every row checked again. Throws a Refusal: 409 stale, 422 where a column does not fit. */
export function mapColumns(
  services: ImportServices,
  ctx: Ctx,
  { mapping: pairs, ...seen }: Seen & { mapping: readonly { key: string; at: number }[] },
) {
  const mapping: Mapping = Object.fromEntries(pairs.map(({ key, at }) => [key, at]))
  return ctx.guarded(async (tx) => {
    const batch = await lockBatch(tx, ctx.scope, seen, 'ready')
    const kind = getKind(services, ctx.actor, batch.kind)
    const width = Math.max(...(await openSheet(tx, ctx.platform, seen.id)).lines.map(({ cells }) => cells.length))
    const faults = Object.entries(mapping)
      .filter(([key, at]) => !kind.columns.some((column) => column.key === key) || at < 0 || at >= width)
      .map(([key]) => ({ field: `mapping.${key}`, code: 'column', message: `表格里没有这一列（${key}）` }))
    const missing = kind.columns
      .filter(({ key, required }) => required && mapping[key] === undefined)
      .map(({ key, zh }) => ({ field: `mapping.${key}`, code: 'required', message: `“${zh}”要对应表格里的一列` }))
    if (faults.length + missing.length > 0) throw invalid([...faults, ...missing])
    await tx
      .updateTable('import_batch')
      .set({ mapping: JSON.stringify(mapping), state: 'checking', done: 0, version: batch.version + 1 })
      .where('id', '=', seen.id)
      .execute()
    await ask(tx, seen.id, ctx.now)
    ctx.concerning({ kind: 'import', id: seen.id, division: batch.division })
    return { id: seen.id, version: batch.version + 1 }
  })
}

/** In one transaction the locks of every row are held until its end. */
const MOST_TOGETHER = 1000

interface Tally {
  good: number
  bad: number
}

function refuseCommit(mode: 'all' | 'good', { good, bad }: Tally): void {
  if (good === 0) throw conflict('nothing-good', '没有可以导入的行', '每一行都有问题。请按原因改好表格，再重新上传。')
  if (mode === 'all' && bad > 0) {
    const detail = `有 ${bad} 行有问题，选“全部成功才导入”时一行也不能错。请改好表格重新上传，或改选“只导入没有问题的行”。`
    throw conflict('bad-rows', '还有行不能导入', detail, { bad, good })
  }
  if (mode === 'all' && good > MOST_TOGETHER) {
    const detail = `一次全部成功才导入的，最多 ${MOST_TOGETHER} 行。请分成几个文件，或改选“只导入没有问题的行”。`
    throw conflict('too-many-rows', '行数太多', detail, { good })
  }
}

/** Has the checked rows written beside the requests: all or none, or those without faults. Throws a Refusal (409). */
export function commitImport(
  services: ImportServices,
  ctx: Ctx,
  { mode, ...seen }: Seen & { mode: 'all' | 'good' },
  tally: (tx: Tx, id: string) => Promise<Tally>,
) {
  return ctx.guarded(async (tx) => {
    const batch = await lockBatch(tx, ctx.scope, seen, 'ready')
    getKind(services, ctx.actor, batch.kind)
    const counted = await tally(tx, seen.id)
    refuseCommit(mode, counted)
    await tx
      .updateTable('import_batch')
      .set({ state: 'writing', mode, done: 0, total: counted.good, version: batch.version + 1 })
      .where('id', '=', seen.id)
      .execute()
    await ask(tx, seen.id, ctx.now)
    ctx.concerning({ kind: 'import', id: seen.id, division: batch.division })
    return { id: seen.id, version: batch.version + 1 }
  })
}

/** Gives an import up before anything was written; its content is forgotten at once. */
export const cancelImport = (ctx: Ctx, seen: Seen) =>
  ctx.guarded(async (tx) => {
    const batch = await lockBatch(tx, ctx.scope, seen, 'ready')
    await tx
      .updateTable('import_batch')
      .set({
        state: 'cancelled',
        sheet_cipher: null,
        file_cipher: null,
        finished_at: ctx.now,
        version: batch.version + 1,
      })
      .where('id', '=', seen.id)
      .execute()
    ctx.concerning({ kind: 'import', id: seen.id, division: batch.division })
    return { id: seen.id, version: batch.version + 1 }
  })
