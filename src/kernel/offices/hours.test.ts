import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { createCalendar } from '../calendar/days.ts'
import { calendarSnapshot } from '../calendar/snapshot.generated.ts'
import { type Opening, sayHours, sayOpenNow, type Timetable } from './hours.ts'

const calendar = createCalendar(calendarSnapshot)
const week: Opening[] = [1, 2, 3, 4, 5].flatMap((weekday) => [
  { weekday, opens: 540, closes: 720 },
  { weekday, opens: 810, closes: 1020 },
])
const saturday = { weekday: 6, opens: 540, closes: 690 }
const open: Timetable = { openings: week, closures: [] }
const at = (day: string, time: string) => new Date(`${day}T${time}:00+08:00`)

describe('opening hours', () => {
  it('are said in words, equal days together', () => {
    assert.equal(sayHours(week), '工作日 9:00–12:00、13:30–17:00')
    assert.equal(sayHours([...week, saturday]), '工作日 9:00–12:00、13:30–17:00；周六 9:00–11:30')
    assert.equal(sayHours([{ weekday: 2, opens: 545, closes: 600 }]), '周二 9:05–10:00')
    assert.equal(sayHours([]), '没有登记接待时间')
  })

  const closed = { firstDay: parseDate('2026-11-24'), lastDay: parseDate('2026-11-25'), reason: '大厅检修' }
  const cases: readonly [when: Date, timetable: Timetable, open: boolean, says: string][] = [
    [at('2026-11-23', '09:00'), open, true, '现在开门，到 12:00'],
    [at('2026-11-23', '11:59'), open, true, '现在开门，到 12:00'],
    [at('2026-11-23', '12:00'), open, false, '现在没开门，今天 13:30 开门'],
    [at('2026-11-23', '08:59'), open, false, '现在没开门，今天 9:00 开门'],
    [at('2026-11-23', '17:00'), open, false, '今天已经关门，下次开门：2026年11月24日(周二) 9:00'],
    [at('2026-11-22', '10:00'), open, false, '今天不开门，下次开门：2026年11月23日(周一) 9:00'],
    [at('2026-11-21', '10:00'), { openings: [...week, saturday], closures: [] }, true, '现在开门，到 11:30'],
    // 国庆 on a Thursday; and a Sunday that was worked for it has Monday's hours.
    [at('2026-10-01', '10:00'), open, false, '今天不开门（法定节假日），下次开门：2026年10月8日(周四) 9:00'],
    [at('2026-09-20', '10:00'), open, true, '现在开门，到 12:00'],
    [
      at('2026-11-24', '10:00'),
      { openings: week, closures: [closed] },
      false,
      '今天不开门（大厅检修），下次开门：2026年11月26日(周四) 9:00',
    ],
    [at('2026-11-24', '10:00'), { openings: [], closures: [] }, false, '今天不开门，近期不开门，来之前请先打电话'],
  ]
  for (const [when, timetable, isOpen, says] of cases) {
    it(`at ${when.toISOString()}: ${says}`, () => {
      assert.deepEqual(sayOpenNow(timetable, calendar, when), { open: isOpen, says })
    })
  }
})
