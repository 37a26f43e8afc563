import { type CalendarDate, isDate } from '../../shared/dates.ts'
import type { Personal } from '../../shared/personal.ts'

/** What the number of an identity paper says, null where its kind does not say it; or in Chinese which part of it is wrong. */
export type IdentityNumber =
  | { ok: true; number: Personal; birthDate: CalendarDate | null; sex: 'male' | 'female' | null }
  | { ok: false; message: string /** Where a part beside the number is wrong. */; part?: 'country' }

/** The check character of 17 digits (ISO 7064, MOD 11-2): it shows every single wrong digit and every swap of two neighbours. */
export function checkCharacter(digits: string): string {
  const remainder = Array.from(digits).reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0)
  const check = (12 - remainder) % 11
  return check === 10 ? 'X' : String(check)
}

const WEIGHTS = [7, 3, 1]

const weightedValue = (character: string) => (character === '<' ? 0 : Number.parseInt(character, 36))

/** The check digit of letters, digits and fillers by the weights 7, 3, 1 (ICAO 9303, part 3, 4.9). */
export function weightedCheck(characters: string): string {
  const sum = Array.from(characters).reduce(
    (total, character, place) => total + weightedValue(character) * (WEIGHTS[place % WEIGHTS.length] ?? 0),
    0,
  )
  return String(sum % 10)
}

/** The birth date that six digits YYMMDD tell of: the newest that is not after `today`; null where there is no such day. */
export function readShortBirth(digits: string, today: CalendarDate): CalendarDate | null {
  const century = Number(today.slice(0, 2))
  const dates = [century, century - 1].map((first) => {
    return `${first}${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4, 6)}`
  })
  return dates.filter(isDate).find((date) => date <= today) ?? null
}
