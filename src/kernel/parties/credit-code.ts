/** What a unified social credit code (统一社会信用代码) says, or in Chinese which part of it is wrong. */
export type CreditCode = { ok: true; code: string } | { ok: false; message: string }

/** The 31 characters of GB 32100: no I, O, S, V, Z, which are easily misread. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const LENGTH = 18

/** Weights 3^i mod 31 of the first 17 characters. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Registering departments (登记管理部门) of GB 32100, with those that its first amendment added. */
const DEPARTMENTS = '123456789ANY'

/** One form for what people type and scanners read: full-width letters, spaces, hyphens and small letters are put right. */
const normalise = (text: string): string => text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()

/**
 * Reads a unified social credit code by GB 32100-2015: department, category, six digits of the division, nine characters of the
 * organisation, one check character. Messages name the part that is wrong.
 */
export function parseCreditCode(text: string): CreditCode {
  const code = normalise(text)
  const message = findFormFault(code) ?? findContentFault(code)
  return message ? { ok: false, message } : { ok: true, code }
}

function findFormFault(code: string): string | null {
  const length = [...code].length
  if (length === 0) return '请填写统一社会信用代码，在营业执照上。'
  if (/^\d{15}$/.test(code)) return '15 位的是旧注册号，已经停用，请填写现在营业执照上的 18 位统一社会信用代码。'
  if (length !== LENGTH) return `统一社会信用代码是 18 位，您填了 ${length} 位，请对照营业执照核对。`
  const strange = [...code].find((character) => !ALPHABET.includes(character))
  if (!strange) return null
  return /[IOSVZ]/.test(strange)
    ? `统一社会信用代码里没有字母 ${strange}，可能是看错了数字，请对照营业执照核对。`
    : '统一社会信用代码只有数字和大写字母，请对照营业执照核对。'
}

function findContentFault(code: string): string | null {
  if (!DEPARTMENTS.includes(code[0] ?? '')) {
    return '统一社会信用代码的第 1 位是登记管理部门，没有这样的部门，请对照营业执照核对。'
  }
  if (!/^\d{6}$/.test(code.slice(2, 8))) {
    return '统一社会信用代码的第 3 至 8 位是行政区划，都是数字，请对照营业执照核对。'
  }
  if (code[LENGTH - 1] !== creditCheckCharacter(code.slice(0, LENGTH - 1))) {
    return '统一社会信用代码的最后一位与前 17 位对不上，可能有一位写错了，请对照营业执照逐位核对。'
  }
  return null
}

/** The check character of 17 characters (GB 32100-2015, appendix): modulus 31. */
export function creditCheckCharacter(characters: string): string {
  const sum = [...characters].reduce(
    (total, character, index) => total + ALPHABET.indexOf(character) * (WEIGHTS[index] ?? 0),
    0,
  )
  return ALPHABET[(31 - (sum % 31)) % 31] ?? ''
}

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]
const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** The check character of the eight of an organisation (GB 11714-1997): modulus 11, X for ten. */
export function organisationCheckCharacter(characters: string): string {
  const sum = [...characters].reduce(
    (total, character, index) => total + ORGANISATION_ALPHABET.indexOf(character) * (ORGANISATION_WEIGHTS[index] ?? 0),
    0,
  )
  const value = 11 - (sum % 11)
  return value === 11 ? '0' : value === 10 ? 'X' : String(value)
}
