import { Readable } from 'node:stream'
import type { Actor } from '../../../kernel/access/actor.ts'
import { morningAgo } from '../../../kernel/calendar/days.ts'
import { demonstrationPaper } from '../../../kernel/documents/demonstration-paper.ts'
import type { DemonstrationCity } from '../../../kernel/module.ts'
import { makeCreditCode } from '../../../kernel/parties/demonstration-id.ts'
import { seedParameters, seedRule } from '../../../kernel/rules/store.ts'
import { addDays, addMonths, dateIn } from '../../../shared/dates.ts'
import { localParameters, localRules } from '../rules/local-rules.ts'
import type { ApplicantKind, LoanDraft } from '../schema.ts'
import { type Ending, staffOf, tellStory } from '../seed.ts'

const xiling = '420502000000'
const wujiagang = '420503000000'
const dianjun = '420504000000'
const yidu = '420581000000'

interface Venture {
  name: string
  legalForm: 'company' | 'partnership' | 'cooperative'
  industry: string
  division: string
  ending: Ending
  daysAgo: number
  form: LoanDraft
}

const shared: LoanDraft = {
  requestedMonths: 24,
  earlierLoans: 0,
  noArrears: true,
  cleanCredit: true,
  truthful: true,
}

const company = (more: LoanDraft): LoanDraft => ({
  ...shared,
  longContracts: true,
  revenue: 600_000_000,
  assets: 450_000_000,
  ...more,
})

const partners = (names: readonly string[]): LoanDraft => ({
  ...shared,
  jobs: 2,
  partners: names.map((name, index) => ({
    name,
    group: index === 0 ? 'graduate' : 'returnee',
    share: index === 0 ? 100 - Math.floor(100 / names.length) * (names.length - 1) : Math.floor(100 / names.length),
    earlierLoans: 0,
    cleanCredit: true,
  })),
})

/** Invented enterprises in every state; none of them exists. The first is the one to try with. */
const ventures: readonly Venture[] = [
  {
    name: '宜都演示清江茶业有限公司',
    legalForm: 'company',
    industry: 'C15',
    division: yidu,
    ending: 'recommended',
    daysAgo: 22,
    form: company({
      businessAddress: '清江大道 9 号',
      staff: 46,
      newHires: 7,
      requestedAmount: 480_000_000,
      purpose: '添置两条揉捻生产线，收购春茶鲜叶，用茶叶销售收入还款。',
    }),
  },
  {
    name: '宜都演示同舟设计合伙企业',
    legalForm: 'partnership',
    industry: 'M74',
    division: yidu,
    ending: 'submitted',
    daysAgo: 1,
    form: {
      ...partners(['演示合伙人甲', '演示合伙人乙']),
      businessAddress: '园林大道 18 号',
      requestedAmount: 60_000_000,
      purpose: '装修联合办公的店面，购买绘图设备，用设计费收入还款。',
    },
  },
  {
    name: '宜昌演示云杉软件有限公司',
    legalForm: 'company',
    industry: 'I65',
    division: xiling,
    ending: 'accepted',
    daysAgo: 3,
    form: company({
      businessAddress: '西陵二路 66 号',
      staff: 28,
      newHires: 4,
      requestedAmount: 200_000_000,
      purpose: '招用测试工程师，租用服务器，用软件服务合同的收入还款。',
    }),
  },
  {
    name: '宜昌演示江岸餐饮有限公司',
    legalForm: 'company',
    industry: 'H62',
    division: xiling,
    ending: 'rejected',
    daysAgo: 11,
    form: company({
      businessAddress: '沿江大道 102 号',
      staff: 60,
      newHires: 3,
      requestedAmount: 150_000_000,
      purpose: '新开一家门店，购买厨房设备，用门店收入还款。',
    }),
  },
  {
    name: '点军演示橘乡机械有限公司',
    legalForm: 'company',
    industry: 'C35',
    division: dianjun,
    ending: 'submitted',
    daysAgo: 0,
    form: company({
      businessAddress: '江南大道 88 号',
      staff: 120,
      newHires: 9,
      requestedAmount: 550_000_000,
      purpose: '采购分拣机零件，扩建装配车间，用设备销售收入还款。',
    }),
  },
  {
    name: '宜昌演示邻里托育合伙企业',
    legalForm: 'partnership',
    industry: 'O80',
    division: wujiagang,
    ending: 'supplement',
    daysAgo: 4,
    form: {
      ...partners(['演示合伙人丙', '演示合伙人丁', '演示合伙人戊']),
      businessAddress: '伍临路 21 号',
      requestedAmount: 80_000_000,
      purpose: '装修托育场地，购买教具，用托育收费还款。',
    },
  },
  {
    name: '宜昌演示晓溪柑橘专业合作社',
    legalForm: 'cooperative',
    industry: 'A01',
    division: xiling,
    ending: 'draft',
    daysAgo: 2,
    form: { staff: 12, newHires: 2, requestedAmount: 100_000_000 },
  },
  {
    name: '宜昌演示南湖商贸有限公司',
    legalForm: 'company',
    industry: 'F52',
    division: wujiagang,
    ending: 'withdrawn',
    daysAgo: 9,
    form: company({
      businessAddress: '夷陵大道 300 号',
      staff: 18,
      newHires: 2,
      requestedAmount: 90_000_000,
      purpose: '备足节日货品，更新冷柜，用销售收入还款。',
    }),
  },
  {
    name: '宜昌演示东山物流有限公司',
    legalForm: 'company',
    industry: 'G54',
    division: xiling,
    ending: 'reopened',
    daysAgo: 15,
    form: company({
      businessAddress: '东山大道 12 号',
      staff: 35,
      newHires: 5,
      requestedAmount: 260_000_000,
      purpose: '更新三辆冷藏车，支付场地租金，用运费收入还款。',
    }),
  },
]

