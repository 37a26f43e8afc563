import { Type } from 'typebox'
import { roles } from '../access/actor.ts'
import { anyone, only } from '../access/policy.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import {
  createMember,
  disableMember,
  enableMember,
  endGrant,
  grantRole,
  makeMemberSetUp,
  renameMember,
} from './staff.ts'
import { beginSetUp, finishSetUp, SET_UP_HOURS } from './staff-set-up.ts'
import { findMembers, getMember, isHeldOn, type Member, reachesWhole } from './staff-store.ts'

const PAGE = 50

const administers = only('administrator')

const memberId = Type.String({ title: '人员', format: 'uuid' })
const seenVersion = Type.Integer({ title: '您看到的版本', minimum: 1 })
const Request = { id: memberId, version: seenVersion }
const Receipt = Type.Object({ id: Type.String(), version: Type.Integer() })
const Name = Type.String({ title: '姓名', minLength: 2, maxLength: 30 })
const Desk = Type.String({ title: '座位', maxLength: 20 })
const Wish = {
  role: Type.Enum([...roles], { title: '角色' }),
  division: Type.String({ title: '地区', pattern: '^\\d{12}$', 'x-pattern': '请从列表中选择地区' }),
  officeId: Type.Optional(Nullable(Type.String({ title: '所在机构', format: 'uuid' }))),
}

const GrantView = Type.Object({
  id: Type.String(),
  role: Type.Enum([...roles]),
  roleLabel: Type.String(),
  division: Type.String(),
  divisionName: Type.String(),
  officeId: Nullable(Type.String()),
  office: Nullable(Type.String()),
  validFrom: Type.String(),
  validTo: Nullable(Type.String({ description: 'First day on which it is no longer held' })),
  held: Type.Boolean({ description: 'Whether it is held today' }),
})

const MemberView = Type.Object({
  id: Type.String(),
  login: Type.String(),
  name: Type.String(),
  desk: Type.String(),
  state: Type.Enum(['active', 'disabled']),
  version: Type.Integer(),
  createdAt: InstantText,
  grants: Type.Array(GrantView),
  absentUntil: Nullable(Type.String()),
  load: Type.Integer({ description: 'Open cases in hand' }),
  ready: Type.Boolean({ description: 'Whether they have set their own password' }),
  whole: Type.Boolean({ description: 'Whether the asker may deal with the account as a whole' }),
  own: Type.Boolean({ description: 'Whether it is the asker' }),
})

const viewMember = (ctx: Ctx, member: Member) => ({
  ...member,
  createdAt: new Date(member.createdAt).toISOString(),
  grants: member.grants.map((grant) => ({
    ...grant,
    roleLabel: kernelTerms[grant.role].zh,
    held: isHeldOn(grant, ctx.today),
  })),
  whole: reachesWhole(ctx.scope, member, ctx.today),
  own: member.id === ctx.actor.accountId,
})

