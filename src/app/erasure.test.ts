import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { placeStaff } from '../../test/accounts.ts'
import { type City, goodForm, loanIn, testCity, xiling, yichang } from '../../test/city.ts'
import { proposedAgency } from '../../test/enterprises.ts'
import { newResidentId } from '../../test/people.ts'
import { refusalOf } from '../../test/platform.ts'
import type { Actor } from '../kernel/access/actor.ts'
import { unsentDays } from '../kernel/cases/unsent-drafts.ts'
import { type Database, openDatabase } from '../kernel/db/connect.ts'
import { removePaperFiles } from '../kernel/documents/paper-files.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import { carryOutErasures, type ErasedList, replayErased } from '../kernel/erasures/carry-out.ts'
import { proposeDue } from '../kernel/erasures/propose.ts'
import { retentionRules } from '../kernel/erasures/retention.ts'
import { sessionsKeptDays } from '../kernel/identity/sessions.ts'
import { keysKeptDays } from '../kernel/operations/idempotency.ts'
import { openInvitation } from '../kernel/ratings/store.ts'
import { erasedListIn } from './maintenance/erased-list.ts'
import { messagesOff } from './message-config.ts'
import { findHolds } from './modules.ts'

let city: City
let owner: Database
let administrator: Actor
let auditor: Actor
let folder: string
let list: ErasedList

before(async () => {
  city = await testCity()
  owner = openDatabase(city.ownerUrl, { max: 1 })
  const { db, now } = city.platform
  administrator = await placeStaff(db, now(), { role: 'administrator', division: yichang })
  auditor = await placeStaff(db, now(), { role: 'auditor', division: yichang })
  folder = await mkdtemp(join(tmpdir(), 'qichuang-erased-'))
  list = erasedListIn(folder)
})
after(async () => {
  await owner.close()
  await city.close()
  await rm(folder, { recursive: true, force: true })
})

interface Receipt {
  id: string
  state: string
  version: number
}
interface Item extends Receipt {
  partyId: string
  name: string | null
  ground: string
  decidable: boolean
}
interface Own {
  obstacles: { code: string; article: string; until: string | null; wayOut: string }[]
  current: (Receipt & { withdrawable: boolean }) | null
}

const ask = (actor: Actor) => city.call<Receipt>(actor, 'erasure.ask', { confirmed: true })
const own = (actor: Actor) => city.call<Own>(actor, 'erasure.getOwn', {})
const approve = (actor: Actor, { id, version }: Receipt) =>
  city.call<Receipt>(actor, 'erasure.approve', { id, version })
const find = async (filter: object = {}) =>
  (await city.call<{ items: Item[] }>(administrator, 'erasure.find', filter)).items
const carryOut = () => carryOutErasures(city.platform, list, findHolds)
const keyOf = async (partyId: string) =>
  (await owner.db.selectFrom('person').select('wrapped_key').where('party_id', '=', partyId).executeTakeFirstOrThrow())
    .wrapped_key

describe('a wish to be erased', () => {
  test('is refused with article, day and way out while a case, an agency, a loan or a retention stands', async () => {
    const busy = await city.person()
    await loanIn(city, busy, 'submitted')
    const agent = await city.person()
    await proposedAgency(city, agent)
    const borrower = await city.person()
    await loanIn(city, borrower, 'recommended')
    const refused = await city.person()
    await loanIn(city, refused, 'rejected')
    const codes = async (actor: Actor) => (await own(actor)).obstacles.map(({ code }) => code)
    assert.deepEqual(await codes(busy), ['open-case'])
    assert.deepEqual(await codes(agent), ['agency'])
    assert.deepEqual(await codes(borrower), ['retention', 'hold'])
    assert.deepEqual(await codes(refused), ['retention'])
    for (const actor of [busy, agent, borrower, refused]) {
      const { status, code, detail } = await refusalOf(ask(actor))
      assert.deepEqual([status, code], [409, 'cannot-erase'])
      assert.match(detail ?? '', /依据：《个人信息保护法》第四十七条.*。.+。/)
    }
    const [kept] = (await own(refused)).obstacles
    assert.equal(kept?.until, '2036-11-23')
  })

  test('is looked for by more callers at once than there are connections', async () => {
    const lists = await Promise.all(Array.from({ length: 12 }, () => find()))
    assert.equal(lists.length, 12)
  })

  test('is asked for once, withdrawn, asked for anew, and decided by a second person alone', async () => {
    const actor = await city.person()
    const first = await ask(actor)
    assert.equal((await refusalOf(ask(actor))).code, 'already-asked')
    await city.call(actor, 'erasure.withdraw', { id: first.id, version: first.version })
    assert.equal((await refusalOf(approve(administrator, first))).code, 'stale')
    const second = await ask(actor)
    const stranger = await city.person()
    assert.equal((await refusalOf(city.call(stranger, 'erasure.withdraw', { ...idOf(second) }))).status, 404)
    assert.equal((await refusalOf(approve({ ...auditor, accountId: actor.accountId }, second))).status, 403)
    await city.call(auditor, 'erasure.refuse', { ...idOf(second), reason: '本人改了主意，电话核对过' })
    assert.equal((await own(actor)).current?.state, 'refused')
    const { items } = await city.call<{ items: { body: string }[] }>(actor, 'notice.find', {})
    assert.ok(items.some(({ body }) => body.includes('电话核对过')))
  })

  test('taken down by an administrator is approved by another one', async () => {
    const actor = await city.person()
    const asked = await city.call<Receipt>(administrator, 'erasure.propose', { partyId: actor.partyId })
    assert.equal((await refusalOf(approve(administrator, asked))).status, 403)
    assert.equal((await find({ state: 'proposed' })).find(({ id }) => id === asked.id)?.decidable, false)
    const approved = await approve(auditor, asked)
    await city.call(actor, 'erasure.withdraw', { id: approved.id, version: approved.version })
    await carryOut()
    assert.notEqual(await keyOf(actor.partyId), null, 'what was withdrawn is not carried out')
  })

  test('lapses when something came to stand in the way after the approval', async () => {
    const actor = await city.person()
    await approve(auditor, await ask(actor))
    await city.call(actor, 'loan.open', { division: xiling })
    await carryOut()
    assert.notEqual(await keyOf(actor.partyId), null)
    assert.equal((await own(actor)).current?.state, 'withdrawn')
  })
})

