import { type Static, Type } from 'typebox'
import { type Actor, actorWithin, anonymous, rolesOf } from '../kernel/access/actor.ts'
import { describePolicy, isAllowed, only } from '../kernel/access/policy.ts'
import { isFor, refusalOf } from '../kernel/cases/available-actions.ts'
import { type Flow, flowNamed, getStep, stateLabel } from '../kernel/cases/flow.ts'
import { standingOf, viewerOf } from '../kernel/cases/standing.ts'
import { type CaseRow, findCaseByNumber } from '../kernel/cases/store.ts'
import { type DivisionCode, parseDivisionCode } from '../kernel/divisions/division.ts'
import { covers } from '../kernel/divisions/scope.ts'
import { kernelTerms } from '../kernel/glossary/terms.ts'
import { findMembers, getMember, isHeldOn, type Member } from '../kernel/offices/staff-store.ts'
import type { Ctx } from '../kernel/operations/context.ts'
import { defineOperation, type Operation } from '../kernel/operations/operation.ts'
import { Nullable } from '../kernel/operations/schemas.ts'
import { invalid } from '../shared/errors.ts'

const MOST = 500

const looksOver = only('administrator', 'auditor')

interface Composition {
  flows: readonly Flow[]
  /** Every operation there is, once they are all composed. */
  operations: () => readonly Operation[]
}

/** One answer: may they, and the sentences that say why, from the same objects that the guards read. */
const Verdict = Type.Object({
  says: Type.String(),
  allowed: Type.Boolean(),
  because: Type.Array(Type.String()),
})
type Verdict = Static<typeof Verdict>

/** A member as the guards would see them today. */
const actorOf = (ctx: Ctx, { id, name, grants, state }: Member): Actor => ({
  ...anonymous,
  kind: 'staff',
  accountId: id,
  name,
  grants:
    state === 'disabled'
      ? []
      : grants
          .filter((grant) => isHeldOn(grant, ctx.today))
          .map(({ role, division, officeId }) => ({ role, division, officeId })),
})

const sayGrant = ({ role, divisionName, office, validFrom }: Member['grants'][number]) =>
  `有「${kernelTerms[role].zh}」：${[divisionName, office].filter(Boolean).join(' · ')}，${validFrom} 起`

/** What holds for everything they do: a disabled account, an absence, roles that have ended. */
function sayStanding(ctx: Ctx, member: Member): string[] {
  const ended = member.grants.filter((grant) => !isHeldOn(grant, ctx.today))
  return [
    ...(member.state === 'disabled' ? ['账号已停用，不能登录，什么都不能办'] : []),
    ...(member.absentUntil ? [`请假到 ${member.absentUntil}，这期间系统不分派给他，由代理人代办`] : []),
    ...ended.map((grant) => `曾有「${kernelTerms[grant.role].zh}」（${grant.divisionName}），到 ${grant.validTo} 止`),
  ]
}

/** Why somebody may or may not call an operation: its own policy, held against what they hold today. */
function explainOperation(ctx: Ctx, member: Member, { name, summary, policy }: Operation): Verdict {
  const actor = actorOf(ctx, member)
  const { allows } = policy
  const allowed = member.state === 'active' && isAllowed(policy, actor)
  const fitting = member.grants.filter(
    (grant) => isHeldOn(grant, ctx.today) && Array.isArray(allows) && allows.includes(grant.role),
  )
  const held = rolesOf(actor).map((role) => kernelTerms[role].zh)
  const missing = held.length > 0 ? `他现在的角色是${held.join('、')}，不在其中` : '他现在没有任何角色'
  return {
    says: `${summary}（${name}）`,
    allowed,
    because: [
      `这件事由${describePolicy(policy)}办理`,
      ...(Array.isArray(allows) && fitting.length === 0 ? [missing] : fitting.map(sayGrant)),
      ...(fitting.length > 0 ? ['只在上面这些地区和它们下面的地区里有效'] : []),
      ...sayStanding(ctx, member),
    ],
  }
}

/** Why somebody may or may not take one action on a case: the flow's own guard. */
function explainAction(ctx: Ctx, flow: Flow, row: CaseRow, member: Member, name: string): Verdict {
  const action = flow.actions[name]
  if (!action) throw new Error(`Flow ${flow.service} has no action ${name}`)
  const actor = actorOf(ctx, member)
  const viewer = viewerOf({ ...ctx, actor }, row)
  const standing = standingOf(row)
  const by = action.by ?? getStep(flow, row.state).by ?? 'applicant'
  const refusal = refusalOf(flow, name, standing, viewer)
  const there = actorWithin(actor, row.division).grants
  const fitting = member.grants.filter(
    (grant) =>
      there.some((one) => one.role === grant.role && one.division === grant.division) && isHeldOn(grant, ctx.today),
  )
  const other = row.assignee_id !== null && row.assignee_id !== member.id
  return {
    says: action.button,
    allowed: member.state === 'active' && refusal === undefined,
    because: [
      `「${action.button}」在「${stateLabel(flow, row.state)}」这一步由${by === 'applicant' ? '申请人本人，或窗口人员代为' : kernelTerms[by].zh}办理`,
      ...(isFor(flow, action, standing, viewer) ? fitting.map(sayGrant) : ['他在这件的地区没有这个角色']),
      ...(refusal === undefined ? [] : [refusal]),
      ...(refusal === undefined && other ? ['这件在同事手里，直接办会记为接办，并告诉同事'] : []),
      ...sayStanding(ctx, member),
    ],
  }
}

