import type { CalendarDate } from '../../shared/dates.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type Calendar, type CalendarException, createCalendar } from './days.ts'
import { calendarSnapshot } from './snapshot.generated.ts'

/** The working-day calendar as it stands in the database now. */
export async function loadCalendar(db: Db): Promise<Calendar> {
  const rows = await db.selectFrom('calendar_exception').select(['day', 'kind']).execute()
  return createCalendar(
    rows.map(({ day, kind }) => ({ date: day as CalendarDate, kind: kind as CalendarException['kind'] })),
  )
}

/** Enters the days of the snapshot that the calendar does not have yet; what staff corrected stays as it is. */
export async function seedCalendar(tx: Tx): Promise<void> {
  await tx
    .insertInto('calendar_exception')
    .values(calendarSnapshot.map(({ date, kind, name }) => ({ day: date, kind, name })))
    .onConflict((conflict) => conflict.column('day').doNothing())
    .execute()
}
