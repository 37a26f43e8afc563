import { type TProperties, Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, FileAnswerSchema, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { beginImport, cancelImport, commitImport, getKind, kindsFor, mapColumns, receiveSheet } from './begin.ts'
import { findBatches } from './store.ts'
import { countsOf, reportOf, templateOf, viewBatch, viewImport, viewLines } from './view.ts'
import type { ImportServices } from './work.ts'

const PAGE = 20

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const importId = Type.String({ title: '导入', format: 'uuid' })
const seenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
const kindName = Type.String({ title: '导入内容', minLength: 1, maxLength: 40 })
const Receipt = Type.Object({ id: Type.String(), version: Type.Integer() })

/** Whoever may write one row of something may import; which kinds that are follows from their roles. */
const importers = only('clerk', 'administrator')

const batchProperties = {
  id: Type.String(),
  kind: Type.String(),
  kindLabel: Type.String(),
  fileName: Nullable(Type.String({ description: 'Null once the file has been forgotten' })),
  state: Type.Enum(['checking', 'ready', 'writing', 'done', 'failed', 'cancelled']),
  stateLabel: Type.String(),
  version: Type.Integer(),
  mode: Nullable(Type.Enum(['all', 'good'])),
  by: Type.String(),
  createdAt: InstantText,
  finishedAt: Nullable(InstantText),
  total: Type.Integer({ description: 'Rows to check or to write' }),
  done: Type.Integer({ description: 'Of them so far' }),
  fault: Nullable(Type.String()),
}

const reading = (services: ImportServices): Operation[] => [
  defineOperation({
    name: 'import.findKinds',
    summary: '可以从表格导入的内容和各自的列',
    http: 'GET /imports/kinds',
    policy: importers,
    input: closed({}),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          kind: Type.String(),
          zh: Type.String(),
          columns: Type.Array(
            Type.Object({ key: Type.String(), zh: Type.String(), required: Type.Boolean(), example: Type.String() }),
          ),
        }),
      ),
    }),
    handle: async (ctx) => ({
      items: kindsFor(services, ctx.actor).map(({ kind, zh, columns }) => ({
        kind,
        zh,
        columns: columns.map(({ key, zh: heading, required, example }) => ({ key, zh: heading, required, example })),
      })),
    }),
  }),
  defineOperation({
    name: 'import.getTemplate',
    summary: '导入用的空白表格，带列名和一行示例',
    http: 'GET /imports/kinds/:kind/template',
    policy: importers,
    input: closed({ kind: kindName }),
    output: FileAnswerSchema,
    handle: async (ctx, { kind }) => templateOf(getKind(services, ctx.actor, kind)),
  }),
  defineOperation({
    name: 'import.find',
    summary: '辖区内的导入，最近的在前',
    http: 'GET /imports',
    policy: importers,
    input: closed({ after: Type.Optional(Type.String({ title: '从哪一次之后', format: 'uuid' })) }),
    output: Type.Object({ items: Type.Array(Type.Object(batchProperties)), next: Nullable(Type.String()) }),
    handle: (ctx, { after }) =>
      ctx.guarded(async (tx) => {
        const found = await findBatches(tx, ctx.scope, PAGE + 1, after)
        const page = found.slice(0, PAGE)
        return {
          items: page.map((row) => viewBatch(services, ctx, row)),
          next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
        }
      }),
  }),
  defineOperation({
    name: 'import.get',
    summary: '一次导入：到哪一步、各列怎么对应、各有多少行',
    http: 'GET /imports/:id',
    policy: importers,
    input: closed({ id: importId }),
    output: Type.Object({
      ...batchProperties,
      columns: Type.Array(
        Type.Object({
          key: Type.String(),
          zh: Type.String(),
          required: Type.Boolean(),
          at: Nullable(Type.Integer({ description: 'Which cell of a line, from 0' })),
        }),
      ),
      header: Nullable(Type.Array(Type.String())),
      counts: Type.Object({
        good: Type.Integer(),
        bad: Type.Integer(),
        skipped: Type.Integer(),
        written: Type.Integer(),
      }),
    }),
    handle: (ctx, { id }) => viewImport(services, ctx, id),
  }),
  defineOperation({
    name: 'import.findLines',
    summary: '一次导入的各行：有问题的写明原因',
    http: 'GET /imports/:id/lines',
    policy: importers,
    personal: true,
    input: closed({
      id: importId,
      show: Type.Optional(
        Type.Enum(['bad', 'skipped', 'rest'], { title: '看哪些行', description: 'The bad ones if not given' }),
      ),
      after: Type.Optional(Type.Integer({ title: '从哪一行之后', minimum: 0, maximum: 2_000_000 })),
    }),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          line: Type.Integer({ description: 'As the spreadsheet numbers it' }),
          stateLabel: Type.String(),
          reason: Type.String(),
          cells: Type.Array(Type.String()),
        }),
      ),
      next: Nullable(Type.Integer()),
    }),
    handle: (ctx, input) => viewLines(ctx, input),
  }),
  defineOperation({
    name: 'import.getReport',
    summary: '导入结果表：每一行的结果和原因',
    http: 'GET /imports/:id/report',
    policy: importers,
    personal: true,
    input: closed({ id: importId }),
    output: FileAnswerSchema,
    handle: (ctx, { id }) => reportOf(services, ctx, id),
  }),
]

const writing = (services: ImportServices): Operation[] => [
  defineOperation({
    name: 'import.begin',
    summary: '上传表格：读取并逐行检查，先不写入',
    http: 'POST /imports',
    policy: importers,
    input: closed({ kind: kindName }),
    output: Receipt,
    receive: (ctx, { kind }, file) => receiveSheet(services, ctx, kind, file),
    handle: (ctx, { kind }, received) => beginImport(services, ctx, kind, received),
  }),
  defineOperation({
    name: 'import.mapColumns',
    summary: '改列的对应关系，重新检查每一行',
    http: 'POST /imports/:id/columns',
    policy: importers,
    input: closed({
      id: importId,
      version: seenVersion,
      mapping: Type.Array(
        Type.Object(
          {
            key: Type.String({ title: '列', maxLength: 40 }),
            at: Type.Integer({ title: '表格里的第几列', minimum: 0, maximum: 999, description: 'From 0' }),
          },
          { additionalProperties: false },
        ),
        { title: '列的对应关系', maxItems: 40 },
      ),
    }),
    output: Receipt,
    handle: (ctx, input) => mapColumns(services, ctx, input),
  }),
  defineOperation({
    name: 'import.commit',
    summary: '确认导入：全部成功才导入，或只导入没有问题的行',
    http: 'POST /imports/:id/commit',
    policy: importers,
    input: closed({ id: importId, version: seenVersion, mode: Type.Enum(['all', 'good'], { title: '导入方式' }) }),
    output: Receipt,
    handle: (ctx, input) => commitImport(services, ctx, input, countsOf),
  }),
  defineOperation({
    name: 'import.cancel',
    summary: '不导入了，马上删掉上传的表格',
    http: 'POST /imports/:id/cancel',
    policy: importers,
    input: closed({ id: importId, version: seenVersion }),
    output: Receipt,
    handle: cancelImport,
  }),
]

/** Imports (导入) from spreadsheets. */
export const importOperations = (services: ImportServices): readonly Operation[] => [
  ...reading(services),
  ...writing(services),
]
