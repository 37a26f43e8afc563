import { Type } from 'typebox'
import { roles } from '../access/actor.ts'
import { anyone, signedIn } from '../access/policy.ts'
import { findDuePurposes } from '../consents/store.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { kernelTerms } from '../glossary/terms.ts'
import { countUnread } from '../notifications/store.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { getEnterprise } from '../parties/enterprise.ts'
import { getActingPerson, getOwnPerson } from '../parties/person.ts'
import { openPartyByPhone } from '../parties/register.ts'
import { logInByCode, requestCode } from './log-in-by-code.ts'
import { logInStaff } from './log-in-staff.ts'
import { CODE_MINUTES } from './login-codes.ts'
import { sessionOperations } from './session-operations.ts'
import { endSession } from './sessions.ts'
import { describeGrants } from './standing.ts'

export interface IdentityOptions {
  /** Where someone new lives who did not say: the platform's root division. */
  homeDivision: DivisionCode
}

const Phone = Type.String({ title: '手机号', minLength: 1, maxLength: 30 })
const OneTimeCode = (title: string) => Type.String({ title, pattern: '^\\d{6}$', 'x-pattern': '要填 6 位数字' })
/** The HTTP layer lays it into the session's cookie and takes it out of the body; empty ends the cookie. */
const Token = Type.String({
  'x-cookie': true,
  description: 'Session token: only ever in the cookie, never in the body',
})

const DeviceMark = Type.Union([Type.String(), Type.Null()], {
  'x-cookie': true,
  description: 'By which the device is known again: only ever in a cookie, never in the body',
})

const requestCodeOperation = ({ homeDivision }: IdentityOptions) =>
  defineOperation({
    name: 'session.requestCode',
    summary: '获取登录验证码',
    http: 'POST /sessions/codes',
    policy: anyone,
    keyless: true,
    input: Type.Object({ phone: Phone }, { additionalProperties: false }),
    output: Type.Object({ sent: Type.Literal(true), validMinutes: Type.Integer() }),
    handle: async (ctx, { phone }) => {
      await requestCode(ctx, phone, homeDivision)
      return { sent: true as const, validMinutes: CODE_MINUTES }
    },
  })

const logInByCodeOperation = ({ homeDivision }: IdentityOptions) =>
  defineOperation({
    name: 'session.logInByCode',
    summary: '用手机号和验证码登录，第一次登录即注册',
    http: 'POST /sessions/person',
    policy: anyone,
    keyless: true,
    input: Type.Object(
      {
        phone: Phone,
        code: OneTimeCode('验证码'),
        division: Type.Optional(Type.String({ title: '所在地区', minLength: 1, maxLength: 12 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      kind: Type.Literal('person'),
      accountId: Type.String(),
      firstTime: Type.Boolean(),
      token: Token,
      deviceMark: DeviceMark,
    }),
    handle: async (ctx, { phone, code, division = homeDivision }) => {
      const loggedIn = await logInByCode(ctx, { phone, code, division }, openPartyByPhone)
      return { kind: 'person' as const, ...loggedIn }
    },
  })

const logInStaffOperation = defineOperation({
  name: 'session.logInStaff',
  summary: '工作人员用登录名、密码和动态码登录',
  http: 'POST /sessions/staff',
  policy: anyone,
  keyless: true,
  input: Type.Object(
    {
      login: Type.String({ title: '登录名', minLength: 1, maxLength: 60 }),
      password: Type.String({ title: '密码', minLength: 1, maxLength: 200 }),
      code: OneTimeCode('动态码'),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    kind: Type.Literal('staff'),
    accountId: Type.String(),
    token: Token,
    deviceMark: DeviceMark,
  }),
  handle: async (ctx, input) => ({ kind: 'staff' as const, ...(await logInStaff(ctx, input)) }),
})

const logOutOperation = defineOperation({
  name: 'session.logOut',
  summary: '退出登录',
  http: 'POST /sessions/end',
  policy: signedIn,
  keyless: true,
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    ended: Type.Literal(true),
    provider: Nullable(Type.String({ description: 'Of single sign-on, where the session began with one' })),
    token: Token,
  }),
  handle: async (ctx) => {
    const provider = ctx.actor.sessionId ? await endSession(ctx.db, ctx.actor.sessionId, ctx.now) : null
    return { ended: true as const, provider, token: '' }
  },
})

const Standing = Type.Object({
  kind: Type.Enum(['anonymous', 'person', 'staff']),
  name: Nullable(Type.String({ description: 'Working name of staff; a person’s own name, or phone, partly hidden' })),
  roles: Type.Array(
    Type.Object({
      role: Type.Enum([...roles]),
      zh: Type.String(),
      division: Type.String(),
      divisionName: Type.String(),
      office: Nullable(Type.String()),
    }),
  ),
  verification: Nullable(Type.Enum(['none', 'declared', 'verified'])),
  unread: Type.Integer({ description: 'Notices not read yet' }),
  consentDue: Type.Boolean({ description: 'There are terms that this person has not agreed to yet' }),
  acting: Nullable(
    Type.Object(
      { partyId: Type.String(), name: Type.String(), legalForm: Type.String() },
      { description: 'The enterprise that the person acts for in this session' },
    ),
  ),
  lapsed: Type.Boolean({ description: 'Whether they acted for one by an agency that holds no more' }),
})

const findActing = (ctx: Ctx) =>
  ctx.guarded(async (tx) => {
    const { party_id: partyId, name, legal_form: legalForm } = await getEnterprise(tx, ctx.scope, ctx.scope.party ?? '')
    return { partyId, name, legalForm }
  })

async function describePerson(ctx: Ctx) {
  const { actingFor, lapsedAgencyId } = ctx.actor
  const { name, phone, verification, division, divisionName } = await (actingFor ? getActingPerson : getOwnPerson)(ctx)
  const as = actingFor ? ('agent' as const) : ('entrepreneur' as const)
  const role = { role: as, zh: kernelTerms[as].zh, division, divisionName, office: null }
  const acting = actingFor ? await findActing(ctx) : null
  const consentDue = (await findDuePurposes(ctx.db, ctx.actor.accountId ?? '')).length > 0
  return {
    kind: 'person' as const,
    name: name ?? phone,
    roles: [role],
    verification,
    consentDue,
    acting,
    lapsed: Boolean(lapsedAgencyId),
  }
}

const getSessionOperation = defineOperation({
  name: 'session.get',
  summary: '当前登录的是谁',
  http: 'GET /session',
  policy: anyone,
  input: Type.Object({}, { additionalProperties: false }),
  output: Standing,
  handle: async (ctx) => {
    const { actor } = ctx
    if (actor.kind === 'person') return { ...(await describePerson(ctx)), unread: await countUnread(ctx.db, ctx.scope) }
    const bare = { verification: null, unread: 0, consentDue: false, acting: null, lapsed: false }
    if (actor.kind !== 'staff') return { kind: 'anonymous' as const, name: null, roles: [], ...bare }
    const held = await describeGrants(ctx.db, actor.grants)
    return { kind: 'staff' as const, name: actor.name, roles: held, ...bare }
  },
})

/** Logging in and out, and who is logged in. */
export const identityOperations = (options: IdentityOptions): readonly Operation[] => [
  requestCodeOperation(options),
  logInByCodeOperation(options),
  logInStaffOperation,
  logOutOperation,
  getSessionOperation,
  ...sessionOperations,
]
