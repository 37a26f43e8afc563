import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, readShown } from './period.ts'

const now = new Date('2026-11-25T02:00:00Z')
const read = (text: string) => readShown(new URLSearchParams(text), now)

test('a period is read off the address, by the calendar of China', () => {
  const spans = [
    '',
    'period=month',
    'period=year',
    'period=custom&from=2026-02-01&to=2026-02-28',
    'period=weather',
  ].map((text) => [read(text).from, read(text).to])
  assert.deepEqual(spans, [
    ['2026-10-01', '2026-11-25'],
    ['2026-11-01', '2026-11-25'],
    ['2026-01-01', '2026-11-25'],
    ['2026-02-01', '2026-02-28'],
    ['2026-10-01', '2026-11-25'],
  ])
})

test('what is shown goes into the address and comes back', () => {
  const shown = read('period=custom&from=2026-02-01&to=2026-02-28&division=420502000000')
  assert.deepEqual(read(addressOf(shown).split('?')[1] ?? ''), shown)
  assert.equal(
    addressOf(read('period=month'), { division: '420500000000' }),
    '/statistics?period=month&division=420500000000',
  )
})
