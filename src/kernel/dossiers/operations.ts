import { Type } from 'typebox'
import { formatInstant } from '../../shared/dates.ts'
import { only } from '../access/policy.ts'
import { findFormer } from '../corrections/former.ts'
import { ownParties } from '../divisions/scope.ts'
import type { FileStorage } from '../documents/storage.ts'
import { defineOperation, FileAnswerSchema, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { identityKinds } from '../parties/identity-kinds.ts'
import { findMergedWith } from '../parties/merged.ts'
import { getPersonRow } from '../parties/store.ts'
import { exportSheet } from '../sheets/write-sheet.ts'
import { findTrail, findTrailForExport } from './audit-trail.ts'
import { copyOwnFile } from './copy-file.ts'
import { sendOwnCopy } from './mail-own-file.ts'
import { mergeOperations } from './merge-operations.ts'
import { type DossierWords, getOwnFile, revealOwn } from './own-file.ts'
import { findAccountIds, findLooks, type OperationWords } from './readers.ts'

/** What the files of persons need of the composition. */
export interface DossierOptions extends DossierWords, OperationWords {
  storage: FileStorage
}

const Nothing = Type.Object({}, { additionalProperties: false })
const After = Type.Optional(Type.String({ title: '翻页位置', maxLength: 100 }))
const VerificationView = Type.Enum(['none', 'declared', 'verified'])

const FormerView = Type.Object({
  target: Type.String(),
  zh: Type.String(),
  before: Type.String({ description: 'What it said before a correction; partly hidden until it is shown on demand' }),
  caseId: Nullable(Type.String()),
  caseNumber: Nullable(Type.String()),
  replacedAt: InstantText,
})

const OwnFile = Type.Object({
  id: Type.String(),
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identity: Nullable(Type.String()),
  identityKind: Nullable(Type.Enum([...identityKinds])),
  verification: VerificationView,
  verifiedAt: Nullable(InstantText),
  version: Type.Integer(),
  division: Type.String(),
  divisionName: Type.String(),
  facts: Type.Array(
    Type.Object({
      key: Type.String(),
      zh: Type.String(),
      value: Type.Unknown(),
      says: Type.String({ description: 'The value in plain Chinese' }),
      source: Type.Enum(['declared', 'paper', 'register', 'case']),
      recordedAt: InstantText,
      timesUsed: Type.Integer({ description: 'Judgements that rest on it' }),
    }),
  ),
  cases: Type.Array(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      service: Type.String(),
      serviceLabel: Type.String(),
      stateLabel: Type.String(),
      openedAt: InstantText,
      endedAt: Nullable(InstantText),
    }),
  ),
  papers: Type.Array(
    Type.Object({
      id: Type.String(),
      kindLabel: Type.String(),
      name: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer({ description: 'Bytes' }),
      caseNumber: Nullable(Type.String()),
      uploadedAt: InstantText,
    }),
  ),
  judgements: Type.Array(
    Type.Object({
      id: Type.String(),
      caseNumber: Nullable(Type.String()),
      serviceLabel: Type.String(),
      result: Type.Enum(['met', 'unmet', 'unknown']),
      judgedAt: InstantText,
      factsUsed: Type.Integer(),
    }),
  ),
  notices: Type.Integer(),
  accounts: Type.Array(
    Type.Object({
      phone: Nullable(Type.String()),
      since: InstantText,
      mergedAt: Nullable(InstantText),
    }),
  ),
  former: Type.Array(FormerView),
})

const getOwnFileOperation = (words: DossierWords) =>
  defineOperation({
    name: 'person.getOwnFile',
    summary: '查看本人的全部档案',
    http: 'GET /me/file',
    policy: only('entrepreneur'),
    personal: true,
    input: Nothing,
    output: OwnFile,
    handle: (ctx) => getOwnFile(ctx, words),
  })

const revealOwnOperation = (words: DossierWords) =>
  defineOperation({
    name: 'person.revealOwn',
    summary: '查看本人完整的姓名、手机号和证件号码',
    http: 'GET /me/file/identity',
    policy: only('entrepreneur'),
    personal: true,
    input: Nothing,
    output: Type.Object({
      name: Nullable(Type.String()),
      phone: Nullable(Type.String()),
      identity: Nullable(Type.String()),
      former: Type.Array(FormerView),
    }),
    handle: (ctx) => revealOwn(ctx, words),
  })

const copyOwnOperation = (words: DossierWords, storage: FileStorage) =>
  defineOperation({
    name: 'person.copyOwn',
    summary: '下载本人全部档案的副本',
    http: 'GET /me/file/copy',
    policy: only('entrepreneur'),
    personal: true,
    input: Nothing,
    output: FileAnswerSchema,
    handle: (ctx) => copyOwnFile(ctx, words, storage),
  })

const sendOwnCopyOperation = defineOperation({
  name: 'person.sendOwnCopy',
  summary: '把本人全部档案的副本发到本人核对过的邮箱',
  http: 'POST /me/file/copies',
  policy: only('entrepreneur'),
  input: Nothing,
  output: Type.Object({ sent: Type.Literal(true) }),
  async handle(ctx) {
    await sendOwnCopy(ctx)
    return { sent: true as const }
  },
})

const LooksView = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      at: InstantText,
      roleLabel: Type.String(),
      office: Nullable(Type.String()),
      what: Type.String(),
      kind: Type.Enum(['read', 'wrote']),
      listed: Type.Boolean({ description: 'The person was one of a list' }),
      caseNumber: Nullable(Type.String()),
      channelLabel: Type.String(),
    }),
  ),
  next: Nullable(Type.String()),
})