const idOf = ({ id, version }: Receipt) => ({ id, version })

test('the owner’s function refuses without an approved erasure, and the tables stay append-only', async () => {
  const { partyId } = await city.person()
  const erase = (id: string) => sql`select erase_person(${id}::uuid, ${partyId}::uuid)`.execute(city.platform.db)
  await assert.rejects(erase(partyId), /no approved erasure/)
  await assert.rejects(owner.db.deleteFrom('consent').execute(), /append-only/)
})

/** Every row of every table as text: bytea in hexadecimal. */
async function dumpTables(): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(owner.db)
  const texts = []
  for (const { name } of rows) {
    const { rows: lines } = await sql<{ line: string }>`
      select to_jsonb(t)::text as line from ${sql.table(name)} as t`.execute(owner.db)
    texts.push(...lines.map(({ line }) => line))
  }
  return texts.join('\n')
}

async function dumpFiles(root: string): Promise<Buffer> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Buffer.concat(await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name)))))
}

/** A text as it may lie anywhere: UTF-8, UTF-16, and each of them in base64 and hexadecimal. */
const guises = (text: string): Buffer[] =>
  [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()].flatMap((bytes) => [
    bytes,
    Buffer.from(bytes.toString('hex')),
    Buffer.from(bytes.toString('base64').replace(/=+$/, '')),
  ])

async function findAnywhere(needles: readonly string[]): Promise<string[]> {
  const dump = Buffer.concat([Buffer.from(await dumpTables()), await dumpFiles(city.folder), await dumpFiles(folder)])
  return needles.filter((needle) => guises(needle).some((guise) => dump.includes(guise)))
}

async function removeFiles(): Promise<void> {
  const subscriber = removePaperFiles(folderStorage(city.folder))
  const events = await owner.db.selectFrom('outbox_event').selectAll().where('type', '=', 'paper.removed').execute()
  for (const event of events) {
    await subscriber.handle({ ...event, payload: event.payload as Record<string, unknown>, at: '' })
  }
}

