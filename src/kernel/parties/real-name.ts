import type { CalendarDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import { readAll } from './read-all.ts'
import { parseResidentId } from './resident-id.ts'

/** Who someone is by their identity paper (实名). */
export interface RealName {
  name: Personal
  residentId: Personal
}

const SHORTEST = 2
const LONGEST = 50
const DOTS = /[•‧∙⋅・·.。]/gu

/**
 * Reads a name into its one form: one kind of dot in the names of minorities, no space in Chinese ones, single spaces in others.
 * Throws a Refusal (422) that names `field`.
 */
export function parseName(text: string, field = 'name'): Personal {
  const spaced = text.normalize('NFKC').trim().replace(/\s+/gu, ' ')
  const name = /\p{Script=Han}/u.test(spaced) ? spaced.replace(/ /g, '').replace(DOTS, '·') : spaced
  const message = findFault(name)
  if (message) throw invalid([{ field, code: 'name', message }])
  return new Personal(name)
}

function findFault(name: string): string | null {
  if (name === '') return '姓名：还没有填写。'
  const length = [...name].length
  if (length < SHORTEST || length > LONGEST) {
    return `姓名：要有 ${SHORTEST} 到 ${LONGEST} 个字，您填了 ${length} 个，请按身份证填写。`
  }
  if (!/^\p{L}[\p{L}\p{M}·.' -]*$/u.test(name)) return '姓名：只能是文字和间隔号“·”，请按身份证填写。'
  return null
}

/** Reads a resident identity number (居民身份证). Throws a Refusal (422) that names `field` and the part that is wrong. */
export function readResidentId(text: string, today: CalendarDate, field = 'residentId'): Personal {
  const read = parseResidentId(text, today)
  if (!read.ok) throw invalid([{ field, code: 'residentId', message: read.message }])
  return read.number
}

/** Reads both, and throws one Refusal (422) with the faults of both. */
export function parseRealName(input: { name: string; residentId: string }, today: CalendarDate): RealName {
  return readAll({
    name: () => parseName(input.name),
    residentId: () => readResidentId(input.residentId, today),
  })
}
