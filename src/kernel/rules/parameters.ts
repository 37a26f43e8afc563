import type { CalendarDate } from '../../shared/dates.ts'
import { type DivisionCode, lineageOf } from '../divisions/division.ts'
import type { ParameterValue, Unit } from './quantities.ts'

/** How sure a figure or an article is; what is not sure says so wherever it is shown. */
export const certaintyWords = {
  confirmed: '多处来源一致',
  probable: '基本可靠，以当地公布为准',
  uncertain: '尚未核实，以当地公布为准',
} as const

export type Certainty = keyof typeof certaintyWords

/** A figure set for a division and all below it, from `validFrom` until the day before `validTo`. */
export interface Parameter {
  key: string
  /** 12 digits. */
  division: string
  value: ParameterValue
  unit: Unit
  validFrom: CalendarDate
  validTo: CalendarDate | null
  certainty: Certainty
  source: string
  /** What the figure is, in plain Chinese. */
  note: string
}

/** A figure as it counts in one place, naming the wider one that it takes the place of. */
export interface ResolvedParameter extends Parameter {
  overrides?: Pick<Parameter, 'division' | 'value' | 'unit' | 'source'>
}

/** The figures a rule is judged by; what no division has set is absent. */
export type ParameterSet = Readonly<Record<string, ResolvedParameter | undefined>>

/** The whole country: the root above all provinces. */
export const NATION = '000000000000'

/** Where a rule or a figure for a division is looked for, nearest first: itself, everything above it, the nation. */
export const placesFor = (division: string): string[] =>
  division === NATION ? [NATION] : [...lineageOf(division as DivisionCode), NATION]

/** Whether something valid from a day until the day before another (null: without end) holds on a day. */
const isInForce = (span: Pick<Parameter, 'validFrom' | 'validTo'>, on: CalendarDate): boolean =>
  span.validFrom <= on && (span.validTo === null || on < span.validTo)

/**
 * The figures that count in a division on a day. For each key the nearest ancestor's figure wins, and within one division the
 * newest in force; where it takes the place of a wider one, it says which.
 */
export function resolveParameters(rows: readonly Parameter[], division: string, on: CalendarDate): ParameterSet {
  const places = placesFor(division)
  const nearestFirst = rows
    .filter((row) => places.includes(row.division) && isInForce(row, on))
    .sort(
      (one, other) =>
        places.indexOf(one.division) - places.indexOf(other.division) || (one.validFrom < other.validFrom ? 1 : -1),
    )
  const resolved: Record<string, ResolvedParameter> = {}
  for (const row of nearestFirst) {
    const nearer = resolved[row.key]
    if (!nearer) resolved[row.key] = { ...row }
    else if (nearer.division !== row.division && !nearer.overrides) {
      nearer.overrides = { division: row.division, value: row.value, unit: row.unit, source: row.source }
    }
  }
  return resolved
}
