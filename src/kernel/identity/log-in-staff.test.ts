import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { callAs, operationNamed, refusalOf, type TestPlatform, testPlatform } from '../../../test/platform.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { anonymous } from '../access/actor.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { seedDivisions } from '../divisions/store.ts'
import { createStaff, type GrantDraft } from './accounts.ts'
import { identityOperations } from './operations.ts'
import { findActor } from './sessions.ts'
import { totpCode } from './totp.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const PASSWORD = '春江花月夜 2026'
const operations = identityOperations({ homeDivision: '420500000000' as DivisionCode })
const logIn = operationNamed(operations, 'session.logInStaff')
const getSession = operationNamed(operations, 'session.get')

let database: TestDatabase
let platform: TestPlatform
let made = 0

before(async () => {
  database = await testDatabase()
  platform = testPlatform(database.db)
  await database.db.transaction().execute(seedDivisions)
})
after(() => database.close())

async function newClerk(grants: GrantDraft[] = [{ role: 'clerk', division: '420502000000' }]) {
  const login = `clerk${++made}`
  const draft = { login, name: '周敏', password: PASSWORD, totpSecret: SECRET, grants }
  return { login, id: await createStaff(platform.db, platform, draft) }
}

const codeNow = () => totpCode(SECRET, platform.now())

const tryLogIn = (input: { login: string; password?: string; code?: string }, origin = `of ${input.login}`) =>
  callAs<{ token: string; accountId: string }>(
    platform,
    logIn,
    anonymous,
    { password: PASSWORD, code: codeNow(), ...input },
    { origin },
  )

const actorOf = (token: string) => findActor(platform.db, token, platform.now())

test('password and code together open a session with today’s roles', async () => {
  const officeId = newId(platform.now())
  const place = { address: '', phone: '', kind: 'window', division: '420502000000' }
  await platform.db
    .insertInto('office')
    .values({ id: officeId, name: '城东窗口', ...place })
    .execute()
  const { id, login } = await newClerk([{ role: 'clerk', division: '420502000000', officeId }])
  const { token, accountId } = await tryLogIn({ login: ` ${login.toUpperCase()} ` })
  assert.equal(accountId, id)
  const actor = await actorOf(token)
  assert.ok(actor)
  const { sessionId, ...rest } = actor
  assert.ok(sessionId)
  assert.deepEqual(rest, {
    kind: 'staff',
    accountId: id,
    partyId: null,
    mergedIds: [],
    name: '周敏',
    grants: [{ role: 'clerk', division: '420502000000', officeId }],
  })
  assert.deepEqual(await callAs(platform, getSession, actor), {
    kind: 'staff',
    name: '周敏',
    roles: [{ role: 'clerk', zh: '窗口人员', division: '420502000000', divisionName: '西陵区', office: '城东窗口' }],
    verification: null,
    unread: 0,
    consentDue: false,
    acting: null,
    lapsed: false,
  })
})

test('one answer whichever is wrong: login, password, code, or the account’s state', async () => {
  const { login } = await newClerk()
  const disabled = await newClerk()
  await platform.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', disabled.id).execute()
  const refusals = [
    await refusalOf(tryLogIn({ login: 'nobody' })),
    await refusalOf(tryLogIn({ login, password: `${PASSWORD}!` })),
    await refusalOf(tryLogIn({ login, code: totpCode(SECRET, new Date(0)) })),
    await refusalOf(tryLogIn({ login: disabled.login })),
  ]
  for (const refusal of refusals) assert.deepEqual(refusal, refusals[0])
  assert.equal(refusals[0]?.status, 422)
})

test('codes are those of RFC 6238', () => {
  assert.equal(totpCode('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', new Date(59_000)), '287082')
})

test('a code is never accepted twice, also when both come at once', async () => {
  const { login } = await newClerk()
  const both = await Promise.allSettled([tryLogIn({ login }), tryLogIn({ login })])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  assert.equal((await refusalOf(tryLogIn({ login }))).status, 422)
  platform.clock.pass(30)
  assert.ok((await tryLogIn({ login })).token)
})

test('the code before is taken once, never after a later one', async () => {
  const { login } = await newClerk()
  const earlier = codeNow()
  platform.clock.pass(30)
  assert.ok((await tryLogIn({ login, code: earlier })).token)
  assert.ok((await tryLogIn({ login })).token)
  const other = await newClerk()
  assert.ok((await tryLogIn({ login: other.login })).token)
  assert.equal((await refusalOf(tryLogIn({ login: other.login, code: earlier }))).status, 422)
})

test('ten failed tries by login, from anywhere, then 429; likewise where there is no such login', async () => {
  for (const login of [(await newClerk()).login, 'nobody-at-all']) {
    for (let count = 0; count < 10; count += 1) {
      const wrong = { login, password: 'wrong' }
      assert.equal((await refusalOf(tryLogIn(wrong, `${login} from ${count}`))).status, 422)
    }
    const refusal = await refusalOf(tryLogIn({ login }, `${login} from elsewhere`))
    assert.equal(refusal.status, 429)
    assert.equal(refusal.retryAfterSeconds, 15 * 60)
  }
})

test('a session of staff ends after twelve hours, however much it is used', async () => {
  const { login } = await newClerk()
  const { token } = await tryLogIn({ login })
  for (let hour = 1; hour < 12; hour += 1) {
    platform.clock.pass(3600)
    assert.ok(await actorOf(token), `hour ${hour}`)
  }
  platform.clock.pass(3600)
  assert.equal(await actorOf(token), null)
})

test('a role counts on its days, and once revoked no longer at the next request', async () => {
  const { id, login } = await newClerk([
    { role: 'clerk', division: '420502000000' },
    { role: 'reviewer', division: '420503000000' },
  ])
  const { token } = await tryLogIn({ login })
  const held = async () => (await actorOf(token))?.grants.map(({ role }) => role)
  const setDates = (dates: { valid_from?: string; valid_to?: string }) =>
    platform.db.updateTable('role_grant').set(dates).where('account_id', '=', id).where('role', '=', 'clerk').execute()
  const today = dateIn(platform.now())
  assert.deepEqual(await held(), ['clerk', 'reviewer'])
  await setDates({ valid_to: today })
  assert.deepEqual(await held(), ['reviewer'])
  await setDates({ valid_from: addDays(today, 1), valid_to: addDays(today, 2) })
  assert.deepEqual(await held(), ['reviewer'])
  await platform.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', id).execute()
  assert.equal(await actorOf(token), null)
})

test('what is no token stands for nobody', async () => {
  for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(100_000), "' or true --"])
    assert.equal(await actorOf(token), null)
})

test('password, secret and token are not in the tables', async () => {
  const { id, login } = await newClerk()
  const { token } = await tryLogIn({ login })
  const account = await platform.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const sessions = await platform.db.selectFrom('session').selectAll().where('account_id', '=', id).execute()
  assert.match(String(account.password_hash), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  assert.equal(account.totp_cipher?.includes(SECRET), false)
  assert.equal(JSON.stringify(sessions).includes(token), false)
})
