import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import { notFound } from '../../shared/errors.ts'
import { anyone, only } from '../access/policy.ts'
import { type Flow, letterKindsOf, stateLabel } from '../cases/flow.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, FileAnswerSchema, type Operation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { openLetter, recordOpening, recordServing, viewLetter } from './letters.ts'
import { checkCodeOf, readCode, readNumber } from './numbering.ts'
import { type PrintServices, printLetter } from './print-letter.ts'
import { LetterItem, LetterView } from './schema.ts'
import { sendLetterCopy } from './send-copy.ts'
import { findByNumber, findLetterRows } from './store.ts'

const PAGE = 20
const letterId = Type.String({ title: '文书', format: 'uuid' })
const closed = { additionalProperties: false } as const
const readers = only('entrepreneur', 'agent', 'clerk', 'reviewer', 'approver')

const LettersInput = Type.Object(
  {
    case: Type.Optional(Type.String({ title: '办件', format: 'uuid' })),
    kind: Type.Optional(Type.String({ title: '文书种类', maxLength: 40 })),
    served: Type.Optional(Type.Enum(['no'], { title: '是否送达' })),
    q: Type.Optional(Type.String({ title: '文书编号', maxLength: 60 })),
    after: Type.Optional(Type.String({ title: '翻页位置', format: 'uuid' })),
  },
  closed,
)

async function findLetters(ctx: Ctx, flows: readonly Flow[], input: Static<typeof LettersInput>) {
  const filter = {
    caseId: input.case,
    kind: input.kind,
    unserved: input.served === 'no',
    numberPart: input.q && readNumber(input.q).replace(/[%_\\]/g, ''),
    after: input.after,
    limit: PAGE + 1,
  }
  const rows = await ctx.guarded((tx) => findLetterRows(tx, ctx.scope, filter))
  const items = rows.slice(0, PAGE).map((row) => viewLetter(flows, row))
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
}

const findOperation = ({ flows }: PrintServices) =>
  defineOperation({
    name: 'letter.find',
    summary: '文书清单：一个办件的，或辖区内的',
    http: 'GET /letters',
    policy: readers,
    input: LettersInput,
    output: Type.Object({
      items: Type.Array(LetterItem),
      next: Nullable(Type.String()),
      kinds: Type.Array(Type.Object({ kind: Type.String(), title: Type.String() })),
    }),
    async handle(ctx, input) {
      const kinds = new Map(flows.flatMap((flow) => letterKindsOf(flow).map((kind) => [kind, stateLabel(flow, kind)])))
      return {
        ...(await findLetters(ctx, flows, input)),
        kinds: [...kinds].map(([kind, title]) => ({ kind, title })),
      }
    },
  })

const readLetter = (ctx: Ctx, flows: readonly Flow[], id: string) =>
  ctx.guarded(async (tx) => {
    const letter = await openLetter(ctx, tx, flows, id)
    ctx.concerning({ kind: 'letter', id, division: letter.division })
    return letter
  })

const getOperation = ({ flows }: PrintServices) =>
  defineOperation({
    name: 'letter.get',
    summary: '一份文书的全文、送达情况和救济期限',
    http: 'GET /letters/:id',
    policy: readers,
    input: Type.Object({ id: letterId }, closed),
    output: LetterView,
    personal: true,
    handle: (ctx, { id }) => readLetter(ctx, flows, id),
  })

const printOperation = ({ flows, printer }: PrintServices) =>
  defineOperation({
    name: 'letter.getPdf',
    summary: '一份文书的 PDF',
    http: 'GET /letters/:id/pdf',
    policy: readers,
    input: Type.Object({ id: letterId }, closed),
    output: FileAnswerSchema,
    personal: true,
    async handle(ctx, { id }) {
      const { bytes, ...file } = await printLetter(printer, await readLetter(ctx, flows, id))
      return { ...file, size: bytes.length, stream: Readable.from([bytes]) }
    },
  })

const verifyOperation = ({ flows }: PrintServices) =>
  defineOperation({
    name: 'letter.verify',
    summary: '核验一份文书：凭编号和校验码',
    http: 'GET /letters/verify',
    policy: anyone,
    input: Type.Object(
      {
        number: Type.String({ title: '文书编号', minLength: 8, maxLength: 60 }),
        code: Type.String({ title: '校验码', minLength: 10, maxLength: 20 }),
      },
      closed,
    ),
    output: Type.Object({
      number: Type.String(),
      title: Type.String(),
      serviceLabel: Type.String(),
      office: Type.String(),
      issuedOn: Type.String(),
      hash: Type.String(),
    }),
    async handle(ctx, input) {
      const number = readNumber(input.number)
      const found = await findByNumber(ctx.db, number)
      if (!found || readCode(input.code) !== readCode(checkCodeOf(found.hash)))
        throw notFound('编号和校验码都相符的文书')
      const flow = flows.find((one) => one.service === found.service)
      if (!flow) throw new Error(`No flow for service ${found.service}`)
      const { kind, service, ...rest } = found
      return { number, title: stateLabel(flow, kind), serviceLabel: stateLabel(flow, service), ...rest }
    },
  })

const Recorded = Type.Object({ id: Type.String() })

const sendCopyOperation = ({ flows }: PrintServices) =>
  defineOperation({
    name: 'letter.sendCopy',
    summary: '把文书的 PDF 发到本人核对过的邮箱',
    http: 'POST /letters/:id/copies',
    policy: only('entrepreneur', 'agent'),
    input: Type.Object({ id: letterId }, closed),
    output: Recorded,
    async handle(ctx, { id }) {
      await sendLetterCopy(ctx, flows, id)
      return { id }
    },
  })

const openingOperation = defineOperation({
  name: 'letter.recordOpening',
  summary: '登记申请人在网上打开了文书，第一次即为送达',
  http: 'POST /letters/:id/opening',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object({ id: letterId }, closed),
  output: Recorded,
  async handle(ctx, { id }) {
    await recordOpening(ctx, id)
    return { id }
  },
})

const servingOperation = defineOperation({
  name: 'letter.recordServing',
  summary: '登记送达：窗口当面、邮寄或者短信邮件',
  http: 'POST /letters/:id/servings',
  policy: only('clerk', 'reviewer', 'approver'),
  input: Type.Object(
    {
      id: letterId,
      way: Type.Enum(['window', 'mail', 'message'], { title: '送达方式' }),
      servedOn: Type.String({ title: '送达日期', maxLength: 20 }),
      receipt: Type.Optional(Type.String({ title: '送达回证', minLength: 2, maxLength: 100 })),
    },
    closed,
  ),
  output: Recorded,
  async handle(ctx, input) {
    await recordServing(ctx, input)
    return { id: input.id }
  },
})

/** Numbered papers (文书): listed, read, printed, confirmed by anyone who holds one, and served. */
export const letterOperations = (services: PrintServices): readonly Operation[] => [
  findOperation(services),
  verifyOperation(services),
  getOperation(services),
  printOperation(services),
  sendCopyOperation(services),
  openingOperation,
  servingOperation,
]
