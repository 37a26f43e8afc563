import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { approveErasure, findErasures, proposeErasure, refuseErasure } from './decide.ts'
import type { FindHolds } from './obstacles.ts'
import { askForErasure, getOwnErasure, withdrawErasure } from './own.ts'
import { groundNames, stateNames } from './retention.ts'

const deciders = only('administrator', 'auditor')

const Nothing = Type.Object({}, { additionalProperties: false })
const Id = Type.String({ title: '这一条删除', format: 'uuid' })
const Version = Type.Integer({ title: '您看到的版本', minimum: 1, maximum: 2_000_000_000 })
const State = Type.Enum([...stateNames], { title: '状态' })
const Ground = Type.Enum([...groundNames], { title: '理由' })
const Receipt = Type.Object({ id: Type.String(), state: State, version: Type.Integer() })

const RulesView = Type.Array(
  Type.Object({ what: Type.String(), after: Type.String(), period: Type.String(), article: Type.String() }),
)

const getOwnOperation = (findHolds: FindHolds) =>
  defineOperation({
    name: 'erasure.getOwn',
    summary: '删除我的信息：会删除什么、要保存什么、现在能不能删',
    http: 'GET /me/erasure',
    policy: only('entrepreneur'),
    input: Nothing,
    output: Type.Object({
      erases: Type.Array(Type.String()),
      rules: RulesView,
      obstacles: Type.Array(
        Type.Object({
          code: Type.Enum(['open-case', 'agency', 'hold', 'retention']),
          says: Type.String(),
          article: Type.String(),
          until: Nullable(Type.String({ description: 'First day on which it no longer stands' })),
          wayOut: Type.String(),
        }),
      ),
      current: Nullable(
        Type.Object({
          id: Type.String(),
          origin: Type.Enum(['wish', 'retention', 'replay']),
          state: State,
          stateLabel: Type.String(),
          askedAt: InstantText,
          reason: Nullable(Type.String()),
          version: Type.Integer(),
          withdrawable: Type.Boolean(),
        }),
      ),
    }),
    handle: (ctx) => getOwnErasure(ctx, findHolds),
  })

const askOperation = (findHolds: FindHolds) =>
  defineOperation({
    name: 'erasure.ask',
    summary: '本人申请删除自己的全部个人信息',
    http: 'POST /me/erasure',
    policy: only('entrepreneur'),
    input: Type.Object(
      { confirmed: Type.Literal(true, { title: '我知道删除后不能恢复' }) },
      { additionalProperties: false },
    ),
    output: Receipt,
    handle: (ctx) => askForErasure(ctx, findHolds),
  })

const withdrawOperation = defineOperation({
  name: 'erasure.withdraw',
  summary: '本人撤回删除申请',
  http: 'POST /me/erasure/:id/withdraw',
  policy: only('entrepreneur'),
  input: Type.Object({ id: Id, version: Version }, { additionalProperties: false }),
  output: Receipt,
  handle: (ctx, input) => withdrawErasure(ctx, input),
})

const findOperation = defineOperation({
  name: 'erasure.find',
  summary: '到期与删除：保存期满的和本人申请删除的',
  http: 'GET /erasures',
  policy: deciders,
  personal: true,
  input: Type.Object(
    {
      state: Type.Optional(State),
      ground: Type.Optional(Ground),
      after: Type.Optional(Type.String({ title: '翻页位置', maxLength: 100 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        partyId: Type.String(),
        name: Nullable(Type.String()),
        phone: Nullable(Type.String()),
        divisionName: Type.String(),
        ground: Ground,
        groundLabel: Type.String(),
        article: Type.String(),
        dueOn: Type.String(),
        state: State,
        stateLabel: Type.String(),
        proposedBy: Type.String(),
        proposedAt: InstantText,
        decidedBy: Nullable(Type.String()),
        decidedAt: Nullable(InstantText),
        endedAt: Nullable(InstantText),
        reason: Nullable(Type.String()),
        version: Type.Integer(),
        decidable: Type.Boolean(),
      }),
    ),
    next: Nullable(Type.String()),
    rules: RulesView,
  }),
  handle: (ctx, filter) => findErasures(ctx, filter),
})

const proposeOperation = (findHolds: FindHolds) =>
  defineOperation({
    name: 'erasure.propose',
    summary: '管理员凭本人书面申请提出删除',
    http: 'POST /people/:partyId/erasure',
    policy: only('administrator'),
    input: Type.Object(
      { partyId: Type.String({ title: '服务对象', format: 'uuid' }) },
      { additionalProperties: false },
    ),
    output: Receipt,
    handle: (ctx, input) => proposeErasure(ctx, input, findHolds),
  })

const approveOperation = (findHolds: FindHolds) =>
  defineOperation({
    name: 'erasure.approve',
    summary: '批准删除（提出的人以外的另一人）',
    http: 'POST /erasures/:id/approve',
    policy: deciders,
    input: Type.Object({ id: Id, version: Version }, { additionalProperties: false }),
    output: Receipt,
    handle: (ctx, input) => approveErasure(ctx, input, findHolds),
  })

const refuseOperation = defineOperation({
  name: 'erasure.refuse',
  summary: '不予删除，写明理由',
  http: 'POST /erasures/:id/refuse',
  policy: deciders,
  input: Type.Object(
    { id: Id, version: Version, reason: Type.String({ title: '理由', minLength: 4, maxLength: 300 }) },
    { additionalProperties: false },
  ),
  output: Receipt,
  handle: (ctx, input) => refuseErasure(ctx, input),
})

/** Retention (保存期限) and erasure (删除): proposed, decided by a second person, withdrawn. */
export const erasureOperations = (findHolds: FindHolds): readonly Operation[] => [
  getOwnOperation(findHolds),
  askOperation(findHolds),
  withdrawOperation,
  findOperation,
  proposeOperation(findHolds),
  approveOperation(findHolds),
  refuseOperation,
]
