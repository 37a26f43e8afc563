import { type CalendarDate, isDate } from '../../shared/dates.ts'
import { Personal } from '../../shared/personal.ts'
import { normaliseIdentity } from './identity-kinds.ts'
import { checkCharacter, type IdentityNumber } from './identity-number.ts'

const LENGTH = 18
const FORMER_LENGTH = 15

/** First two digits: the provinces of GB/T 2260. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)

/** A paper whose number is made as GB 11643 says: six digits, eight of the birth date, three of the sequence, a check character. */
interface LikeResidentId {
  /** What messages call it. */
  name: string
  /** The same where it has been named before. */
  short: string
  /** What is wrong with its first six digits. */
  findAreaFault(number: string): string | null
}

const residentId: LikeResidentId = {
  name: '居民身份证',
  short: '身份证',
  findAreaFault(number) {
    if (/^8[123]0000/.test(number)) {
      return '这是港澳台居民居住证的号码，请把证件类型改选为“港澳台居民居住证”。'
    }
    if (/^9/.test(number)) return '身份证号码的前 6 位是地区代码，不以 9 开头。外国人永久居留身份证请改选证件类型。'
    if (PROVINCES.has(number.slice(0, 2)) && number.slice(2, 6) !== '0000') return null
    return '身份证号码的前 6 位是地区代码，没有这样的地区，请对照身份证核对。'
  },
}

const residencePermit: LikeResidentId = {
  name: '港澳台居民居住证',
  short: '居住证',
  findAreaFault: (number) =>
    /^8[123]0000/.test(number)
      ? null
      : '居住证号码的前 6 位是 810000（香港）、820000（澳门）或 830000（台湾），请对照居住证核对。',
}

const permanentResidence: LikeResidentId = {
  name: '外国人永久居留身份证',
  short: '永久居留身份证',
  findAreaFault: (number) =>
    number.startsWith('9') && PROVINCES.has(number.slice(1, 3))
      ? null
      : '永久居留身份证号码以 9 开头，第 2 至 3 位是签发地区，请对照永久居留身份证核对。',
}

const readAs =
  (paper: LikeResidentId) =>
  (text: string, today: CalendarDate): IdentityNumber => {
    const number = normaliseIdentity(text)
    const message = findFault(paper, number, today)
    if (message) return { ok: false, message }
    const sex = Number(number[16]) % 2 === 1 ? 'male' : 'female'
    return { ok: true, number: new Personal(number), birthDate: birthDateOf(number) as CalendarDate, sex }
  }

/**
 * Reads a resident identity number by GB 11643-1999: six digits of the division, eight of the birth date, three of the
 * sequence (odd for men), one check character. Spaces, full-width digits and a small x are put right. Messages name the part
 * that is wrong and never quote it. `today` bounds the birth date.
 */
export const parseResidentId = readAs(residentId)

/** Reads the number of a 港澳台居民居住证: made as that of a resident identity card, the division being 810000, 820000 or 830000. */
export const parseResidencePermit = readAs(residencePermit)

/**
 * Reads the number of an 外国人永久居留身份证 as issued since December 2023: 9, two digits of the province, three of the
 * nationality (ISO 3166-1), then as that of a resident identity card.
 */
export const parseNewPermanentResidence = readAs(permanentResidence)

function findFault(paper: LikeResidentId, number: string, today: CalendarDate): string | null {
  if (number === '') return `请填写${paper.name}号码。`
  return findFormFault(paper, number) ?? findContentFault(paper, number, today)
}

function findFormFault({ name, short }: LikeResidentId, number: string): string | null {
  const length = [...number].length
  if (name === residentId.name && length === FORMER_LENGTH && /^\d+$/.test(number)) {
    return '15 位的旧身份证号码已经停用，请填写现在身份证上的 18 位号码。'
  }
  if (length !== LENGTH) return `${name}号码是 18 位，您填了 ${length} 位，请对照${short}核对。`
  const place = number.slice(0, LENGTH - 1).search(/\D/)
  if (place >= 0) return `${short}号码的前 17 位都是数字，第 ${place + 1} 位不是，请对照${short}核对。`
  if (!/[\dX]$/.test(number)) return `${short}号码的最后一位只能是数字或字母 X，请对照${short}核对。`
  return null
}

function findContentFault({ short, findAreaFault }: LikeResidentId, number: string, today: CalendarDate) {
  const areaFault = findAreaFault(number)
  if (areaFault) return areaFault
  const birthDate = birthDateOf(number)
  if (!isDate(birthDate)) return `${short}号码的第 7 至 14 位是出生日期，没有这一天，请对照${short}核对。`
  if (birthDate > today) return `${short}号码的第 7 至 14 位是出生日期，不能晚于今天，请对照${short}核对。`
  if (number[LENGTH - 1] !== checkCharacter(number.slice(0, LENGTH - 1))) {
    return `${short}号码的最后一位与前 17 位对不上，可能有一位写错了，请对照${short}逐位核对。`
  }
  return null
}

function birthDateOf(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}
