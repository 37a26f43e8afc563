import { addDays, addMonths, ageOn, type CalendarDate } from '../../shared/dates.ts'
import type { FactType, FactValue } from './facts.ts'
import type { ParameterValue, Unit } from './quantities.ts'

/** One way of holding a fact against a limit. */
interface Operator {
  /** Types of fact it is for. */
  for: readonly FactType[]
  /** Shape of the limit it needs. */
  limit: 'number' | 'list' | 'scalar'
  /** Unit of a limit written into the rule itself; a parameter brings its own. */
  unit?: Unit
  /** Value and limit have been checked against `for` and `limit` before. */
  holds(value: never, limit: never, on: CalendarDate): boolean
  /** How it reads after the fact's value, when it holds and when it does not; with holes {limit}, {outside}, {on}. */
  met: string
  unmet: string
}

const amount = { for: ['number', 'fen'], limit: 'number' } as const
const years = { for: ['date'], limit: 'number', unit: 'years' } as const
const months = { for: ['date'], limit: 'number', unit: 'months' } as const
const several = { for: ['choices'], limit: 'list' } as const

const hasCome = (date: CalendarDate, on: CalendarDate) => date <= on

const operators = {
  is: {
    for: ['boolean'],
    limit: 'scalar',
    holds: (value: boolean, limit: boolean) => value === limit,
    met: '',
    unmet: '',
  },
  eq: {
    for: ['text', 'choice', 'number', 'fen'],
    limit: 'scalar',
    holds: (value: string | number, limit: string | number) => value === limit,
    met: '符合要求',
    unmet: '要求是{limit}',
  },
  in: {
    for: ['text', 'choice'],
    limit: 'list',
    holds: (value: string, limit: readonly string[]) => limit.includes(value),
    met: '在规定的范围内',
    unmet: '不在规定的范围内',
  },
  includesAny: {
    ...several,
    holds: (value: readonly string[], limit: readonly string[]) => value.some((each) => limit.includes(each)),
    met: '含有规定的项目',
    unmet: '没有规定的项目',
  },
  onlyAmong: {
    ...several,
    holds: (value: readonly string[], limit: readonly string[]) => value.every((each) => limit.includes(each)),
    met: '都在允许的范围内',
    unmet: '其中{outside}不在允许的范围内',
  },
  gte: {
    ...amount,
    holds: (value: number, limit: number) => value >= limit,
    met: '不低于 {limit}',
    unmet: '低于 {limit}',
  },
  gt: {
    ...amount,
    holds: (value: number, limit: number) => value > limit,
    met: '高于 {limit}',
    unmet: '不高于 {limit}',
  },
  lte: {
    ...amount,
    holds: (value: number, limit: number) => value <= limit,
    met: '不超过 {limit}',
    unmet: '超过了 {limit}',
  },
  lt: {
    ...amount,
    holds: (value: number, limit: number) => value < limit,
    met: '低于 {limit}',
    unmet: '不低于 {limit}',
  },
  yearsPassed: {
    ...years,
    holds: (date: CalendarDate, years: number, on: CalendarDate) => ageOn(date, on) >= years,
    met: '到{on}已满 {limit}',
    unmet: '到{on}还不满 {limit}',
  },
  monthsPassed: {
    ...months,
    holds: (date: CalendarDate, months: number, on: CalendarDate) => hasCome(date, on) && addMonths(date, months) <= on,
    met: '到{on}已满 {limit}',
    unmet: '到{on}还不满 {limit}',
  },
  // The day on which the years are reached still counts as within them.
  withinYears: {
    ...years,
    holds: (date: CalendarDate, years: number, on: CalendarDate) =>
      hasCome(date, on) && ageOn(date, addDays(on, -1)) < years,
    met: '到{on}没有超过 {limit}',
    unmet: '到{on}不在 {limit}以内',
  },
  withinMonths: {
    ...months,
    holds: (date: CalendarDate, months: number, on: CalendarDate) => hasCome(date, on) && on <= addMonths(date, months),
    met: '到{on}没有超过 {limit}',
    unmet: '到{on}不在 {limit}以内',
  },
} as const satisfies Record<string, Operator>

export type Op = keyof typeof operators

/** The operator by its name, in its general shape. */
export const operatorOf = (op: Op): Operator => operators[op]

/** Whether a limit has the shape that an operator needs; a figure of a wrong shape counts as not set. */
export function suits(op: Op, limit: ParameterValue): boolean {
  const wanted = operatorOf(op).limit
  if (wanted === 'list') return Array.isArray(limit)
  return wanted === 'number' ? typeof limit === 'number' : !Array.isArray(limit)
}

/** Holds a value against a limit on a day; the value fits the operator's types and the limit its shape. */
export function holds(op: Op, value: FactValue, limit: ParameterValue, on: CalendarDate): boolean {
  return operatorOf(op).holds(value as never, limit as never, on)
}
