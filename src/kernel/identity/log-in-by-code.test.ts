import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import {
  callAs,
  operationNamed,
  personActor,
  refusalOf,
  type TestPlatform,
  testPlatform,
} from '../../../test/platform.ts'
import { anonymous } from '../access/actor.ts'
import { openDatabase } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { seedDivisions } from '../divisions/store.ts'
import { findNewestMessages } from '../notifications/messages.ts'
import { addNotice } from '../notifications/store.ts'
import { identityOperations } from './operations.ts'
import { findActor } from './sessions.ts'
import { forgetOldTries } from './tries.ts'

const HOME = '420500000000' as DivisionCode
const operations = identityOperations({ homeDivision: HOME })
const requestCode = operationNamed(operations, 'session.requestCode')
const logIn = operationNamed(operations, 'session.logInByCode')
const logOut = operationNamed(operations, 'session.logOut')
const getSession = operationNamed(operations, 'session.get')

let database: TestDatabase
let platform: TestPlatform
let phones = 0

before(async () => {
  database = await testDatabase()
  platform = testPlatform(database.db)
  await database.db.transaction().execute(seedDivisions)
})
after(() => database.close())

/** A phone that nobody has used yet. */
const newPhone = () => `138${String(++phones).padStart(8, '0')}`

const codeIn = (body: string) => /\d{6}/.exec(body)?.[0] ?? ''

async function sendCode(phone: string): Promise<string> {
  await callAs(platform, requestCode, anonymous, { phone })
  const [newest] = await findNewestMessages(platform, 1)
  assert.equal(newest?.recipient.reveal(), phone)
  return codeIn(newest.body.reveal())
}

interface LoggedIn {
  kind: string
  accountId: string
  token: string
  firstTime: boolean
}

const tryCode = (phone: string, code: string, more: object = {}, origin = `of ${phone}`) =>
  callAs<LoggedIn>(platform, logIn, anonymous, { phone, code, ...more }, { origin })

const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('the first log-in makes party, person and account; the second finds them', async () => {
  const phone = newPhone()
  const first = await tryCode(phone, await sendCode(phone), { division: '420502' })
  assert.equal(first.firstTime, true)
  platform.clock.pass(61)
  const second = await tryCode(` +86 ${phone}`, await sendCode(phone))
  assert.deepEqual({ ...second, token: '', deviceMark: '' }, { ...first, firstTime: false, token: '', deviceMark: '' })
  const actor = await findActor(platform.db, second.token, platform.now())
  assert.equal(actor?.kind, 'person')
  const party = await platform.db
    .selectFrom('party')
    .selectAll()
    .where('id', '=', String(actor?.partyId))
    .executeTakeFirst()
  assert.equal(party?.division, '420502000000')
})

test('who does not say where they live is at home in the platform’s own division', async () => {
  const phone = newPhone()
  const { token } = await tryCode(phone, await sendCode(phone))
  const actor = await findActor(platform.db, token, platform.now())
  assert.ok(actor)
  assert.deepEqual(await callAs(platform, getSession, actor), {
    kind: 'person',
    name: `138****${phone.slice(-4)}`,
    roles: [{ role: 'entrepreneur', zh: '创业者', division: HOME, divisionName: '宜昌市', office: null }],
    verification: 'none',
    unread: 0,
    consentDue: false,
    acting: null,
    lapsed: false,
  })
  const at = platform.now()
  await addNotice(platform.db, { partyId: String(actor.partyId), caseId: null, title: '题', body: '文', at })
  assert.equal((await callAs<{ unread: number }>(platform, getSession, actor)).unread, 1)
})

test('a place that does not exist is refused by name, and the code still works', async () => {
  const phone = newPhone()
  const code = await sendCode(phone)
  const refusal = await refusalOf(tryCode(phone, code, { division: '429999000000' }))
  assert.equal(refusal.status, 422)
  assert.equal(refusal.errors?.[0]?.field, 'division')
  assert.equal((await tryCode(phone, code)).firstTime, true)
})

test('a code works once, and only the newest one', async () => {
  const phone = newPhone()
  const old = await sendCode(phone)
  platform.clock.pass(61)
  const code = await sendCode(phone)
  if (old !== code) assert.equal((await refusalOf(tryCode(phone, old))).status, 422)
  await tryCode(phone, code)
  assert.equal((await refusalOf(tryCode(phone, code))).status, 422)
})

test('a code ends after five minutes', async () => {
  const phone = newPhone()
  const code = await sendCode(phone)
  platform.clock.pass(5 * 60)
  assert.equal((await refusalOf(tryCode(phone, code))).errors?.[0]?.field, 'code')
})

test('the sixth try of a code is refused even when right, also when tries come at once', async () => {
  const phone = newPhone()
  const code = await sendCode(phone)
  const wrong = Array.from({ length: 5 }, () => refusalOf(tryCode(phone, another(code))))
  assert.ok((await Promise.all(wrong)).every(({ status }) => status === 422))
  assert.equal((await refusalOf(tryCode(phone, code))).status, 422)
})

