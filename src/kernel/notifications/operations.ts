import { Type } from 'typebox'
import { maskPhone, type Personal } from '../../shared/personal.ts'
import { anyone, only } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { deliveryOperations } from './delivery-operations.ts'
import type { TemplateHouse } from './edit-templates.ts'
import { maskEmail } from './email-address.ts'
import { findNewestMessages } from './messages.ts'
import { settingOperations } from './setting-operations.ts'
import { countUnread, findNotices, markRead } from './store.ts'
import { templateOperations } from './template-operations.ts'
import { type Medium, media } from './template-text.ts'

const PAGE = 20
const MAILBOX = 50

const findOwnNotices = defineOperation({
  name: 'notice.find',
  summary: '本人的通知，最新的在前',
  http: 'GET /me/notices',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object(
    { after: Type.Optional(Type.String({ title: '从哪一条之后', format: 'uuid' })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        caseId: Nullable(Type.String()),
        title: Type.String(),
        body: Type.String(),
        at: InstantText,
        read: Type.Boolean(),
      }),
    ),
    unread: Type.Integer({ description: 'Of all notices, not only of these' }),
    next: Nullable(Type.String({ description: 'Value of after for the next page' })),
  }),
  handle: async (ctx, { after }) => {
    const found = await findNotices(ctx.db, ctx.scope, PAGE + 1, after)
    const page = found.slice(0, PAGE)
    return {
      items: page.map((notice) => ({
        id: notice.id,
        caseId: notice.case_id,
        title: notice.title,
        body: notice.body,
        at: notice.created_at.toISOString(),
        read: notice.read_at !== null,
      })),
      unread: await countUnread(ctx.db, ctx.scope),
      next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    }
  },
})

const markNoticesRead = defineOperation({
  name: 'notice.markRead',
  summary: '把本人的通知标为已读',
  http: 'POST /me/notices/read',
  policy: only('entrepreneur', 'agent'),
  input: Type.Object(
    { ids: Type.Array(Type.String({ title: '通知', format: 'uuid' }), { title: '通知', minItems: 1, maxItems: 100 }) },
    { additionalProperties: false },
  ),
  output: Type.Object({ unread: Type.Integer() }),
  handle: async (ctx, { ids }) => {
    await markRead(ctx.db, ctx.scope, ids, ctx.now)
    return { unread: await countUnread(ctx.db, ctx.scope) }
  },
})

/** A party's own inbox and settings; for staff the wordings, and what was sent. */
export const notificationOperations = (house: TemplateHouse): readonly Operation[] => [
  findOwnNotices,
  markNoticesRead,
  ...settingOperations,
  ...templateOperations(house),
  ...deliveryOperations(house),
]

const maskRecipient = (medium: Medium, recipient: Personal) =>
  medium === 'sms' ? maskPhone(recipient) : maskEmail(recipient)

/** Shows to anyone what the platform has sent: registered by app/ only where the demonstration is on. */
export const demonstrationMailbox: Operation = defineOperation({
  name: 'demo.getMailbox',
  summary: '演示信箱：最近发出的短信和邮件（只在演示环境开放）',
  http: 'GET /demo/mailbox',
  policy: anyone,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        medium: Type.Enum([...media]),
        recipient: Type.String({ description: 'Partly hidden' }),
        subject: Nullable(Type.String({ description: 'Of an e-mail' })),
        body: Type.String(),
        at: InstantText,
      }),
    ),
  }),
  handle: async (ctx) => {
    const messages = await findNewestMessages(ctx.platform, MAILBOX)
    return {
      items: messages.map(({ medium, recipient, subject, body, at }) => ({
        medium,
        recipient: maskRecipient(medium, recipient),
        subject: subject?.reveal() ?? null,
        body: body.reveal(),
        at: at.toISOString(),
      })),
    }
  },
})
