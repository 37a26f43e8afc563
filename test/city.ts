import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { seedOffices } from '../src/app/demonstration/offices.ts'
import { composeOperations, flows, letterServices, services } from '../src/app/modules.ts'
import type { Role } from '../src/kernel/access/actor.ts'
import { type Actor, anonymous } from '../src/kernel/access/actor.ts'
import { seedCalendar } from '../src/kernel/calendar/store.ts'
import { publishFlows } from '../src/kernel/cases/publish-flows.ts'
import type { CaseReceipt } from '../src/kernel/cases/receipt.ts'
import { seedConsentTexts } from '../src/kernel/consents/store.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import { seedDemonstrationDivisions, seedDivisions } from '../src/kernel/divisions/store.ts'
import { folderStorage } from '../src/kernel/documents/storage.ts'
import { createStaff, openPersonAccount } from '../src/kernel/identity/accounts.ts'
import { createLetterIssuer } from '../src/kernel/letters/issue.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { parseDate } from '../src/shared/dates.ts'
import { testDatabase } from './database.ts'
import { type CallOptions, callAs, operationNamed, type TestPlatform, testPlatform } from './platform.ts'

/** 西陵区, 伍家岗区 and 宜昌市. */
export const xiling = '420502000000'
export const wujiagang = '420503000000'
export const yichang = '420500000000'

