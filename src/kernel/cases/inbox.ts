import { type RawBuilder, sql } from 'kysely'
import { isDate } from '../../shared/dates.ts'
import { malformed } from '../../shared/errors.ts'
import { isId } from '../../shared/ids.ts'
import type { Db } from '../db/connect.ts'
import { type DivisionCode, prefixOf } from '../divisions/division.ts'
import { type RegionScope, withinPrefix, withinScope } from '../divisions/scope.ts'

export type InboxView = 'mine' | 'office' | 'waiting' | 'all'

/** Which cases an inbox shows, in whose reach. */
export interface InboxFilter {
  scope: RegionScope
  /**
   * `mine`: in the asker's hands; `office`: the pool and colleagues of their offices; `waiting`: whatever waits for one of these
   * states; each the most urgent first. `all`: any, by age or by deadline.
   */
  view: InboxView
  sort: 'due' | 'age'
  assignee?: string | null | undefined
  /** Waiting in a pool. */
  unassigned?: boolean | undefined
  offices?: readonly string[] | undefined
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
  'service_case.flow_version',
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
  'service_case.holding',
  'service_case.assignee_id',
  'service_case.waiting_reason',
] as const

/** Rows of a list before their names are put beside them. */
export const selectRows = (db: Db) =>
  db.selectFrom('service_case').select([...itemColumns, 'service_case.office_id', 'service_case.first_account_id'])

/** The same, with the names of division, office and people, and what the applicant's is made from: for the rows of the page alone. */
export const withNames = (db: Db, rows: ReturnType<typeof selectRows>) =>
  db
    .selectFrom(rows.as('service_case'))
    .leftJoin('office', 'office.id', 'service_case.office_id')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'service_case.division').on('place.valid_to', 'is', null),
    )
    .leftJoin('account as assignee', 'assignee.id', 'service_case.assignee_id')
    .leftJoin('account as first', 'first.id', 'service_case.first_account_id')
    .leftJoin('person', 'person.party_id', 'service_case.party_id')
    .leftJoin('enterprise', 'enterprise.party_id', 'service_case.party_id')
    .select([
      ...itemColumns,
      'office.name as office',
      'place.name as divisionName',
      'assignee.name as assignee',
      'first.name as first',
      'person.party_id as person',
      'person.wrapped_key as wrappedKey',
      'person.name_cipher as nameCipher',
      'enterprise.name as enterprise',
    ])

export type InboxRow = Awaited<ReturnType<typeof findInbox>>[number]

/** What has no deadline comes after everything that has one. */
const FAR = '9999-12-31'

const byDue = ({ view, sort }: Pick<InboxFilter, 'view' | 'sort'>) => view !== 'all' || sort === 'due'

/** The cursor after which the next page begins. */
export const nextCursor = (filter: InboxFilter, rows: readonly InboxRow[]): string | null => {
  const last = rows.at(-1)
  if (rows.length < filter.limit || !last) return null
  return `${byDue(filter) ? (last.due_on ?? FAR) : last.opened_at.toISOString()}~${last.id}`
}

/** As `toISOString` writes it. */
const isInstant = (text: string) => /^\d{4}-.+Z$/.test(text) && new Date(text).toJSON() === text

const dueOn = sql<string>`coalesce(service_case.due_on, date '9999-12-31')`

/** What comes after a cursor; only one of the kind that nextCursor writes is taken, for the database trusts it. */
function readCursor(filter: InboxFilter): RawBuilder<boolean> | undefined {
  const { after } = filter
  if (!after) return undefined
  const [position = '', id = ''] = after.split('~')
  if (!isId(id) || !(byDue(filter) ? isDate(position) : isInstant(position))) {
    throw malformed('翻页位置无法识别，请回到第一页。', [
      { field: 'after', code: 'format', message: '翻页位置无法识别' },
    ])
  }
  return byDue(filter)
    ? sql<boolean>`(${dueOn}, service_case.id) > (${position}::date, ${id}::uuid)`
    : sql<boolean>`(service_case.opened_at, service_case.id) < (${position}::timestamptz, ${id}::uuid)`
}

/** What narrows a view: whose, where, which, how late. */
function conditionsOf(filter: InboxFilter): RawBuilder<boolean>[] {
  const { scope, view, states, division, numberPrefix, overdueOn, assignee, unassigned, offices } = filter
  const open = sql<boolean>`service_case.ended_at is null`
  return [
    withinScope(scope, 'service_case.division'),
    ...(states.length > 0 ? [sql<boolean>`service_case.state = any(${[...states]}::text[])`] : []),
    ...(division ? [withinPrefix(prefixOf(division), 'service_case.division')] : []),
    ...(numberPrefix ? [sql<boolean>`service_case.number like ${`${numberPrefix}%`}`] : []),
    ...(overdueOn ? [sql<boolean>`service_case.due_on < ${overdueOn}::date`] : []),
    ...(assignee ? [sql<boolean>`service_case.assignee_id = ${assignee}::uuid`] : []),
    ...(unassigned ? [sql<boolean>`service_case.holder = 'office' and service_case.assignee_id is null`] : []),
    ...(view === 'office'
      ? [sql<boolean>`service_case.holder = 'office' and service_case.office_id = any(${[...(offices ?? [])]}::uuid[])`]
      : []),
    ...(view === 'all' ? [] : [open]),
    ...(view === 'waiting' ? [sql<boolean>`service_case.due_on is not null`] : []),
  ]
}

/** One page of cases, by key: by deadline, or everything by age. */
export async function findInbox(db: Db, filter: InboxFilter) {
  const cursor = readCursor(filter)
  const conditions = [...conditionsOf(filter), ...(cursor ? [cursor] : [])]
  const rows = conditions.reduce((whole, one) => whole.where(one), selectRows(db).limit(filter.limit))
  return byDue(filter)
    ? withNames(db, rows.orderBy(dueOn).orderBy('service_case.id')).orderBy(dueOn).orderBy('service_case.id').execute()
    : withNames(db, rows.orderBy('service_case.opened_at', 'desc').orderBy('service_case.id', 'desc'))
        .orderBy('service_case.opened_at', 'desc')
        .orderBy('service_case.id', 'desc')
        .execute()
}

interface Counts {
  /** Open cases in reach by state, and how many of them are overdue. */
  states: { state: string; count: number; overdue: number }[]
  /** Open cases in the asker's hands. */
  mine: number
  /** Open cases in the pools of the asker's offices. */
  pool: number
}

/** What stands beside an inbox, in one statement. */
export async function countInbox(
  db: Db,
  scope: RegionScope,
  { accountId, offices, today }: { accountId: string | null; offices: readonly string[]; today: string },
): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select
      (select coalesce(json_agg(counted), '[]') from (
        select state, count(*)::int as count, count(*) filter (where due_on < ${today}::date)::int as overdue
        from service_case where ${withinScope(scope, 'division')} and ended_at is null group by state) as counted) as states,
      (select count(*)::int from service_case where assignee_id = ${accountId} and ended_at is null) as mine,
      (select count(*)::int from service_case where holder = 'office' and assignee_id is null and ended_at is null
        and office_id = any(${[...offices]}::uuid[])) as pool`.execute(db)
  return rows[0] ?? { states: [], mine: 0, pool: 0 }
}