test('two uses of one code at once give one session', async () => {
  const phone = newPhone()
  const code = await sendCode(phone)
  const uses = await Promise.allSettled([tryCode(phone, code), tryCode(phone, code)])
  assert.deepEqual(uses.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('ten failed tries a quarter of an hour by phone, then 429 that says when; the right code does not help', async () => {
  const phone = newPhone()
  for (let count = 0; count < 10; count += 1) {
    assert.equal((await refusalOf(tryCode(phone, '000000', {}, `elsewhere ${count}`))).status, 422)
  }
  const code = await sendCode(phone)
  const refusal = await refusalOf(tryCode(phone, code, {}, 'elsewhere 10'))
  assert.equal(refusal.status, 429)
  assert.equal(refusal.retryAfterSeconds, 15 * 60)
  platform.clock.pass(15 * 60)
  await forgetOldTries(platform.db, platform.now())
  assert.ok((await tryCode(phone, await sendCode(phone))).token)
})

test('ten failed tries a quarter of an hour by origin, over many phones, also at once', async () => {
  const tries = Array.from({ length: 12 }, () => refusalOf(tryCode(newPhone(), '000000', {}, 'one place')))
  const statuses = (await Promise.all(tries)).map(({ status }) => status).sort()
  assert.deepEqual(statuses, [...Array(10).fill(422), 429, 429])
})

test('those who succeed do not count: many log in from one kiosk', async () => {
  for (let count = 0; count < 12; count += 1) {
    const phone = newPhone()
    await tryCode(phone, await sendCode(phone), {}, 'a kiosk')
  }
})

test('a new code once a minute, ten in 24 hours', async () => {
  const phone = newPhone()
  await sendCode(phone)
  const tooSoon = await refusalOf(callAs(platform, requestCode, anonymous, { phone }))
  assert.equal(tooSoon.status, 429)
  assert.equal(tooSoon.retryAfterSeconds, 60)
  for (let count = 1; count < 10; count += 1) {
    platform.clock.pass(60)
    await sendCode(phone)
  }
  platform.clock.pass(60)
  const tooOften = await refusalOf(callAs(platform, requestCode, anonymous, { phone }))
  assert.equal(tooOften.retryAfterSeconds, 24 * 3600 - 10 * 60)
})

test('codes asked for at once give one message', async () => {
  const phone = newPhone()
  const calls = Array.from({ length: 4 }, () => callAs(platform, requestCode, anonymous, { phone }))
  const outcomes = await Promise.allSettled(calls)
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('nothing shows whether anyone is registered by a phone', async () => {
  const [known, unknown] = [newPhone(), newPhone()]
  await tryCode(known, await sendCode(known))
  platform.clock.pass(61)
  const answers = [
    await callAs(platform, requestCode, anonymous, { phone: known }),
    await callAs(platform, requestCode, anonymous, { phone: unknown }),
  ]
  assert.deepEqual(answers[0], answers[1])
  const bodies = (await findNewestMessages(platform, 2)).map(({ body }) => body.reveal().replace(/\d{6}/, ''))
  assert.equal(bodies[0], bodies[1])
  const refusals = [await refusalOf(tryCode(known, '000000')), await refusalOf(tryCode(unknown, '000000'))]
  assert.deepEqual(refusals[0], refusals[1])
})

test('a disabled account neither logs in nor goes on', async () => {
  const phone = newPhone()
  const { accountId, token } = await tryCode(phone, await sendCode(phone))
  await platform.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', accountId).execute()
  assert.equal(await findActor(platform.db, token, platform.now()), null)
  platform.clock.pass(61)
  assert.equal((await refusalOf(tryCode(phone, await sendCode(phone)))).status, 403)
})

test('logging out ends the session and empties the cookie', async () => {
  const phone = newPhone()
  const { token } = await tryCode(phone, await sendCode(phone))
  const actor = await findActor(platform.db, token, platform.now())
  assert.ok(actor)
  assert.deepEqual(await callAs(platform, logOut, actor), { ended: true, provider: null, token: '' })
  assert.equal(await findActor(platform.db, token, platform.now()), null)
})

test('input is checked in Chinese, and an outsider is anonymous', async () => {
  const refusal = await refusalOf(callAs(platform, logIn, anonymous, { phone: '123', code: '12' }))
  assert.deepEqual(refusal.errors, [{ field: 'code', code: 'pattern', message: '验证码：要填 6 位数字' }])
  assert.deepEqual(await callAs(platform, getSession, anonymous), {
    kind: 'anonymous',
    name: null,
    roles: [],
    verification: null,
    unread: 0,
    consentDue: false,
    acting: null,
    lapsed: false,
  })
  assert.equal((await refusalOf(callAs(platform, logOut, anonymous))).status, 401)
  assert.equal((await refusalOf(callAs(platform, getSession, personActor(crypto.randomUUID())))).status, 404)
})

test('neither phone nor code nor token stands in clear in any table', async () => {
  const phone = newPhone()
  const code = await sendCode(phone)
  const { token } = await tryCode(phone, code)
  await refusalOf(tryCode(phone, code))
  const { db: owner, close } = openDatabase(database.ownerUrl, { max: 1 })
  after(close)
  const hidden = [phone, token, `"${code}"`, Buffer.from(phone).toString('hex'), Buffer.from(code).toString('hex')]
  for (const table of ['person', 'login_code', 'session', 'attempt', 'outbound_message', 'audit_entry']) {
    const { rows } = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.table(table)} t`.execute(
      owner,
    )
    assert.ok(rows.length > 0, table)
    assert.deepEqual(
      hidden.filter((value) => rows.some(({ text }) => text.includes(value))),
      [],
      table,
    )
  }
})
