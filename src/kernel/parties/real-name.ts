import type { CalendarDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import type { IdentityKind } from './identity-kinds.ts'
import { type IdentityPaper, readIdentity, type TypedPaper } from './identity-paper.ts'
import { readAll } from './read-all.ts'

/** Who someone is by their identity paper (实名). */
export interface RealName {
  name: Personal
  paper: IdentityPaper
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
}

const typedPaper = (typed: Omit<TypedRealName, 'name'>): TypedPaper => ({
  kind: typed.identityKind,
  number: typed.identityNumber,
  country: typed.identityCountry,
})

/** Reads both, and throws one Refusal (422) with the faults of both. */
export function parseRealName(typed: TypedRealName, today: CalendarDate): RealName {
  return readAll({
    name: () => parseName(typed.name),
    paper: () => readIdentity(typedPaper(typed), today),
  })
}
