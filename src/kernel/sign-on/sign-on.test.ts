import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { newPerson, newPhone, newResidentId } from '../../../test/people.ts'
import {
  callAs,
  operationNamed,
  refusalOf,
  staffActor,
  type TestPlatform,
  testPlatform,
} from '../../../test/platform.ts'
import { providerAt, type SignOnPeer, startSignOnPeer, walkThrough } from '../../../test/sign-on-peer.ts'
import { Personal } from '../../shared/personal.ts'
import { type Actor, anonymous } from '../access/actor.ts'
import { openDatabase } from '../db/connect.ts'
import { seedDivisions } from '../divisions/store.ts'
import { createStaff, openPersonAccount } from '../identity/accounts.ts'
import { findActor, openSession } from '../identity/sessions.ts'
import type { Operation } from '../operations/operation.ts'
import { createSignOnClient } from './client.ts'
import { failureOf, signOnFailures } from './failures.ts'
import { signOnOperations } from './operations.ts'
import type { SignOnProvider } from './provider.ts'
import type { SignedOn } from './sign-on.ts'

const HOME = '420500000000'
const publicAddress = 'http://127.0.0.1:9'

let database: TestDatabase
let platform: TestPlatform
let peer: SignOnPeer
let operations: readonly Operation[]
let made = 0

const clientOf = (provider: SignOnProvider) =>
  createSignOnClient({ provider, publicAddress, now: platform.now, log: platform.log })

before(async () => {
  database = await testDatabase()
  // The peer has the machine's clock.
  platform = testPlatform(database.db, { now: new Date() })
  await database.db.transaction().execute(seedDivisions)
  peer = await startSignOnPeer({ publicAddress, providerIds: ['bare', 'phone', 'vouching', 'office'] })
  const realName = {
    assurance: { claim: 'level', values: ['3', '4'] },
    name: 'name',
    number: 'identity_number',
    kind: 'identity_kind',
  }
  const providers = [
    providerAt(peer, { id: 'bare', name: '普通账号', serves: 'person' }),
    providerAt(peer, { id: 'phone', name: '手机账号', serves: 'person', vouchesForPhone: true }),
    providerAt(peer, { id: 'vouching', name: '政务账号', serves: 'person', vouchesForPhone: true, realName }),
    providerAt(peer, { id: 'office', name: '办公账号', serves: 'staff' }),
  ]
  operations = signOnOperations({ clients: providers.map(clientOf), homeDivision: HOME })
})
after(async () => {
  await peer.close()
  await database.close()
})

/** Someone new at the peer. */
function newLogin(claims: Record<string, string | number | boolean> = {}): string {
  const login = `user${++made}`
  peer.accounts[login] = claims
  return login
}

const call = <Output>(actor: Actor, name: string, input: object, origin = `origin ${++made}`) =>
  callAs<Output>(platform, operationNamed(operations, name), actor, input, { origin })

const begin = (provider: string, actor: Actor = anonymous, link = false) =>
  call<{ location: string; ticket: string }>(actor, 'signOn.begin', { provider, next: '/me', link })

const answerOf = (callback: string) => callback.slice(callback.indexOf('?') + 1)

async function signOn(provider: string, login: string, actor: Actor = anonymous, link = false): Promise<SignedOn> {
  const { location, ticket } = await begin(provider, actor, link)
  const answer = answerOf(await walkThrough(location, { login }))
  return call<SignedOn>(actor, 'signOn.finish', { provider, ticket, answer })
}

const actorOf = async (token: string | undefined): Promise<Actor> => {
  const actor = await findActor(platform.db, token ?? '', platform.now())
  assert.ok(actor)
  return actor
}

/** A person who has an account by phone, and is logged in by a code. */
async function knownPerson(phone = newPhone()): Promise<Actor> {
  const partyId = await newPerson(platform, phone, HOME)
  const account = await platform.db.transaction().execute((tx) => openPersonAccount(tx, partyId, platform.now()))
  return actorOf(await openSession(platform.db, { id: account.id, kind: 'person' }, platform.now()))
}

