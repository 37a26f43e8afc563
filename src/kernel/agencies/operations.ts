import { sql } from 'kysely'
import { Type } from 'typebox'
import { conflict, notFound } from '../../shared/errors.ts'
import { only } from '../access/policy.ts'
import { partyScope } from '../divisions/scope.ts'
import { receiveOwnPaper } from '../documents/papers.ts'
import type { FileStorage } from '../documents/storage.ts'
import { setAgency } from '../identity/sessions.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { enterScope } from '../operations/run.ts'
import { Nullable } from '../operations/schemas.ts'
import { findMergedWith } from '../parties/merged.ts'
import { addAuthorisation, confirmAgency, declineAgency, endAgency, findPaperOwner, proposeAgency } from './agency.ts'
import { type EnterpriseOptions, enterpriseOperations } from './enterprise-operations.ts'
import { AgencyId, AgencyReceipt, AgencyView, closed, LastDay, registerProperties, SeenVersion } from './schema.ts'
import { findPartyAgencies, findWaitingAgencies, getAgency } from './store.ts'
import { viewAgencies } from './view.ts'

/** What these operations need of the composition. */
export interface AgencyServices extends EnterpriseOptions {
  storage: FileStorage
}

const PAGE = 20
const Act = closed({ id: AgencyId, version: SeenVersion })

const proposeOperation = defineOperation({
  name: 'agency.propose',
  summary: '登记代办：我代哪家企业办事',
  http: 'POST /agencies',
  policy: only('entrepreneur', 'clerk'),
  input: closed({
    agentId: Type.Optional(Type.String({ title: '代办人', format: 'uuid' })),
    ...registerProperties,
    validTo: LastDay,
  }),
  output: AgencyReceipt,
  handle: proposeAgency,
})

const addPaperOperation = ({ storage }: AgencyServices) =>
  defineOperation({
    name: 'agency.addPaper',
    summary: '上传授权委托书（PDF、JPG、PNG，20 MB 以内）',
    http: 'POST /agencies/:id/paper',
    policy: only('entrepreneur', 'clerk'),
    input: closed({ id: AgencyId }),
    output: AgencyReceipt,
    receive: async (ctx, { id }, file) => receiveOwnPaper(ctx, storage, await findPaperOwner(ctx, id), file),
    handle: (ctx, { id }, received) => {
      if (!received) throw new Error('agency.addPaper is called with its file')
      return addAuthorisation(ctx, id, received)
    },
  })

const findOwnOperation = defineOperation({
  name: 'agency.findOwn',
  summary: '我代谁办事',
  http: 'GET /me/agencies',
  policy: only('entrepreneur', 'agent'),
  input: closed({}),
  output: Type.Object({
    items: Type.Array(AgencyView),
    acting: Nullable(Type.String({ description: 'The agency by which this session acts' })),
  }),
  async handle(ctx) {
    const { actingFor, partyId } = ctx.actor
    const id = actingFor?.ownPartyId ?? partyId
    if (id === null) return { items: [], acting: null }
    // While they act for an enterprise their own agencies lie out of its reach.
    const items = await ctx.platform.db.transaction().execute(async (tx) => {
      const [self = id, ...merged] = await findMergedWith(tx, id)
      const own = partyScope(self, merged)
      await enterScope(tx, own)
      return viewAgencies(ctx, tx, await findPartyAgencies(tx, own, id))
    })
    return { items, acting: actingFor?.agencyId ?? null }
  },
})

const findWaitingOperation = defineOperation({
  name: 'agency.findWaiting',
  summary: '等窗口确认的代办',
  http: 'GET /agencies',
  policy: only('clerk'),
  personal: true,
  input: closed({ after: Type.Optional(Type.String({ title: '翻页位置', format: 'uuid' })) }),
  output: Type.Object({ items: Type.Array(AgencyView), next: Nullable(Type.String()) }),
  handle: (ctx, { after }) =>
    ctx.guarded(async (tx) => {
      const rows = await findWaitingAgencies(tx, ctx.scope, { after, limit: PAGE + 1 })
      const items = rows.slice(0, PAGE)
      ctx.showing(items.map((row) => row.agent_id))
      return {
        items: await viewAgencies(ctx, tx, items),
        next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null,
      }
    }),
})

