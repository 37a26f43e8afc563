import type { CalendarDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import type { RegionScope } from '../divisions/scope.ts'
import type { Figure } from './schema.ts'

/** Where and when a source of figures outside the spine counts. */
export interface FigurePlace {
  from: CalendarDate
  to: CalendarDate
  scope: RegionScope
  /** First digits of the division's code. */
  prefix: string
  today: CalendarDate
}

/** Figures that a module adds of its own, each with its definition. */
export type FigureSource = (db: Db, place: FigurePlace) => Promise<Omit<Figure, 'previous'>[]>
