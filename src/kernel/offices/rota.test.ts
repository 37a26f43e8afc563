import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, testCity, wujiagang, xiling } from '../../../test/city.ts'
import { placeMember } from '../../../test/offices.ts'
import { refusalOf } from '../../../test/platform.ts'
import type { Actor } from '../access/actor.ts'
import type { Seat } from './rota.ts'

let city: City
let administrator: Actor
let office: string
let clerk: string
before(async () => {
  city = await testCity()
  administrator = await placeStaff(city.platform.db, city.platform.now(), { role: 'administrator', division: xiling })
  office = city.staff.clerk.grants[0]?.officeId ?? ''
  clerk = city.staff.clerk.accountId ?? ''
})
after(() => city.close())

/** The week in which the city's clock stands begins on this Monday. */
const monday = '2026-11-23'
interface Week {
  people: { id: string; seats: Omit<Seat, 'account'>[] }[]
}
const seatsIn = async (from: string) => {
  const week = await city.call<Week>(administrator, 'duty.getWeek', { office, monday: from })
  return week.people.flatMap(({ id, seats }) =>
    seats.map((seat) => `${id === clerk ? 'clerk' : id} ${seat.day} ${seat.half}`),
  )
}
const seat = (day: string, half: Seat['half'] = 'morning'): Seat => ({ account: clerk, day, half })

test('a pattern holds every week, a week arranged by itself only that week', async () => {
  await city.call(administrator, 'duty.savePattern', { office, monday, seats: [seat('2026-11-24')] })
  assert.deepEqual(await seatsIn(monday), ['clerk 2026-11-24 morning'])
  assert.deepEqual(await seatsIn('2026-11-30'), ['clerk 2026-12-01 morning'])
  const seats = [seat('2026-11-30', 'afternoon')]
  await city.call(administrator, 'duty.saveWeek', { office, monday: '2026-11-30', seats })
  assert.deepEqual(await seatsIn('2026-11-30'), ['clerk 2026-11-30 afternoon'])
  assert.deepEqual(await seatsIn('2026-12-07'), ['clerk 2026-12-08 morning'])
  await city.call(administrator, 'duty.savePattern', { office, monday, seats: [seat('2026-11-25')] })
  assert.deepEqual(await seatsIn('2026-12-07'), ['clerk 2026-12-09 morning'])
  assert.deepEqual(await seatsIn('2026-11-30'), ['clerk 2026-11-30 afternoon', 'clerk 2026-12-02 morning'])
})

test('who sits in two offices keeps the seat in the other', async () => {
  const other = city.staff.otherClerk.grants[0]?.officeId ?? ''
  const both = await placeMember(city.platform, { officeId: office, division: xiling, name: '两头跑的' })
  await city.platform.db
    .insertInto('duty')
    .values({ id: both, account_id: both, office_id: other, weekday: 3, half: 'morning', valid_from: '2026-01-01' })
    .execute()
  const seats = [{ account: both, day: '2026-11-26', half: 'morning' }]
  await city.call(administrator, 'duty.saveWeek', { office, monday, seats })
  const held = await city.platform.db
    .selectFrom('duty_exception')
    .select(['day', 'on_duty'])
    .where('account_id', '=', both)
    .execute()
  assert.deepEqual(held, [{ day: '2026-11-26', on_duty: true }])
})

test('is refused for strangers, other weeks, days gone by and offices out of reach', async () => {
  const call = (input: object) =>
    refusalOf(city.call(administrator, 'duty.saveWeek', { office, monday, seats: [], ...input }))
  const stranger = { ...seat(monday), account: city.staff.reviewer.accountId ?? '' }
  assert.equal((await call({ seats: [stranger] })).errors?.[0]?.code, 'stranger')
  assert.equal((await call({ seats: [seat('2026-12-01')] })).errors?.[0]?.code, 'day')
  assert.equal((await call({ monday: '2026-11-24' })).errors?.[0]?.field, 'monday')
  assert.equal((await call({ monday: '2026-11-09' })).status, 403)
  const elsewhere = await placeStaff(city.platform.db, city.platform.now(), {
    role: 'administrator',
    division: wujiagang,
  })
  const input = { office, monday, seats: [] }
  assert.equal((await refusalOf(city.call(elsewhere, 'duty.saveWeek', input))).status, 404)
})
