import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import type { Tx } from '../db/connect.ts'
import { type RecusalKind, recusalKinds } from '../offices/reasons.ts'
import { endRecusal, findRecusals } from '../offices/recusals.ts'
import { defineOperation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import type { Flow } from './flow.ts'
import { handOver, previewHandOver } from './hand-over.ts'
import { administered, caseRoles, caseStaff } from './holder-operations.ts'
import { recuseFromCase } from './recuse.ts'
import { caseId } from './schema.ts'

const MOST = 200
const kinds = Object.keys(recusalKinds) as RecusalKind[]
const administers = only('administrator')

const recuseOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'case.recuse',
    summary: '登记自己回避这一件或这位申请人；手里的改派给别人',
    http: 'POST /cases/:id/recuse',
    policy: only(...caseRoles),
    input: Type.Object(
      { id: caseId, kind: Type.Enum(kinds, { title: '事由' }), whole: Type.Boolean({ title: '这位申请人的都回避' }) },
      { additionalProperties: false },
    ),
    output: Type.Object({ reassigned: Type.Integer() }),
    handle: async (ctx, input) => ({ reassigned: await recuseFromCase(ctx, flows, input) }),
  })

const findRecusalsOperation = defineOperation({
  name: 'recusal.find',
  summary: '登记的回避：自己的；管理员看辖区内的',
  http: 'GET /recusals',
  policy: caseStaff,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        kindLabel: Type.String(),
        number: Nullable(Type.String({ description: 'The case; null where it is for everything of a party' })),
        recordedAt: InstantText,
        endedAt: Nullable(InstantText),
      }),
    ),
  }),
  async handle(ctx) {
    const scope = administered(ctx)
    const whose = scope.prefixes.length > 0 ? {} : { only: ctx.actor.accountId ?? '' }
    const found = await findRecusals(ctx.db, scope, { ...whose, limit: MOST })
    return {
      items: found.map(({ id, name, kind, number, recordedAt, endedAt }) => ({
        id,
        name,
        kindLabel: recusalKinds[kind],
        number,
        recordedAt: recordedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
    }
  },
})

const endRecusalOperation = defineOperation({
  name: 'recusal.end',
  summary: '解除回避',
  http: 'POST /recusals/:id/end',
  policy: administers,
  input: Type.Object({ id: Type.String({ title: '回避', format: 'uuid' }) }, { additionalProperties: false }),
  output: Type.Object({ id: Type.String() }),
  async handle(ctx, { id }) {
    await endRecusal(ctx.db as Tx, ctx.scope, id, ctx.now)
    ctx.concerning({ kind: 'recusal', id })
    return { id }
  },
})

const memberId = Type.String({ title: '交出的人', format: 'uuid' })
const SuccessionInput = {
  id: memberId,
  to: Type.String({ title: '接手的人', format: 'uuid' }),
  others: Type.Array(
    Type.Object(
      { case: caseId, to: Type.String({ title: '这件由谁接', format: 'uuid' }) },
      { additionalProperties: false },
    ),
    { title: '另行指定的', maxItems: 500 },
  ),
}

const previewOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'staff.previewHandOver',
    summary: '交接之前看一遍：每一件交给谁，哪些交不了、为什么',
    http: 'POST /staff/:id/hand-over/preview',
    policy: administers,
    input: Type.Object(SuccessionInput, { additionalProperties: false }),
    output: Type.Object({
      whole: Type.Boolean({ description: 'Whether the asker may deal with the account as a whole' }),
      firstCount: Type.Integer({ description: 'Open cases for which they are the first-responsible' }),
      deputyFor: Type.Array(Type.String({ description: 'Whose deputy they are to be or are' })),
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          number: Type.String(),
          stateLabel: Type.String(),
          to: Type.String(),
          toName: Type.String(),
          problem: Nullable(Type.String()),
        }),
      ),
    }),
    handle: (ctx, input) => previewHandOver(ctx, flows, input),
  })

const handOverOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'staff.handOver',
    summary: '离岗交接：办件全部交给接手的人，角色、值班和登录一并结束，要么全办要么不办',
    http: 'POST /staff/:id/hand-over',
    policy: administers,
    input: Type.Object(
      {
        ...SuccessionInput,
        version: Type.Integer({ title: '您看到的版本', minimum: 1 }),
        reason: Type.String({ title: '理由', minLength: 2, maxLength: 200 }),
        leaves: Type.Boolean({ title: '同时停用账号' }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ passed: Type.Integer() }),
    handle: (ctx, input) => handOver(ctx, flows, input),
  })

/** Keeping away from cases, and handing everything over on leaving. */
export const staffingOperations = (flows: readonly Flow[]) => [
  recuseOperation(flows),
  findRecusalsOperation,
  endRecusalOperation,
  previewOperation(flows),
  handOverOperation(flows),
]
