import { type Static, Type } from 'typebox'
import { rolesOf } from '../access/actor.ts'
import { signedIn } from '../access/policy.ts'
import type { Tx } from '../db/connect.ts'
import { parseDivisionCode } from '../divisions/division.ts'
import { ownParties } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation } from '../operations/operation.ts'
import { nameForList } from '../parties/names.ts'
import { absenceOperations } from './absence-operations.ts'
import { type Flow, flowAt, stateLabel } from './flow.ts'
import { caseStaff, holderOperations } from './holder-operations.ts'
import { countInbox, findInbox, type InboxFilter, type InboxRow, nextCursor, selectRows, withNames } from './inbox.ts'
import { CaseItem } from './schema.ts'
import { staffingOperations } from './staffing-operations.ts'
import { labelOf, sayStanding, timeOf } from './view.ts'

const PAGE = 20

const InboxInput = Type.Object(
  {
    view: Type.Optional(Type.Enum(['mine', 'office', 'waiting', 'all'], { title: '范围' })),
    sort: Type.Optional(Type.Enum(['due', 'age'], { title: '排序' })),
    assignee: Type.Optional(Type.String({ title: '经办人', format: 'uuid' })),
    unassigned: Type.Optional(Type.Enum(['yes'], { title: '只看待领办' })),
    state: Type.Optional(Type.String({ title: '状态', maxLength: 40 })),
    overdue: Type.Optional(Type.Enum(['yes'], { title: '是否超期' })),
    division: Type.Optional(Type.String({ title: '地区', maxLength: 12 })),
    q: Type.Optional(Type.String({ title: '办件编号', maxLength: 40 })),
    after: Type.Optional(Type.String({ title: '翻页位置', maxLength: 100 })),
  },
  { additionalProperties: false },
)

const InboxOutput = Type.Object({
  items: Type.Array(CaseItem),
  next: Type.Union([Type.String(), Type.Null()]),
})

const InboxCounts = Type.Object({
  counts: Type.Array(Type.Object({ state: Type.String(), label: Type.String(), count: Type.Integer() })),
  overdueCount: Type.Integer({ description: 'Of those that wait for a role of the caller' }),
  mineCount: Type.Integer({ description: 'Open cases in the asker’s hands' }),
  poolCount: Type.Integer({ description: 'Open cases that wait in the pools of the asker’s offices' }),
})

/** What these operations need of the composition: every flow there is. */
export interface CaseServices {
  flows: readonly Flow[]
}

function viewItem(ctx: Ctx, flows: readonly Flow[], row: InboxRow): CaseItem {
  const newest = flows.find((one) => one.service === row.service)
  if (!newest) throw new Error(`No flow for service ${row.service}`)
  const flow = flowAt(newest, row.flow_version)
  const { calendar } = ctx.platform
  const time = timeOf(row, calendar, ctx.today)
  const isStaff = ctx.actor.kind === 'staff'
  return {
    id: row.id,
    number: row.number,
    service: row.service,
    serviceLabel: flow.terms[row.service]?.zh ?? row.service,
    applicant: nameForList(ctx.platform, row),
    state: row.state,
    stateLabel: stateLabel(flow, row.state),
    channel: row.channel,
    channelLabel: labelOf(row.channel),
    division: row.division,
    divisionName: row.divisionName ?? row.division,
    sentence: sayStanding(flow, row, row.office, calendar, ctx.today),
    dueOn: time.dueOn,
    workdaysLeft: time.workdaysLeft,
    overdue: time.overdue,
    holder: row.holder as CaseItem['holder'],
    office: row.office,
    holding: row.holding,
    assignee: isStaff ? row.assignee : null,
    mine: row.assignee_id !== null && row.assignee_id === ctx.actor.accountId,
    first: isStaff ? row.first : null,
    waitingReason: isStaff ? row.waiting_reason : null,
    submittedAt: row.submitted_at?.toISOString() ?? null,
    openedAt: row.opened_at.toISOString(),
    round: row.round,
  }
}

function viewItems(ctx: Ctx, flows: readonly Flow[], rows: readonly InboxRow[]): CaseItem[] {
  ctx.showing(rows.map((row) => row.party_id))
  return rows.map((row) => viewItem(ctx, flows, row))
}