async function verificationOf(partyId: string | null) {
  const owner = openDatabase(database.ownerUrl, { max: 1 })
  const row = await owner.db
    .selectFrom('person')
    .select(['verification', 'verified_through', 'version'])
    .where('party_id', '=', partyId)
    .executeTakeFirst()
    .finally(() => owner.close())
  return row
}

const failureIn = async (attempt: Promise<unknown>) => {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  )
  return failureOf(error)
}

describe('a person', () => {
  test('of whom the provider vouches for nothing proves the phone by a code, then comes in by the link', async () => {
    const login = newLogin({ phone_number: newPhone(), phone_number_verified: true })
    const first = await signOn('bare', login)
    assert.deepEqual([first.outcome, first.token, first.next], ['proof', undefined, '/me'])
    const me = await knownPerson()
    await call(me, 'signOn.complete', { pending: first.pending })
    const second = await signOn('bare', login)
    assert.equal(second.outcome, 'loggedIn')
    assert.equal((await actorOf(second.token)).accountId, me.accountId)
  })

  test('with a vouched phone is registered, and then found', async () => {
    const phone = newPhone()
    const login = newLogin({ phone_number: `+86 ${phone}`, phone_number_verified: true })
    const first = await signOn('phone', login)
    assert.deepEqual([first.outcome, first.firstTime], ['loggedIn', true])
    const again = await signOn('phone', login)
    assert.equal((await actorOf(again.token)).partyId, (await actorOf(first.token)).partyId)
  })

  test('with a vouched phone that has an account comes into it, and the answer looks the same', async () => {
    const phone = newPhone()
    const me = await knownPerson(phone)
    const login = newLogin({ phone_number: phone, phone_number_verified: true })
    const done = await signOn('phone', login)
    assert.equal((await actorOf(done.token)).accountId, me.accountId)
  })

  test('never comes into an account by a phone that is not verified there', async () => {
    const phone = newPhone()
    await knownPerson(phone)
    const notVerified: Record<string, boolean>[] = [{}, { phone_number_verified: false }]
    for (const more of notVerified) {
      const claims = { phone_number: phone, ...more }
      const known = await signOn('phone', newLogin(claims))
      const unknown = await signOn('phone', newLogin({ ...claims, phone_number: newPhone() }))
      assert.deepEqual([known.outcome, known.token], ['proof', undefined])
      assert.deepEqual({ ...known, pending: null }, { ...unknown, pending: null })
    }
  })

  test('whose real name the provider vouches for is verified by it; a lower level does not count', async () => {
    const told = { name: '林小满', identity_number: newResidentId(), phone_number_verified: true }
    const low = await signOn('vouching', newLogin({ ...told, phone_number: newPhone(), level: 2 }))
    assert.equal((await verificationOf((await actorOf(low.token)).partyId))?.verification, 'none')
    const high = await signOn('vouching', newLogin({ ...told, phone_number: newPhone(), level: 3 }))
    assert.deepEqual(await verificationOf((await actorOf(high.token)).partyId), {
      verification: 'verified',
      verified_through: 'vouching',
      version: 2,
    })
    // The same person by another account there, without a phone: found by the verified paper.
    const { phone_number_verified: _, ...bare } = told
    const other = await signOn('vouching', newLogin({ ...bare, level: 4 }))
    assert.equal((await actorOf(other.token)).partyId, (await actorOf(high.token)).partyId)
  })

  test('is not let into the account of a phone that belongs to someone else by now', async () => {
    const phone = newPhone()
    const told = { name: '林小满', phone_number: phone, phone_number_verified: true, level: 3 }
    await signOn('vouching', newLogin({ ...told, identity_number: newResidentId() }))
    const other = newLogin({ ...told, name: '周小雨', identity_number: newResidentId() })
    assert.equal(await failureIn(signOn('vouching', other)), 'mismatch')
  })

  test('links and unlinks their own account while logged in; nobody else’s', async () => {
    const [me, another] = [await knownPerson(), await knownPerson()]
    const login = newLogin()
    assert.equal((await signOn('bare', login, me, true)).outcome, 'linked')
    const listed = await call<{ items: { id: string; linkedAt: string | null }[] }>(me, 'signOn.findOwn', {})
    assert.deepEqual(
      listed.items.map(({ id, linkedAt }) => [id, linkedAt !== null]),
      [
        ['bare', true],
        ['phone', false],
        ['vouching', false],
      ],
    )
    assert.equal(await failureIn(signOn('bare', login, another, true)), 'taken')
    const { location, ticket } = await begin('bare', me, true)
    const answer = answerOf(await walkThrough(location, { login }))
    assert.equal(await failureIn(call(another, 'signOn.finish', { provider: 'bare', ticket, answer })), 'changed')
    await call(me, 'signOn.unlink', { provider: 'bare' })
    assert.equal((await signOn('bare', login)).outcome, 'proof')
    assert.equal((await refusalOf(call(me, 'signOn.unlink', { provider: 'bare' }))).status, 409)
  })
})

