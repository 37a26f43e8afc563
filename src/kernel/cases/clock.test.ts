import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, type CalendarDate, parseDate } from '../../shared/dates.ts'
import { createCalendar } from '../calendar/days.ts'
import { calendarSnapshot } from '../calendar/snapshot.generated.ts'
import { type Clock, enterStep, usedOn } from './clock.ts'
import type { Step } from './flow.ts'

const calendar = createCalendar(calendarSnapshot)

const office: Step = { box: 'a', by: 'clerk', doing: '' }
const pause: Step = { box: 'a', by: 'applicant', pausesClock: true, doing: '' }
const end: Step = { box: 'a', end: 'done', doing: '' }
const unstarted: Clock = { limit: null, used: 0, startedOn: null, dueOn: null }

const enter = (clock: Clock, from: Step, to: Step, limit: number | null, today: CalendarDate) =>
  enterStep(clock, { from, to, limit, calendar, today })

const days = fc.integer({ min: 0, max: 1000 }).map((count) => addDays(parseDate('2024-12-01'), count))
const limits = fc.integer({ min: 1, max: 60 })
const gaps = fc.integer({ min: 0, max: 40 })
/** How long a case stays at the office and then, paused, with the applicant, again and again. */
const turns = fc.array(fc.record({ atOffice: gaps, paused: gaps }), { minLength: 1, maxLength: 6 })

describe('the clock of a step', () => {
  it('counts every working day at the office, once, and none of those it is paused', () => {
    fc.assert(
      fc.property(days, limits, turns, (first, limit, rounds) => {
        let today = first
        let counted = 0
        let clock = enter(unstarted, pause, office, limit, today)
        for (const { atOffice, paused } of rounds) {
          const sentBack = addDays(today, atOffice)
          counted += calendar.workdaysBetween(today, sentBack)
          clock = enter(clock, office, pause, 10, sentBack)
          assert.equal(clock.used, counted)
          today = addDays(sentBack, paused)
          assert.equal(usedOn(clock, calendar, today), counted, 'paused days are not used')
          clock = enter(clock, pause, office, 99, today)
          assert.equal(usedOn(clock, calendar, today), counted)
          assert.equal(clock.limit, limit, 'a pause changes no limit')
        }
      }),
    )
  })

  it('never runs backwards', () => {
    fc.assert(
      fc.property(days, limits, gaps, gaps, (first, limit, some, more) => {
        const clock = enter(unstarted, office, office, limit, first)
        const [sooner, later] = [addDays(first, some), addDays(first, some + more)]
        assert.ok(usedOn(clock, calendar, sooner) >= 0)
        assert.ok(usedOn(clock, calendar, later) >= usedOn(clock, calendar, sooner))
      }),
    )
  })

  it('goes on after a pause with what is left, but with a working day at least', () => {
    fc.assert(
      fc.property(days, limits, gaps, gaps, (first, limit, atOffice, paused) => {
        const sentBack = addDays(first, atOffice)
        const stopped = enter(enter(unstarted, office, office, limit, first), office, pause, null, sentBack)
        const back = addDays(sentBack, paused)
        const resumed = enter(stopped, pause, office, null, back)
        const left = Math.max(1, limit - stopped.used)
        assert.equal(resumed.dueOn, calendar.addWorkdays(back, left))
        assert.equal(resumed.startedOn, back)
      }),
    )
  })

  it('falls due on working days after today only', () => {
    const steps = fc.constantFrom(office, pause)
    fc.assert(
      fc.property(days, limits, steps, steps, (today, limit, from, to) => {
        const { dueOn } = enter({ ...unstarted, limit, used: 3 }, from, to, limit, today)
        assert.ok(dueOn !== null && dueOn > today && calendar.isWorkday(dueOn))
      }),
    )
  })

  const today = parseDate('2026-11-23')
  const running: Clock = { limit: 5, used: 0, startedOn: parseDate('2026-11-20'), dueOn: parseDate('2026-11-27') }
  const entries: [name: string, clock: Clock][] = [
    ['begins anew in a step with a limit of its own', enter(running, office, office, 7, today)],
    ['stands in a step without a limit', enter(running, office, office, null, today)],
    ['is gone at an end', enter(running, office, end, 7, today)],
    ['keeps what was used while it is paused, and has the pause’s own day', enter(running, office, pause, 10, today)],
    ['begins anew after a pause that stopped nothing', enter(unstarted, pause, office, 3, today)],
  ]
  const expected: Clock[] = [
    { limit: 7, used: 0, startedOn: today, dueOn: parseDate('2026-12-02') },
    unstarted,
    unstarted,
    { limit: 5, used: 1, startedOn: null, dueOn: parseDate('2026-12-07') },
    { limit: 3, used: 0, startedOn: today, dueOn: parseDate('2026-11-26') },
  ]
  for (const [index, [name, clock]] of entries.entries()) {
    it(name, () => assert.deepEqual(clock, expected[index]))
  }
})
