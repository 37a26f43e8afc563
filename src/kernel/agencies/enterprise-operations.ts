import { Type } from 'typebox'
import { conflict, invalid } from '../../shared/errors.ts'
import { only } from '../access/policy.ts'
import type { Flow } from '../cases/flow.ts'
import { PartyCase, viewPartyCase } from '../cases/party-case.ts'
import { findPartyCases } from '../cases/store.ts'
import { covers } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { Nullable } from '../operations/schemas.ts'
import {
  createEnterprise,
  findEnterprises,
  getEnterprise,
  lockEnterprise,
  readRegister,
  refuseKnownCode,
  type TypedRegister,
} from '../parties/enterprise.ts'
import { findFacts } from '../parties/facts.ts'
import { isIndustry } from '../parties/industries.ts'
import { FactView, viewFact } from '../rules/fact-view.ts'
import type { FactDictionary } from '../rules/facts.ts'
import {
  AgencyView,
  closed,
  EnterpriseId,
  EnterpriseView,
  enterpriseViewProperties,
  registerProperties,
  SeenVersion,
} from './schema.ts'
import { findPartyAgencies } from './store.ts'
import { viewAgencies, viewEnterprise } from './view.ts'

/** What the file of an enterprise needs of the composition: words for the cases and the facts of every module. */
export interface EnterpriseOptions {
  flows: readonly Flow[]
  facts: FactDictionary
}

const PAGE = 20
const Staff = Type.Integer({ title: '职工人数', minimum: 0, maximum: 1_000_000, 'x-unit': '人' })

const findOperation = defineOperation({
  name: 'enterprise.find',
  summary: '辖区内的企业：按统一社会信用代码或名称查找',
  http: 'GET /enterprises',
  policy: only('clerk', 'reviewer'),
  input: closed({
    text: Type.Optional(Type.String({ title: '代码或名称', maxLength: 80 })),
    after: Type.Optional(Type.String({ title: '翻页位置', format: 'uuid' })),
  }),
  output: Type.Object({ items: Type.Array(EnterpriseView), next: Nullable(Type.String()) }),
  handle: (ctx, { text, after }) =>
    ctx.guarded(async (tx) => {
      const wanted = { text: text?.trim() || undefined, after, limit: PAGE + 1 }
      const rows = await findEnterprises(tx, ctx.scope, wanted)
      const items = rows.slice(0, PAGE)
      return { items: items.map(viewEnterprise), next: rows.length > PAGE ? (items.at(-1)?.party_id ?? null) : null }
    }),
})

const getOperation = ({ flows, facts: dictionary }: EnterpriseOptions) =>
  defineOperation({
    name: 'enterprise.get',
    summary: '一家企业的登记信息、已知事实、代办人和办件',
    http: 'GET /enterprises/:id',
    policy: only('clerk', 'reviewer'),
    personal: true,
    input: closed({ id: EnterpriseId }),
    output: Type.Object({
      ...enterpriseViewProperties,
      facts: Type.Array(FactView),
      agencies: Type.Array(AgencyView),
      cases: Type.Array(PartyCase),
    }),
    handle: (ctx, { id }) =>
      ctx.guarded(async (tx) => {
        const row = await getEnterprise(tx, ctx.scope, id)
        ctx.concerning({ kind: 'enterprise', id, division: row.division })
        const facts = await findFacts(tx, id)
        const agencies = await findPartyAgencies(tx, ctx.scope, id)
        const cases = await findPartyCases(tx, ctx.scope, id)
        return {
          ...viewEnterprise(row),
          facts: Object.entries(facts).map(([key, fact]) => viewFact(dictionary, key, fact)),
          agencies: await viewAgencies(ctx, tx, agencies),
          cases: cases.map((one) => viewPartyCase(flows, one)),
        }
      }),
  })

const getOwnOperation = defineOperation({
  name: 'enterprise.getOwn',
  summary: '正在代办的企业和它的代办人',
  http: 'GET /me/enterprise',
  policy: only('agent'),
  personal: true,
  input: closed({}),
  output: Type.Object({ ...enterpriseViewProperties, agencies: Type.Array(AgencyView) }),
  handle: (ctx) =>
    ctx.guarded(async (tx) => {
      const id = ctx.scope.party ?? '00000000-0000-0000-0000-000000000000'
      const row = await getEnterprise(tx, ctx.scope, id)
      ctx.concerning({ kind: 'enterprise', id, division: row.division })
      const agencies = await findPartyAgencies(tx, ctx.scope, id)
      return { ...viewEnterprise(row), agencies: await viewAgencies(ctx, tx, agencies) }
    }),
})

/** A clerk takes an enterprise down off its licence (登记企业): verified at once. */
async function registerEnterprise(ctx: Ctx, { staff, ...typed }: TypedRegister & { staff?: number }) {
  const data = readRegister(typed, ctx.today)
  if (!covers(ctx.scope, data.division)) {
    const message = '登记所在地：不在您负责的辖区内，请企业到当地窗口登记。'
    throw invalid([{ field: 'division', code: 'out-of-reach', message }])
  }
  return ctx.guarded(async (tx) => {
    await refuseKnownCode(ctx, tx, data.creditCode)
    const id = await createEnterprise(ctx, tx, { ...data, ...(staff === undefined ? {} : { staff }) })
    ctx.concerning({ kind: 'enterprise', id, division: data.division })
    return { id }
  })
}

const registerOperation = defineOperation({
  name: 'enterprise.register',
  summary: '窗口对照营业执照登记企业',
  http: 'POST /enterprises',
  policy: only('clerk'),
  input: closed({ ...registerProperties, staff: Type.Optional(Staff) }),
  output: Type.Object({ id: Type.String() }),
  handle: registerEnterprise,
})

const amendOperation = defineOperation({
  name: 'enterprise.amend',
  summary: '窗口对照营业执照更正企业信息',
  http: 'POST /enterprises/:id/amend',
  policy: only('clerk'),
  input: closed({
    id: EnterpriseId,
    version: SeenVersion,
    name: Type.Optional(registerProperties.name),
    legalForm: Type.Optional(registerProperties.legalForm),
    industry: Type.Optional(registerProperties.industry),
    staff: Type.Optional(Staff),
  }),
  output: Type.Object({ id: Type.String(), version: Type.Integer() }),
  handle: (ctx, { id, version, name, legalForm, industry, staff }) =>
    ctx.guarded(async (tx) => {
      const row = await lockEnterprise(tx, ctx.scope, id)
      if (row.version !== version) {
        throw conflict('stale', '这家企业的信息刚刚有了变化', '请刷新后核对，再决定怎么改。', { version: row.version })
      }
      if (industry !== undefined && !isIndustry(industry)) {
        throw invalid([{ field: 'industry', code: 'industry', message: '所属行业：请从列表中选一项' }])
      }
      await tx
        .updateTable('enterprise')
        .set({
          name: name ?? row.name,
          legal_form: legalForm ?? row.legal_form,
          industry: industry ?? row.industry,
          staff: staff ?? row.staff,
          version: version + 1,
        })
        .where('party_id', '=', id)
        .execute()
      ctx.concerning({ kind: 'enterprise', id, division: row.division })
      return { id, version: version + 1 }
    }),
})

/** Enterprises: found, registered and amended by staff, shown to who acts for them. */
export const enterpriseOperations = (options: EnterpriseOptions): readonly Operation[] => [
  findOperation,
  getOperation(options),
  getOwnOperation,
  registerOperation,
  amendOperation,
]
