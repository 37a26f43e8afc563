import { type CalendarDate, parseDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import { type IdentityKind, kindsWithoutBirthDate } from './identity-kinds.ts'
import { type IdentityPaper, parseIdentity, readIdentity, type TypedPaper } from './identity-paper.ts'
import { readAll } from './read-all.ts'

/** Who someone is by their identity paper (实名). */
export interface RealName {
  name: Personal
  paper: IdentityPaper
  /** By the number of the paper, or told beside it. */
  birthDate: CalendarDate | null
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
    return `姓名：要有 ${SHORTEST} 到 ${LONGEST} 个字，您填了 ${length} 个，请按证件填写。`
  }
  if (!/^\p{L}[\p{L}\p{M}·.' -]*$/u.test(name)) return '姓名：只能是文字和间隔号“·”，请按证件填写。'
  return null
}

/** A real name as it was typed: the name and the fields of a paper. */
export interface TypedRealName {
  name: string
  identityKind?: IdentityKind | undefined
  identityNumber: string
  identityCountry?: string | undefined
  /** Counts only where the number does not say it. */
  birthDate?: string | undefined
}

const typedPaper = (typed: Omit<TypedRealName, 'name'>): TypedPaper => ({
  kind: typed.identityKind,
  number: typed.identityNumber,
  country: typed.identityCountry,
})

const birthFault = (message: string) => invalid([{ field: 'birthDate', code: 'birthDate', message }])

/**
 * The birth date, by the number where it says it, else as it was typed beside it. Null where the number has a fault, which is
 * told by itself. Throws a Refusal (422) that names `birthDate`.
 */
function readBirthDate(typed: Omit<TypedRealName, 'name'>, today: CalendarDate): CalendarDate | null {
  const said = parseIdentity(typedPaper(typed), today)
  if (said.ok && said.birthDate) return said.birthDate
  if (!kindsWithoutBirthDate.includes(typed.identityKind ?? 'residentId')) return null
  const text = typed.birthDate?.trim()
  if (!text) throw birthFault('出生日期：这种证件的号码里没有，请照证件填写。')
  const date = parseDate(text, 'birthDate')
  if (date > today) throw birthFault('出生日期：不能晚于今天，请照证件核对。')
  return date
}

/** Reads name, paper and birth date, and throws one Refusal (422) with the faults of all. */
export const parseRealName = (typed: TypedRealName, today: CalendarDate): RealName =>
  readAll({
    name: () => parseName(typed.name),
    paper: () => readIdentity(typedPaper(typed), today),
    birthDate: () => readBirthDate(typed, today),
  })
