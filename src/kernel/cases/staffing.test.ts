import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, loanIn, testCity, xiling } from '../../../test/city.ts'
import { placeMember } from '../../../test/offices.ts'
import { refusalOf } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { addDays, type CalendarDate, dateIn } from '../../shared/dates.ts'
import { type Actor, anonymous } from '../access/actor.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { turnAbsences } from './absence-work.ts'
import type { CaseReceipt } from './receipt.ts'

let city: City
let administrator: Actor
before(async () => {
  city = await testCity()
  administrator = await placeStaff(city.platform.db, city.platform.now(), { role: 'administrator', division: xiling })
})
after(() => city.close())

/** A second clerk of the window of 西陵区. */
async function colleague(name: string): Promise<Actor & { accountId: string }> {
  const officeId = city.staff.clerk.grants[0]?.officeId ?? ''
  const accountId = await placeMember(city.platform, { officeId, division: xiling, name })
  const grants = [{ role: 'clerk' as const, division: xiling as DivisionCode, officeId }]
  return { ...anonymous, kind: 'staff', accountId, name, grants }
}

interface Held {
  holding: number
  mine: boolean
  assignee: { id: string; name: string } | null
  waitingReason: string | null
  first: { office: string | null; person: string | null } | null
  relay: { person: string | null; office: string | null; causeLabel: string; workdays: number; until: string | null }[]
  actions: { action: string; allowed: boolean; reason: string }[]
}
const see = (id: string, actor: Actor = city.staff.clerk) => city.call<Held>(actor, 'loan.get', { id })
const submitted = async () => loanIn(city, await city.person(), 'submitted')
const today = () => dateIn(city.platform.now())
const turn = () => turnAbsences(city.platform, [loanFlow])

/** Puts a case into somebody's hands, where the assignment has not done so already. */
async function hold({ id }: CaseReceipt, to: Actor): Promise<void> {
  const { holding, assignee } = await see(id)
  if (assignee?.id === to.accountId) return
  await city.call(administrator, 'case.reassign', { cases: [{ id, holding }], to: to.accountId, reason: '测试' })
}

describe('a case in somebody’s hands', () => {
  it('comes to the only clerk there; its applicant sees the office and the days, not the name', async () => {
    const own = await city.person()
    const loan = await loanIn(city, own, 'submitted')
    const seen = await see(loan.id)
    assert.deepEqual([seen.mine, seen.assignee?.name], [true, 'clerk'])
    city.platform.clock.pass(2 * 24 * 60 * 60)
    const shown = await see(loan.id, own)
    assert.deepEqual([shown.assignee, shown.first?.person, shown.relay.at(-1)?.person], [null, null, null])
    assert.match(shown.relay.at(-1)?.office ?? '', /西陵区/)
    assert.equal(shown.relay.at(-1)?.workdays, 2)
  })

  it('keeps its first-responsible whoever acts later, and tells the holder when a colleague acted', async () => {
    const loan = await submitted()
    const { cityClerk, clerk, reviewer } = city.staff
    const accepted = await city.call<CaseReceipt>(cityClerk, 'loan.accept', { id: loan.id, version: loan.version })
    const seen = await see(loan.id, reviewer)
    assert.equal(seen.first?.person, 'city-clerk')
    assert.equal(seen.mine, true)
    const told = await city.call<{ unread: number; items: { body: string }[] }>(clerk, 'staffNotice.find')
    assert.ok(told.items.some(({ body }) => body.includes(accepted.number) && body.includes('接办')))
  })

  it('is claimed from the pool by one of many at once, who is told to whom it went', async () => {
    const loan = await submitted()
    const { db } = city.platform
    await db.updateTable('service_case').set({ assignee_id: null }).where('id', '=', loan.id).execute()
    const others = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => colleague(`窗口${name}`)))
    const { holding } = await see(loan.id)
    const outcomes = await Promise.allSettled(
      others.map((one) => city.call(one, 'case.claim', { id: loan.id, holding })),
    )
    assert.equal(outcomes.filter((one) => one.status === 'fulfilled').length, 1)
    const lost = await refusalOf(city.call(city.staff.clerk, 'case.claim', { id: loan.id, holding }))
    assert.deepEqual([lost.status, lost.code], [409, 'changed-hands'])
    assert.match(lost.detail ?? '', /窗口/)
    const now = await see(loan.id)
    const without = await refusalOf(city.call(city.staff.clerk, 'case.claim', { id: loan.id, holding: now.holding }))
    assert.equal(without.code, 'reason-needed')
    await city.call(city.staff.clerk, 'case.claim', {
      id: loan.id,
      holding: now.holding,
      reason: '申请人到我的窗口来了',
    })
    assert.equal((await see(loan.id)).mine, true)
    for (const one of others) {
      await db.updateTable('account').set({ state: 'disabled' }).where('id', '=', one.accountId).execute()
    }
  })

  it('goes on with others of its kind to one person, all or none, stale ones named', async () => {
    const loans = [await submitted(), await submitted(), await submitted()]
    const other = await colleague('接手的')
    const seen = await Promise.all(loans.map(async ({ id }) => ({ id, holding: (await see(id)).holding })))
    const wish = { cases: seen, to: other.accountId, reason: '调整分工' }
    const foreign = await refusalOf(city.call(city.staff.cityClerk, 'case.reassign', wish))
    assert.equal(foreign.code, 'not-reassigned')
    const old = { ...wish, cases: seen.map((one, index) => (index === 1 ? { ...one, holding: 0 } : one)) }
    const stale = await refusalOf(city.call(administrator, 'case.reassign', old))
    assert.ok(stale.detail?.includes(loans[1]?.number ?? '-') && !stale.detail.includes(loans[0]?.number ?? '-'))
    assert.equal((await see(loans[0]?.id ?? '')).mine, true, 'nothing has moved')
    const preview = await city.call<{ items: { problem: string | null }[] }>(administrator, 'case.previewReassign', {
      cases: seen,
      to: other.accountId,
    })
    assert.deepEqual(
      preview.items.map((item) => item.problem),
      [null, null, null],
    )
    assert.deepEqual(await city.call(administrator, 'case.reassign', wish), { moved: 3, to: '接手的' })
    for (const { id } of loans) assert.equal((await see(id)).assignee?.id, other.accountId)
    const toReviewer = { ...wish, cases: [seen[0]], to: city.staff.reviewer.accountId }
    assert.equal((await refusalOf(city.call(administrator, 'case.reassign', toReviewer))).status, 409)
  })
})