/** The states that wait for one of the actor's roles. */
function statesFor(ctx: Ctx, flows: readonly Flow[]): string[] {
  const roles: readonly string[] = rolesOf(ctx.actor)
  const steps = flows.flatMap((flow) => Object.entries(flow.steps))
  return [...new Set(steps.filter(([, step]) => step.by && roles.includes(step.by)).map(([state]) => state))]
}

const officesOf = ({ actor }: Ctx) => actor.grants.flatMap((grant) => grant.officeId ?? [])

function readFilter(ctx: Ctx, flows: readonly Flow[], input: Static<typeof InboxInput>): InboxFilter {
  const view = input.view ?? 'waiting'
  const states = input.state ? [input.state] : view === 'waiting' ? statesFor(ctx, flows) : []
  return {
    scope: ctx.scope,
    view,
    sort: input.sort ?? 'age',
    assignee: view === 'mine' ? ctx.actor.accountId : input.assignee,
    unassigned: input.unassigned === 'yes',
    offices: officesOf(ctx),
    states,
    limit: PAGE,
    overdueOn: input.overdue ? ctx.today : undefined,
    division: input.division ? parseDivisionCode(input.division) : undefined,
    numberPrefix:
      input.q
        ?.trim()
        .toUpperCase()
        .replace(/[%_\\]/g, '') || undefined,
    after: input.after,
  }
}

const findInboxOperation = ({ flows }: CaseServices) =>
  defineOperation({
    name: 'case.findInbox',
    summary: '收件箱：我手里的、本窗口或科室的、辖区内的办件',
    http: 'GET /inbox',
    policy: caseStaff,
    personal: true,
    input: InboxInput,
    output: InboxOutput,
    async handle(ctx, input) {
      const filter = readFilter(ctx, flows, input)
      const rows = await ctx.guarded((tx) => findInbox(tx, filter))
      return { items: viewItems(ctx, flows, rows), next: nextCursor(filter, rows) }
    },
  })

const countInboxOperation = ({ flows }: CaseServices) =>
  defineOperation({
    name: 'case.countInbox',
    summary: '收件箱旁的数：我手里的、待领办的、各状态的和超期的',
    http: 'GET /inbox/counts',
    policy: caseStaff,
    input: Type.Object({}, { additionalProperties: false }),
    output: InboxCounts,
    async handle(ctx) {
      const asker = { accountId: ctx.actor.accountId, offices: officesOf(ctx), today: ctx.today }
      const { states, mine, pool } = await countInbox(ctx.db, ctx.scope, asker)
      // Of what waits for the asker's roles, as the filter lists it: not of supplements that wait for applicants.
      const own = statesFor(ctx, flows)
      const label = (state: string) => {
        const flow = flows.find((one) => state in one.steps)
        return flow ? stateLabel(flow, state) : state
      }
      return {
        counts: states.map(({ state, count }) => ({ state, label: label(state), count })),
        mineCount: mine,
        poolCount: pool,
        overdueCount: states.filter(({ state }) => own.includes(state)).reduce((sum, { overdue }) => sum + overdue, 0),
      }
    },
  })

const findOwnOperation = ({ flows }: CaseServices) =>
  defineOperation({
    name: 'case.findOwn',
    summary: '我的办件',
    http: 'GET /me/cases',
    policy: signedIn,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({ items: Type.Array(CaseItem) }),
    async handle(ctx) {
      if (!ctx.actor.partyId) return { items: [] }
      const own = selectRows(ctx.db)
        .where('service_case.party_id', 'in', ownParties(ctx.scope))
        .orderBy('service_case.opened_at', 'desc')
        .limit(100)
      const named = (tx: Tx) => withNames(tx, own).orderBy('service_case.opened_at', 'desc').execute()
      return { items: viewItems(ctx, flows, await ctx.guarded(named)) }
    },
  })

/** Lists of cases across all services. */
export const caseOperations = (services: CaseServices) => [
  findInboxOperation(services),
  countInboxOperation(services),
  findOwnOperation(services),
  ...holderOperations(services.flows),
  ...absenceOperations(services.flows),
  ...staffingOperations(services.flows),
]
