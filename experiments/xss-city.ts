import { Readable } from 'node:stream'
import type { Actor } from '../src/kernel/access/actor.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { parseDate } from '../src/shared/dates.ts'
import { placeStaff } from '../test/accounts.ts'
import { type City, goodForm, paperFile, xiling } from '../test/city.ts'
import { newRegister } from '../test/enterprises.ts'
import { newPhone } from '../test/people.ts'
import type { TestServer } from '../test/server.ts'
import { type Desk, Planter } from './xss-plant.ts'
import { makePolicies } from './xss-policies.ts'

/** Pages to be looked at, and as whom. */
export interface Looks {
  cookie: string | null
  paths: string[]
}

type Receipt = Pick<CaseReceipt, 'id' | 'version'>
type Person = Actor & { partyId: string }

const paperKinds = ['identity', 'group', 'licence', 'place', 'plan']
const why = {
  reason: '经营地址与营业执照登记的地址不一致。',
  article: '财金〔2023〕75号 关于创业经营的规定',
  wayOut: '请先办理地址变更登记，再重新申请。',
}
const gaps = { item: '经营场所证明', says: '请补交完整的租赁合同。' }

export async function openDesk({ city }: TestServer): Promise<Desk> {
  const { db, now } = city.platform
  const place = (role: 'administrator' | 'editor') => placeStaff(db, now(), { role, division: xiling })
  const { clerk, reviewer } = city.staff
  const editors = [await place('editor'), await place('editor')] as const
  return { city, planter: new Planter(city), clerk, reviewer, administrator: await place('administrator'), editors }
}

/** A draft of a loan with the text in its form and as the names of its papers. */
async function draftLoan({ city, planter }: Desk, person: Person, text: string): Promise<Receipt> {
  const { id, version } = await city.call<Receipt>(person, 'loan.open', { division: xiling })
  const draft = await planter.plant<Receipt>(person, 'loan.saveDraft', text, (field) => ({
    id,
    version,
    form: {
      ...goodForm,
      businessName: field('businessName', goodForm.businessName),
      businessAddress: field('businessAddress', goodForm.businessAddress),
      purpose: field('purpose', goodForm.purpose),
    },
  }))
  for (const kind of paperKinds) {
    const file = () => ({ file: { ...paperFile(), name: `${text}.pdf` } })
    await planter.plant(person, 'paper.add', text, () => ({ id, kind }), file)
  }
  return draft
}

const moveAs =
  (city: City, { id, version }: Receipt) =>
  (actor: Actor, name: string) =>
    city.call<Receipt>(actor, `loan.${name}`, { id, version })

/** Asked for what is missing, supplied, and refused. */
async function refuseLoan({ city, planter, clerk, reviewer }: Desk, person: Person, draft: Receipt, text: string) {
  const sent = await moveAs(city, draft)(person, 'submit')
  const asked = await planter.plant<Receipt>(clerk, 'loan.askOnce', text, (field) => ({
    ...pick(sent),
    gaps: [{ item: field('item', gaps.item), says: field('says', gaps.says) }],
  }))
  const supplied = await moveAs(city, asked)(person, 'supply')
  const accepted = await moveAs(city, supplied)(clerk, 'accept')
  await planter.plant(reviewer, 'loan.reject', text, (field) => ({
    ...pick(accepted),
    reason: field('reason', why.reason),
    article: field('article', why.article),
    wayOut: field('wayOut', why.wayOut),
  }))
}

const pick = ({ id, version }: Receipt) => ({ id, version })

/** Recommended, with a letter that was served, and rated badly, with all that is said about it. */
async function recommendLoan(desk: Desk, person: Person, draft: Receipt, text: string): Promise<string> {
  const { city, planter, clerk, reviewer, administrator } = desk
  const accepted = await moveAs(city, await moveAs(city, draft)(person, 'submit'))(clerk, 'accept')
  await planter.plant(reviewer, 'loan.recommend', text, (field) => ({
    ...pick(accepted),
    amount: 20_000_000,
    months: 24,
    opinion: field('opinion', '条件符合，建议推荐'),
  }))
  const { id } = draft
  await planter.plant(person, 'rating.give', text, (field) => ({ id, stars: 1, words: field('words', '等得太久') }))
  await planter.plant(person, 'rating.add', text, (field) => ({ id, words: field('words', '又说一次') }))
  const { items } = await city.call<{ items: { id: string }[] }>(administrator, 'rating.find', { view: 'all' })
  const ratingId = items[0]?.id ?? ''
  await planter.plant(administrator, 'rating.contact', text, (field) => ({
    ratingId,
    version: 1,
    way: 'phone',
    note: field('note', '在电话里说明了原因'),
  }))
  await planter.plant(administrator, 'rating.reply', text, (field) => ({
    ratingId,
    version: 2,
    result: 'solved',
    reply: field('reply', '您好，已改为一次告知，向您致歉。'),
  }))
  return ratingId
}

