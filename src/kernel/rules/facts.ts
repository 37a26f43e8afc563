import { addMonths, type CalendarDate, dateIn, formatDay, isDate } from '../../shared/dates.ts'
import { describeQuantity, type Unit } from './quantities.ts'

/** One answer that may be chosen, and how it is written. */
export interface FactOption {
  value: string
  zh: string
}

interface FactWords {
  /** The short label: 申请金额. */
  zh: string
  /** The question as one person would ask it of another. */
  question: string
  /** After how many months it must be confirmed again; never, when absent. */
  monthsValid?: number
}

/** What a fact is: its words and the type of its value. Amounts are integer fen, dates CalendarDate, numbers integers ≥ 0. */
export type FactDefinition = FactWords &
  (
    | { type: 'text' | 'date' | 'fen' | 'boolean' }
    | { type: 'number'; unit: Unit }
    | { type: 'choice'; options: readonly FactOption[] }
    // `none` is the answer that chooses nothing: an empty list is known, and is not the same as no answer.
    | { type: 'choices'; options: readonly FactOption[]; none: string }
  )

export type FactType = FactDefinition['type']
export type FactValue = string | number | boolean | readonly string[]
export type FactDictionary = Readonly<Record<string, FactDefinition>>

/** A fact as it is known: its value, where it comes from, and the instant (ISO 8601) at which it was recorded. */
export interface KnownFact {
  value: FactValue
  source: string
  recordedAt?: string
}

/** What is known of a party on the day it is judged; what is absent is not known. */
export type FactSet = Readonly<Record<string, KnownFact | undefined>>

/** Declares a module's facts and keeps their keys as a type, so that a rule can only speak of facts that exist. */
export const defineFacts = <const D extends FactDictionary>(dictionary: D): D => dictionary

const TEXT_LIMIT = 200

const isAmong = (options: readonly FactOption[], value: unknown) => options.some((option) => option.value === value)

/** What is wrong with a value that should be of this fact, as a Chinese sentence; undefined when it fits. */
export function findFactFault(definition: FactDefinition, value: unknown): string | undefined {
  const { zh } = definition
  switch (definition.type) {
    case 'text':
      return typeof value === 'string' && value.length <= TEXT_LIMIT ? undefined : `“${zh}”最多填 ${TEXT_LIMIT} 个字`
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : `“${zh}”应是一个日期，例如 2026-11-22`
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `“${zh}”请选“是”或“否”`
    case 'number':
    case 'fen':
      return Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : `“${zh}”应是不小于零的整数`
    case 'choice':
      return isAmong(definition.options, value) ? undefined : `“${zh}”请在列出的选项中选一项`
    case 'choices':
      return Array.isArray(value) && value.every((each) => isAmong(definition.options, each))
        ? undefined
        : `“${zh}”请在列出的选项中选择`
  }
}

/** Writes a value of this fact in plain Chinese; codes become the words of their options. */
export function describeFact(definition: FactDefinition, value: FactValue): string {
  switch (definition.type) {
    case 'date':
      return formatDay(value as CalendarDate)
    case 'fen':
      return describeQuantity(value, 'fen')
    case 'number':
      return describeQuantity(value, definition.unit)
    case 'choice':
      return describeOptions(definition.options, [value])
    case 'choices':
      return describeOptions(definition.options, [value].flat()) || definition.none
    default:
      return describeQuantity(value)
  }
}

/** Writes chosen codes in the words of their options, '个体工商户、合伙企业'. */
export const describeOptions = (options: readonly FactOption[], values: readonly unknown[]): string =>
  values.map((value) => options.find((option) => option.value === value)?.zh ?? String(value)).join('、')

/**
 * The fact as it may be judged on a day, or, in Chinese, why it may not: it was never told, it does not fit its definition, or it
 * was recorded so long ago that it must be confirmed again.
 */
export function knowFact(
  definition: FactDefinition,
  fact: KnownFact | undefined,
  on: CalendarDate,
): KnownFact | string {
  if (fact === undefined) return `还不知道“${definition.zh}”`
  const fault = findFactFault(definition, fact.value)
  if (fault) return fault
  const recordedOn = fact.recordedAt && dateIn(new Date(fact.recordedAt))
  const { monthsValid } = definition
  if (recordedOn && monthsValid && addMonths(recordedOn, monthsValid) < on) {
    return `“${definition.zh}”是${formatDay(recordedOn)}登记的，已超过 ${monthsValid} 个月，需要重新确认`
  }
  return fact
}