describe('a member of staff', () => {
  const newStaff = async () => {
    const grants = [{ role: 'clerk' as const, division: '420502000000' }]
    const draft = {
      login: `clerk${++made}`,
      name: '周敏',
      password: 'a long enough one',
      totpSecret: 'JBSWY3DPEHPK3PXP',
    }
    return createStaff(platform.db, platform, { ...draft, grants })
  }

  test('comes in by a link alone, with the roles that we granted', async () => {
    const login = newLogin({ phone_number: newPhone(), phone_number_verified: true })
    assert.equal(await failureIn(signOn('office', login)), 'unlinked')
    const accountId = await newStaff()
    const administrator = staffActor('administrator', HOME)
    const input = { accountId, provider: 'office', subject: login }
    const elsewhere = staffActor('administrator', '420503000000')
    assert.equal((await refusalOf(call(elsewhere, 'signOn.linkStaff', input))).status, 404)
    const by = { ...administrator, accountId: await newStaff() }
    await call(by, 'signOn.linkStaff', input)
    const done = await signOn('office', login)
    const actor = await actorOf(done.token)
    assert.deepEqual([actor.kind, actor.accountId, actor.grants[0]?.role], ['staff', accountId, 'clerk'])
  })

  test('links their own account when logged in by password, not when logged in by another provider', async () => {
    const accountId = await newStaff()
    const staff = { id: accountId, kind: 'staff' as const }
    const byOther = await actorOf(await openSession(platform.db, { ...staff, provider: 'other' }, platform.now()))
    assert.equal((await refusalOf(begin('office', byOther, true))).status, 403)
    const byPassword = await actorOf(await openSession(platform.db, staff, platform.now()))
    const login = newLogin()
    assert.equal((await signOn('office', login, byPassword, true)).outcome, 'linked')
    assert.equal((await actorOf((await signOn('office', login)).token)).accountId, accountId)
    await platform.db.updateTable('account').set({ state: 'disabled' }).where('id', '=', accountId).execute()
    assert.equal(await failureIn(signOn('office', login)), 'disabled')
  })
})

