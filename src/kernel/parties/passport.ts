import type { CalendarDate } from '../../shared/dates.ts'
import { Personal } from '../../shared/personal.ts'
import { type IdentityNumber, readShortBirth, weightedCheck } from './identity-number.ts'

const MACHINE_LINE = /^([A-Z0-9<]{9})(\d)([A-Z<]{3})(\d{6})(\d)([MFX<])(\d{6})(\d)([A-Z0-9<]{14})([\d<])(\d)$/

const fault = (message: string): IdentityNumber => ({ ok: false, message })

/** The one form in which a passport is kept, compared and shown: country, stroke, number. */
const joinPassport = (country: string, number: string) => `${country}/${number}`

/** Reads the second line of a passport's machine-readable zone (ICAO 9303, part 4): its five check digits, birth date and sex. */
function readMachineLine(parts: readonly string[], today: CalendarDate): IdentityNumber {
  const [line = '', number = '', numberCheck, country = '', birth = '', birthCheck, sex, expiry = '', expiryCheck] =
    parts
  const [, , , , , , , , , optional = '', optionalCheck] = parts
  const composite = line.slice(0, 10) + line.slice(13, 20) + line.slice(21, 43)
  const sound =
    weightedCheck(number) === numberCheck &&
    weightedCheck(birth) === birthCheck &&
    weightedCheck(expiry) === expiryCheck &&
    (weightedCheck(optional) === optionalCheck || (optionalCheck === '<' && /^<+$/.test(optional))) &&
    weightedCheck(composite) === line[43]
  if (!sound) return fault('护照机读码的校验位对不上，可能有一位读错了，请重新扫描，或改填护照号码。')
  const birthDate = readShortBirth(birth, today)
  return {
    ok: true,
    number: new Personal(joinPassport(country.replaceAll('<', ''), number.replaceAll('<', ''))),
    birthDate,
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : null,
  }
}

/**
 * Reads a passport (护照): either the second line of its machine-readable zone as scanners give it, or the number as printed with
 * the issuing country's code beside or before it ('GBR/123456789'). The printed number has no check digit and says neither
 * birth date nor sex. Countries are the codes of ICAO 9303, part 3, section 5: one to three letters.
 */
export function parsePassport(text: string, country: string, today: CalendarDate): IdentityNumber {
  const machine = MACHINE_LINE.exec(text)
  if (machine) return readMachineLine(machine, today)
  if (text.length === 44) return fault('护照机读码读不出来，请重新扫描机读区的第二行，或改填护照号码。')
  const [before, after] = text.includes('/') ? text.split('/', 2) : [country, text]
  const [code = '', number = ''] = [before, after]
  if (number === '') return fault('请填写护照号码。')
  if (!/^[A-Z]{1,3}$/.test(code)) {
    const message = '请填写护照的签发国家或地区，是护照上的三个字母，例如英国是 GBR。'
    return { ok: false, message, part: 'country' }
  }
  if (!/^[A-Z0-9]{5,9}$/.test(number)) {
    return fault('护照号码是 5 至 9 位字母和数字，没有别的符号，请对照护照核对。')
  }
  return { ok: true, number: new Personal(joinPassport(code, number)), birthDate: null, sex: null }
}
