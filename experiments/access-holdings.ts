import { Readable } from 'node:stream'
import { flows } from '../src/app/modules.ts'
import type { Actor } from '../src/kernel/access/actor.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { findNewestMessages } from '../src/kernel/notifications/messages.ts'
import { everywhere } from '../src/kernel/operations/everywhere.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { inviteToRate } from '../src/kernel/ratings/invite.ts'
import { dateIn, parseDate } from '../src/shared/dates.ts'
import { newId } from '../src/shared/ids.ts'
import { placeStaff } from '../test/accounts.ts'
import { type City, type Desk, goodForm, loanIn, paperFile, yichang } from '../test/city.ts'
import { agencyOf } from '../test/enterprises.ts'

/** All that there is of one applicant in one division, with canary words wherever a person can be told from it. */
export interface Holdings {
  division: string
  /** The canary words; whoever does not reach this must meet none of them. */
  words: readonly string[]
  /** Those of them that stand in the public register of enterprises, and so in notices about an agency. */
  registered: readonly string[]
  applicant: Actor & { partyId: string }
  /** The applicant, acting for their enterprise. */
  agent: Actor
  /** Ids that a row of theirs mentions. */
  ids: readonly string[]
  /** The thing that operations are about, by the first word of their names; `case` for all others. */
  things: Readonly<Record<string, string>>
  /** What a caller who means this puts into the fields of these names. */
  named: Readonly<Record<string, unknown>>
}

type Receipt = Pick<CaseReceipt, 'id' | 'version'>

/** Canary words and figures that stand nowhere else; `which` keeps two holdings apart. */
const canariesOf = (which: 1 | 2) => {
  const mark = which === 1 ? '金丝雀' : '红腹鹬'
  return {
    name: `欧阳${mark}`,
    phone: `1371234567${which}`,
    formerPhone: `1371234568${which}`,
    residentId: makeResidentId(parseDate('1993-03-03'), 70 + which),
    email: `canary-${which}@example.cn`,
    business: `${mark}早点铺`,
    address: `${mark}路 7 号`,
    paper: `${mark}的身份证.pdf`,
    enterprise: `${mark}食品有限公司`,
    receipt: `${mark}当面签收`,
    stars: `${mark}说等得太久`,
    addition: `${mark}又说一次`,
    contact: `${mark}在电话里说明了原因`,
    wrong: `${mark}的手机号登记错了`,
    imported: `${mark}名册里的人`,
    // In fen, and as pages write them.
    asked: `1${which}345600`,
    granted: `1${which}234500`,
    askedWritten: `1${which}3,456`,
    grantedWritten: `1${which}2,345`,
  }
}

type Canaries = ReturnType<typeof canariesOf>
type Maker = { city: City; desk: Desk; canary: Canaries; administrator: Actor }

async function makeApplicant({ city, desk, canary }: Maker) {
  const { id } = await city.call<Receipt>(city.staff.cityClerk, 'person.register', {
    name: canary.name,
    phone: canary.formerPhone,
    identityNumber: canary.residentId,
    division: desk.division,
  })
  const applicant = await city.personOf(id)
  await city.call(applicant, 'noticeSetting.requestEmail', { email: canary.email })
  const [newest] = await findNewestMessages(city.platform, 1)
  const code = /\d{6}/.exec(newest?.body.reveal() ?? '')?.[0]
  await city.call(applicant, 'noticeSetting.confirmEmail', { code })
  return applicant
}

