import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { callAs, operationNamed, refusalOf, type TestPlatform, testPlatform } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import { seedDivisions } from '../divisions/store.ts'
import { forgetOldCodes, issueCode } from './login-codes.ts'
import { parsePhone } from './phone.ts'
import { sessionOperations } from './session-operations.ts'
import { endSession, findActor, forgetOldSessions, idleSeconds, openSession } from './sessions.ts'

const WEST = '420502000000'

let database: TestDatabase
let platform: TestPlatform

before(async () => {
  database = await testDatabase()
  platform = testPlatform(database.db)
  await database.db.transaction().execute(seedDivisions)
})
after(() => database.close())

interface Listed {
  items: { id: string; current: boolean; device: string | null; since: string; seenAt: string }[]
}

const call = <Output>(actor: Actor, name: string, input: object = {}) =>
  callAs<Output>(platform, operationNamed(sessionOperations, name), actor, input)

const newClerk = () => placeStaff(platform.db, platform.now(), { role: 'clerk', division: WEST })

/** Logs an account in once more and gives the token with whom it stands for. */
async function logIn({ accountId }: Actor, device = 'Windows 电脑上的 Edge 浏览器') {
  const token = await openSession(platform.db, { id: String(accountId), kind: 'staff', device }, platform.now())
  return { token, actor: await actorOf(token) }
}

async function actorOf(token: string): Promise<Actor> {
  const actor = await findActor(platform.db, token, platform.now())
  assert.ok(actor)
  return actor
}

const isOver = async (token: string) => (await findActor(platform.db, token, platform.now())) === null

test('own sessions are listed, the present one first, with device and coarse times; nobody else’s', async () => {
  const clerk = await newClerk()
  const first = await logIn(clerk, '安卓手机上的微信')
  platform.clock.pass(10 * 60)
  await logIn(clerk)
  await logIn(await newClerk())
  const { items } = await call<Listed>(await actorOf(first.token), 'session.findOwn')
  assert.deepEqual(
    items.map(({ current, device }) => [current, device]),
    [
      [true, '安卓手机上的微信'],
      [false, 'Windows 电脑上的 Edge 浏览器'],
    ],
  )
  assert.equal(items[0]?.seenAt, platform.now().toISOString())
  platform.clock.pass(60)
  await actorOf(first.token)
  const again = await call<Listed>(first.actor, 'session.findOwn')
  assert.equal(again.items[0]?.seenAt, items[0]?.seenAt, 'written down every five minutes only')
})

test('one is ended, and then all others; each browser learns it at its next request', async () => {
  const clerk = await newClerk()
  const [here, one, two] = [await logIn(clerk), await logIn(clerk), await logIn(clerk)]
  const input = { sessionId: one.actor.sessionId }
  await call(here.actor, 'session.endOwn', input)
  assert.deepEqual([await isOver(one.token), await isOver(two.token)], [true, false])
  assert.equal((await refusalOf(call(here.actor, 'session.endOwn', input))).status, 409)
  assert.deepEqual(await call(here.actor, 'session.endOthers'), { ended: 1 })
  assert.deepEqual([await isOver(two.token), await isOver(here.token)], [true, false])
})

test('nobody ends the session of another account', async () => {
  const mine = await logIn(await newClerk())
  const other = await logIn(await newClerk())
  const refusal = await refusalOf(call(mine.actor, 'session.endOwn', { sessionId: other.actor.sessionId }))
  assert.equal(refusal.status, 409)
  assert.equal(await isOver(other.token), false)
})

test('an administrator ends the sessions of staff in reach, of nobody else', async () => {
  const clerk = await newClerk()
  const [one, two] = [await logIn(clerk), await logIn(clerk)]
  const administer = (division: string) => placeStaff(platform.db, platform.now(), { role: 'administrator', division })
  const input = { accountId: clerk.accountId }
  assert.equal((await refusalOf(call(await administer('420503000000'), 'session.endStaff', input))).status, 404)
  assert.deepEqual(await call(await administer('420500000000'), 'session.endStaff', input), { ended: 2 })
  assert.deepEqual([await isOver(one.token), await isOver(two.token)], [true, true])
  assert.equal((await refusalOf(call(clerk, 'session.endStaff', input))).status, 403)
})

test('a session that is not used ends, and is not listed any more', async () => {
  const clerk = await newClerk()
  const { token } = await logIn(clerk)
  platform.clock.pass(idleSeconds.staff - 1)
  assert.equal(await isOver(token), false)
  platform.clock.pass(idleSeconds.staff + 1)
  assert.equal(await isOver(token), true)
  const { actor } = await logIn(clerk)
  assert.equal((await call<Listed>(actor, 'session.findOwn')).items.length, 1)
})

test('sessions that are long over and codes of yesterday are removed, others kept', async () => {
  const clerk = await newClerk()
  const gone = await logIn(clerk)
  await endSession(platform.db, String(gone.actor.sessionId), platform.now())
  await platform.db
    .transaction()
    .execute((tx) => issueCode(tx, platform, parsePhone('13955550001'), { root: '420500000000' }))
  platform.clock.pass(31 * 24 * 60 * 60)
  const { actor } = await logIn(clerk)
  await platform.db
    .transaction()
    .execute((tx) => issueCode(tx, platform, parsePhone('13955550002'), { root: '420500000000' }))
  await forgetOldSessions(platform.db, platform.now())
  await forgetOldCodes(platform.db, platform.now())
  const left = await platform.db
    .selectFrom('session')
    .select('id')
    .where('account_id', '=', String(clerk.accountId))
    .execute()
  assert.deepEqual(left, [{ id: actor.sessionId }])
  assert.equal((await platform.db.selectFrom('login_code').select('id').execute()).length, 1)
})
