import { sql } from 'kysely'
import { addDays, type CalendarDate, dateIn } from '../../shared/dates.ts'
import type { Flow } from '../cases/flow.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { computeRows, type FigureRow } from './compute.ts'

/** Days are rolled up so many at a time, each batch in a transaction of its own. */
const BATCH_DAYS = 31
const MOST_ROWS = 1_000

/** The last day whose roll-up is whole; null before the first. */
export async function lastRolled(db: Db): Promise<CalendarDate | null> {
  const found = await db.selectFrom('figure_rolled').select('day').orderBy('day', 'desc').limit(1).executeTakeFirst()
  return (found?.day ?? null) as CalendarDate | null
}

/** The day of the first step of any case; null before there is one. */
async function firstDay(db: Db): Promise<CalendarDate | null> {
  const found = await db.selectFrom('case_event').select('at').orderBy('at').limit(1).executeTakeFirst()
  return found ? dateIn(found.at) : null
}

async function insertRows(tx: Tx, rows: readonly FigureRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += MOST_ROWS) {
    await tx
      .insertInto('figure_day')
      .values(rows.slice(start, start + MOST_ROWS))
      .execute()
  }
}

async function rollBatch(tx: Tx, flows: readonly Flow[], from: CalendarDate, to: CalendarDate, at: Date) {
  await insertRows(tx, await computeRows(tx, flows, from, to))
  const days: { day: string; rolled_at: Date }[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push({ day, rolled_at: at })
  await tx.insertInto('figure_rolled').values(days).execute()
}

function earlier(one: CalendarDate, other: CalendarDate): CalendarDate {
  return one < other ? one : other
}

/**
 * Rolls up every whole day that has not been, up to yesterday: a day that is over gets no new steps, since they bear the instant of
 * their transaction. One process at a time; a second run changes nothing. Gives how many days it rolled up.
 */
export async function rollUp({ db, now }: Pick<Platform, 'db' | 'now'>, flows: readonly Flow[]): Promise<number> {
  const at = now()
  const yesterday = addDays(dateIn(at), -1)
  let rolled = 0
  for (;;) {
    const more = await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.figures'))`.execute(tx)
      const last = await lastRolled(tx)
      const from = last ? addDays(last, 1) : await firstDay(tx)
      if (from === null || from > yesterday) return 0
      await rollBatch(tx, flows, from, earlier(addDays(from, BATCH_DAYS - 1), yesterday), at)
      return BATCH_DAYS
    })
    if (more === 0) return rolled
    rolled += more
  }
}

/** Throws the roll-up away and makes it anew, such as after the calendar was corrected; the same histories give the same figures. */
export async function rebuild(platform: Pick<Platform, 'db' | 'now'>, flows: readonly Flow[]): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('figure_day').execute()
    await tx.deleteFrom('figure_rolled').execute()
  })
  await rollUp(platform, flows)
}