/** A loan that was recommended, with its papers and its letter, which was served. */
async function makeLoan({ city, desk, canary }: Maker, applicant: Actor) {
  const { business: businessName, address: businessAddress } = canary
  const form = { ...goodForm, businessName, businessAddress, requestedAmount: Number(canary.asked) }
  const draft = await loanIn(city, applicant, 'draft', form, desk)
  const file = { ...paperFile(), name: canary.paper }
  const paper = await city.call<Receipt>(applicant, 'paper.add', { id: draft.id, kind: 'other' }, { file })
  const sent = await city.call<Receipt>(applicant, 'loan.submit', { id: draft.id, version: draft.version })
  const taken = await city.call<Receipt>(desk.clerk, 'loan.accept', { id: sent.id, version: sent.version })
  const granting = { amount: Number(canary.granted), months: 24, opinion: '条件符合，建议推荐' }
  const { id, version } = taken
  const loan = await city.call<CaseReceipt>(desk.reviewer, 'loan.recommend', { id, version, ...granting })
  const { items } = await city.call<{ items: Receipt[] }>(applicant, 'letter.find', { case: loan.id })
  const letter = items[0]?.id ?? ''
  const serving = { id: letter, way: 'window', servedOn: dateIn(city.platform.now()), receipt: canary.receipt }
  await city.call(desk.clerk, 'letter.recordServing', serving)
  return { loan, paper: paper.id, letter }
}

/** A bad rating with all that is said about it; before it, every event so far has asked for one. */
async function makeRating({ city, canary, administrator }: Maker, applicant: Actor, caseId: string) {
  const { platform } = city
  const asking = inviteToRate(platform, { flows, publicAddress: null })
  const events = platform.db.selectFrom('outbox_event').selectAll().where('type', '=', 'case.moved')
  for (const event of await events.where('key', '=', caseId).execute()) {
    await asking.handle({ ...event, payload: event.payload as Record<string, unknown>, at: event.at.toISOString() })
  }
  await city.call(applicant, 'rating.give', { id: caseId, stars: 1, words: canary.stars })
  await city.call(applicant, 'rating.add', { id: caseId, words: canary.addition })
  const { items } = await city.call<{ items: Receipt[] }>(administrator, 'rating.find', { view: 'all' })
  const ratingId = items[0]?.id ?? ''
  await city.call(administrator, 'rating.contact', { ratingId, version: 1, way: 'phone', note: canary.contact })
  return ratingId
}

/** A phone that was put right, so that a former one is kept, and a second correction that is still a draft. */
async function makeCorrections({ city, desk, canary }: Maker, applicant: Actor) {
  const items = [{ target: 'phone', wrong: canary.wrong, right: { value: canary.phone } }]
  const draft = async () => {
    const { id, version } = await city.call<Receipt>(applicant, 'correction.open', { targets: ['phone'] })
    return city.call<Receipt>(applicant, 'correction.saveDraft', { id, version, form: { items } })
  }
  const act = async (actor: Actor, name: string, { id, version }: Receipt, more: object = {}) =>
    city.call<Receipt>(actor, `correction.${name}`, { id, version, ...more })
  const first = await draft()
  await city.call(applicant, 'paper.add', { id: first.id, kind: 'correctionProof' }, { file: paperFile() })
  const accepted = await act(desk.clerk, 'accept', await act(applicant, 'submit', first))
  await act(desk.clerk, 'correct', accepted, { finding: '与营业厅的实名登记一致，原登记是录入错误。' })
  return [(await draft()).id, first.id] as const
}

/** Of a clerk's work and of what goes on behind: an absence, a recusal, an import, a verification, an erasure. */
async function makeWork({ city, desk, canary }: Maker, partyId: string) {
  const { db, now } = { db: city.platform.db, now: city.platform.now() }
  const [absence, recusal, verification, erasure] = [newId(now), newId(now), newId(now), newId(now)]
  const { division } = desk
  const account_id = String(desk.clerk.accountId)
  const days = { first_day: '2030-01-01', last_day: '2030-01-02' }
  await db
    .insertInto('absence')
    .values({ id: absence, account_id, kind: 'annual', ...days, recorded_at: now })
    .execute()
  const party = { party_id: partyId }
  await db
    .insertInto('recusal')
    .values({ id: recusal, account_id, kind: 'other', ...party, recorded_at: now })
    .execute()
  await db
    .insertInto('verification_run')
    .values({
      id: verification,
      started_by: account_id,
      started_at: now,
      finished_at: now,
      state: 'cancelled',
      division,
    })
    .execute()
  const erasing = { origin: 'retention', rule: 'idlePerson', due_on: dateIn(now), state: 'proposed', proposed_at: now }
  await db
    .insertInto('erasure')
    .values({ id: erasure, ...party, division, ...erasing })
    .execute()
  const roll = Readable.from([Buffer.from(`姓名,证件号码,手机号\n${canary.imported},,\n`)])
  const file = { name: '名册.csv', stream: roll }
  const begun = await city.call<Receipt>(desk.clerk, 'import.begin', { kind: 'people' }, { file })
  const office = await db
    .selectFrom('office')
    .select(['id', 'institution_id'])
    .where('division', '=', division)
    .executeTakeFirstOrThrow()
  return {
    absence,
    recusal,
    verification,
    erasure,
    import: begun.id,
    office: office.id,
    institution: office.institution_id ?? '',
  }
}

