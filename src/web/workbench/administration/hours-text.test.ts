import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWeek, writeWeek } from './hours-text.ts'

const week = ['9:00-12:00 13:30-17:00', '', '', '', '', '9:00-11:30', '']

test('a week survives being written and read', () => {
  const { openings, faults } = readWeek(week)
  assert.deepEqual(faults, [])
  assert.deepEqual(openings, [
    { weekday: 1, opens: 540, closes: 720 },
    { weekday: 1, opens: 810, closes: 1020 },
    { weekday: 6, opens: 540, closes: 690 },
  ])
  assert.deepEqual(writeWeek(openings), week)
})

test('full-width signs and words between are read too', () => {
  assert.deepEqual(readWeek(['０９：００－１２：００，13:30至17:00', '', '', '', '', '', '']).openings.length, 2)
})

for (const wrong of ['9-12', '12:00-9:00', '9:61-10:00', '23:00-25:00', '早上']) {
  test(`“${wrong}” is refused with its weekday`, () => {
    const { openings, faults } = readWeek([wrong, '', '', '', '', '', ''])
    assert.deepEqual([openings.length, faults.length], [0, 1])
    assert.match(faults[0] ?? '', /^周一：/)
  })
}