const findOperation = defineOperation({
  name: 'staff.find',
  summary: '辖区内的工作人员',
  http: 'GET /staff',
  policy: administers,
  input: Type.Object(
    {
      q: Type.Optional(Type.String({ title: '姓名或登录名', maxLength: 30 })),
      role: Type.Optional(Type.Enum([...roles], { title: '角色' })),
      office: Type.Optional(Type.String({ title: '机构', format: 'uuid' })),
      state: Type.Optional(Type.Enum(['active', 'disabled'], { title: '状态' })),
      after: Type.Optional(Type.String({ title: '翻页位置', format: 'uuid' })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ items: Type.Array(MemberView), next: Nullable(Type.String()) }),
  async handle(ctx, { q, ...filter }) {
    const wanted = { ...filter, scope: ctx.scope, today: ctx.today, text: q?.trim() || undefined, limit: PAGE }
    const items = await findMembers(ctx.db, wanted)
    const next = items.length === PAGE ? (items.at(-1)?.id ?? null) : null
    return { items: items.map((member) => viewMember(ctx, member)), next }
  },
})

const getOperation = defineOperation({
  name: 'staff.get',
  summary: '一位工作人员的账号和角色',
  http: 'GET /staff/:id',
  policy: administers,
  input: Type.Object({ id: memberId }, { additionalProperties: false }),
  output: MemberView,
  async handle(ctx, { id }) {
    return viewMember(ctx, await getMember(ctx.db, ctx.scope, id, ctx.today))
  },
})

const createOperation = defineOperation({
  name: 'staff.create',
  summary: '新增工作人员；密码和认证器由本人用一次性链接设置',
  http: 'POST /staff',
  policy: administers,
  input: Type.Object(
    {
      login: Type.String({
        title: '登录名',
        pattern: '^[A-Za-z][A-Za-z0-9._-]{2,29}$',
        'x-pattern': '字母开头，3 到 30 位，只能有字母、数字、点、横线和下划线',
      }),
      name: Name,
      desk: Desk,
      grants: Type.Array(Type.Object(Wish, { additionalProperties: false }), {
        title: '角色',
        minItems: 1,
        maxItems: 10,
      }),
    },
    { additionalProperties: false },
  ),
  output: Receipt,
  handle: createMember,
})

const saveOperation = defineOperation({
  name: 'staff.save',
  summary: '改工作人员的姓名和座位',
  http: 'POST /staff/:id',
  policy: administers,
  input: Type.Object({ ...Request, name: Name, desk: Desk }, { additionalProperties: false }),
  output: Receipt,
  handle: renameMember,
})

const grantOperation = defineOperation({
  name: 'staff.grant',
  summary: '授予角色：不能授出辖区之外的，也不能授给自己',
  http: 'POST /staff/:id/grants',
  policy: administers,
  input: Type.Object({ ...Request, ...Wish }, { additionalProperties: false }),
  output: Receipt,
  handle: grantRole,
})

const endGrantOperation = defineOperation({
  name: 'staff.endGrant',
  summary: '结束一个角色；手里有办件的先交接',
  http: 'POST /staff/:id/grants/end',
  policy: administers,
  input: Type.Object(
    { ...Request, grant: Type.String({ title: '角色', format: 'uuid' }) },
    { additionalProperties: false },
  ),
  output: Receipt,
  handle: endGrant,
})

const disableOperation = defineOperation({
  name: 'staff.disable',
  summary: '停用账号并结束它的登录；手里有办件的先交接',
  http: 'POST /staff/:id/disable',
  policy: administers,
  input: Type.Object(Request, { additionalProperties: false }),
  output: Receipt,
  handle: disableMember,
})

const enableOperation = defineOperation({
  name: 'staff.enable',
  summary: '重新启用账号',
  http: 'POST /staff/:id/enable',
  policy: administers,
  input: Type.Object(Request, { additionalProperties: false }),
  output: Receipt,
  handle: enableMember,
})

const makeSetUpOperation = defineOperation({
  name: 'staff.makeSetUp',
  summary: '生成一次性设置链接，由本人设置密码和认证器；以前的链接作废',
  http: 'POST /staff/:id/set-up',
  policy: administers,
  // The link opens the account: its answer must not be stored with a key.
  keyless: true,
  input: Type.Object({ id: memberId }, { additionalProperties: false }),
  output: Type.Object({ path: Type.String(), validHours: Type.Integer() }),
  handle: async (ctx, { id }) => ({ path: await makeMemberSetUp(ctx, id), validHours: SET_UP_HOURS }),
})

const Token = Type.String({ title: '设置链接', pattern: '^[\\w-]{43}$', 'x-pattern': '不完整，请从头复制整个链接' })

const beginSetUpOperation = defineOperation({
  name: 'staff.beginSetUp',
  summary: '打开一次性设置链接：要设置的是哪个账号，认证器里加什么',
  http: 'POST /staff-set-up/begin',
  policy: anyone,
  keyless: true,
  input: Type.Object({ link: Token }, { additionalProperties: false }),
  output: Type.Object({ login: Type.String(), name: Type.String(), secret: Type.String(), uri: Type.String() }),
  handle: (ctx, { link }) => beginSetUp(ctx, link),
})

const finishSetUpOperation = defineOperation({
  name: 'staff.finishSetUp',
  summary: '用一次性设置链接设好密码和认证器',
  http: 'POST /staff-set-up',
  policy: anyone,
  keyless: true,
  input: Type.Object(
    {
      link: Token,
      password: Type.String({ title: '密码', minLength: 12, maxLength: 200 }),
      code: Type.String({ title: '动态码', pattern: '^\\d{6}$', 'x-pattern': '要填 6 位数字' }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ done: Type.Literal(true) }),
  async handle(ctx, input) {
    await finishSetUp(ctx, input)
    return { done: true as const }
  },
})

/** Staff, their accounts and their roles. */
export const staffOperations = [
  findOperation,
  getOperation,
  createOperation,
  saveOperation,
  grantOperation,
  endGrantOperation,
  disableOperation,
  enableOperation,
  makeSetUpOperation,
  beginSetUpOperation,
  finishSetUpOperation,
]