describe('an absence', () => {
  let away: Actor & { accountId: string }
  let deputy: Actor & { accountId: string }
  beforeEach(async () => {
    await city.platform.db.updateTable('account').set({ state: 'disabled' }).where('name', 'like', '休%').execute()
    away = await colleague('休假的')
    deputy = await colleague('休假的代理人')
  })
  const record = (days: [CalendarDate, CalendarDate], more: object = {}, actor: Actor = administrator) =>
    city.call<{ id: string }>(actor, 'absence.record', {
      account: away.accountId,
      kind: 'annual',
      firstDay: days[0],
      lastDay: days[1],
      deputy: deputy.accountId,
      ...more,
    })

  it('gives the cases to the deputy when it begins and back when it ends, but not what was passed on or decided', async () => {
    const [kept, passed, decided] = [await submitted(), await submitted(), await submitted()]
    for (const loan of [kept, passed, decided]) await hold(loan, away)
    await record([addDays(today(), 1), addDays(today(), 2)])
    await turn()
    assert.equal((await see(kept.id)).assignee?.id, away.accountId, 'not before its day')
    city.platform.clock.pass(24 * 60 * 60)
    await turn()
    await turn()
    const stood = await see(kept.id)
    assert.deepEqual([stood.assignee?.id, stood.relay.at(-1)?.causeLabel], [deputy.accountId, '请假代理'])
    await hold(passed, city.staff.clerk)
    await city.call(deputy, 'loan.accept', { id: decided.id, version: decided.version })
    city.platform.clock.pass(2 * 24 * 60 * 60)
    await turn()
    const back = await see(kept.id)
    assert.deepEqual([back.assignee?.id, back.relay.at(-1)?.causeLabel], [away.accountId, '销假交还'])
    assert.equal((await see(passed.id)).mine, true)
    assert.notEqual((await see(decided.id)).assignee?.id, away.accountId)
    assert.equal(back.relay.filter((leg) => leg.until === null).length, 1)
  })

  it('that is ended early gives the cases back at once; the same day over and over is refused', async () => {
    const loan = await submitted()
    await hold(loan, away)
    const days: [CalendarDate, CalendarDate] = [today(), addDays(today(), 5)]
    const { id } = await record(days)
    assert.equal((await see(loan.id)).assignee?.id, deputy.accountId, 'at once when it begins today')
    assert.equal((await refusalOf(record(days))).code, 'overlap')
    await city.call(administrator, 'absence.end', { id, version: 1 })
    assert.equal((await see(loan.id)).assignee?.id, away.accountId)
    assert.equal((await refusalOf(city.call(administrator, 'absence.end', { id, version: 2 }))).code, 'over')
    await record(days)
  })

  it('takes only a deputy who holds the roles there and is present, and only days to come', async () => {
    const days: [CalendarDate, CalendarDate] = [today(), addDays(today(), 1)]
    const { reviewer, clerk } = city.staff
    assert.equal((await refusalOf(record(days, { deputy: reviewer.accountId }))).errors?.[0]?.code, 'roles')
    assert.equal((await refusalOf(record(days, { deputy: away.accountId }))).errors?.[0]?.code, 'same')
    assert.equal((await refusalOf(record([addDays(today(), -1), today()]))).errors?.[0]?.field, 'firstDay')
    assert.equal((await refusalOf(record(days, {}, clerk))).status, 403, 'not for others')
    await record(days, {}, away)
    const third = { account: deputy.accountId, deputy: away.accountId }
    assert.equal((await refusalOf(record(days, third))).errors?.[0]?.code, 'unfit')
  })

  it('without a deputy leaves the cases in the pool with the reason', async () => {
    const loan = await submitted()
    await hold(loan, away)
    await record([today(), today()], { deputy: null })
    const { assignee, waitingReason } = await see(loan.id)
    assert.equal(assignee, null)
    assert.match(waitingReason ?? '', /休假的请假到.*没有指定代理人/)
  })
})

