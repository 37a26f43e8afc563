import { addDays, type CalendarDate, dateIn, formatDate, weekdayOf } from '../../shared/dates.ts'
import type { Calendar } from '../calendar/days.ts'

/** One span of one weekday, 1 Monday to 7 Sunday, in minutes since midnight. */
export interface Opening {
  weekday: number
  opens: number
  closes: number
}

/** Days on which an office is closed though its hours say otherwise, both included. */
export interface Closure {
  firstDay: CalendarDate
  lastDay: CalendarDate
  reason: string
}

export interface Timetable {
  openings: readonly Opening[]
  closures: readonly Closure[]
}

export interface OpenNow {
  open: boolean
  /** One sentence: open until when, or closed until when and why. */
  says: string
}

const MONDAY = 1
const SUNDAY = 7
const WORKING_WEEK = [1, 2, 3, 4, 5]
const LOOK_AHEAD = 40
const WEEKDAYS = ['', '周一', '周二', '周三', '周四', '周五', '周六', '周日']
const OFFSET = 8 * 60

/** '9:05' of minutes since midnight. */
const sayTime = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

const onWeekday = (openings: readonly Opening[], weekday: number) =>
  openings.filter((one) => one.weekday === weekday).toSorted((a, b) => a.opens - b.opens)

const saySpans = (spans: readonly Opening[]) =>
  spans.map(({ opens, closes }) => `${sayTime(opens)}–${sayTime(closes)}`).join('、')

/** The week in words: '工作日 9:00–12:00、13:30–17:00；周六 9:00–12:00'. */
export function sayHours(openings: readonly Opening[]): string {
  const days = Array.from({ length: SUNDAY }, (_, index) => ({
    weekday: index + MONDAY,
    says: saySpans(onWeekday(openings, index + MONDAY)),
  })).filter((day) => day.says)
  if (days.length === 0) return '没有登记接待时间'
  const groups = [...Map.groupBy(days, (day) => day.says)]
  return groups
    .map(([says, group]) => {
      const weekdays = group.map((day) => day.weekday)
      const isWorkingWeek = weekdays.join() === WORKING_WEEK.join()
      return `${isWorkingWeek ? '工作日' : weekdays.map((day) => WEEKDAYS[day]).join('、')} ${says}`
    })
    .join('；')
}

/**
 * When an office is open on a day. A closure of its own comes first, then the holiday calendar: a statutory holiday is closed;
 * a weekend day that is worked (调休) has its own hours, else Monday's.
 */
function openingsOn({ openings, closures }: Timetable, calendar: Calendar, day: CalendarDate): Opening[] {
  if (closures.some(({ firstDay, lastDay }) => day >= firstDay && day <= lastDay)) return []
  if (calendar.isHoliday(day)) return []
  const weekday = weekdayOf(day) || SUNDAY
  const own = onWeekday(openings, weekday)
  return own.length === 0 && weekday > WORKING_WEEK.length && calendar.isWorkday(day)
    ? onWeekday(openings, MONDAY)
    : own
}

const whyClosed = ({ closures }: Timetable, calendar: Calendar, day: CalendarDate): string => {
  const closure = closures.find(({ firstDay, lastDay }) => day >= firstDay && day <= lastDay)
  if (closure) return `（${closure.reason}）`
  return calendar.isHoliday(day) ? '（法定节假日）' : ''
}

function findNext(timetable: Timetable, calendar: Calendar, today: CalendarDate): string {
  // Without hours of its own no day opens it.
  for (let count = 1; timetable.openings.length > 0 && count <= LOOK_AHEAD; count += 1) {
    const day = addDays(today, count)
    const [first] = openingsOn(timetable, calendar, day)
    if (first) return `下次开门：${formatDate(day)} ${sayTime(first.opens)}`
  }
  return '近期不开门，来之前请先打电话'
}

/** Whether an office is open at an instant, in one sentence, by its hours, its closures and the holiday calendar. */
export function sayOpenNow(timetable: Timetable, calendar: Calendar, now: Date): OpenNow {
  const today = dateIn(now)
  const minutes = (now.getUTCHours() * 60 + now.getUTCMinutes() + OFFSET) % (24 * 60)
  const openings = openingsOn(timetable, calendar, today)
  const current = openings.find(({ opens, closes }) => minutes >= opens && minutes < closes)
  if (current) return { open: true, says: `现在开门，到 ${sayTime(current.closes)}` }
  const later = openings.find(({ opens }) => opens > minutes)
  if (later) return { open: false, says: `现在没开门，今天 ${sayTime(later.opens)} 开门` }
  const why = openings.length === 0 ? `今天不开门${whyClosed(timetable, calendar, today)}` : '今天已经关门'
  return { open: false, says: `${why}，${findNext(timetable, calendar, today)}` }
}
