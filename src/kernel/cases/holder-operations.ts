import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Role } from '../access/actor.ts'
import { only } from '../access/policy.ts'
import { regionScope, withinScope } from '../divisions/scope.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import { claimCase, type FlowOf, previewReassign, reassignCases } from './change-holder.ts'
import { type Flow, flowAt, flowNamed } from './flow.ts'
import { caseId } from './schema.ts'
import { getCase } from './store.ts'
import { findUnfitness, type Successor } from './successor.ts'

/** Roles that have cases in hand at an office, and who may look over them all. */
export const caseRoles: readonly Role[] = ['clerk', 'reviewer']
export const caseStaff = only('clerk', 'reviewer', 'administrator')

/** The reach in which the actor administers staff; nothing where they do not. */
export const administered = ({ actor }: Ctx) =>
  regionScope(actor.grants.filter(({ role }) => role === 'administrator').map(({ division }) => division))

const MOST_AT_ONCE = 200
const MOST_COLLEAGUES = 200

const seenHolding = Type.Integer({ title: '您看到的经办序号', minimum: 0 })
const Reason = Type.String({ title: '理由', minLength: 2, maxLength: 200 })
const SeenCases = Type.Array(Type.Object({ id: caseId, holding: seenHolding }, { additionalProperties: false }), {
  title: '办件',
  minItems: 1,
  maxItems: MOST_AT_ONCE,
})
const Receiver = Type.String({ title: '接手的人', format: 'uuid' })

const flowOf =
  (flows: readonly Flow[]): FlowOf =>
  ({ service, flow_version }) =>
    flowAt(flowNamed(flows, service), flow_version)

const claimOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'case.claim',
    summary: '领办待分派的办件，或写明理由接办同事手里的',
    http: 'POST /cases/:id/claim',
    policy: only(...caseRoles),
    input: Type.Object(
      { id: caseId, holding: seenHolding, reason: Type.Optional(Reason) },
      { additionalProperties: false },
    ),
    output: Type.Object({ id: Type.String(), holding: Type.Integer() }),
    handle: (ctx, input) => claimCase(ctx, flowOf(flows), input),
  })

const previewOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'case.previewReassign',
    summary: '转办之前看一遍：每一件从谁手里转出，哪些转不了、为什么',
    http: 'POST /cases/reassign/preview',
    policy: caseStaff,
    input: Type.Object({ cases: SeenCases, to: Receiver }, { additionalProperties: false }),
    output: Type.Object({
      to: Type.String(),
      items: Type.Array(
        Type.Object({
          id: Type.String(),
          number: Type.String(),
          from: Type.String(),
          problem: Nullable(Type.String()),
        }),
      ),
    }),
    handle: (ctx, input) => previewReassign(ctx, flowOf(flows), input),
  })

const reassignOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'case.reassign',
    summary: '把一件或多件转给一个人，写一个理由，要么全转要么不转',
    http: 'POST /cases/reassign',
    policy: caseStaff,
    input: Type.Object({ cases: SeenCases, to: Receiver, reason: Reason }, { additionalProperties: false }),
    output: Type.Object({ moved: Type.Integer(), to: Type.String() }),
    handle: (ctx, input) => reassignCases(ctx, flowOf(flows), input),
  })

const ColleagueView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String({ description: 'Role, division and office in words' })),
  load: Type.Integer({ description: 'Open cases in hand' }),
  absentUntil: Nullable(Type.String({ description: 'Last day of an absence under way' })),
  unfit: Nullable(Type.String({ description: 'Why the case asked about cannot go to them' })),
})

interface ColleagueRow extends Successor {
  load: number
  places: { role: Role; division: string; office: string | null }[]
}

/** Active staff who hold a role for cases in reach, those with the least in hand first. */
async function findColleagues(ctx: Ctx): Promise<ColleagueRow[]> {
  const { rows } = await sql<ColleagueRow>`
    select account.id as "accountId", account.name, true as active,
      json_agg(json_build_object('role', role, 'division', role_grant.division, 'officeId', office_id)) as grants,
      json_agg(json_build_object('role', role, 'division', coalesce(place.name, role_grant.division), 'office', office.name)
        order by role_grant.division, role) as places,
      (select count(*)::int from service_case where assignee_id = account.id and ended_at is null) as load,
      (select max(last_day) from absence where account_id = account.id and cancelled_at is null
        and ${ctx.today}::date between first_day and last_day) as "absentUntil"
    from account
    join role_grant on role_grant.account_id = account.id and role_grant.valid_from <= ${ctx.today}::date
      and (role_grant.valid_to is null or role_grant.valid_to > ${ctx.today}::date)
    left join office on office.id = role_grant.office_id
    left join division as place on place.code = role_grant.division and place.valid_to is null
    where account.state = 'active' and role_grant.role = any(${[...caseRoles]}::text[])
      and ${withinScope(ctx.scope, 'role_grant.division')}
    group by account.id
    order by load, account.name
    limit ${MOST_COLLEAGUES}`.execute(ctx.db)
  return rows
}

const sayPlace = ({ role, division, office }: ColleagueRow['places'][number]) =>
  [kernelTerms[role].zh, division, office].filter(Boolean).join(' · ')

const findColleaguesOperation = (flows: readonly Flow[]) =>
  defineOperation({
    name: 'case.findColleagues',
    summary: '可以接手办件的人员，各有多少件；给出办件时说明谁不能接、为什么',
    http: 'GET /colleagues',
    policy: caseStaff,
    input: Type.Object({ case: Type.Optional(caseId) }, { additionalProperties: false }),
    output: Type.Object({ items: Type.Array(ColleagueView) }),
    async handle(ctx, input: { case?: Static<typeof caseId> }) {
      const row = input.case === undefined ? null : await getCase(ctx.db, ctx.scope, input.case)
      const found = await findColleagues(ctx)
      const unfit = (one: Successor) => (row ? (findUnfitness(flowOf(flows)(row), row, one) ?? null) : null)
      return {
        items: found.map((one) => ({
          id: one.accountId,
          name: one.name,
          roles: one.places.map(sayPlace),
          load: one.load,
          absentUntil: one.absentUntil,
          unfit: unfit(one),
        })),
      }
    },
  })

/** Who holds a case, and how it changes hands. */
export const holderOperations = (flows: readonly Flow[]) => [
  claimOperation(flows),
  previewOperation(flows),
  reassignOperation(flows),
  findColleaguesOperation(flows),
]