const optionsOperation = ({ flows, operations }: Composition) =>
  defineOperation({
    name: 'rights.findChoices',
    summary: '可以查的事：每个操作、每个事项的每一步，和辖区内的人员',
    http: 'GET /rights/choices',
    policy: looksOver,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      operations: Type.Array(Type.Object({ name: Type.String(), summary: Type.String() })),
      members: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), login: Type.String() })),
      services: Type.Array(Type.Object({ service: Type.String(), zh: Type.String() })),
    }),
    async handle(ctx) {
      const members = await findMembers(ctx.db, { scope: ctx.scope, today: ctx.today, limit: MOST })
      return {
        operations: operations().map(({ name, summary }) => ({ name, summary })),
        members: members.map(({ id, name, login }) => ({ id, name, login })),
        services: flows.map(({ service, terms }) => ({ service, zh: terms[service]?.zh ?? service })),
      }
    },
  })

function operationNamed({ operations }: Composition, name: string): Operation {
  const found = operations().find((one) => one.name === name)
  if (found) return found
  throw invalid([{ field: 'operation', code: 'unknown', message: '操作：没有这一个，请从列表里选' }])
}

const explainOperationOperation = (composition: Composition) =>
  defineOperation({
    name: 'rights.explain',
    summary: '一位人员为什么能办、为什么不能办',
    http: 'GET /rights/member',
    policy: looksOver,
    input: Type.Object(
      {
        member: Type.String({ title: '人员', format: 'uuid' }),
        operation: Type.Optional(Type.String({ title: '操作', maxLength: 80 })),
        number: Type.Optional(Type.String({ title: '办件编号', maxLength: 40 })),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      name: Type.String(),
      standing: Type.Array(Type.String()),
      grants: Type.Array(Type.String()),
      operation: Nullable(Verdict),
      actions: Type.Array(Verdict),
      caseSays: Nullable(Type.String()),
    }),
    async handle(ctx, { member: id, operation, number }) {
      const member = await getMember(ctx.db, ctx.scope, id, ctx.today)
      const row = number ? await findCaseByNumber(ctx.db, ctx.scope, number.trim().toUpperCase()) : undefined
      if (number && !row) {
        throw invalid([{ field: 'number', code: 'unknown', message: '办件编号：辖区内没有这一件' }])
      }
      const flow = row ? flowNamed(composition.flows, row.service) : undefined
      const names = Object.entries(flow?.actions ?? {}).filter(([, action]) => row && action.from.includes(row.state))
      ctx.concerning({ kind: 'account', id })
      return {
        name: member.name,
        standing: sayStanding(ctx, member),
        grants: member.grants.filter((grant) => isHeldOn(grant, ctx.today)).map(sayGrant),
        operation: operation ? explainOperation(ctx, member, operationNamed(composition, operation)) : null,
        actions: row && flow ? names.map(([name]) => explainAction(ctx, flow, row, member, name)) : [],
        caseSays: row && flow ? `${row.number}，现在是「${stateLabel(flow, row.state)}」` : null,
      }
    },
  })

const whoOperation = (composition: Composition) =>
  defineOperation({
    name: 'rights.who',
    summary: '一个地区里谁能办一件事',
    http: 'GET /rights/who',
    policy: looksOver,
    input: Type.Object(
      {
        operation: Type.String({ title: '操作', maxLength: 80 }),
        division: Type.String({ title: '地区', pattern: '^\\d{12}$', 'x-pattern': '请从列表中选择地区' }),
      },
      { additionalProperties: false },
    ),
    output: Type.Object({
      policy: Type.String(),
      items: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), because: Type.Array(Type.String()) })),
    }),
    async handle(ctx, { operation: name, division }) {
      const operation = operationNamed(composition, name)
      const place: DivisionCode = parseDivisionCode(division)
      const members = await findMembers(ctx.db, { scope: ctx.scope, today: ctx.today, state: 'active', limit: MOST })
      const may = members.filter((member) => isAllowed(operation.policy, actorWithin(actorOf(ctx, member), place)))
      return {
        policy: `这件事由${describePolicy(operation.policy)}办理${covers(ctx.scope, place) ? '' : '；这个地区不在您的辖区内，只列出您看得到的人员'}`,
        items: may.map((member) => ({
          id: member.id,
          name: member.name,
          because: explainOperation(ctx, member, operation).because.slice(1),
        })),
      }
    },
  })

/** Why somebody may do what, and who may do it, explained from the policies and flows themselves. */
export const rightsOperations = (composition: Composition): readonly Operation[] => [
  optionsOperation(composition),
  explainOperationOperation(composition),
  whoOperation(composition),
]
