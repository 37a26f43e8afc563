import { Type } from 'typebox'
import { only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { countDeliveries, deliveryStates, findDeliveries, retryDelivery } from './deliveries.ts'
import type { TemplateHouse } from './edit-templates.ts'
import { media } from './template-text.ts'

const State = Type.Enum([...deliveryStates])

const findOperation = (house: TemplateHouse) =>
  defineOperation({
    name: 'delivery.find',
    summary: '发送记录：短信和邮件发给谁（部分隐去）、发出没有、为什么没有',
    http: 'GET /deliveries',
    policy: only('administrator', 'auditor'),
    input: Type.Object(
      {
        state: Type.Optional(Type.Enum([...deliveryStates], { title: '状态' })),
        medium: Type.Optional(Type.Enum([...media], { title: '渠道' })),
        template: Type.Optional(Type.String({ title: '模板', maxLength: 100 })),
        after: Type.Optional(Type.String({ title: '从哪一条之后', format: 'uuid' })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          at: InstantText,
          medium: Type.Enum([...media]),
          template: Type.String(),
          templateName: Type.String(),
          recipient: Type.String({ description: 'Partly hidden' }),
          divisionName: Nullable(Type.String()),
          caseId: Nullable(Type.String()),
          state: State,
          tries: Type.Integer(),
          fault: Nullable(Type.String({ description: 'Kind of the last fault, in words' })),
          nextTryAt: Nullable(InstantText),
          sentAt: Nullable(InstantText),
        }),
      ),
      counts: Type.Array(Type.Object({ state: State, count: Type.Integer() })),
      templates: Type.Array(Type.Object({ code: Type.String(), zh: Type.String() })),
      next: Nullable(Type.String({ description: 'Value of after for the next page' })),
    }),
    handle: (ctx, filter) =>
      ctx.guarded(async (tx) => {
        const [{ items, next }, counts] = await Promise.all([
          findDeliveries(ctx, tx, house, filter),
          countDeliveries(ctx, tx),
        ])
        const templates = [...house.templates.values()].map(({ code, zh }) => ({ code, zh }))
        return { items, counts, templates, next }
      }),
  })

const retryOperation = defineOperation({
  name: 'delivery.retry',
  summary: '重发一条发送失败的短信或邮件',
  http: 'POST /deliveries/:messageId/retry',
  policy: only('administrator'),
  input: Type.Object(
    { messageId: Type.String({ title: '发送记录', format: 'uuid' }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ nextTryAt: InstantText }),
  handle: (ctx, { messageId }) => retryDelivery(ctx, messageId),
})

/** What has been sent, and what has not. */
export const deliveryOperations = (house: TemplateHouse): readonly Operation[] => [findOperation(house), retryOperation]
