/** Hours (免打扰) in which nothing that can wait is sent: minutes of the day in China; `until` may lie on the next day. */
export interface QuietHours {
  from: number
  until: number
}

/** 22:00 to 8:00, for whoever has not chosen otherwise. */
export const usualQuietHours: QuietHours = { from: 22 * 60, until: 8 * 60 }

const MINUTE = 60 * 1000
const DAY_MINUTES = 24 * 60
// China has kept UTC+8 without summer time since 1992.
const OFFSET_MINUTES = 8 * 60

const minuteOfDay = (instant: Date) =>
  (((Math.floor(instant.getTime() / MINUTE) + OFFSET_MINUTES) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES

/** The first instant, from `instant` on, at which the person may be disturbed: itself, or the minute at which quiet ends. */
export function nextAllowed(instant: Date, quiet: QuietHours | null): Date {
  if (!quiet || quiet.from === quiet.until) return instant
  const minute = minuteOfDay(instant)
  const { from, until } = quiet
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until
  if (!isQuiet) return instant
  const wait = (until - minute + DAY_MINUTES) % DAY_MINUTES
  return new Date((Math.floor(instant.getTime() / MINUTE) + wait) * MINUTE)
}

/** '22:00'. */
export const formatMinute = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
