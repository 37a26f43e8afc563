import { type RawBuilder, sql } from 'kysely'
import { isDate } from '../../shared/dates.ts'
import { malformed } from '../../shared/errors.ts'
import { isId } from '../../shared/ids.ts'
import type { Db } from '../db/connect.ts'
import { type DivisionCode, prefixOf } from '../divisions/division.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

/** Which cases an inbox shows, in whose reach. */
export interface InboxFilter {
  scope: RegionScope
  /** `waiting`: for one of these states, the most urgent first; `all`: any, the newest first. */
  view: 'waiting' | 'all'
  states: readonly string[]
  overdueOn?: string | undefined
  division?: DivisionCode | undefined
  numberPrefix?: string | undefined
  after?: string | undefined
  limit: number
}

const itemColumns = [
  'service_case.id',
  'service_case.number',
  'service_case.service',
  'service_case.party_id',
  'service_case.state',
  'service_case.channel',
  'service_case.division',
  'service_case.due_on',
  'service_case.holder',
  'service_case.clock_limit',
  'service_case.clock_used',
  'service_case.clock_started_on',
  'service_case.submitted_at',
  'service_case.opened_at',
  'service_case.ended_at',
  'service_case.round',
] as const

/** Columns of a list row with the names of its division and office. */
export const selectItems = (db: Db) =>
  db
    .selectFrom('service_case')
    .leftJoin('office', 'office.id', 'service_case.office_id')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'service_case.division').on('place.valid_to', 'is', null),
    )
    .select([...itemColumns, 'office.name as office', 'place.name as divisionName'])

export type InboxRow = Awaited<ReturnType<typeof findInbox>>[number]

const cursorOf = (view: InboxFilter['view'], row: { due_on: string | null; opened_at: Date; id: string }) =>
  `${view === 'waiting' ? row.due_on : row.opened_at.toISOString()}~${row.id}`

/** The cursor after which the next page begins. */
export const nextCursor = (filter: InboxFilter, rows: readonly InboxRow[]): string | null => {
  const last = rows.at(-1)
  return rows.length === filter.limit && last ? cursorOf(filter.view, last) : null
}

/** As `toISOString` writes it. */
const isInstant = (text: string) => /^\d{4}-.+Z$/.test(text) && new Date(text).toJSON() === text

/** What comes after a cursor; only one of the kind that cursorOf writes is taken, for the database trusts it. */
function readCursor({ view, after }: InboxFilter): RawBuilder<boolean> | undefined {
  if (!after) return undefined
  const [position = '', id = ''] = after.split('~')
  if (!isId(id) || !(view === 'waiting' ? isDate(position) : isInstant(position))) {
    throw malformed('翻页位置无法识别，请回到第一页。', [
      { field: 'after', code: 'format', message: '翻页位置无法识别' },
    ])
  }
  return view === 'waiting'
    ? sql<boolean>`(service_case.due_on, service_case.id) > (${position}::date, ${id}::uuid)`
    : sql<boolean>`(service_case.opened_at, service_case.id) < (${position}::timestamptz, ${id}::uuid)`
}

/** One page of cases, by key: what waits for these states by deadline, or everything by age. */
export async function findInbox(db: Db, filter: InboxFilter) {
  let query = selectItems(db).where(withinScope(filter.scope, 'service_case.division')).limit(filter.limit)
  if (filter.states.length > 0) query = query.where('service_case.state', 'in', filter.states)
  if (filter.division) query = query.where('service_case.division', 'like', `${prefixOf(filter.division)}%`)
  if (filter.numberPrefix) query = query.where('service_case.number', 'like', `${filter.numberPrefix}%`)
  if (filter.overdueOn) query = query.where('service_case.due_on', '<', filter.overdueOn)
  const cursor = readCursor(filter)
  if (cursor) query = query.where(cursor)
  return filter.view === 'waiting'
    ? query
        .where('service_case.ended_at', 'is', null)
        .where('service_case.due_on', 'is not', null)
        .orderBy('service_case.due_on')
        .orderBy('service_case.id')
        .execute()
    : query.orderBy('service_case.opened_at', 'desc').orderBy('service_case.id', 'desc').execute()
}

/** How many open cases stand in each state, and how many are overdue, in reach. */
export const countOpen = (db: Db, scope: RegionScope, today: string) =>
  db
    .selectFrom('service_case')
    .select([
      'state',
      sql<number>`count(*)::int`.as('count'),
      sql<number>`count(*) filter (where due_on < ${today})::int`.as('overdue'),
    ])
    .where(withinScope(scope, 'division'))
    .where('ended_at', 'is', null)
    .groupBy('state')
    .execute()
