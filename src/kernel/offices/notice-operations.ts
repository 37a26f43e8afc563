import { Type } from 'typebox'
import { roles } from '../access/actor.ts'
import { only } from '../access/policy.ts'
import { defineOperation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { countUnreadStaff, findStaffNotices, markStaffNoticesRead } from './staff-notices.ts'

const PAGE = 20

/** Every role that is held by staff. */
const anyStaff = only(...roles.filter((role) => role !== 'entrepreneur' && role !== 'agent'))

const findNoticesOperation = defineOperation({
  name: 'staffNotice.find',
  summary: '给我的提醒：转来的、被接办的、代理的办件',
  http: 'GET /staff-notices',
  policy: anyStaff,
  input: Type.Object(
    { after: Type.Optional(Type.String({ title: '翻页位置', format: 'uuid' })) },
    { additionalProperties: false },
  ),
  output: Type.Object({
    unread: Type.Integer(),
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        caseId: Nullable(Type.String()),
        title: Type.String(),
        body: Type.String(),
        at: InstantText,
        isRead: Type.Boolean(),
      }),
    ),
    next: Nullable(Type.String()),
  }),
  async handle(ctx, { after }) {
    const own = ctx.actor.accountId ?? ''
    const found = await findStaffNotices(ctx.db, own, PAGE, after)
    const items = found.map(({ id, caseId, title, body, createdAt, readAt }) => {
      return { id, caseId, title, body, at: createdAt.toISOString(), isRead: readAt !== null }
    })
    const unread = await countUnreadStaff(ctx.db, own)
    return { unread, items, next: items.length === PAGE ? (items.at(-1)?.id ?? null) : null }
  },
})

const readNoticesOperation = defineOperation({
  name: 'staffNotice.read',
  summary: '把给我的提醒都标为已读',
  http: 'POST /staff-notices/read',
  policy: anyStaff,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ read: Type.Literal(true) }),
  async handle(ctx) {
    await markStaffNoticesRead(ctx.db, ctx.actor.accountId ?? '', ctx.now)
    return { read: true as const }
  },
})

/** What a member of staff is told at the workbench. */
export const noticeOperations = [findNoticesOperation, readNoticesOperation]
