import { Type } from 'typebox'
import { only, signedIn } from '../access/policy.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { endOtherSessions, endOwnSession, endStaffSessions, findOwnSessions } from './own-sessions.ts'

const Nothing = Type.Object({}, { additionalProperties: false })
const Ended = Type.Object({ ended: Type.Integer({ description: 'How many sessions ended' }) })

const findOwnOperation = defineOperation({
  name: 'session.findOwn',
  summary: '自己的账号在哪些设备上登录着',
  http: 'GET /me/sessions',
  policy: signedIn,
  input: Nothing,
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.String(),
        current: Type.Boolean({ description: 'The one this call comes by' }),
        device: Nullable(Type.String({ description: 'In plain words' })),
        provider: Nullable(Type.String({ description: 'Of single sign-on; null for codes and passwords' })),
        since: InstantText,
        seenAt: InstantText,
      }),
    ),
  }),
  handle: async (ctx) => ({ items: await findOwnSessions(ctx) }),
})

const endOwnOperation = defineOperation({
  name: 'session.endOwn',
  summary: '让自己的账号在一台设备上退出',
  http: 'POST /me/sessions/:sessionId/end',
  policy: signedIn,
  input: Type.Object(
    { sessionId: Type.String({ title: '登录设备', format: 'uuid' }) },
    { additionalProperties: false },
  ),
  output: Ended,
  async handle(ctx, { sessionId }) {
    await endOwnSession(ctx, sessionId)
    return { ended: 1 }
  },
})

const endOthersOperation = defineOperation({
  name: 'session.endOthers',
  summary: '让自己的账号在其他所有设备上退出',
  http: 'POST /me/sessions/end-others',
  policy: signedIn,
  input: Nothing,
  output: Ended,
  handle: async (ctx) => ({ ended: await endOtherSessions(ctx) }),
})

const endStaffOperation = defineOperation({
  name: 'session.endStaff',
  summary: '管理员让一个工作账号在所有设备上退出',
  http: 'POST /staff/:accountId/sessions/end',
  policy: only('administrator'),
  input: Type.Object(
    { accountId: Type.String({ title: '工作账号', format: 'uuid' }) },
    { additionalProperties: false },
  ),
  output: Ended,
  handle: async (ctx, { accountId }) => ({ ended: await endStaffSessions(ctx, accountId) }),
})

/** Sessions listed and ended (登录设备). */
export const sessionOperations: readonly Operation[] = [
  findOwnOperation,
  endOwnOperation,
  endOthersOperation,
  endStaffOperation,
]