const paper = () => ({ name: '授权委托书.pdf', stream: Readable.from([demonstrationPaper]) })

const registerOf = (index: number, { name, legalForm, industry, division }: Omit<Venture, 'ending' | 'form'>) => ({
  name,
  creditCode: makeCreditCode(1_000 + index),
  legalForm,
  industry,
  registeredOn: `202${index % 5}-0${1 + (index % 9)}-15`,
  division,
})

interface Telling {
  city: DemonstrationCity
  index: number
  at: Date
  agent: Actor
}

/** A person tells for whom they act and hands in the paper; gives the agency's id and version. */
async function propose({ city, index, at, agent }: Telling, venture: Omit<Venture, 'ending' | 'form'>) {
  const validTo = addDays(addMonths(dateIn(city.platform.now()), 12), -1)
  const input = { ...registerOf(index, venture), validTo }
  const { id } = await city.call<{ id: string }>(at, agent, 'agency.propose', input)
  const { version } = await city.call<{ version: number }>(at, agent, 'agency.addPaper', { id }, paper())
  return { id, version }
}

/** The same, confirmed by the window: the actor that the person then is. */
async function actFor(telling: Telling, venture: Venture): Promise<Actor & { partyId: string }> {
  const { city, at, agent } = telling
  const agency = await propose(telling, venture)
  const clerk = staffOf(city, 'clerk', venture.division)
  await city.call(at, clerk, 'agency.confirm', agency)
  const { principalId } = await city.call<{ principalId: string }>(at, clerk, 'agency.get', { id: agency.id })
  return {
    ...agent,
    partyId: principalId,
    actingFor: { agencyId: agency.id, ownPartyId: agent.partyId ?? '' },
  }
}

const HOUR = 60 * 60 * 1000

async function seedVenture(city: DemonstrationCity, index: number, venture: Venture, agent: Actor): Promise<void> {
  const { legalForm, division, ending, daysAgo, form } = venture
  const begun = morningAgo(city.platform.calendar, dateIn(city.platform.now()), daysAgo)
  const actor = await actFor({ city, index, at: new Date(begun.getTime() - 48 * HOUR), agent }, venture)
  const kind: ApplicantKind = legalForm === 'partnership' ? 'partnership' : 'enterprise'
  const story = {
    city,
    kind,
    applicant: actor,
    partyId: actor.partyId,
    clerk: staffOf(city, 'clerk', division),
    reviewer: staffOf(city, 'reviewer', division),
    after: (hours: number) => new Date(Math.min(begun.getTime() + hours * HOUR, city.platform.now().getTime())),
  }
  await tellStory(story, ending, division, form)
}

/** What waits at the window: one agency to be compared with its paper, and one that was not confirmed. */
async function seedWaiting(city: DemonstrationCity, agents: readonly Actor[]): Promise<void> {
  const [waiting, declined] = agents
  if (!waiting || !declined) return
  const at = morningAgo(city.platform.calendar, dateIn(city.platform.now()), 1)
  const venture = { legalForm: 'company', industry: 'C13', division: xiling, daysAgo: 1 } as const
  await propose({ city, index: 90, at, agent: waiting }, { ...venture, name: '宜昌演示望江粮油有限公司' })
  const agency = await propose(
    { city, index: 91, at, agent: declined },
    { ...venture, name: '宜昌演示岭上食品有限公司' },
  )
  await city.call(at, staffOf(city, 'clerk', xiling), 'agency.decline', {
    ...agency,
    reason: '授权委托书没有盖公章，请盖章后重新上传。',
  })
}

/** Enterprises and partnerships with their agents and loans, under local rules where the division has them. */
export async function seedEnterprises(city: DemonstrationCity): Promise<void> {
  await city.platform.db.transaction().execute(async (tx) => {
    for (const rule of localRules) await seedRule(tx, rule)
    await seedParameters(tx, localParameters, city.platform.now())
  })
  const agents = city.persons.map((person) => person.actor)
  for (const [index, venture] of ventures.entries()) {
    const agent = agents[index]
    if (agent) await seedVenture(city, index, venture, agent)
  }
  await seedWaiting(city, agents.slice(ventures.length))
}
