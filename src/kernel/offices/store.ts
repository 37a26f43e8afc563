import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import type { Closure, Opening } from './hours.ts'
import type { OfficeKind } from './kinds.ts'

export interface OfficeFilter {
  on: CalendarDate
  kind?: OfficeKind
  /** Offices of exactly these divisions. */
  divisions?: readonly DivisionCode[] | null
  limit: number
}

const openings = sql<Opening[]>`
  coalesce((select json_agg(json_build_object('weekday', weekday, 'opens', opens, 'closes', closes) order by weekday, opens)
    from office_hours where office_id = office.id), '[]')`.as('openings')

/** Closures that are not over, by a day. */
const closuresFrom = (on: CalendarDate) =>
  sql<(Closure & { id: string })[]>`
    coalesce((select json_agg(json_build_object('id', id, 'firstDay', first_day, 'lastDay', last_day, 'reason', reason)
      order by first_day) from office_closure where office_id = office.id and last_day >= ${on}::date), '[]')`.as(
    'closures',
  )

/** Offices with their hours and the closures to come; they are public. */
export const selectOffices = (db: Db, on: CalendarDate) =>
  db
    .selectFrom('office')
    .leftJoin('institution', 'institution.id', 'office.institution_id')
    .select([
      'office.id',
      'office.name',
      'office.division',
      'office.kind',
      'office.address',
      'office.phone',
      'office.invented',
      'office.services',
      'office.capacity',
      'office.latitude',
      'office.longitude',
      'office.version',
      'office.ended_on as endedOn',
      'office.institution_id as institutionId',
      'institution.name as institution',
    ])
    .select([openings, closuresFrom(on)])

/** Offices that serve on a day, the widest division first. */
export function findOffices(db: Db, { on, kind, divisions, limit }: OfficeFilter) {
  let query = selectOffices(db, on)
    .where((where) => where.or([where('office.ended_on', 'is', null), where('office.ended_on', '>', on)]))
    .orderBy('office.division')
    .orderBy('office.name')
    .limit(limit)
  if (kind) query = query.where('office.kind', '=', kind)
  if (divisions) query = query.where('office.division', 'in', divisions)
  return query.execute()
}

/** One office, also one that serves no longer. */
export const getOffice = (db: Db, id: string, on: CalendarDate) =>
  selectOffices(db, on).where('office.id', '=', id).executeTakeFirstOrThrow()

export type OfficeRow = Awaited<ReturnType<typeof findOffices>>[number]
