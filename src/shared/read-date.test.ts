import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, parseDate } from './dates.ts'
import { readDate } from './read-date.ts'

test('a day is read in each form that tables have', () => {
  const forms = [
    '2026-01-03',
    '2026-1-3',
    '2026/1/3',
    '2026.1.3',
    '2026.01.03',
    '20260103',
    '2026年1月3日',
    '2026年01月03日',
    '２０２６年１月３日',
    '2026-01-03 08:30',
    '2026/1/3 0:00:00',
    ' 2026.1.3 ',
    '二〇二六年一月三日',
    '46025',
  ]
  for (const form of forms) assert.equal(readDate(form), '2026-01-03', form)
  assert.equal(readDate('二〇二五年十二月三十一日'), '2025-12-31')
  assert.equal(readDate('一九九八年二十月十日'), null)
})

test('what is no day is none', () => {
  for (const text of [
    '',
    '2026',
    '2026-13-01',
    '2026-02-30',
    '99999',
    '1234',
    '三月五日',
    '19012345678',
    'x',
    '20261301',
  ]) {
    assert.equal(readDate(text), null, text)
  }
})

test('every day comes back from each of its forms', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 54_000 }), (days) => {
      const day = addDays(parseDate('1950-01-01'), days)
      const [year, month, date] = day.split('-').map(Number)
      for (const form of [
        day,
        `${year}/${month}/${date}`,
        `${year}.${month}.${date}`,
        `${year}年${month}月${date}日`,
        day.replaceAll('-', ''),
      ]) {
        assert.equal(readDate(form), day)
      }
    }),
    { numRuns: 300 },
  )
})
