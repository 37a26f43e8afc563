import { type CalendarDate, formatDate, formatDay, formatInstant } from '../../shared/dates.ts'

/** A calendar day in words: 「2026年11月22日」, with its weekday where that matters. */
export function Day({ date, weekday = false }: { date: string; weekday?: boolean }) {
  const day = date as CalendarDate
  return <time dateTime={date}>{weekday ? formatDate(day) : formatDay(day)}</time>
}

/** A moment in words, in the time of China: 「2026年11月22日 14:05」. */
export function Instant({ at }: { at: string }) {
  return <time dateTime={at}>{formatInstant(new Date(at))}</time>
}