const getOperation = defineOperation({
  name: 'agency.get',
  summary: '一项代办',
  http: 'GET /agencies/:id',
  policy: only('entrepreneur', 'agent', 'clerk', 'reviewer'),
  personal: true,
  input: closed({ id: AgencyId }),
  output: AgencyView,
  handle: (ctx, { id }) =>
    ctx.guarded(async (tx) => {
      const row = await getAgency(tx, ctx.scope, id)
      ctx.concerning({ kind: 'agency', id, division: row.division })
      const [view] = await viewAgencies(ctx, tx, [row])
      if (!view) throw notFound('这项代办')
      return view
    }),
})

const deciding: readonly Operation[] = [
  defineOperation({
    name: 'agency.confirm',
    summary: '窗口对照授权委托书和营业执照，确认代办',
    http: 'POST /agencies/:id/confirm',
    policy: only('clerk'),
    input: Act,
    output: AgencyReceipt,
    handle: confirmAgency,
  }),
  defineOperation({
    name: 'agency.decline',
    summary: '不予确认代办，写明原因',
    http: 'POST /agencies/:id/decline',
    policy: only('clerk'),
    input: closed({
      id: AgencyId,
      version: SeenVersion,
      reason: Type.String({ title: '不予确认的原因', minLength: 4, maxLength: 200 }),
    }),
    output: AgencyReceipt,
    handle: declineAgency,
  }),
]

const endOperation = defineOperation({
  name: 'agency.end',
  summary: '终止代办：代办人、企业的其他代办人，或窗口受企业之托',
  http: 'POST /agencies/:id/end',
  policy: only('entrepreneur', 'agent', 'clerk'),
  input: Act,
  output: AgencyReceipt,
  handle: endAgency,
})

/** Lets the session act for an enterprise from now on, or for the person themselves again. Errors: 409 when the agency does not hold. */
async function actFor(ctx: Ctx, agencyId: string | null) {
  const { sessionId, actingFor, partyId } = ctx.actor
  const own = actingFor?.ownPartyId ?? partyId
  if (sessionId === null || own === null) {
    throw conflict('no-session', '没有登录会话', '请登录以后，在“代谁办事”里选择。')
  }
  if (agencyId !== null) {
    const { rows } = await sql<{ principal: string | null }>`
      select agency_principal(${agencyId}, ${own}, ${ctx.today}::date) as principal`.execute(ctx.db)
    if (!rows[0]?.principal) {
      throw conflict(
        'agency-not-holding',
        '现在不能代这家企业办事',
        '代办还没有确认、已经到期或已经终止。请在“代谁办事”里查看，或重新登记。',
      )
    }
  }
  await setAgency(ctx.db, sessionId, agencyId)
  ctx.concerning({ kind: 'session', id: sessionId })
  return { acting: agencyId }
}

const actForOperation = defineOperation({
  name: 'session.actFor',
  summary: '切换办事身份：为本人办，或代某家企业办',
  http: 'POST /session/acting',
  policy: only('entrepreneur', 'agent'),
  input: closed({ agencyId: Type.Union([AgencyId, Type.Null()], { title: '代办' }) }),
  output: Type.Object({ acting: Nullable(Type.String()) }),
  handle: (ctx, { agencyId }) => actFor(ctx, agencyId),
})

/** Enterprises, who acts for them, and the session that does. */
export const agencyOperations = (services: AgencyServices): readonly Operation[] => [
  ...enterpriseOperations(services),
  proposeOperation,
  addPaperOperation(services),
  findOwnOperation,
  findWaitingOperation,
  getOperation,
  ...deciding,
  endOperation,
  actForOperation,
]