describe('carrying it out', () => {
  const identity = { name: '欧阳无痕', phone: '13766668888', identityNumber: newResidentId() }
  const words = '窗口小王态度很好，就是等久了'
  let person: Actor & { partyId: string }
  let needles: string[]
  let caseNumber: string

  test('takes away all that is known of a person with everything, and leaves the figures', async () => {
    const { id } = await city.call<{ id: string }>(city.staff.cityClerk, 'person.register', {
      ...identity,
      division: xiling,
    })
    person = await city.personOf(id)
    const form = { ...goodForm, businessName: '无痕早点铺', businessAddress: '无痕路 7 号' }
    const loan = await loanIn(city, person, 'rejected', form)
    caseNumber = loan.number
    await city.platform.db.transaction().execute((tx) => openInvitation(tx, loan.id))
    await city.call(person, 'rating.give', { id: loan.id, stars: 5, words })
    await city.call(person, 'rating.add', { id: loan.id, words: '补充：谢谢' })
    // What lies sealed or as an index is looked for by its own bytes: these are there before and must be gone afterwards.
    const { rows } = await sql<{ needle: string | null }>`
      select unnest(array[phone_index, identity_index, name_index, encode(wrapped_key, 'hex'), encode(name_cipher, 'hex'),
        encode(phone_cipher, 'hex'), encode(identity_cipher, 'hex')]) as needle from person where party_id = ${id}::uuid
      union all select encode(form_cipher, 'hex') from loan where party_id = ${id}::uuid
      union all select encode(body_cipher, 'hex') from judgement where party_id = ${id}::uuid
      union all select encode(content_cipher, 'hex') from letter where party_id = ${id}::uuid
      union all select encode(words_cipher, 'hex') from rating where case_id = ${loan.id}::uuid
      union all select encode(words_cipher, 'hex') from rating_addition
      union all select encode(name_cipher, 'hex') from document where party_id = ${id}::uuid`.execute(owner.db)
    needles = rows.flatMap(({ needle }) => needle ?? [])
    assert.ok(needles.length > 15, `${needles.length} sealed values`)
    assert.equal((await findAnywhere(needles)).length, needles.length)
    assert.ok((await dumpFiles(city.folder)).length > 0)
    const plain = [identity.name, identity.phone, identity.identityNumber, '无痕早点铺', '无痕路 7 号', words]

    city.platform.clock.set('2036-12-01T02:00:00Z')
    await approve(auditor, await ask(person))
    await carryOut()
    await removeFiles()
    assert.deepEqual(await findAnywhere([...plain, ...needles]), [])
    const files = await readdir(join(city.folder, 'accepted'), { recursive: true, withFileTypes: true })
    const papers = await owner.db.selectFrom('document').select('id').where('party_id', '=', id).execute()
    assert.equal(papers.length, 0)
    const left = await owner.db.selectFrom('document').select('storage_key').execute()
    assert.equal(files.filter((entry) => entry.isFile()).length, left.length)

    const kept = await owner.db
      .selectFrom('service_case')
      .innerJoin('loan', 'loan.case_id', 'service_case.id')
      .select(['number', 'state', 'requested_amount'])
      .where('service_case.party_id', '=', id)
      .executeTakeFirst()
    assert.deepEqual(kept, { number: caseNumber, state: 'rejected', requested_amount: 20_000_000 })
    const audited = await owner.db
      .selectFrom('audit_entry')
      .select('operation')
      .where('subject_id', '=', id)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    assert.equal(audited?.operation, 'erasure.carryOut')
    const [item] = await find({ state: 'done' })
    assert.deepEqual([item?.partyId, item?.name], [id, null])
  })

  test('is repeated without harm, and a new person may have the phone', async () => {
    const before = (await list.read()).length
    await carryOut()
    assert.equal((await list.read()).length, before)
    const again = await city.call<{ id: string }>(city.staff.cityClerk, 'person.register', {
      ...identity,
      division: xiling,
    })
    assert.notEqual(again.id, person.partyId)
  })
})

describe('the list of the erased', () => {
  test('is replayed after a restore to before the erasure, and heals what a crash left', async () => {
    const [restored, crashed] = [await city.person(), await city.person()]
    const line = (person: string, erasure: string) => ({ person, erasure, on: '2036-12-01' })
    await list.append([line(restored.partyId, '01900000-0000-7000-8000-000000000001')])
    const asked = await ask(crashed)
    await approve(auditor, asked)
    await assert.rejects(
      carryOutErasures(
        city.platform,
        { ...list, append: async () => Promise.reject(new Error('disk full')) },
        findHolds,
      ),
      /disk full/,
    )
    assert.notEqual(await keyOf(crashed.partyId), null, 'nothing is erased whose line is not on disk')
    await list.append([line(crashed.partyId, asked.id)])
    assert.equal(await replayErased(city.platform, list), 2)
    assert.deepEqual([await keyOf(restored.partyId), await keyOf(crashed.partyId)], [null, null])
    assert.equal(await replayErased(city.platform, list), 0)
    const states = await owner.db
      .selectFrom('erasure')
      .select(['state', 'origin'])
      .where('party_id', 'in', [restored.partyId, crashed.partyId])
      .orderBy('party_id')
      .execute()
    assert.deepEqual(states, [
      { state: 'done', origin: 'replay' },
      { state: 'done', origin: 'wish' },
    ])
  })
})

test('whose retention is over is proposed once by the system, with rule and day, and erased by one approval', async () => {
  const idle = await city.person()
  city.platform.clock.pass(400 * 24 * 60 * 60)
  assert.ok((await proposeDue(city.platform, findHolds)) > 0)
  assert.equal(await proposeDue(city.platform, findHolds), 0)
  const item = (await find({ state: 'proposed', ground: 'idlePerson' })).find(({ partyId }) => partyId === idle.partyId)
  assert.ok(item?.name && item.name !== '测试申请人', 'the name is partly hidden')
  assert.ok(item.decidable)
  await approve(administrator, item)
  await carryOut()
  assert.equal(await keyOf(idle.partyId), null)
})

test('the table of retention says what the sweeping jobs do', () => {
  const { session, repeatedAnswer, draft, message } = retentionRules
  const said = [session.days, repeatedAnswer.days, draft.days, message.says]
  assert.deepEqual(said, [sessionsKeptDays, keysKeptDays, unsentDays, `${messagesOff.keptDays} 天，运行的人可以另定`])
})
