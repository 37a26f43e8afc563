import { invalid } from '../../shared/errors.ts'
import type { Brand } from '../../shared/ids.ts'

/**
 * Code of an administrative division (行政区划代码), always 12 digits: province 2, city 2, county 2 (GB/T 2260), street or
 * town 3, community or village 3 (GB/T 10114); zeros where a level is not reached.
 */
export type DivisionCode = Brand<string, 'DivisionCode'>

export const divisionLevels = ['province', 'city', 'county', 'street', 'community'] as const

export type DivisionLevel = (typeof divisionLevels)[number]

/** How many digits of a code a level takes, all before it included. */
const DIGITS: Record<DivisionLevel, number> = { province: 2, city: 4, county: 6, street: 9, community: 12 }
const CODE_LENGTH = 12
const MUNICIPALITIES = ['11', '12', '31', '50']
/** City digits of counties that the province governs directly (省直辖县级行政区划), such as 429004 仙桃市. */
const DIRECT_COUNTIES = '90'

/** Whether a text has the form of a code; whether there is such a division, and when, only the table says. */
export function isDivisionCode(text: string): text is DivisionCode {
  return /^[1-9]\d{11}$/.test(text)
}

/** Takes a code of 12 digits, or of the 6 that people know. Throws a Refusal (422) that names `field` when it is none. */
export function parseDivisionCode(text: string, field = 'division'): DivisionCode {
  const code = text.length === DIGITS.county ? pad(text) : text
  if (!isDivisionCode(code)) {
    throw invalid([{ field, code: 'division', message: '行政区划代码是 12 位或 6 位数字，请从列表中选择地区。' }])
  }
  return code
}

/** The lowest level that a code reaches. */
export function levelOf(code: DivisionCode): DivisionLevel {
  const reached = divisionLevels.findLast((level) => !/^0*$/.test(partOf(code, level)))
  return reached ?? 'province'
}

/** The digits with which the codes of this division and of all beneath it begin: 2, 4, 6, 9 or 12. */
export function prefixOf(code: DivisionCode): string {
  return code.slice(0, DIGITS[levelOf(code)])
}

/**
 * The division directly above; null above a province. Counties of municipalities and those governed by the province itself
 * have the province above them; streets of a city without counties (such as 441900) the city.
 */
export function parentOf(code: DivisionCode): DivisionCode | null {
  const level = levelOf(code)
  if (level === 'province') return null
  if (level === 'county' && hasNoCity(code)) return pad(code.slice(0, DIGITS.province))
  const above = divisionLevels[divisionLevels.indexOf(level) - 1] ?? 'province'
  return pad(code.slice(0, DIGITS[above]))
}

/** The division itself and all above it, nearest first: where a parameter is looked for. */
export function lineageOf(code: DivisionCode): DivisionCode[] {
  const parent = parentOf(code)
  return parent ? [code, ...lineageOf(parent)] : [code]
}

/** Whether a division is this ancestor itself or lies beneath it. */
export function isWithin(code: DivisionCode, ancestor: DivisionCode): boolean {
  return code.startsWith(prefixOf(ancestor))
}

function hasNoCity(code: DivisionCode): boolean {
  return MUNICIPALITIES.includes(partOf(code, 'province')) || partOf(code, 'city') === DIRECT_COUNTIES
}

function partOf(code: DivisionCode, level: DivisionLevel): string {
  const above = divisionLevels[divisionLevels.indexOf(level) - 1]
  return code.slice(above ? DIGITS[above] : 0, DIGITS[level])
}

function pad(prefix: string): DivisionCode {
  return prefix.padEnd(CODE_LENGTH, '0') as DivisionCode
}
