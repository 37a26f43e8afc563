import { addDays, addMonths, type CalendarDate, dateIn, isDate } from '../../../shared/dates.ts'

export const periods = [
  { value: 'month', label: '本月' },
  { value: 'quarter', label: '本季度' },
  { value: 'year', label: '今年' },
  { value: 'custom', label: '自己选' },
] as const
export type Period = (typeof periods)[number]['value']

/** What the page of figures shows; it lives in the address, so that it survives reloading and can be passed on. */
export interface Shown {
  period: Period
  from: CalendarDate
  to: CalendarDate
  division: string
  service: string
}

/** The first day of the part of the year that a day lies in. */
function beginOf(period: Exclude<Period, 'custom'>, today: CalendarDate): CalendarDate {
  const [year = '', month = ''] = today.split('-')
  if (period === 'year') return `${year}-01-01` as CalendarDate
  if (period === 'month') return `${year}-${month}-01` as CalendarDate
  return `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, '0')}-01` as CalendarDate
}

const isPeriod = (text: string | null): text is Period => periods.some(({ value }) => value === text)

/** Reads what is shown from an address; this quarter unless told otherwise. */
export function readShown(search: URLSearchParams, now: Date): Shown {
  const today = dateIn(now)
  const asked = search.get('period')
  const period = isPeriod(asked) ? asked : 'quarter'
  const place = { division: search.get('division') ?? '', service: search.get('service') ?? '' }
  if (period !== 'custom') return { period, from: beginOf(period, today), to: today, ...place }
  const [from = '', to = ''] = [search.get('from') ?? '', search.get('to') ?? '']
  return {
    period,
    from: isDate(from) ? from : addMonths(today, -1),
    to: isDate(to) ? to : addDays(today, 0),
    ...place,
  }
}

/** What is shown with some of it changed, as an address. */
export function addressOf(shown: Shown, change: Partial<Shown> = {}): string {
  const { period, from, to, division, service } = { ...shown, ...change }
  const search = new URLSearchParams({ period })
  if (period === 'custom') {
    search.set('from', from)
    search.set('to', to)
  }
  if (division) search.set('division', division)
  if (service) search.set('service', service)
  return `/statistics?${search}`
}
