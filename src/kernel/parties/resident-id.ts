import { type CalendarDate, isDate } from '../../shared/dates.ts'
import { Personal } from '../../shared/personal.ts'

/** What a resident identity number (居民身份证号码) says, or in Chinese which part of it is wrong. */
export type ResidentId =
  | { ok: true; number: Personal; birthDate: CalendarDate; sex: 'male' | 'female' }
  | { ok: false; message: string }

const LENGTH = 18
const FORMER_LENGTH = 15

/** First two digits: the provinces of GB/T 2260, and 83 for residence permits of Taiwan residents. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

/**
 * Reads a resident identity number by GB 11643-1999: six digits of the division, eight of the birth date, three of the
 * sequence (odd for men), one check character. Spaces, full-width digits and a small x are put right. Messages name the part
 * that is wrong and never quote it. `today` bounds the birth date.
 */
export function parseResidentId(text: string, today: CalendarDate): ResidentId {
  const number = text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
  const message = findFault(number, today)
  if (message) return { ok: false, message }
  const sex = Number(number[16]) % 2 === 1 ? 'male' : 'female'
  return { ok: true, number: new Personal(number), birthDate: birthDateOf(number) as CalendarDate, sex }
}

function findFault(number: string, today: CalendarDate): string | null {
  if (number === '') return '请填写居民身份证号码。'
  return findFormFault(number) ?? findContentFault(number, today)
}

function findFormFault(number: string): string | null {
  const length = [...number].length
  if (length === FORMER_LENGTH && /^\d+$/.test(number)) {
    return '15 位的旧身份证号码已经停用，请填写现在身份证上的 18 位号码。'
  }
  if (length !== LENGTH) return `居民身份证号码是 18 位，您填了 ${length} 位，请对照身份证核对。`
  const place = number.slice(0, LENGTH - 1).search(/\D/)
  if (place >= 0) return `身份证号码的前 17 位都是数字，第 ${place + 1} 位不是，请对照身份证核对。`
  if (!/[\dX]$/.test(number)) return '身份证号码的最后一位只能是数字或字母 X，请对照身份证核对。'
  return null
}

function findContentFault(number: string, today: CalendarDate): string | null {
  if (!PROVINCES.has(number.slice(0, 2)) || number.slice(2, 6) === '0000') {
    return '身份证号码的前 6 位是地区代码，没有这样的地区，请对照身份证核对。'
  }
  const birthDate = birthDateOf(number)
  if (!isDate(birthDate)) return '身份证号码的第 7 至 14 位是出生日期，没有这一天，请对照身份证核对。'
  if (birthDate > today) return '身份证号码的第 7 至 14 位是出生日期，不能晚于今天，请对照身份证核对。'
  if (number[LENGTH - 1] !== checkCharacter(number.slice(0, LENGTH - 1))) {
    return '身份证号码的最后一位与前 17 位对不上，可能有一位写错了，请对照身份证逐位核对。'
  }
  return null
}

function birthDateOf(number: string): string {
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
}

/** The check character of 17 digits (ISO 7064, MOD 11-2): it shows every single wrong digit and every swap of two neighbours. */
export function checkCharacter(digits: string): string {
  const remainder = Array.from(digits).reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
  const value = (12 - remainder) % 11
  return value === 10 ? 'X' : String(value)
}
