import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import {
  type City,
  goodForm,
  loanIn,
  refusal as loanRefusal,
  testCity,
  wujiagang,
  xiling,
  yichang,
} from '../../../test/city.ts'
import { within } from '../../../test/people.ts'
import { refusalOf } from '../../../test/platform.ts'
import { flows } from '../../app/modules.ts'
import type { CalendarDate } from '../../shared/dates.ts'
import { type Actor, anonymous } from '../access/actor.ts'
import type { CaseReceipt } from '../cases/receipt.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { everything, nothing, partyScope, type RegionScope, regionScope } from '../divisions/scope.ts'
import { findNewestMessages } from '../notifications/messages.ts'
import { everywhere } from '../operations/everywhere.ts'
import { type RatingGrouping, ratingFigures } from './figures.ts'
import { inviteToRate, remindToRate } from './invite.ts'

let city: City
let head: Actor
let elsewhere: Actor
before(async () => {
  city = await testCity()
  const { db, now } = city.platform
  head = await placeStaff(db, now(), { role: 'administrator', division: xiling })
  await placeStaff(db, now(), { role: 'administrator', division: yichang })
  elsewhere = await placeStaff(db, now(), { role: 'administrator', division: wujiagang })
})
after(() => city.close())

const house = { flows, publicAddress: 'https://qichuang.example.cn' }

interface Own {
  closed: boolean
  rating: {
    stars: number
    words: string | null
    additions: string[]
    answer: { dueOn: string; reply: string | null; result: string | null } | null
  } | null
}
const getOwn = (actor: Actor, id: string) => city.call<Own>(actor, 'rating.getOwn', { id })
const give = (actor: Actor, id: string, stars: number, more: object = {}) =>
  city.call(actor, 'rating.give', { id, stars, ...more })
const add = (actor: Actor, id: string, words: string) => city.call(actor, 'rating.add', { id, words })
const find = (actor: Actor, view: string) =>
  city.call<{ items: { id: string; stars: number; overdue: boolean }[]; open: number; overdue: number }>(
    actor,
    'rating.find',
    { view },
  )

/** Someone whose loan has been recommended. */
async function served(): Promise<{ me: Actor; loan: CaseReceipt }> {
  const me = await city.person()
  return { me, loan: await loanIn(city, me, 'recommended') }
}

/** Lets every event so far reach whoever asks for ratings. */
async function deliver(): Promise<void> {
  const events = await city.platform.db
    .selectFrom('outbox_event')
    .selectAll()
    .where('type', '=', 'case.moved')
    .execute()
  const subscriber = inviteToRate(city.platform, house)
  for (const event of events) {
    await subscriber.handle({ ...event, payload: event.payload as Record<string, unknown>, at: event.at.toISOString() })
  }
}

const ratingOf = (caseId: string) =>
  everywhere(city.platform, (tx) =>
    tx.selectFrom('rating').select('id').where('case_id', '=', caseId).executeTakeFirstOrThrow(),
  )

const askedOf = async (actor: Actor, template: string) => {
  const party = String(actor.partyId)
  const rows = await everywhere(city.platform, (tx) =>
    tx
      .selectFrom('outbound_message')
      .select('id')
      .where('party_id', '=', party)
      .where('purpose', '=', template)
      .execute(),
  )
  return rows.length
}

