import { Readable } from 'node:stream'
import type { Actor } from '../../kernel/access/actor.ts'
import { morningAgo } from '../../kernel/calendar/days.ts'
import type { CaseReceipt } from '../../kernel/cases/receipt.ts'
import { demonstrationPaper } from '../../kernel/documents/demonstration-paper.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import { addDays, type CalendarDate, dateIn } from '../../shared/dates.ts'
import { type ApplicantKind, applicantGroups, businessKinds, type LoanDraft, requiredPapers } from './schema.ts'

/** How far a demonstration loan has come. */
export type Ending =
  | 'draft'
  | 'submitted'
  | 'supplement'
  | 'accepted'
  | 'recommended'
  | 'rejected'
  | 'withdrawn'
  | 'reopened'

/**
 * One loan of each run: how it ends, how many working days ago it was begun (long ago and open means overdue), and what its form
 * says otherwise than the usual.
 */
const plan: readonly [ending: Ending, daysAgo: number, otherwise?: LoanDraft][] = [
  ['draft', 1],
  ['submitted', 0],
  ['submitted', 1],
  ['submitted', 2],
  ['supplement', 4],
  ['accepted', 3],
  ['accepted', 5, { ownDebts: ['homeLoan', 'businessLoan'] }],
  ['recommended', 18],
  ['rejected', 12],
  ['submitted', 4],
  ['recommended', 40],
  ['withdrawn', 9],
  ['supplement', 2],
  ['accepted', 9, { cleanCredit: false, requestedAmount: 36_000_000 }],
  ['recommended', 27],
  ['reopened', 15],
  ['recommended', 33],
  ['draft', 6],
]

const trades = [
  ['早点铺', '添置蒸箱和冷藏柜，采购面粉、食用油等原料，开出第二个档口。'],
  ['茶叶店', '收购春茶鲜叶，更新包装设备，扩大线上销售。'],
  ['汽车美容店', '购买洗车和抛光设备，支付店面租金。'],
  ['柑橘合作社', '建一间冷库，支付采摘和分拣人员的工资。'],
  ['服装工作室', '购买缝纫设备和面料，参加两场展销。'],
  ['家政服务部', '培训服务人员，购买清洁设备，开通线上预约。'],
  ['民宿', '改造四间客房的消防和卫生间，购买床品。'],
  ['电脑维修店', '购买检测仪器和常用配件，租一间维修间。'],
  ['花店', '租用冷藏展示柜，备足节日用花。'],
] as const

const streets = ['西陵一路', '胜利四路', '夷陵大道', '东山大道', '沿江大道', '体育场路']

/** Ways of being eligible: never outside the ten groups, never a kind of business that the rule leaves out. */
const groups = applicantGroups.filter((group) => group.value !== 'none')
const kinds = businessKinds.filter((kind) => ['soleTrader', 'soleProprietorship', 'cooperative'].includes(kind.value))

function formOf(index: number, today: CalendarDate): LoanDraft {
  const [trade, purpose] = trades[index % trades.length] ?? trades[0]
  return {
    group: groups[index % groups.length]?.value ?? 'graduate',
    businessKind: kinds[index % kinds.length]?.value ?? 'soleTrader',
    businessName: `演示${streets[index % streets.length]}${trade}`,
    businessRegisteredOn: addDays(today, -120 - index * 23),
    businessAddress: `${streets[index % streets.length]} ${10 + index} 号`,
    purpose,
    requestedAmount: (8 + ((index * 3) % 20)) * 1_000_000,
    requestedMonths: [12, 24, 36][index % 3] ?? 24,
    earlierLoans: index % 7 === 0 ? 1 : 0,
    ownDebts: index % 4 === 0 ? ['homeLoan'] : [],
    spouseDebts: [],
    cleanCredit: true,
    truthful: true,
  }
}

export interface Story {
  city: DemonstrationCity
  kind: ApplicantKind
  /** Who fills in: the person, or the clerk for them at the window. */
  applicant: Actor
  partyId: string
  clerk: Actor
  reviewer: Actor
  /** The instant so many hours after the story began, on a working day. */
  after(hours: number): Date
}

