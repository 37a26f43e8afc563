import { Readable } from 'node:stream'
import type { Actor } from '../../kernel/access/actor.ts'
import { morningAgo } from '../../kernel/calendar/days.ts'
import type { CaseReceipt } from '../../kernel/cases/receipt.ts'
import { demonstrationPaper } from '../../kernel/documents/demonstration-paper.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import { dateIn } from '../../shared/dates.ts'
import { clerkFor } from './people.ts'

type Ending = 'draft' | 'submitted' | 'supplement' | 'accepted' | 'corrected' | 'uncorrected' | 'withdrawn'

interface Plan {
  /** Which of the city's persons. */
  person: number
  ending: Ending
  workdaysAgo: number
  item: { target: string; wrong: string; right: Record<string, unknown> }
}

const group = (value: string) => ({ target: 'fact:applicant.group', right: { value } })

/** One correction in each state, all invented. */
const plans: readonly Plan[] = [
  {
    person: 8,
    ending: 'draft',
    workdaysAgo: 1,
    item: { target: 'phone', wrong: '换了新号码。', right: { value: '19000020001' } },
  },
  {
    person: 9,
    ending: 'submitted',
    workdaysAgo: 1,
    item: { target: 'name', wrong: '登记时写成了同音字。', right: { value: '宋婉晴' } },
  },
  {
    person: 7,
    ending: 'submitted',
    workdaysAgo: 2,
    item: { ...group('returnee'), wrong: '我是返乡创业的，登记成了别的类别。' },
  },
  {
    person: 12,
    ending: 'supplement',
    workdaysAgo: 3,
    item: { target: 'phone', wrong: '原来的号码已经停用。', right: { value: '19000020002' } },
  },
  {
    person: 25,
    ending: 'accepted',
    workdaysAgo: 4,
    item: { ...group('veteran'), wrong: '有退役军人优待证，原来没有登记。' },
  },
  {
    person: 22,
    ending: 'corrected',
    workdaysAgo: 9,
    item: { target: 'name', wrong: '户口簿上已经改名。', right: { value: '毛星烨' } },
  },
  {
    person: 34,
    ending: 'corrected',
    workdaysAgo: 12,
    item: { ...group('veteran'), wrong: '退伍证可以证明，登记时选错了类别。' },
  },
  {
    person: 24,
    ending: 'uncorrected',
    workdaysAgo: 8,
    item: { target: 'name', wrong: '想用平时的称呼。', right: { value: '向小青' } },
  },
  {
    person: 29,
    ending: 'withdrawn',
    workdaysAgo: 6,
    item: { target: 'email', wrong: '没有登记过。', right: { value: 'demonstration@example.com' } },
  },
]

const HOUR = 60 * 60 * 1000
/** In hours. */
const DAY = 24

async function decide(
  plan: Plan,
  submitted: CaseReceipt,
  act: (hours: number, by: 'clerk', name: string, receipt: CaseReceipt, input?: object) => Promise<CaseReceipt>,
): Promise<void> {
  if (plan.ending === 'supplement') {
    const gaps = [{ item: '证明材料', says: '身份证照片反光，看不清号码，请重新拍照上传。' }]
    await act(5, 'clerk', 'askOnce', submitted, { gaps })
    return
  }
  const accepted = await act(5, 'clerk', 'accept', submitted)
  if (plan.ending === 'corrected') {
    await act(27, 'clerk', 'correct', accepted, { finding: '与证件原件核对一致，情况有变更。' })
  }
  if (plan.ending === 'uncorrected') {
    await act(27, 'clerk', 'refuse', accepted, {
      reason: '核实以后，登记的姓名与居民身份证一致，没有错误。',
      article: '《中华人民共和国个人信息保护法》第四十六条第二款',
      wayOut: '需要改名的，请先到公安机关办理姓名变更，再凭新的证件申请更正。',
    })
  }
}

async function tell(city: DemonstrationCity, plan: Plan): Promise<void> {
  const person = city.persons[plan.person]
  const clerk = person && clerkFor(city.staff, person.division)
  if (!person || !clerk) throw new Error('The demonstration has no such person, or no clerk')
  const { calendar, now } = city.platform
  const morning = (ago: number) => morningAgo(calendar, dateIn(now()), ago).getTime()
  const actors = { person: person.actor, clerk }
  // What takes longer than a day happens on the next working day.
  const at = (hours: number) => {
    const began = morning(hours < DAY ? plan.workdaysAgo : plan.workdaysAgo - 1)
    return new Date(Math.min(began + (hours % DAY) * HOUR, now().getTime()))
  }
  const call = <Output>(hours: number, actor: Actor, name: string, input: object) =>
    city.call<Output>(at(hours), actor, `correction.${name}`, input)
  const act = (hours: number, by: keyof typeof actors, name: string, receipt: CaseReceipt, input: object = {}) =>
    call<CaseReceipt>(hours, actors[by], name, { id: receipt.id, version: receipt.version, ...input })
  const opened = await call<CaseReceipt>(0, person.actor, 'open', { targets: [plan.item.target] })
  const drafted = await act(0, 'person', 'saveDraft', opened, { form: { items: [plan.item] } })
  if (plan.ending === 'draft') return
  const file = { name: '证明.pdf', stream: Readable.from([demonstrationPaper]) }
  await city.call(at(1), person.actor, 'paper.add', { id: opened.id, kind: 'correctionProof' }, file)
  const submitted = await act(1, 'person', 'submit', drafted)
  if (plan.ending === 'submitted') return
  if (plan.ending === 'withdrawn') await act(3, 'person', 'withdraw', submitted)
  else await decide(plan, submitted, act)
}

/** Corrections of the demonstration's persons, one in each state. */
export async function seedCorrections(city: DemonstrationCity): Promise<void> {
  for (const plan of plans) await tell(city, plan)
}
