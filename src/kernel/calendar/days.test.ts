import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, type CalendarDate, parseDate } from '../../shared/dates.ts'
import { createCalendar } from './days.ts'
import { calendarSnapshot } from './snapshot.generated.ts'

const calendar = createCalendar(calendarSnapshot)
const date = (text: string) => parseDate(text)
const anyDate = fc.integer({ min: 0, max: 4 * 365 }).map((days) => addDays(date('2024-01-01'), days))
const anyException = fc.record({ date: anyDate, kind: fc.constantFrom('holiday' as const, 'workday' as const) })
const anyCalendar = fc.array(anyException, { maxLength: 300 }).map(createCalendar)
const anyCount = fc.integer({ min: 1, max: 60 })

test('the National Day holiday of 2026 and the weekends worked for it', () => {
  // Notice of the General Office of the State Council: off 1 to 7 October, worked on 20 September and 10 October.
  for (let day = date('2026-10-01'); day <= '2026-10-07'; day = addDays(day, 1))
    assert.equal(calendar.isWorkday(day), false)
  assert.equal(calendar.isWorkday(date('2026-09-20')), true)
  assert.equal(calendar.isWorkday(date('2026-10-10')), true)
  assert.equal(calendar.isWorkday(date('2026-10-11')), false)
  assert.equal(calendar.addWorkdays(date('2026-09-30'), 7), '2026-10-15')
})

test('the day a limit begins is not counted', () => {
  assert.equal(calendar.addWorkdays(date('2026-11-20'), 1), '2026-11-23')
  assert.equal(calendar.addWorkdays(date('2026-11-22'), 1), '2026-11-23')
  assert.equal(calendar.addWorkdays(date('2026-11-23'), 5), '2026-11-30')
})

test('a limit of no days ends on the day itself if that is worked', () => {
  assert.equal(calendar.addWorkdays(date('2026-11-20'), 0), '2026-11-20')
  assert.equal(calendar.addWorkdays(date('2026-11-21'), 0), '2026-11-23')
})

test('no limit is negative or broken', () => {
  for (const count of [-1, 1.5, Number.NaN])
    assert.throws(() => calendar.addWorkdays(date('2026-11-20'), count), RangeError)
})

test('a limit ends on a working day, and as many have passed as it has', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, anyCount, (some, day, count) => {
      const last = some.addWorkdays(day, count)
      assert.ok(some.isWorkday(last))
      assert.equal(some.workdaysBetween(day, last), count)
      assert.equal(some.workdaysBetween(day, addDays(last, -1)), count - 1)
    }),
  )
})

test('limits add up', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, anyCount, anyCount, (some, day, first, second) => {
      assert.equal(some.addWorkdays(some.addWorkdays(day, first), second), some.addWorkdays(day, first + second))
    }),
  )
})

test('working days are counted alike from either side and over any day between', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, anyDate, anyDate, (some, from, over, to) => {
      assert.equal(some.workdaysBetween(to, from), 0 - some.workdaysBetween(from, to))
      assert.equal(some.workdaysBetween(from, over) + some.workdaysBetween(over, to), some.workdaysBetween(from, to))
    }),
  )
})

test('the snapshot names each day once and only days that are exceptions or lie within a holiday', () => {
  const days = calendarSnapshot.map((exception) => exception.date)
  assert.equal(new Set(days).size, days.length)
  const weekdaysOnly = createCalendar([])
  for (const { date: day, kind, name } of calendarSnapshot) {
    assert.match(name, /^[\u4e00-\u9fff、]+$/)
    if (kind === 'workday') assert.equal(weekdaysOnly.isWorkday(day as CalendarDate), false, day)
  }
})

test('working days between are those that are met by walking from day to day', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, fc.integer({ min: 0, max: 900 }), (some, from, length) => {
      let walked = 0
      for (let count = 1; count <= length; count += 1) walked += Number(some.isWorkday(addDays(from, count)))
      assert.equal(some.workdaysBetween(from, addDays(from, length)), walked)
    }),
  )
})