describe('a rating', () => {
  it('is asked for when the case ends, once, by a message that leads to it', async () => {
    const { me, loan } = await served()
    await deliver()
    await deliver()
    assert.equal(await askedOf(me, 'ratingInvitation'), 1)
    const [message] = (await findNewestMessages(city.platform, 50)).filter(({ body }) =>
      body.reveal().includes(loan.id),
    )
    assert.match(message?.body.reveal() ?? '', /^【启创】创业担保贷款.*https:\/\/qichuang\.example\.cn\/me\/ratings\//)
  })

  it('is given once, cannot be changed, and can be added to', async () => {
    const { me, loan } = await served()
    assert.equal((await getOwn(me, loan.id)).rating, null)
    assert.equal((await refusalOf(add(me, loan.id, '先说两句'))).code, 'not-rated')
    await give(me, loan.id, 4, { tags: ['quick', 'kind'], words: ' 办得快。 ' })
    assert.equal((await refusalOf(give(me, loan.id, 5))).code, 'already-rated')
    for (const words of ['一', '二', '三']) await add(me, loan.id, words)
    assert.equal((await refusalOf(add(me, loan.id, '四'))).code, 'enough')
    const { rating } = await getOwn(me, loan.id)
    assert.deepEqual(
      [rating?.stars, rating?.words, rating?.additions, rating?.answer],
      [4, '办得快。', ['一', '二', '三'], null],
    )
    const { db } = city.platform
    const rows = await everywhere(city.platform, (tx) =>
      tx.selectFrom('rating').selectAll().where('case_id', '=', loan.id).execute(),
    )
    assert.equal(rows[0]?.words_cipher?.includes('办得快'), false)
    await assert.rejects(db.updateTable('rating').set({ stars: 5 }).execute(), /permission denied/)
    await assert.rejects(db.deleteFrom('rating').execute(), /permission denied/)
  })

  it('given by two at once is taken once', async () => {
    const { me, loan } = await served()
    const outcomes = await Promise.allSettled([1, 2, 3].map((stars) => give(me, loan.id, stars)))
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })

  it('is not for a case that runs, that is another’s, or that closed', async () => {
    const { me, loan } = await served()
    const running = await loanIn(city, await city.person(), 'accepted')
    const other = await city.person()
    assert.equal((await refusalOf(give(other, loan.id, 5))).status, 404)
    assert.equal((await refusalOf(give(city.staff.clerk, loan.id, 5))).status, 403)
    const { party_id } = await city.platform.db
      .selectFrom('service_case')
      .select('party_id')
      .where('id', '=', running.id)
      .executeTakeFirstOrThrow()
    assert.equal((await refusalOf(give(await city.personOf(party_id), running.id, 5))).code, 'not-ended')
    for (const stars of [0, 6, 2.5]) assert.equal((await refusalOf(give(me, loan.id, stars))).status, 422)
    const now = city.platform.now()
    city.platform.clock.pass(31 * 24 * 3600)
    assert.equal((await refusalOf(give(me, loan.id, 5))).code, 'closed')
    assert.equal((await getOwn(me, loan.id)).closed, true)
    city.platform.clock.set(now)
  })

  it('is given again for the next round of a case that was opened again', async () => {
    const me = await city.person()
    const refused = await loanIn(city, me, 'rejected')
    await give(me, refused.id, 3)
    const act = async (actor: Actor, name: string, version: number, more: object = {}) =>
      city.call<CaseReceipt>(actor, name, { id: refused.id, version, ...more })
    let { version } = await act(me, 'loan.reopen', refused.version)
    assert.equal((await refusalOf(give(me, refused.id, 5))).code, 'already-rated')
    version = (await act(me, 'loan.saveDraft', version, { form: goodForm })).version
    version = (await act(me, 'loan.submit', version)).version
    version = (await act(city.staff.clerk, 'loan.accept', version)).version
    await act(city.staff.reviewer, 'loan.reject', version, loanRefusal)
    await give(me, refused.id, 5)
    assert.equal((await getOwn(me, refused.id)).rating?.stars, 5)
  })

  it('is reminded of once, after three days, unless it was given', async () => {
    const now = city.platform.now()
    const [quiet, given] = [await served(), await served()]
    await deliver()
    await give(given.me, given.loan.id, 5)
    const reminder = remindToRate(city.platform, house)
    city.platform.clock.pass(2 * 24 * 3600)
    await reminder.run()
    assert.equal(await askedOf(quiet.me, 'ratingReminder'), 0)
    city.platform.clock.pass(2 * 24 * 3600)
    await Promise.all([reminder.run(), reminder.run()])
    await reminder.run()
    assert.deepEqual([await askedOf(quiet.me, 'ratingReminder'), await askedOf(given.me, 'ratingReminder')], [1, 0])
    city.platform.clock.set(now)
  })

  it('at the window needs no log-in: a one-time address on the clerk’s screen or as QR code', async () => {
    const { me, loan } = await served()
    const invite = (actor: Actor, id = loan.id) => city.call<{ path: string }>(actor, 'rating.invite', { id })
    const token = (await invite(city.staff.clerk)).path.replace('/rate/', '')
    const look = () => city.call<{ rated: boolean; number: string }>(anonymous, 'rating.getByCode', { token })
    assert.deepEqual([(await look()).rated, (await look()).number], [false, loan.number])
    await city.call(anonymous, 'rating.giveByCode', { token, stars: 1, words: '等了很久' })
    assert.equal((await look()).rated, true)
    assert.equal(
      (await refusalOf(city.call(anonymous, 'rating.giveByCode', { token, stars: 5 }))).code,
      'already-rated',
    )
    assert.equal((await getOwn(me, loan.id)).rating?.words, '等了很久')
    assert.equal((await refusalOf(invite(city.staff.clerk))).code, 'already-rated')
    const { loan: another } = await served()
    assert.equal((await refusalOf(invite(city.staff.otherClerk, another.id))).status, 404)
    const late = (await invite(city.staff.clerk, another.id)).path.replace('/rate/', '')
    city.platform.clock.pass(31 * 60)
    assert.equal((await refusalOf(city.call(anonymous, 'rating.getByCode', { token: late }))).status, 404)
    assert.equal((await refusalOf(city.call(anonymous, 'rating.giveByCode', { token: late, stars: 5 }))).status, 404)
  })
})

describe('a bad rating', () => {
  it('is answered by the nearest administrator: contact, reply, result; the person is told and sees the reply', async () => {
    const { me, loan } = await served()
    const { db } = city.platform
    await db
      .deleteFrom('staff_notice')
      .execute()
      .catch(() => {})
    await give(me, loan.id, 2, { words: '让我跑了三趟' })
    const told = await db.selectFrom('staff_notice').select('account_id').where('title', 'like', '%差评%').execute()
    assert.ok(told.length > 0 && told.every(({ account_id }) => account_id === head.accountId))
    const { items } = await find(head, 'open')
    const row = await ratingOf(loan.id)
    assert.ok(items.some(({ id }) => id === row.id))
    assert.deepEqual((await find(elsewhere, 'all')).items, [])
    const get = () =>
      city.call<{ words: string; answer: { version: number; phone: string } }>(head, 'rating.get', { ratingId: row.id })
    const { words, answer } = await get()
    assert.equal(words, '让我跑了三趟')
    assert.match(answer.phone, /^1\d{10}$/)
    const contact = (version: number) =>
      city.call<{ version: number }>(head, 'rating.contact', {
        ratingId: row.id,
        version,
        way: 'phone',
        note: '说明了材料清单',
      })
    const reply = (version: number) =>
      city.call(head, 'rating.reply', {
        ratingId: row.id,
        version,
        result: 'solved',
        reply: '您好，已改为一次告知，向您致歉。',
      })
    assert.equal((await refusalOf(reply(1))).code, 'not-contacted')
    const { version } = await contact(1)
    assert.equal((await refusalOf(contact(1))).code, 'stale')
    await reply(version)
    assert.equal((await refusalOf(reply(version + 1))).code, 'replied')
    const own = (await getOwn(me, loan.id)).rating?.answer
    assert.deepEqual([own?.reply, own?.result], ['您好，已改为一次告知，向您致歉。', '问题已解决'])
    assert.equal(await askedOf(me, 'ratingReply'), 1)
    assert.equal((await refusalOf(city.call(elsewhere, 'rating.get', { ratingId: row.id }))).status, 404)
  })

  it('stands in rows that the database shows to nobody who does not reach it', async () => {
    const { me, loan } = await served()
    await give(me, loan.id, 1, { words: '等得太久' })
    await add(me, loan.id, '又说一次')
    const { id } = await ratingOf(loan.id)
    const seenBy = (scope: RegionScope) =>
      within(city.platform, scope, async (tx) => [
        (await tx.selectFrom('rating').select('id').where('id', '=', id).execute()).length,
        (await tx.selectFrom('rating_addition').select('id').where('rating_id', '=', id).execute()).length,
        (await tx.selectFrom('rating_answer').select('rating_id').where('rating_id', '=', id).execute()).length,
      ])
    assert.deepEqual(await seenBy(nothing), [0, 0, 0])
    assert.deepEqual(await seenBy(regionScope([wujiagang as DivisionCode])), [0, 0, 0])
    assert.deepEqual(await seenBy(regionScope([xiling as DivisionCode])), [1, 1, 1])
    assert.deepEqual(await seenBy(partyScope(String(me.partyId))), [1, 1, 1])
  })

  it('is overdue after five working days; a good one is not answered and does not say whose it is', async () => {
    const [bad, good] = [await served(), await served()]
    await give(bad.me, bad.loan.id, 1)
    await give(good.me, good.loan.id, 5, { words: '很好' })
    const row = await ratingOf(good.loan.id)
    const seen = await city.call<{ answer: null; words: string }>(head, 'rating.get', { ratingId: row.id })
    assert.deepEqual([seen.answer, seen.words], [null, '很好'])
    assert.doesNotMatch(JSON.stringify(seen), new RegExp(good.loan.number))
    const contact = { ratingId: row.id, version: 1, way: 'phone', note: '说明了情况' }
    assert.equal((await refusalOf(city.call(head, 'rating.contact', contact))).code, 'not-bad')
    const now = city.platform.now()
    assert.equal((await find(head, 'open')).overdue, 0)
    city.platform.clock.pass(8 * 24 * 3600)
    assert.ok((await find(head, 'open')).overdue > 0)
    city.platform.clock.set(now)
  })

  it('is not for clerks to see', async () => {
    assert.equal((await refusalOf(find(city.staff.clerk, 'all'))).status, 403)
  })
})

describe('the figures', () => {
  it('count by service, office, person and month, within reach', async () => {
    const question = { from: '2026-11-01' as CalendarDate, to: '2026-12-31' as CalendarDate }
    const figures = (by: RatingGrouping) =>
      everywhere(city.platform, (tx) => ratingFigures(tx, everything, { ...question, by }))
    const [whole] = await figures('service')
    const count = async (table: 'rating' | 'rating_invitation' | 'rating_answer') =>
      (await everywhere(city.platform, (tx) => tx.selectFrom(table).selectAll().execute())).length
    assert.deepEqual(
      [whole?.key, whole?.ended, whole?.rated, whole?.bad],
      ['guaranteedLoan', await count('rating_invitation'), await count('rating'), await count('rating_answer')],
    )
    assert.equal(
      whole?.stars.reduce((sum, one) => sum + one),
      whole?.rated,
    )
    assert.deepEqual([whole?.replied, whole?.repliedInTime], [1, 1])
    const people = await figures('person')
    assert.deepEqual(people.map(({ name }) => name).sort(), ['reviewer'])
    const [month] = await figures('month')
    assert.equal(month?.key, '2026-11')
    const { items } = await city.call<{ items: { name: string }[] }>(head, 'rating.getFigures', { by: 'office' })
    assert.ok(items.length > 0 && items.every(({ name }) => name.length > 0))
    assert.deepEqual((await city.call<{ items: [] }>(elsewhere, 'rating.getFigures')).items, [])
    assert.equal(
      (await refusalOf(city.call(head, 'rating.getFigures', { from: '2026-12-01', to: '2026-11-01' }))).status,
      422,
    )
  })
})
