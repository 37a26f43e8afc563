import { formatShort } from '../../shared/money.ts'

/** A figure of a rule: a number, a switch, a code, or a list of codes. */
export type ParameterValue = number | string | boolean | readonly string[]

/** How each unit is written after a number; `fen` and `basisPoints` are converted first. */
const unitWords = {
  fen: '',
  basisPoints: '%',
  months: ' 个月',
  years: ' 年',
  age: ' 周岁',
  times: ' 次',
  people: ' 人',
  days: ' 天',
  workingDays: ' 个工作日',
  none: '',
} as const

/** What a number counts: money in fen, a rate in basis points, calendar or working time; `none` for codes and lists. */
export type Unit = keyof typeof unitWords

/** Writes a figure in plain Chinese: 30000000 fen → '30 万元', 36 months → '36 个月', 5000 basis points → '50%'. */
export function describeQuantity(value: ParameterValue, unit: Unit = 'none'): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value !== 'number') return [value].flat().join('、')
  if (unit === 'fen') return formatShort(value)
  return `${unit === 'basisPoints' ? value / 100 : value}${unitWords[unit]}`
}