/** The smallest valid paper. */
export const paperFile = () => ({
  name: 'paper.pdf',
  stream: Readable.from([Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')]),
})

export interface City {
  platform: TestPlatform
  operations: readonly Operation[]
  ownerUrl: string
  appUrl: string
  /** Folder of the papers' files. */
  folder: string
  staff: Record<'clerk' | 'otherClerk' | 'cityClerk' | 'reviewer' | 'cityReviewer' | 'editor', Actor>
  call<Output = unknown>(actor: Actor, name: string, input?: unknown, options?: CallOptions): Promise<Output>
  /** A person who has registered and, unless told otherwise, was verified at the window. */
  person(options?: { verified?: boolean; division?: string }): Promise<Actor & { partyId: string }>
  /** A registered person, logged in. */
  personOf(partyId: string): Promise<Actor & { partyId: string }>
  close(): Promise<void>
}

let people = 0

/** A city on a database of its own: divisions, calendar, offices, staff and every operation, as the server composes them. */
export async function testCity(): Promise<City> {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-city-'))
  const platform = {
    ...testPlatform(database.db),
    issueLetters: createLetterIssuer(letterServices('https://qichuang.example')),
  }
  const owner = openDatabase(database.ownerUrl, { max: 1 })
  await publishFlows(owner.db, flows).finally(owner.close)
  const offices = await database.db.transaction().execute(async (tx) => {
    await seedDivisions(tx)
    await seedDemonstrationDivisions(tx)
    await seedCalendar(tx)
    await seedConsentTexts(tx, platform.now())
    for (const module of services) await module.seed?.(tx, platform)
    return seedOffices(tx, platform.now())
  })
  const operations = composeOperations({ storage: folderStorage(folder), demonstration: [] })
  const member = async (login: string, role: Role, division: string, office: string): Promise<Actor> => {
    const officeId = offices[office] ?? null
    const grants = [{ role, division: division as DivisionCode, officeId }]
    const draft = { login, name: login, password: 'a long enough password', totpSecret: 'JBSWY3DPEHPK3PXP', grants }
    const accountId = await createStaff(database.db, platform, draft)
    return { ...anonymous, kind: 'staff', accountId, name: login, grants }
  }
  const staff = {
    clerk: await member('clerk', 'clerk', xiling, `${xiling} window`),
    otherClerk: await member('other-clerk', 'clerk', wujiagang, `${wujiagang} window`),
    cityClerk: await member('city-clerk', 'clerk', yichang, `${yichang} window`),
    reviewer: await member('reviewer', 'reviewer', xiling, `${xiling} bureau`),
    cityReviewer: await member('city-reviewer', 'reviewer', yichang, `${yichang} bureau`),
    editor: await member('editor', 'editor', yichang, `${yichang} bureau`),
  }
  const call: City['call'] = (actor, name, input, options) =>
    callAs(platform, operationNamed(operations, name), actor, input, {
      channel: actor.kind === 'staff' ? 'window' : 'online',
      ...options,
    })
  const personOf: City['personOf'] = async (partyId) => {
    const account = await database.db.transaction().execute((tx) => openPersonAccount(tx, partyId, platform.now()))
    return { ...anonymous, kind: 'person', accountId: account.id, partyId }
  }
  return {
    platform,
    operations,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    folder,
    staff,
    call,
    async person({ verified = true, division = xiling } = {}) {
      people += 1
      const { id } = await call<{ id: string }>(staff.cityClerk, 'person.register', {
        name: '测试申请人',
        phone: `1910000${String(1000 + people)}`,
        identityNumber: makeResidentId(parseDate(`${1995 - Math.floor(people / 1000)}-05-20`), people % 1000),
        division,
      })
      if (!verified) await unverify(database.ownerUrl, id)
      return personOf(id)
    },
    personOf,
    async close() {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Back to declared, as someone who registered online is. */
async function unverify(ownerUrl: string, partyId: string): Promise<void> {
  const owner = openDatabase(ownerUrl, { max: 1 })
  await owner.db
    .updateTable('person')
    .set({ verification: 'declared', verified_at: null, verified_by: null })
    .where('party_id', '=', partyId)
    .execute()
  await owner.close()
}

/** A form that meets every condition. */
export const goodForm = {
  group: 'graduate',
  businessKind: 'soleTrader',
  businessName: '演示早点铺',
  businessRegisteredOn: '2026-03-02',
  businessAddress: '西陵一路 12 号',
  purpose: '添置蒸箱和冷藏柜，采购原料',
  requestedAmount: 20_000_000,
  requestedMonths: 24,
  earlierLoans: 0,
  ownDebts: [],
  spouseDebts: [],
  cleanCredit: true,
  truthful: true,
} as const

const paperKinds = ['identity', 'group', 'licence', 'place', 'plan']

/** Where a case is taken in, and by whom. */
export interface Desk {
  division: string
  clerk: Actor
  reviewer: Actor
}

/** A loan brought as far as a state, by those who may: those of 西陵区 unless told otherwise. */
export async function loanIn(
  city: City,
  applicant: Actor,
  state: string,
  form: object = goodForm,
  staff: Desk = { division: xiling, ...city.staff },
): Promise<CaseReceipt> {
  const { call } = city
  let loan = await call<CaseReceipt>(applicant, 'loan.open', { division: staff.division })
  const step = async (actor: Actor, name: string, input: object = {}) => {
    loan = await call<CaseReceipt>(actor, name, { id: loan.id, version: loan.version, ...input })
  }
  await step(applicant, 'loan.saveDraft', { form })
  for (const kind of paperKinds) await call(applicant, 'paper.add', { id: loan.id, kind }, { file: paperFile() })
  if (state === 'draft') return loan
  await step(applicant, 'loan.submit')
  if (state === 'submitted') return loan
  if (state === 'supplement') {
    await step(staff.clerk, 'loan.askOnce', { gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }] })
    return loan
  }
  if (state === 'withdrawn') {
    await step(applicant, 'loan.withdraw')
    return loan
  }
  await step(staff.clerk, 'loan.accept')
  if (state === 'accepted') return loan
  if (state === 'recommended') {
    await step(staff.reviewer, 'loan.recommend', { amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' })
    return loan
  }
  await step(staff.reviewer, 'loan.reject', refusal)
  return loan
}

export const refusal = {
  reason: '经营地址与营业执照登记的地址不一致。',
  article: '财金〔2023〕75号 关于创业经营的规定',
  wayOut: '请先办理地址变更登记，再重新申请。',
}