/** A correction that was refused. */
async function refuseCorrection({ city, planter, clerk }: Desk, person: Person, text: string): Promise<string> {
  const opened = await city.call<Receipt>(person, 'correction.open', { targets: ['phone'] })
  const draft = await planter.plant<Receipt>(person, 'correction.saveDraft', text, (field) => ({
    ...pick(opened),
    form: { items: [{ target: 'phone', wrong: field('wrong', '登记的时候写错了'), right: { value: '13700001234' } }] },
  }))
  await city.call(person, 'paper.add', { id: draft.id, kind: 'correctionProof' }, { file: paperFile() })
  const sent = await city.call<Receipt>(person, 'correction.submit', pick(draft))
  const accepted = await city.call<Receipt>(clerk, 'correction.accept', pick(sent))
  await planter.plant(clerk, 'correction.refuse', text, (field) => ({
    ...pick(accepted),
    reason: field('reason', why.reason),
    article: field('article', why.article),
    wayOut: field('wayOut', why.wayOut),
  }))
  return draft.id
}

/** An agency that was confirmed, so that there is an enterprise, and one that was declined. */
async function makeAgencies({ city, planter, clerk }: Desk, person: Person, text: string) {
  const propose = async () => {
    const { id } = await planter.plant<Receipt>(person, 'agency.propose', text, (field) => {
      const register = newRegister()
      return { ...register, name: field('name', register.name), validTo: '2027-11-01' }
    })
    const file = { ...paperFile(), name: `${text}.pdf` }
    return city.call<Receipt>(person, 'agency.addPaper', { id }, { file })
  }
  const confirmed = await propose()
  await city.call(clerk, 'agency.confirm', pick(confirmed))
  const declined = await propose()
  await planter.plant(clerk, 'agency.decline', text, (field) => ({
    ...pick(declined),
    reason: field('reason', '执照过期了'),
  }))
  const { principalId } = await city.call<{ principalId: string }>(person, 'agency.get', { id: confirmed.id })
  return { agencies: [confirmed.id, declined.id], enterprise: principalId }
}

/** An institution, its window, and a member of staff there; and a list that is being imported. */
async function makeHouse({ planter, administrator, clerk }: Desk, text: string, number: number): Promise<string> {
  const { id: institution } = await planter.plant<Receipt>(administrator, 'institution.create', text, (field) => ({
    name: field('name', `演示机构 ${number}`),
    division: xiling,
    phone: '0717-0000000',
  }))
  await planter.plant(administrator, 'office.create', text, (field) => ({
    institution,
    name: field('name', `演示窗口 ${number}`),
    kind: 'window',
    division: xiling,
    address: field('address', '西陵路 20 号'),
    phone: '0717-0000000',
    services: ['guaranteedLoan'],
    capacity: null,
    latitude: null,
    longitude: null,
    endedOn: null,
    openings: [{ weekday: 1, opens: 540, closes: 720 }],
    closures: [{ firstDay: '2026-12-01', lastDay: '2026-12-02', reason: field('reason', '搬迁') }],
  }))
  await planter.plant(administrator, 'staff.create', text, (field) => ({
    login: `xss-${number}`,
    name: field('name', `演示人员 ${number}`),
    desk: field('desk', '3 号'),
    grants: [{ role: 'clerk', division: xiling, officeId: null }],
  }))
  const cell = `"${text.replaceAll('"', '""')}"`
  const file = () => ({
    file: {
      name: `${text}.csv`,
      stream: Readable.from([Buffer.from(`姓名,证件号码,手机号\n${cell},${cell},${cell}\n`)]),
    },
  })
  return (await planter.plant<Receipt>(clerk, 'import.begin', text, () => ({ kind: 'people' }), file)).id
}

