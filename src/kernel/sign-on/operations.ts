import { Type } from 'typebox'
import { anyone, only, signedIn } from '../access/policy.ts'
import { checkStaffInReach } from '../identity/own-sessions.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { endLink, findLinksOf, link, notLinked } from './links.ts'
import { beginSignOn, completeSignOn, finishSignOn, getClient, type SignOn } from './sign-on.ts'

const ProviderId = Type.String({ title: '登录方式', minLength: 1, maxLength: 40 })
const Sealed = (title: string) => Type.String({ title, minLength: 1, maxLength: 8000 })
const Kind = Type.Enum(['person', 'staff'])

const findOperation = ({ clients }: SignOn) =>
  defineOperation({
    name: 'signOn.find',
    summary: '可用的单点登录方式',
    http: 'GET /sign-ons',
    policy: anyone,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), serves: Kind })),
    }),
    handle: async () => ({
      items: clients.map(({ provider: { id, name, serves } }) => ({ id, name, serves })),
    }),
  })

const beginOperation = (signOn: SignOn) =>
  defineOperation({
    name: 'signOn.begin',
    summary: '开始单点登录，或把自己的账号与它关联',
    http: 'POST /sign-ons/:provider/begin',
    policy: anyone,
    keyless: true,
    input: Type.Object(
      {
        provider: ProviderId,
        next: Type.String({ title: '登录后去哪里', pattern: '^/([^/\\\\\\s][^\\\\\\s]*)?$', maxLength: 500 }),
        link: Type.Boolean({ title: '关联自己的账号' }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ location: Type.String(), ticket: Type.String() }),
    handle: async (ctx, { provider, ...wanted }) => beginSignOn(ctx, getClient(signOn, provider), wanted),
  })

const finishOperation = (signOn: SignOn) =>
  defineOperation({
    name: 'signOn.finish',
    summary: '用登录服务的答复完成单点登录',
    http: 'POST /sign-ons/:provider/finish',
    policy: anyone,
    keyless: true,
    input: Type.Object(
      {
        provider: ProviderId,
        ticket: Sealed('登录凭据'),
        answer: Type.String({ title: '登录服务的答复', maxLength: 4000 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      outcome: Type.Enum(['loggedIn', 'linked', 'proof']),
      kind: Kind,
      next: Type.String(),
      firstTime: Type.Boolean(),
      pending: Nullable(Type.String({ description: 'To be given back once the phone is proved' })),
      token: Type.Optional(
        Type.String({ 'x-cookie': true, description: 'Session token: only ever in the cookie, never in the body' }),
      ),
    }),
    handle: async (ctx, { provider, ...answered }) => finishSignOn(ctx, signOn, getClient(signOn, provider), answered),
  })

const completeOperation = (signOn: SignOn) =>
  defineOperation({
    name: 'signOn.complete',
    summary: '用验证码登录后，把账号与刚才的单点登录关联',
    http: 'POST /sign-ons/complete',
    policy: only('entrepreneur'),
    input: Type.Object({ pending: Sealed('登录凭据') }, { additionalProperties: false }),
    output: Type.Object({ linked: Type.Literal(true) }),
    handle: async (ctx, { pending }) => completeSignOn(ctx, signOn, pending),
  })

const endOperation = (signOn: SignOn) =>
  defineOperation({
    name: 'signOn.findEnd',
    summary: '在登录服务那边一并退出的地址',
    http: 'GET /sign-ons/:provider/end',
    policy: anyone,
    input: Type.Object({ provider: ProviderId }, { additionalProperties: false }),
    output: Type.Object({ location: Nullable(Type.String()) }),
    handle: async (_ctx, { provider }) => ({ location: await getClient(signOn, provider).findEnd() }),
  })

const findOwnOperation = ({ clients }: SignOn) =>
  defineOperation({
    name: 'signOn.findOwn',
    summary: '自己的账号关联了哪些登录方式',
    http: 'GET /me/sign-ons',
    policy: signedIn,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), linkedAt: Nullable(InstantText) })),
    }),
    async handle(ctx) {
      const { accountId, kind } = ctx.actor
      const links = await findLinksOf(ctx.db, accountId ?? '')
      const own = clients.filter(({ provider }) => provider.serves === kind)
      return {
        items: own.map(({ provider: { id, name } }) => ({ id, name, linkedAt: links.get(id)?.toISOString() ?? null })),
      }
    },
  })

const unlinkOperation = defineOperation({
  name: 'signOn.unlink',
  summary: '解除自己的账号与一种登录方式的关联',
  http: 'POST /me/sign-ons/:provider/unlink',
  policy: signedIn,
  input: Type.Object({ provider: ProviderId }, { additionalProperties: false }),
  output: Type.Object({ unlinked: Type.Literal(true) }),
  async handle(ctx, { provider }) {
    const accountId = ctx.actor.accountId ?? ''
    const ended = await ctx.guarded((tx) => endLink(tx, accountId, provider, ctx.now))
    if (!ended) throw notLinked()
    ctx.concerning({ kind: 'account', id: accountId })
    return { unlinked: true as const }
  },
})

const linkStaffOperation = (signOn: SignOn) =>
  defineOperation({
    name: 'signOn.linkStaff',
    summary: '管理员把工作账号与一种登录方式关联',
    http: 'POST /staff/:accountId/sign-ons',
    policy: only('administrator'),
    input: Type.Object(
      {
        accountId: Type.String({ title: '工作账号', format: 'uuid' }),
        provider: ProviderId,
        subject: Type.String({ title: '在登录服务那边的用户标识', minLength: 1, maxLength: 255 }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({ linked: Type.Literal(true) }),
    async handle(ctx, { accountId, provider, subject }) {
      await checkStaffInReach(ctx.db, ctx.scope, accountId)
      getClient(signOn, provider)
      await ctx.guarded((tx) => link(tx, ctx.platform, { provider, subject, accountId, by: ctx.actor.accountId }))
      ctx.concerning({ kind: 'account', id: accountId })
      return { linked: true as const }
    },
  })

/** Single sign-on (单点登录): logging in by another's account, and linking one's own. */
export const signOnOperations = (signOn: SignOn): readonly Operation[] => [
  findOperation(signOn),
  beginOperation(signOn),
  finishOperation(signOn),
  completeOperation(signOn),
  endOperation(signOn),
  findOwnOperation(signOn),
  unlinkOperation,
  linkStaffOperation(signOn),
]
