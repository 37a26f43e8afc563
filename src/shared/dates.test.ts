import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addDays,
  addMonths,
  addYears,
  ageOn,
  type CalendarDate,
  dateIn,
  daysBetween,
  formatDate,
  formatInstant,
  isDate,
  parseDate,
  weekdayOf,
} from './dates.ts'
import { Refusal } from './errors.ts'

const date = (text: string) => parseDate(text)
const anyDate = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-12-31'), noInvalidDate: true })
  .map((instant) => dateIn(instant))

test('the day is that of Shanghai', () => {
  assert.equal(dateIn(new Date('2026-11-22T15:59:59.999Z')), '2026-11-22')
  assert.equal(dateIn(new Date('2026-11-22T16:00:00.000Z')), '2026-11-23')
  const shanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })
  const since1992 = fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(fc.property(since1992, (instant) => dateIn(instant) === shanghai.format(instant)))
})

test('dates are read as people write them', () => {
  for (const text of ['2026-11-02', '2026/11/2', '2026.11.2', '2026年11月2日', '20261102', ' 2026-11-02 ']) {
    assert.equal(parseDate(text), '2026-11-02')
  }
})

test('what is no date is refused, naming the field', () => {
  for (const text of [
    '',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '0999-01-01',
    '22-11-2026',
    '2026-1/2',
    'today',
    '2026-11-2222',
  ]) {
    assert.throws(
      () => parseDate(text, 'birthDate'),
      (error: unknown) =>
        error instanceof Refusal && error.parts.status === 422 && error.parts.errors?.[0]?.field === 'birthDate',
      text,
    )
  }
})

test('only stored forms of real days are dates', () => {
  assert.equal(isDate('2024-02-29'), true)
  assert.equal(isDate('2025-02-29'), false)
  assert.equal(isDate('2024-2-9'), false)
  fc.assert(fc.property(anyDate, (day) => isDate(day) && parseDate(day) === day))
})

test('days are added and counted alike', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -50_000, max: 50_000 }), (day, count) => {
      const other = addDays(day, count)
      assert.equal(daysBetween(day, other), count)
      assert.equal(addDays(other, -count), day)
      assert.equal(weekdayOf(other), (((weekdayOf(day) + count) % 7) + 7) % 7)
    }),
  )
  assert.throws(() => addDays(date('9999-12-31'), 1), RangeError)
})

test('months are clamped to their last day', () => {
  assert.equal(addMonths(date('2026-01-31'), 1), '2026-02-28')
  assert.equal(addMonths(date('2024-01-31'), 1), '2024-02-29')
  assert.equal(addMonths(date('2026-03-31'), -1), '2026-02-28')
  assert.equal(addMonths(date('2026-11-30'), 3), '2027-02-28')
  assert.equal(addYears(date('2024-02-29'), 1), '2025-02-28')
  assert.equal(addYears(date('2024-02-29'), 4), '2028-02-29')
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -600, max: 600 }), (day, count) => {
      const other = addMonths(day, count)
      const months = (text: CalendarDate) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7))
      assert.equal(months(other) - months(day), count)
      assert.ok(other.slice(8) <= day.slice(8))
      if (other.slice(8) < day.slice(8)) assert.equal(addDays(other, 1).slice(8), '01')
    }),
  )
})

test('age is in full years, reached on the birthday', () => {
  assert.equal(ageOn(date('2008-11-22'), date('2026-11-21')), 17)
  assert.equal(ageOn(date('2008-11-22'), date('2026-11-22')), 18)
  assert.equal(ageOn(date('2008-02-29'), date('2026-02-28')), 17)
  assert.equal(ageOn(date('2008-02-29'), date('2026-03-01')), 18)
  assert.equal(ageOn(date('2026-11-22'), date('2026-11-21')), -1)
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 0, max: 120 }), (birth, years) => {
      fc.pre(!birth.endsWith('02-29'))
      const birthday = addYears(birth, years)
      assert.equal(ageOn(birth, birthday), years)
      assert.equal(ageOn(birth, addDays(birthday, -1)), years - 1)
    }),
  )
})

test('dates and times are shown in Chinese', () => {
  assert.equal(formatDate(date('2026-11-22')), '2026年11月22日(周日)')
  assert.equal(formatDate(date('2026-01-05')), '2026年1月5日(周一)')
  assert.equal(formatInstant(new Date('2026-11-22T06:05:59Z')), '2026年11月22日 14:05')
  assert.equal(formatInstant(new Date('2026-12-31T16:00:00Z')), '2027年1月1日 00:00')
})