const findOwnLooksOperation = (words: OperationWords) =>
  defineOperation({
    name: 'person.findOwnLooks',
    summary: '谁看过我的信息',
    http: 'GET /me/looks',
    policy: only('entrepreneur'),
    input: Type.Object({ after: After }, { additionalProperties: false }),
    output: LooksView,
    handle: (ctx, { after }) =>
      ctx.guarded(async (tx) => {
        const ids = ownParties(ctx.scope)
        return findLooks(tx, words, { ids, without: await findAccountIds(tx, ids), after })
      }),
  })

const findLooksOperation = (words: OperationWords) =>
  defineOperation({
    name: 'person.findLooks',
    summary: '谁看过这位服务对象的信息',
    http: 'GET /people/:id/looks',
    policy: only('clerk', 'reviewer', 'administrator', 'auditor'),
    input: Type.Object(
      { id: Type.String({ title: '服务对象', format: 'uuid' }), after: After },
      { additionalProperties: false },
    ),
    output: LooksView,
    handle: (ctx, { id, after }) =>
      ctx.guarded(async (tx) => {
        const { party_id } = await getPersonRow(tx, ctx.scope, id)
        return findLooks(tx, words, { ids: await findMergedWith(tx, party_id), without: [], after })
      }),
  })

const findFormerOperation = ({ facts }: DossierWords) =>
  defineOperation({
    name: 'person.findFormer',
    summary: '服务对象的信息在更正前是什么',
    http: 'GET /people/:id/former',
    policy: only('clerk', 'reviewer', 'administrator', 'auditor'),
    personal: true,
    input: Type.Object({ id: Type.String({ title: '服务对象', format: 'uuid' }) }, { additionalProperties: false }),
    output: Type.Object({ items: Type.Array(FormerView) }),
    handle: (ctx, { id }) =>
      ctx.guarded(async (tx) => {
        const { party_id, division } = await getPersonRow(tx, ctx.scope, id)
        ctx.concerning({ kind: 'person', id: party_id, division })
        const parties = await findMergedWith(tx, party_id)
        return { items: await findFormer(tx, ctx.platform, facts, { parties }) }
      }),
  })

const trailFilter = {
  subject: Type.Optional(Type.String({ title: '对象', maxLength: 60, description: 'An id, or the number of a case' })),
  actor: Type.Optional(
    Type.String({ title: '谁', maxLength: 60, description: 'Log-in or name of staff, or an account' }),
  ),
  operation: Type.Optional(Type.String({ title: '操作', maxLength: 60 })),
  division: Type.Optional(Type.String({ title: '地区', maxLength: 12 })),
  from: Type.Optional(Type.String({ title: '从哪天', maxLength: 10 })),
  to: Type.Optional(Type.String({ title: '到哪天', maxLength: 10 })),
}

const TrailRowView = Type.Object({
  id: Type.String(),
  at: InstantText,
  actor: Nullable(Type.String({ description: 'Working name of staff' })),
  roleLabel: Type.String(),
  operation: Type.String(),
  what: Type.String(),
  subjectKind: Nullable(Type.String()),
  subjectLabel: Nullable(Type.String()),
  subjectId: Nullable(Type.String()),
  caseNumber: Nullable(Type.String()),
  divisionName: Nullable(Type.String()),
  channelLabel: Type.String(),
  traceId: Type.String(),
  shown: Type.Integer({ description: 'Parties that a list showed' }),
})

const findTrailOperation = (words: OperationWords) =>
  defineOperation({
    name: 'audit.find',
    summary: '审计记录：谁在什么时候对什么做了什么',
    http: 'GET /audit',
    policy: only('administrator', 'auditor'),
    input: Type.Object({ ...trailFilter, after: After }, { additionalProperties: false }),
    output: Type.Object({ items: Type.Array(TrailRowView), next: Nullable(Type.String()) }),
    handle: (ctx, filter) => findTrail(ctx, words, filter),
  })

const exportTrailOperation = (words: OperationWords) =>
  defineOperation({
    name: 'audit.export',
    summary: '导出审计记录（表格，最多一万行）',
    http: 'GET /audit/export',
    policy: only('administrator', 'auditor'),
    personal: true,
    input: Type.Object(trailFilter, { additionalProperties: false }),
    output: FileAnswerSchema,
    handle: async (ctx, filter) => {
      const rows = await findTrailForExport(ctx, words, filter)
      const header = ['时间', '谁', '角色', '做了什么', '操作代码', '对象', '对象编号', '地区', '渠道', '跟踪号']
      return exportSheet(
        {
          name: '审计记录',
          header,
          rows: rows.map((row) => [
            formatInstant(new Date(row.at)),
            row.actor ?? '',
            row.roleLabel,
            row.what,
            row.operation,
            row.subjectLabel ?? '',
            row.caseNumber ?? row.subjectId ?? '',
            row.divisionName ?? '',
            row.channelLabel,
            row.traceId,
          ]),
        },
        'csv',
      )
    },
  })

/** The file (档案) of each person: what is known, who looked; duplicates merged and un-merged. */
export const dossierOperations = (options: DossierOptions): readonly Operation[] => [
  getOwnFileOperation(options),
  revealOwnOperation(options),
  copyOwnOperation(options, options.storage),
  sendOwnCopyOperation,
  findOwnLooksOperation(options),
  findLooksOperation(options),
  findFormerOperation(options),
  ...mergeOperations,
  findTrailOperation(options),
  exportTrailOperation(options),
]
