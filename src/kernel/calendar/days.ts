import { addDays, type CalendarDate, dayNumber, weekdayOf } from '../../shared/dates.ts'

/** A day that differs from Monday-to-Friday: a weekday off, or a weekend day worked (调休). */
export interface CalendarException {
  date: CalendarDate
  kind: 'holiday' | 'workday'
}

/** The same with the name of its holiday, for those who keep the calendar. */
export interface NamedException extends CalendarException {
  name: string
}

/** Working days (工作日), in which all time limits of the law are counted. */
export interface Calendar {
  isWorkday(date: CalendarDate): boolean
  /** A statutory holiday (法定节假日), be it a weekday or not. */
  isHoliday(date: CalendarDate): boolean
  /**
   * The last day of a limit of `count` working days that begins on `date`. The day it begins is not counted, whether worked or
   * not (Civil Code, article 201), so 1 is the next working day. A limit of 0 is that day itself, or the next working day if
   * it is none (article 203). Throws a RangeError when `count` is no whole number or negative.
   */
  addWorkdays(date: CalendarDate, count: number): CalendarDate
  /**
   * How many working days have passed: those after `from`, up to and with `to`; negative when `to` is before `from`.
   * With `addWorkdays(from, n)` as `to` and n ≥ 1 it is n.
   */
  workdaysBetween(from: CalendarDate, to: CalendarDate): number
}

/** Mondays to Fridays up to and with a day, counted from the Monday before 1970; 1 January 1970 was a Thursday. */
function weekdaysUntil(day: number): number {
  const passed = day + 4
  const weeks = Math.floor(passed / 7)
  return weeks * 5 + Math.min(passed - weeks * 7, 5)
}

const isWeekend = (weekday: number) => weekday === 0 || weekday === 6

/** How many working days the exceptions add (worked weekends) less those they take (weekdays off), up to and with a day. */
function turnedDays(kinds: ReadonlyMap<CalendarDate, CalendarException['kind']>) {
  const days: number[] = []
  const sums = [0]
  for (const [date, kind] of [...kinds].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const change = Number(kind === 'workday') - Number(!isWeekend(weekdayOf(date)))
    days.push(dayNumber(date))
    sums.push((sums.at(-1) ?? 0) + change)
  }
  const until = (day: number): number => {
    let [low, high] = [0, days.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((days[middle] ?? 0) <= day) low = middle + 1
      else high = middle
    }
    return sums[low] ?? 0
  }
  return { until }
}

/** A calendar of Monday-to-Friday and its exceptions. Years for which none are announced yet have weekends only. */
export function createCalendar(exceptions: Iterable<CalendarException>): Calendar {
  const kinds = new Map(Array.from(exceptions, ({ date, kind }) => [date, kind]))

  function isWorkday(date: CalendarDate): boolean {
    const kind = kinds.get(date)
    if (kind) return kind === 'workday'
    return !isWeekend(weekdayOf(date))
  }

  function nextWorkday(date: CalendarDate): CalendarDate {
    let day = addDays(date, 1)
    while (!isWorkday(day)) day = addDays(day, 1)
    return day
  }

  function addWorkdays(date: CalendarDate, count: number): CalendarDate {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`no number of working days: ${count}`)
    if (count === 0) return isWorkday(date) ? date : nextWorkday(date)
    let day = date
    for (let left = count; left > 0; left -= 1) day = nextWorkday(day)
    return day
  }

  const turned = turnedDays(kinds)

  function workdaysBetween(from: CalendarDate, to: CalendarDate): number {
    // Subtracted, for minus nought is a number of its own.
    if (to < from) return 0 - workdaysBetween(to, from)
    const [before, last] = [dayNumber(from), dayNumber(to)]
    return weekdaysUntil(last) - weekdaysUntil(before) + turned.until(last) - turned.until(before)
  }

  return { isWorkday, isHoliday: (date) => kinds.get(date) === 'holiday', addWorkdays, workdaysBetween }
}

/** The morning, a quarter past nine in China, of the working day so many working days before a date. */
export function morningAgo(calendar: Calendar, today: CalendarDate, days: number): Date {
  let left = days
  let date = today
  while (left > 0 || !calendar.isWorkday(date)) {
    date = addDays(date, -1)
    if (calendar.isWorkday(date)) left -= 1
  }
  return new Date(`${date}T01:15:00Z`)
}
