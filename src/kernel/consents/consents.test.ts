import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, loanIn, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import { openDatabase } from '../db/connect.ts'
import { findStanding } from './store.ts'

let city: City

before(async () => {
  city = await testCity()
})
after(() => city.close())

interface Text {
  purpose: string
  version: number
  title: string
  body: string
}

const due = (actor: Actor) => city.call<{ items: Text[] }>(actor, 'consent.findDue')

const said = (texts: readonly Text[]) => texts.map(({ purpose, version }) => ({ purpose, version }))

async function agree(actor: Actor): Promise<void> {
  await city.call(actor, 'consent.give', { items: said((await due(actor)).items) })
}

interface Consents {
  purposes: { purpose: string; standing: string | null; version: number | null }[]
  history: { purpose: string; version: number; given: boolean; form: string; byClerk: boolean; caseId: string | null }[]
}

const consentsOf = (actor: Actor) => city.call<Consents>(actor, 'consent.findOwn')

const isDue = async (actor: Actor) => (await city.call<{ consentDue: boolean }>(actor, 'session.get')).consentDue

test('terms and privacy are due at first; once agreed to, no longer, and on record with version and way', async () => {
  const me = await city.person()
  assert.equal(await isDue(me), true)
  const { items } = await due(me)
  assert.deepEqual(said(items), [
    { purpose: 'terms', version: 1 },
    { purpose: 'privacy', version: 1 },
  ])
  await agree(me)
  assert.equal(await isDue(me), false)
  assert.deepEqual((await due(me)).items, [])
  const { history } = await consentsOf(me)
  assert.deepEqual(
    history.map(({ purpose, version, given, form, byClerk }) => [purpose, version, given, form, byClerk]),
    [
      ['privacy', 1, true, 'online', false],
      ['terms', 1, true, 'online', false],
    ],
  )
})

test('a new version asks everyone again; the old one is agreed to no more', async () => {
  const me = await city.person()
  await agree(me)
  const { db } = city.platform
  const at = city.platform.now()
  const root = await placeStaff(db, at, { role: 'administrator', division: yichang })
  const local = await placeStaff(db, at, { role: 'administrator', division: xiling })
  const text = {
    purpose: 'privacy',
    version: 1,
    title: '个人信息处理说明',
    body: '这是新的一版说明，写清楚处理哪些信息、为了什么、保存多久。',
  }
  assert.equal((await refusalOf(city.call(local, 'consent.publishText', text))).status, 403)
  assert.deepEqual(await city.call(root, 'consent.publishText', text), { purpose: 'privacy', version: 2 })
  assert.equal((await refusalOf(city.call(root, 'consent.publishText', text))).code, 'stale')
  const same = city.call(root, 'consent.publishText', { ...text, version: 2 })
  assert.equal((await refusalOf(same)).code, 'unchanged')
  assert.equal(await isDue(me), true)
  assert.deepEqual(said((await due(me)).items), [{ purpose: 'privacy', version: 2 }])
  const stale = await refusalOf(city.call(me, 'consent.give', { items: [{ purpose: 'privacy', version: 1 }] }))
  assert.deepEqual([stale.status, stale.now], [409, { version: 2 }])
  await agree(me)
  assert.equal(await isDue(me), false)
  const first = await city.call<Text>(me, 'consent.getText', { purpose: 'privacy', version: 1 })
  assert.notEqual(first.body, text.body)
})

test('what is taken back is due again; what was never given can’t be taken back, messages can be declined', async () => {
  const me = await city.person()
  await agree(me)
  await city.call(me, 'consent.withdraw', { purpose: 'terms' })
  assert.equal(await isDue(me), true)
  assert.equal((await refusalOf(city.call(me, 'consent.withdraw', { purpose: 'terms' }))).status, 409)
  assert.equal((await refusalOf(city.call(me, 'consent.withdraw', { purpose: 'sharing' }))).status, 409)
  await city.call(me, 'consent.withdraw', { purpose: 'messages' })
  const partyId = String(me.partyId)
  assert.equal(await findStanding(city.platform.db, { partyId, purpose: 'messages' }), 'withdrawn')
  const items = [{ purpose: 'sharing', version: 1 }]
  assert.equal((await refusalOf(city.call(me, 'consent.give', { items }))).status, 422)
})

test('a clerk takes down what is signed or said at the window, of people in reach alone', async () => {
  const me = await city.person({ division: xiling })
  const { clerk, otherClerk } = city.staff
  const input = { id: me.partyId, purpose: 'terms', version: 1, given: true, form: 'paper' }
  assert.equal((await refusalOf(city.call(otherClerk, 'person.takeDownConsent', input))).status, 404)
  await city.call(clerk, 'person.takeDownConsent', input)
  const { history } = await city.call<Consents>(clerk, 'person.getConsents', { id: me.partyId })
  assert.deepEqual(
    history.map(({ purpose, form, byClerk }) => [purpose, form, byClerk]),
    [['terms', 'paper', true]],
  )
  assert.equal((await refusalOf(city.call(otherClerk, 'person.getConsents', { id: me.partyId }))).status, 404)
})

test('an application states the consent to share it; taken back, it is recommended no more', async () => {
  const me = await city.person()
  const loan = await loanIn(city, me, 'accepted')
  const { history } = await consentsOf(me)
  assert.deepEqual(
    history.map(({ purpose, given, caseId }) => [purpose, given, caseId]),
    [['sharing', true, loan.id]],
  )
  await city.call(me, 'consent.withdraw', { purpose: 'sharing' })
  const act = { id: loan.id, version: loan.version, amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' }
  const refused = await refusalOf(city.call(city.staff.reviewer, 'loan.recommend', act))
  assert.deepEqual([refused.status, refused.code], [409, 'consent-withdrawn'])
})

test('rows are changed and removed by nobody', async () => {
  const me = await city.person({ division: wujiagang })
  await agree(me)
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  await assert.rejects(owner.db.updateTable('consent').set({ given: false }).execute())
  await assert.rejects(owner.db.deleteFrom('consent').execute())
  await assert.rejects(owner.db.updateTable('consent_text').set({ body: '' }).execute())
  await owner.close()
})