describe('what goes wrong is told apart', () => {
  test('denied there', async () => {
    const { location, ticket } = await begin('bare')
    const answer = answerOf(await walkThrough(location, 'deny'))
    assert.equal(await failureIn(call(anonymous, 'signOn.finish', { provider: 'bare', ticket, answer })), 'denied')
  })

  test('a wrong state, an old ticket, none, or one of another provider', async () => {
    const { location, ticket } = await begin('bare')
    const answer = answerOf(await walkThrough(location, { login: newLogin() }))
    const wrong = new URLSearchParams(answer)
    wrong.set('state', 'another')
    const finish = (input: object) =>
      failureIn(call(anonymous, 'signOn.finish', { provider: 'bare', ticket, answer, ...input }))
    assert.equal(await finish({ answer: wrong.toString() }), 'expired')
    assert.equal(await finish({ ticket: '-' }), 'expired')
    assert.equal(await finish({ provider: 'phone' }), 'expired')
    platform.clock.pass(11 * 60)
    assert.equal(await finish({}), 'expired')
    platform.clock.pass(-11 * 60)
    assert.equal(await finish({}), null)
  })

  test('a code that was used before', async () => {
    const { location, ticket } = await begin('bare')
    const answer = answerOf(await walkThrough(location, { login: newLogin() }))
    const finish = () => call(anonymous, 'signOn.finish', { provider: 'bare', ticket, answer })
    await finish()
    assert.equal(await failureIn(finish()), 'used')
  })

  test('a wrong nonce', async () => {
    const { location, ticket } = await begin('bare')
    const answer = answerOf(await walkThrough(location, { login: newLogin() }))
    const opened = JSON.parse(platform.ciphers.openOwn('signOn.ticket', Buffer.from(ticket, 'base64url')).reveal())
    const changed = new Personal(JSON.stringify({ ...opened, nonce: 'another' }))
    const resealed = platform.ciphers.sealOwn('signOn.ticket', changed).toString('base64url')
    assert.equal(
      await failureIn(call(anonymous, 'signOn.finish', { provider: 'bare', ticket: resealed, answer })),
      'untrusted',
    )
  })

  test('a provider that is not there, or does not answer, and one whose clock is wrong', async () => {
    const gone = providerAt(
      { issuer: 'http://127.0.0.1:9', clientSecret: 'x' },
      { id: 'bare', name: '不在', serves: 'person' },
    )
    assert.equal(await failureIn(clientOf(gone).begin()), 'unreachable')
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const mute = providerAt({ issuer, clientSecret: 'x' }, { id: 'bare', name: '不答', serves: 'person' })
    const hasty = { provider: mute, publicAddress, now: platform.now, log: platform.log, patienceSeconds: 0.2 }
    assert.equal(await failureIn(createSignOnClient(hasty).begin()), 'unreachable')
    silent.closeAllConnections()
    silent.close()
    const provider = providerAt(peer, { id: 'bare', name: '普通账号', serves: 'person' })
    const late = createSignOnClient({
      provider,
      publicAddress,
      now: () => new Date(platform.now().getTime() + 3_600_000),
      log: platform.log,
    })
    const { location, challenge } = await late.begin()
    const answer = answerOf(await walkThrough(location, { login: newLogin() }))
    assert.equal(await failureIn(late.finish(answer, challenge)), 'clock')
  })

  test('ten failed answers a quarter of an hour from one place, then 429', async () => {
    const { ticket, location } = await begin('bare')
    const answer = answerOf(await walkThrough(location, 'deny'))
    const input = { provider: 'bare', ticket, answer }
    for (let count = 0; count < 10; count += 1) await refusalOf(call(anonymous, 'signOn.finish', input, 'one place'))
    assert.equal((await refusalOf(call(anonymous, 'signOn.finish', input, 'one place'))).status, 429)
  })

  test('each in plain Chinese with a way out', () => {
    for (const { title, detail } of Object.values(signOnFailures)) {
      assert.match(title, /\p{Script=Han}{4}/u)
      assert.match(detail, /[请到].*。$/u)
    }
  })
})

test('nothing of tokens, codes or subjects is in the database or the log', async () => {
  const login = newLogin({ phone_number: newPhone(), phone_number_verified: true })
  const { location, ticket } = await begin('phone')
  const answer = answerOf(await walkThrough(location, { login }))
  await call(anonymous, 'signOn.finish', { provider: 'phone', ticket, answer })
  const code = new URLSearchParams(answer).get('code') ?? ''
  const { rows } = await sql<{ text: string }>`
    select account_link::text as text from account_link
    union all select audit_entry::text from audit_entry
    union all select session::text from session`.execute(platform.db)
  const written = `${rows.map(({ text }) => text).join('\n')}${JSON.stringify(platform.logged)}`
  for (const secret of [code, ticket, login, peer.clientSecret]) assert.equal(written.includes(secret), false)
})
