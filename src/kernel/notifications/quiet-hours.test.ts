import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { formatInstant } from '../../shared/dates.ts'
import { formatMinute, nextAllowed, type QuietHours, usualQuietHours } from './quiet-hours.ts'

const noon: QuietHours = { from: 12 * 60 + 30, until: 14 * 60 }

const cases: [quiet: QuietHours | null, at: string, next: string][] = [
  [usualQuietHours, '2026-11-23T21:59:59+08:00', '2026年11月23日 21:59'],
  [usualQuietHours, '2026-11-23T22:00:00+08:00', '2026年11月24日 08:00'],
  [usualQuietHours, '2026-11-24T03:30:20+08:00', '2026年11月24日 08:00'],
  [usualQuietHours, '2026-11-24T07:59:59+08:00', '2026年11月24日 08:00'],
  [usualQuietHours, '2026-11-24T08:00:00+08:00', '2026年11月24日 08:00'],
  [usualQuietHours, '2026-12-31T23:10:00+08:00', '2027年1月1日 08:00'],
  [noon, '2026-11-23T12:29:00+08:00', '2026年11月23日 12:29'],
  [noon, '2026-11-23T13:00:00+08:00', '2026年11月23日 14:00'],
  [noon, '2026-11-23T23:00:00+08:00', '2026年11月23日 23:00'],
  [{ from: 480, until: 480 }, '2026-11-23T08:00:00+08:00', '2026年11月23日 08:00'],
  [null, '2026-11-23T23:00:00+08:00', '2026年11月23日 23:00'],
]

describe('quiet hours', () => {
  for (const [quiet, at, next] of cases) {
    const hours = quiet ? `${formatMinute(quiet.from)} to ${formatMinute(quiet.until)}` : 'none'
    it(`of ${hours} put ${at} off to ${next}`, () =>
      assert.equal(formatInstant(nextAllowed(new Date(at), quiet)), next))
  }

  const minute = fc.integer({ min: 0, max: 1439 })
  const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })

  it('never put off backwards, by a day or more, or into themselves', () => {
    fc.assert(
      fc.property(minute, minute, instant, (from, until, at) => {
        const quiet = { from, until }
        const next = nextAllowed(at, quiet)
        const wait = next.getTime() - at.getTime()
        assert.ok(wait >= 0 && wait < 24 * 60 * 60 * 1000)
        assert.deepEqual(nextAllowed(next, quiet), next)
      }),
    )
  })
})