const HOUR = 60 * 60 * 1000

/** Who holds a role for a division, the nearest first. */
export const staffOf = (city: DemonstrationCity, role: string, division: string): Actor => {
  const holds = (actor: Actor) =>
    actor.grants.some((grant) => grant.role === role && division.startsWith(grant.division.replace(/0+$/, '')))
  const found = Object.values(city.staff).filter(holds)
  const actor = found.toSorted((a, b) => (b.grants[0]?.division ?? '').localeCompare(a.grants[0]?.division ?? ''))[0]
  if (!actor) throw new Error(`The demonstration has no ${role} for ${division}`)
  return actor
}

async function handPapers({ city, kind, applicant, after }: Story, id: string, form: LoanDraft): Promise<void> {
  for (const paper of requiredPapers(kind, form)) {
    const file = { name: `${paper.zh.replace(/（.*/, '')}.pdf`, stream: Readable.from([demonstrationPaper]) }
    await city.call(after(1), applicant, 'paper.add', { id, kind: paper.kind }, file)
  }
}

/** One loan from its draft to its end, at instants gone by. */
export async function tellStory(story: Story, ending: Ending, division: string, form: LoanDraft): Promise<void> {
  const { city, applicant, clerk, reviewer, after } = story
  const act = (hours: number, actor: Actor, name: string, receipt: CaseReceipt, input: object = {}) =>
    city.call<CaseReceipt>(after(hours), actor, name, { id: receipt.id, version: receipt.version, ...input })
  const opened = await city.call<CaseReceipt>(after(0), applicant, 'loan.open', { partyId: story.partyId, division })
  const drafted = await act(0, applicant, 'loan.saveDraft', opened, { form })
  if (ending === 'draft') return
  await handPapers(story, opened.id, form)
  const sent = await act(2, applicant, 'loan.submit', drafted)
  if (ending === 'submitted') return
  if (ending === 'withdrawn') return void (await act(5, applicant, 'loan.withdraw', sent))
  if (ending === 'supplement') {
    const gaps = [
      { item: '经营场所证明', says: '租赁合同缺少出租方签字页，请补一份完整的合同。' },
      { item: '创业计划', says: '请写明每月的预计收入和支出，以及还款来源。' },
    ]
    return void (await act(6, clerk, 'loan.askOnce', sent, { gaps }))
  }
  const accepted = await act(6, clerk, 'loan.accept', sent)
  if (ending === 'accepted') return
  if (ending === 'recommended') {
    const recommendation = {
      amount: form.requestedAmount,
      months: form.requestedMonths,
      opinion: '条件符合，用途清楚，建议推荐。',
    }
    return void (await act(30, reviewer, 'loan.recommend', accepted, recommendation))
  }
  const rejected = await act(30, reviewer, 'loan.reject', accepted, {
    reason: '申请人的经营地址与营业执照登记的地址不一致，无法确认实际经营场所。',
    article: '财金〔2023〕75号 创业担保贷款部分关于创业经营的规定（条款序号以原文为准）',
    wayOut: '请先办理地址变更登记，或补充现地址的租赁合同，然后点“修改后重新申请”。',
  })
  if (ending === 'reopened') await act(54, applicant, 'loan.reopen', rejected)
}

/** Loans in every state, told by the people themselves through the ordinary operations, at instants gone by. */
export async function seedLoans(city: DemonstrationCity): Promise<void> {
  for (const [index, { actor, partyId, division }] of city.persons.entries()) {
    const [ending, daysAgo, otherwise] = plan[index % plan.length] ?? ['draft', 1]
    const begun = morningAgo(city.platform.calendar, dateIn(city.platform.now()), daysAgo)
    const clerk = staffOf(city, 'clerk', division)
    const story: Story = {
      city,
      kind: 'person',
      applicant: index % 5 === 3 ? clerk : actor,
      partyId,
      clerk,
      reviewer: staffOf(city, 'reviewer', division),
      after: (hours) => new Date(Math.min(begun.getTime() + hours * HOUR, city.platform.now().getTime())),
    }
    await tellStory(story, ending, division, { ...formOf(index, dateIn(begun)), ...otherwise })
  }
}
