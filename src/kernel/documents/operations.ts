import { Type } from 'typebox'
import { conflict } from '../../shared/errors.ts'
import { only } from '../access/policy.ts'
import { type CaseRow, getCase, lockCase } from '../cases/store.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, FileAnswerSchema, type Operation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { addPaper, getPaper, openPaper, type PaperCase, receivePaper, removePaper, sendPaperCopy } from './papers.ts'
import type { FileStorage } from './storage.ts'
import { getPaperRow } from './store.ts'

/** What these operations need of the composition. */
export interface DocumentServices {
  storage: FileStorage
  /** Kinds of papers that each service takes, by the service's key. */
  paperKinds: Readonly<Record<string, readonly string[]>>
  /** What each kind is called. */
  paperWords: Readonly<Record<string, string>>
}

const readers = only('entrepreneur', 'agent', 'clerk', 'reviewer')
const CaseId = Type.String({ title: '办件', format: 'uuid' })
const PaperId = Type.String({ title: '材料', format: 'uuid' })

/** The name is left out: it may tell of the person, and the answer of a write is stored with its key. */
const PaperReceipt = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer({ description: 'Bytes' }),
  uploadedAt: Type.String({ description: 'Instant, ISO 8601 in UTC' }),
})

function paperCaseOf(row: CaseRow, { paperKinds }: DocumentServices): PaperCase {
  return {
    id: row.id,
    partyId: row.party_id,
    division: row.division,
    holder: row.holder,
    kinds: paperKinds[row.service] ?? [],
  }
}

const addOperation = (services: DocumentServices) =>
  defineOperation({
    name: 'paper.add',
    summary: '上传一份材料（PDF、JPG、PNG，20 MB 以内）',
    http: 'POST /cases/:id/papers',
    policy: only('entrepreneur', 'agent', 'clerk'),
    input: Type.Object(
      { id: CaseId, kind: Type.String({ title: '材料类别', minLength: 1, maxLength: 40 }) },
      { additionalProperties: false },
    ),
    output: PaperReceipt,
    async receive(ctx, { id, kind }, file) {
      const row = await getCase(ctx.db, ctx.scope, id)
      return receivePaper(ctx, services.storage, { paperCase: paperCaseOf(row, services), kind, file })
    },
    handle: (ctx, { id, kind }, received) =>
      ctx.guarded(async (tx) => {
        if (!received) throw new Error('paper.add is called with its file')
        const row = await lockCase(tx, ctx.scope, id)
        const paper = await addPaper(ctx, tx, { paperCase: paperCaseOf(row, services), kind, received })
        ctx.concerning({ kind: 'paper', id: paper.id, division: row.division })
        return paper
      }),
  })

/** The paper's case, locked; what belongs to no case (an authorisation) stays for as long as what it proves. */
async function lockPaper(ctx: Ctx, services: DocumentServices, tx: Parameters<typeof lockCase>[0], id: string) {
  const paper = await getPaperRow(tx, ctx.scope, id)
  if (!paper.case_id) {
    throw conflict(
      'paper-kept',
      '这份材料不能删除',
      '它证明一项已登记的代办，要和那项登记一起留存。要换一份的，请重新登记代办。',
    )
  }
  return { paper, paperCase: paperCaseOf(await lockCase(tx, ctx.scope, paper.case_id), services) }
}

const removeOperation = (services: DocumentServices) =>
  defineOperation({
    name: 'paper.remove',
    summary: '删掉一份还没有交出的材料',
    http: 'POST /papers/:id/remove',
    policy: only('entrepreneur', 'agent', 'clerk'),
    input: Type.Object({ id: PaperId }, { additionalProperties: false }),
    output: Type.Object({ id: Type.String() }),
    handle: (ctx, { id }) =>
      ctx.guarded(async (tx) => {
        const { paper, paperCase } = await lockPaper(ctx, services, tx, id)
        await removePaper(ctx, tx, paper, paperCase)
        ctx.concerning({ kind: 'paper', id, division: paper.division })
        return { id }
      }),
  })

const downloadOperation = ({ storage }: DocumentServices) =>
  defineOperation({
    name: 'paper.download',
    summary: '下载一份材料',
    http: 'GET /papers/:id/content',
    policy: readers,
    input: Type.Object({ id: PaperId }, { additionalProperties: false }),
    output: FileAnswerSchema,
    personal: true,
    handle: (ctx, { id }) => openPaper(ctx, storage, id),
  })

const getOperation = ({ paperWords }: DocumentServices) =>
  defineOperation({
    name: 'paper.get',
    summary: '一份材料的名称、类别和所属办件',
    http: 'GET /papers/:id',
    policy: readers,
    input: Type.Object({ id: PaperId }, { additionalProperties: false }),
    output: Type.Object({
      id: Type.String(),
      name: Type.String(),
      kindLabel: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer({ description: 'Bytes' }),
      uploadedAt: Type.String({ description: 'Instant, ISO 8601 in UTC' }),
      case: Nullable(Type.Object({ id: Type.String(), number: Type.String(), service: Type.String() })),
    }),
    personal: true,
    async handle(ctx, { id }) {
      const { paper, name } = await getPaper(ctx, id)
      const row = paper.case_id ? await getCase(ctx.db, ctx.scope, paper.case_id) : null
      return {
        id,
        name,
        kindLabel: paperWords[paper.kind] ?? '材料',
        mediaType: paper.media_type,
        size: paper.size,
        uploadedAt: paper.uploaded_at.toISOString(),
        case: row && { id: row.id, number: row.number, service: row.service },
      }
    },
  })

const sendCopyOperation = defineOperation({
  name: 'paper.sendCopy',
  summary: '把一份材料发到本人核对过的邮箱',
  http: 'POST /papers/:id/copies',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object({ id: PaperId }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  async handle(ctx, { id }) {
    await sendPaperCopy(ctx, id)
    return { id }
  },
})

/** Papers of cases: handed in, taken back while the applicant holds the case, looked at, downloaded, mailed. */
export const documentOperations = (services: DocumentServices): readonly Operation[] => [
  addOperation(services),
  removeOperation(services),
  getOperation(services),
  downloadOperation(services),
  sendCopyOperation,
]