/** Registers somebody under the text where a name may be so, and has them agree to what everyone is asked. */
async function makePerson({ city, planter }: Desk, text: string, number: number): Promise<Person> {
  const { id } = await planter.plant<Receipt>(city.staff.cityClerk, 'person.register', text, (field) => ({
    name: field('name', '测试申请人'),
    phone: newPhone(),
    identityNumber: makeResidentId(parseDate('1995-05-20'), 100 + number),
    division: xiling,
  }))
  const person = await city.personOf(id)
  const { items } = await city.call<{ items: { purpose: string; version: number }[] }>(person, 'consent.findDue')
  await city.call(person, 'consent.give', { items: items.map(({ purpose, version }) => ({ purpose, version })) })
  return person
}

const workbench = (paths: readonly string[]) => paths.map((path) => `/workbench/${path}`)

/**
 * Everything of one applicant and about them with one text in every field that takes it. Gives the pages that show it, while the
 * application is still being filled in by `whileDraft`, and then for good.
 */
export async function plantEverywhere(
  server: TestServer,
  desk: Desk,
  { text, number }: { text: string; number: number },
  whileDraft: (looks: Looks[]) => Promise<void>,
): Promise<Looks[]> {
  const { city, clerk, administrator, editors } = desk
  const person = await makePerson(desk, text, number)
  const [own, atWindow] = [await server.cookieOf(person), await server.cookieOf(clerk)]
  const first = await draftLoan(desk, person, text)
  const filling = ['apply/applicant', 'apply/need', 'apply/papers', 'check'].map((part) => `/loans/${first.id}/${part}`)
  await whileDraft([
    { cookie: own, paths: filling },
    { cookie: atWindow, paths: workbench([`loans/${first.id}/form`]) },
  ])
  await refuseLoan(desk, person, first, text)
  const second = await draftLoan(desk, person, text)
  const rating = await recommendLoan(desk, person, second, text)
  const correction = await refuseCorrection(desk, person, text)
  const { agencies, enterprise } = await makeAgencies(desk, person, text)
  const policies = await makePolicies(desk, text, number)
  const batch = await makeHouse(desk, text, number)
  const { items } = await city.call<{ items: { id: string }[] }>(person, 'letter.find')
  const cases = [first.id, second.id].map((id) => `loans/${id}`)
  const letters = items.slice(0, 2).map(({ id }) => `/letters/${id}`)
  const mine = ['/me/file', '/me/agencies', `/me/ratings/${second.id}`, `/corrections/${correction}`]
  const told = [...cases.map((path) => `/${path}`), ...letters, ...agencies.map((id) => `/me/agencies/${id}`)]
  const at = [
    ...cases,
    `people/${person.partyId}`,
    `enterprises/${enterprise}`,
    `corrections/${correction}`,
    `imports/${batch}`,
  ]
  return [
    { cookie: own, paths: [...mine, ...told] },
    { cookie: atWindow, paths: workbench(at) },
    { cookie: await server.cookieOf(administrator), paths: workbench([`ratings/${rating}`]) },
    {
      cookie: await server.cookieOf(editors[0]),
      paths: workbench(Object.values(policies).map((slug) => `policies/${slug}`)),
    },
    { cookie: null, paths: [`/policies/${policies.published}`] },
  ]
}

/** Pages that say again what they were asked for. */
export const echoing = (text: string): Looks => {
  const said = encodeURIComponent(text)
  const paths = [
    `/search?q=${said}`,
    `/policies?topic=${said}&standing=${said}`,
    `/letters/verify?number=${said}&code=${said}`,
    `/login?next=${said}`,
    `/appearance?next=${said}`,
    `/eligibility/guaranteed-loan?kind=${said}&division=${said}`,
    `/windows?city=${said}&county=${said}`,
    `/${said}`,
  ]
  return { cookie: null, paths }
}

/** Lists that show the texts of all. */
export async function listsOf(server: TestServer, { clerk, administrator, editors }: Desk): Promise<Looks[]> {
  const cookieOf = server.cookieOf
  const windowLists = ['inbox?view=all', 'enterprises', 'letters', 'imports', 'duplicates', 'staff-notices', 'absences']
  const administering = [
    'institutions',
    'staff',
    'ratings?view=all',
    'deliveries',
    'audit',
    'rota',
    'erasures',
    'rights',
  ]
  return [
    { cookie: await cookieOf(clerk), paths: workbench(windowLists) },
    { cookie: await cookieOf(administrator), paths: workbench([...administering, 'consent-texts', 'statistics']) },
    { cookie: await cookieOf(editors[0]), paths: workbench(['policies', 'policies?state=published']) },
    { cookie: null, paths: ['/', '/policies', '/windows?city=420500000000&county=420502000000', '/search?q=alert'] },
  ]
}