describe('keeping away (回避)', () => {
  it('is refused every act by the guard, and what is in hand goes to somebody else', async () => {
    const loan = await submitted()
    const holder = await see(loan.id)
    const actor = holder.mine ? city.staff.clerk : await colleague('另一位')
    const { holding } = holder
    if (!holder.mine) await city.call(actor, 'case.claim', { id: loan.id, holding, reason: '测试接办' })
    await city.call(actor, 'case.recuse', { id: loan.id, kind: 'kinship', whole: true })
    const seen = await see(loan.id, actor)
    assert.equal(seen.mine, false)
    assert.ok(seen.actions.length > 0 && seen.actions.every((one) => !one.allowed && one.reason.includes('回避')))
    const refused = await refusalOf(city.call(actor, 'loan.accept', { id: loan.id, version: loan.version }))
    assert.deepEqual([refused.status, refused.code], [409, 'not-allowed-now'])
    assert.equal((await refusalOf(city.call(actor, 'case.claim', { id: loan.id, holding: seen.holding }))).status, 403)
    const { items } = await city.call<{ items: { id: string }[] }>(administrator, 'recusal.find')
    assert.ok(items[0])
    for (const { id } of items) await city.call(administrator, 'recusal.end', { id })
    assert.ok((await see(loan.id, actor)).actions.some((one) => one.allowed))
  })
})

describe('a hand-over (交接)', () => {
  it('moves every case to its successor, ends roles and sessions, and disables the account: all or nothing', async () => {
    const leaver = await colleague('离岗的')
    const [one, two] = [await colleague('接手甲'), await colleague('接手乙')]
    const loans = [await submitted(), await submitted()]
    for (const loan of loans) await hold(loan, leaver)
    const others = [{ case: loans[1]?.id, to: two.accountId }]
    const wish = { id: leaver.accountId, to: one.accountId, others }
    const preview = await city.call<{ items: { toName: string; problem: string | null }[] }>(
      administrator,
      'staff.previewHandOver',
      wish,
    )
    assert.deepEqual(preview.items.map((item) => item.toName).toSorted(), ['接手乙', '接手甲'])
    const act = { ...wish, version: 1, reason: '调往别处', leaves: true }
    const bad = { ...act, to: city.staff.reviewer.accountId }
    assert.equal((await refusalOf(city.call(administrator, 'staff.handOver', bad))).code, 'not-handed-over')
    assert.equal((await see(loans[0]?.id ?? '')).assignee?.id, leaver.accountId)
    assert.deepEqual(await city.call(administrator, 'staff.handOver', act), { passed: 2 })
    assert.equal((await see(loans[0]?.id ?? '')).assignee?.id, one.accountId)
    assert.equal((await see(loans[1]?.id ?? '')).assignee?.id, two.accountId)
    const account = await city.platform.db
      .selectFrom('account')
      .select('state')
      .where('id', '=', leaver.accountId)
      .executeTakeFirstOrThrow()
    assert.equal(account.state, 'disabled')
    const held = await city.platform.db
      .selectFrom('role_grant')
      .select('valid_to')
      .where('account_id', '=', leaver.accountId)
      .execute()
    assert.ok(held.every((grant) => grant.valid_to === today()))
  })
})
