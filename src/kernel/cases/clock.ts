import type { CalendarDate } from '../../shared/dates.ts'
import type { Calendar } from '../calendar/days.ts'
import type { Step } from './flow.ts'

/** The running clock of a step, in working days: its limit, what was used before it was last stopped, and since when it runs. */
export interface Clock {
  limit: number | null
  used: number
  startedOn: CalendarDate | null
  dueOn: CalendarDate | null
}

/** Working days used so far, by the end of `today`. */
export const usedOn = (clock: Clock, calendar: Calendar, today: CalendarDate): number =>
  clock.used + (clock.startedOn ? calendar.workdaysBetween(clock.startedOn, today) : 0)

/**
 * The clock on entering a step. A pausing step stops it and keeps what was used; the step after a pause goes on with what is
 * left, but never with less than one working day; any other step begins anew with its own limit.
 */
export function enterStep(
  clock: Clock,
  {
    from,
    to,
    limit,
    calendar,
    today,
  }: { from: Step; to: Step; limit: number | null; calendar: Calendar; today: CalendarDate },
): Clock {
  const due = (days: number | null) => (days === null ? null : calendar.addWorkdays(today, Math.max(1, days)))
  if (to.end) return { limit: null, used: 0, startedOn: null, dueOn: null }
  if (to.pausesClock) {
    return { limit: clock.limit, used: usedOn(clock, calendar, today), startedOn: null, dueOn: due(limit) }
  }
  if (from.pausesClock && clock.limit !== null) {
    return { limit: clock.limit, used: clock.used, startedOn: today, dueOn: due(clock.limit - clock.used) }
  }
  return { limit, used: 0, startedOn: limit === null ? null : today, dueOn: due(limit) }
}
