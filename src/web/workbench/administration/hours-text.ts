import type { Opening } from '../../../kernel/offices/hours.ts'

/** The week as it is typed: one line of spans for each weekday, Monday first. */
export type WeekText = readonly string[]

export const weekdayNames = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const

const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`

/** Openings as lines to be edited: '9:00-12:00 13:30-17:00'. */
export const writeWeek = (openings: readonly Opening[]): WeekText =>
  weekdayNames.map((_, index) =>
    openings
      .filter((one) => one.weekday === index + 1)
      .toSorted((a, b) => a.opens - b.opens)
      .map(({ opens, closes }) => `${clock(opens)}-${clock(closes)}`)
      .join(' '),
  )

const SPAN = /^(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})$/

function readSpan(text: string, weekday: number): Opening | undefined {
  const parts = SPAN.exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = parts
  const [opens, closes] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
  if (fromMinute > 59 || toMinute > 59 || closes > 24 * 60 || closes <= opens) return undefined
  return { weekday, opens, closes }
}

/** Reads the lines; what cannot be read is said, a sentence a weekday. */
export function readWeek(week: WeekText): { openings: Opening[]; faults: string[] } {
  const openings: Opening[] = []
  const faults: string[] = []
  for (const [index, line] of week.entries()) {
    const spans = line
      .normalize('NFKC')
      .split(/[\s,，、;；]+/)
      .filter(Boolean)
    for (const span of spans) {
      const opening = readSpan(span, index + 1)
      if (opening) openings.push(opening)
      else faults.push(`${weekdayNames[index]}：“${span}”看不懂，请写成 9:00-12:00，两段之间空一格`)
    }
  }
  return { openings, faults }
}
