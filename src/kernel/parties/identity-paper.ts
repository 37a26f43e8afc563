import type { CalendarDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import { type IdentityKind, normaliseIdentity } from './identity-kinds.ts'
import { type IdentityNumber, readShortBirth, weightedCheck } from './identity-number.ts'
import { parsePassport } from './passport.ts'
import { parseHongKongMacaoPermit, parseTaiwanPermit } from './permits.ts'
import { parseNewPermanentResidence, parseResidencePermit, parseResidentId } from './resident-id.ts'

/** An identity paper (身份证件) by its kind and the one form of its number. */
export interface IdentityPaper {
  kind: IdentityKind
  /** Of a passport with its country before it, 'GBR/123456789'. */
  number: Personal
}

/** A paper as it was typed. */
export interface TypedPaper {
  /** A resident identity card unless told. */
  kind?: IdentityKind | undefined
  number: string
  /** The country that issued a passport, its letters there. */
  country?: string | undefined
}

/**
 * Reads the former number of an 外国人永久居留身份证 (2017): three letters of the nationality, four digits of the place, six of the
 * birth date, one of the sequence, one check digit by the weights 7, 3, 1. It does not say the sex.
 */
function parseFormerPermanentResidence(number: string, today: CalendarDate): IdentityNumber {
  const birthDate = readShortBirth(number.slice(7, 13), today)
  if (birthDate === null) {
    return { ok: false, message: '永久居留身份证号码的第 8 至 13 位是出生日期，没有这一天，请对照永久居留身份证核对。' }
  }
  if (weightedCheck(number.slice(0, -1)) !== number.at(-1)) {
    const message = '永久居留身份证号码的最后一位与前 14 位对不上，可能有一位写错了，请对照永久居留身份证逐位核对。'
    return { ok: false, message }
  }
  return { ok: true, number: new Personal(number), birthDate, sex: null }
}

function parsePermanentResidence(number: string, today: CalendarDate): IdentityNumber {
  if (/^[A-Z]{3}\d{12}$/.test(number)) return parseFormerPermanentResidence(number, today)
  if (/^[A-Z]/.test(number)) {
    return { ok: false, message: '永久居留身份证的旧号码是 3 个字母加 12 位数字，请对照永久居留身份证核对。' }
  }
  return parseNewPermanentResidence(number, today)
}

/** Reads the number of a paper of any kind. `today` bounds birth dates. Messages name what is wrong and never quote it. */
export function parseIdentity({ kind = 'residentId', number, country = '' }: TypedPaper, today: CalendarDate) {
  const text = normaliseIdentity(number)
  const readers: Record<IdentityKind, () => IdentityNumber> = {
    residentId: () => parseResidentId(text, today),
    residencePermit: () => parseResidencePermit(text, today),
    hongKongMacaoPermit: () => parseHongKongMacaoPermit(text),
    taiwanPermit: () => parseTaiwanPermit(text),
    permanentResidence: () => parsePermanentResidence(text, today),
    passport: () => parsePassport(text, normaliseIdentity(country), today),
  }
  return readers[kind]()
}

/** The same, or throws a Refusal (422) that names `field`, or the country beside it, and the part that is wrong. */
export function readIdentity(typed: TypedPaper, today: CalendarDate, field = 'identityNumber'): IdentityPaper {
  const { kind = 'residentId' } = typed
  const read = parseIdentity(typed, today)
  if (!read.ok) {
    const isCountry = read.part === 'country' && field === 'identityNumber'
    throw invalid([{ field: isCountry ? 'identityCountry' : field, code: kind, message: read.message }])
  }
  return { kind, number: read.number }
}

/**
 * What the blind index of a paper is made from. Numbers made by GB 11643 tell each other apart by themselves; the others might
 * meet by chance, so their kind goes before them.
 */
export const identityIndexText = ({ kind, number }: IdentityPaper): string =>
  kind === 'residentId' ? number.reveal() : `${kind}:${number.reveal()}`
