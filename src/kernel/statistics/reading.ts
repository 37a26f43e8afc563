import { sql } from 'kysely'
import { addDays, type CalendarDate, daysBetween } from '../../shared/dates.ts'
import type { Flow } from '../cases/flow.ts'
import type { Db } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import { computeRows, type FigureRow } from './compute.ts'
import { lastRolled } from './roll-up.ts'

/** Which figures: of a period, a division and all beneath it, one service or all, in whose reach. */
export interface FigureSelection {
  scope: RegionScope
  from: CalendarDate
  to: CalendarDate
  /** First digits of the division's code; empty for everything in reach. */
  prefix: string
  /** How many digits the codes of the divisions directly beneath it have. */
  childDigits: number
  service?: string | undefined
}

/** Rows added up by part of the period, child division, service, kind, key and days. */
export type Counted = Omit<FigureRow, 'day' | 'division'> & { bucket: string; child: string }

const LONGEST_BY_DAY = 92

/** Pictures go by day up to a quarter, by month beyond. */
export const isByMonth = ({ from, to }: Pick<FigureSelection, 'from' | 'to'>) => daysBetween(from, to) > LONGEST_BY_DAY

const bucketOf = (day: string, byMonth: boolean) => (byMonth ? day.slice(0, 7) : day)

const isSelected = ({ scope, prefix, service }: FigureSelection, row: FigureRow) =>
  row.division.startsWith(prefix) &&
  (scope.all || scope.prefixes.some((one) => row.division.startsWith(one))) &&
  (service === undefined || row.service === service)

async function readStored(db: Db, selection: FigureSelection): Promise<Counted[]> {
  const { scope, from, to, prefix, childDigits, service } = selection
  let query = db
    .selectFrom('figure_day')
    .select([
      sql<string>`left(day::text, ${isByMonth(selection) ? 7 : 10})`.as('bucket'),
      sql<string>`left(division, ${childDigits})`.as('child'),
      'service',
      sql<FigureRow['kind']>`kind`.as('kind'),
      'key',
      'days',
      sql<number>`sum(count)::int`.as('count'),
      sql<number>`sum(late)::int`.as('late'),
    ])
    .where('day', '>=', from)
    .where('day', '<=', to)
    .where(withinScope(scope, 'figure_day.division'))
    .where('division', 'like', `${prefix}%`)
    .groupBy(sql`1, 2, service, kind, key, days`)
  if (service) query = query.where('service', '=', service)
  return query.execute()
}

const later = (one: CalendarDate, other: CalendarDate) => (one > other ? one : other)

/** What happened, from the roll-up as far as it goes and from the histories for the days since: never behind what just happened. */
export async function readFigures(db: Db, flows: readonly Flow[], selection: FigureSelection): Promise<Counted[]> {
  const { from, to, childDigits } = selection
  const stored = await readStored(db, selection)
  const last = await lastRolled(db)
  const since = last ? later(from, addDays(last, 1)) : from
  if (since > to) return stored
  const byMonth = isByMonth(selection)
  const fresh = (await computeRows(db, flows, since, to)).filter((row) => isSelected(selection, row))
  return [
    ...stored,
    ...fresh.map(({ day, division, ...row }) => ({
      ...row,
      bucket: bucketOf(day, byMonth),
      child: division.slice(0, childDigits),
    })),
  ]
}

/** How many cases are open now, and how many of them overdue while an office has them, by child division. */
export async function countOpenCases(db: Db, selection: FigureSelection, today: CalendarDate) {
  const { scope, prefix, childDigits, service } = selection
  let query = db
    .selectFrom('service_case')
    .select([
      sql<string>`left(division, ${childDigits})`.as('child'),
      sql<number>`count(*)::int`.as('open'),
      sql<number>`count(*) filter (where due_on < ${today} and holder = 'office')::int`.as('overdue'),
    ])
    .where('ended_at', 'is', null)
    .where('submitted_at', 'is not', null)
    .where(withinScope(scope, 'service_case.division'))
    .where('division', 'like', `${prefix}%`)
    .groupBy(sql`1`)
  if (service) query = query.where('service', '=', service)
  return query.execute()
}