/** Makes everything of one applicant in the division of a desk. */
async function makeHoldings(city: City, which: 1 | 2, desk: Desk): Promise<Holdings> {
  const { db, now } = { db: city.platform.db, now: city.platform.now() }
  const administrator = await placeStaff(db, now, { role: 'administrator', division: desk.division })
  const canary = canariesOf(which)
  const maker = { city, desk, canary, administrator }
  const applicant = await makeApplicant(maker)
  const { loan, paper, letter } = await makeLoan(maker, applicant)
  const rating = await makeRating(maker, applicant, loan.id)
  const [correction, corrected] = await makeCorrections(maker, applicant)
  const register = { name: canary.enterprise, division: desk.division }
  const { agencyId, agent } = await agencyOf(city, applicant, register)
  const twin = await city.call<Receipt>(city.staff.cityClerk, 'person.register', {
    name: canary.name,
    phone: `1371234569${which}`,
    identityNumber: makeResidentId(parseDate('1993-03-03'), 80 + which),
    division: desk.division,
  })
  const work = await makeWork(maker, applicant.partyId)
  const message = await everywhere(city.platform, (tx) =>
    tx.selectFrom('outbound_message').select('id').where('party_id', '=', applicant.partyId).executeTakeFirstOrThrow(),
  )
  const clerk = String(desk.clerk.accountId)
  const enterprise = String(agent.partyId)
  return {
    division: desk.division,
    words: Object.values(canary),
    registered: [canary.enterprise],
    applicant,
    agent,
    ids: [applicant.partyId, enterprise, twin.id, loan.id, letter, rating, correction, corrected, work.import],
    things: {
      ...work,
      person: applicant.partyId,
      staff: clerk,
      paper,
      letter,
      agency: agencyId,
      enterprise,
      correction,
    },
    named: {
      accountId: clerk,
      account: clerk,
      deputy: clerk,
      to: clerk,
      assignee: clerk,
      member: clerk,
      actor: clerk,
      partyId: applicant.partyId,
      agentId: applicant.partyId,
      mergedId: twin.id,
      otherId: twin.id,
      agencyId,
      case: loan.id,
      cases: [{ id: loan.id, holding: 1 }],
      messageId: message.id,
      ratingId: rating,
      subject: loan.id,
      ids: [message.id],
      q: loan.number,
      number: loan.number,
      text: canary.enterprise,
      office: work.office,
      institution: work.institution,
      division: desk.division,
      phone: canary.phone,
      identityNumber: canary.residentId,
    },
  }
}

/** Two holdings: one in each division, neither within the other. */
export async function makeBoth(city: City, divisions: readonly [string, string]): Promise<[Holdings, Holdings]> {
  const { db, now } = { db: city.platform.db, now: city.platform.now() }
  const make = async (which: 1 | 2, division: string) => {
    const clerk = which === 1 ? city.staff.clerk : city.staff.otherClerk
    // Some divisions have no bureau of their own: what they take in is reviewed by the city's.
    const reviewer = await placeStaff(db, now, { role: 'reviewer', division: yichang })
    return makeHoldings(city, which, { division, clerk, reviewer })
  }
  return [await make(1, divisions[0]), await make(2, divisions[1])]
}
