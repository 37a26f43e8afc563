import type { CalendarDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import { findParameters } from './store.ts'

/** The limit that a parameter sets in a division on a day, a number of its own unit; null when no division has set one. */
export async function findLimit(db: Db, key: string, division: string, on: CalendarDate): Promise<number | null> {
  const value = (await findParameters(db, [key], division, on))[key]?.value
  return typeof value === 'number' ? value : null
}
