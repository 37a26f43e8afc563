import { invalid } from './errors.ts'
import type { Brand } from './ids.ts'

/** A day of the Gregorian calendar in China (Asia/Shanghai), 'YYYY-MM-DD', years 1000 to 9999; texts compare as days do. */
export type CalendarDate = Brand<string, 'CalendarDate'>

// China has kept UTC+8 without summer time since 1992; every instant we record is later, so no time zone table is needed.
const OFFSET = 8 * 60 * 60 * 1000
const DAY = 24 * 60 * 60 * 1000
const DATE_PATTERN =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))$/
const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六']

/** The day it is in China at an instant. */
export function dateIn(instant: Date): CalendarDate {
  return fromTime(instant.getTime() + OFFSET)
}

/** Whether a text is a date in the form we store, of a day that exists. */
export function isDate(text: string): text is CalendarDate {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return parts !== null && exists(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/**
 * Reads a date as people write it: '2026-11-22', '2026/11/22', '2026.11.22', '2026年11月22日', '20261122', full-width digits too.
 * Throws a Refusal (422) that names `field` when it is no date or no such day exists.
 */
export function parseDate(text: string, field = 'date'): CalendarDate {
  const match = DATE_PATTERN.exec(text.normalize('NFKC').replace(/\s/g, ''))
  const [year, month, day] = (match ?? []).slice(1).filter((part) => part !== undefined)
  if (year === undefined || month === undefined || day === undefined) {
    throw invalid([{ field, code: 'date', message: '日期要写成年月日，例如 2026-11-22 或 2026年11月22日。' }])
  }
  if (!exists(Number(year), Number(month), Number(day))) {
    throw invalid([
      { field, code: 'date', message: `没有${year}年${Number(month)}月${Number(day)}日这一天,请检查日期。` },
    ])
  }
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` as CalendarDate
}

/** The date `count` days later; earlier when negative. */
export function addDays(date: CalendarDate, count: number): CalendarDate {
  return fromTime(toTime(date) + count * DAY)
}

/** The same day `count` months later; the last day of that month where it has no such day (31 January + 1 → 28 or 29 February). */
export function addMonths(date: CalendarDate, count: number): CalendarDate {
  const [year, month, day] = partsOf(date)
  const first = Date.UTC(year, month - 1 + count, 1)
  const lastDay = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return fromTime(first + (Math.min(day, lastDay) - 1) * DAY)
}

/** The same day `count` years later; 29 February becomes the 28th where there is none. */
export function addYears(date: CalendarDate, count: number): CalendarDate {
  return addMonths(date, 12 * count)
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (toTime(to) - toTime(from)) / DAY
}

/**
 * Full years of age (周岁) on a day: a year is reached on the birthday itself; who was born on 29 February reaches it on
 * 1 March of other years. Negative before birth.
 */
export function ageOn(birth: CalendarDate, on: CalendarDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/** Days since 1 January 1970; negative before. */
export function dayNumber(date: CalendarDate): number {
  return toTime(date) / DAY
}

/** Day of the week, 0 Sunday to 6 Saturday. */
export function weekdayOf(date: CalendarDate): number {
  return new Date(toTime(date)).getUTCDay()
}

/** '2026年11月22日(周日)'. */
export function formatDate(date: CalendarDate): string {
  return `${formatDay(date)}(${WEEKDAYS[weekdayOf(date)]})`
}

/** '2026年11月22日 14:05', the time in China. */
export function formatInstant(instant: Date): string {
  return `${formatDay(dateIn(instant))} ${new Date(instant.getTime() + OFFSET).toISOString().slice(11, 16)}`
}

/** '2026年11月22日'. */
export function formatDay(date: CalendarDate): string {
  const [year, month, day] = partsOf(date)
  return `${year}年${month}月${day}日`
}

const CHINESE_DIGITS = '〇一二三四五六七八九'

/** Day or month in Chinese numerals, 1 to 31: 一, 十, 十一, 二十, 三十一. */
function inNumerals(count: number): string {
  const [tens, ones] = [Math.floor(count / 10), count % 10]
  const ten = tens === 0 ? '' : `${tens > 1 ? CHINESE_DIGITS[tens] : ''}十`
  return `${ten}${ones > 0 ? CHINESE_DIGITS[ones] : ''}`
}

/** '二〇二六年十一月二十二日': in full, for the end of an official letter. */
export function formatFull(date: CalendarDate): string {
  const [year, month, day] = partsOf(date)
  const digits = Array.from(String(year), (digit) => CHINESE_DIGITS[Number(digit)]).join('')
  return `${digits}年${inNumerals(month)}月${inNumerals(day)}日`
}

function partsOf(date: CalendarDate): [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
}

function toTime(date: CalendarDate): number {
  const [year, month, day] = partsOf(date)
  return Date.UTC(year, month - 1, day)
}

const FIRST = Date.UTC(1000, 0, 1)
const LAST = Date.UTC(9999, 11, 31) + DAY - 1

function fromTime(time: number): CalendarDate {
  if (!(time >= FIRST && time <= LAST)) throw new RangeError('a calendar date lies between the years 1000 and 9999')
  return new Date(time).toISOString().slice(0, 10) as CalendarDate
}

function exists(year: number, month: number, day: number): boolean {
  if (year < 1000 || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
