import type { CalendarDate } from '../../shared/dates.ts'
import { creditCheckCharacter, organisationCheckCharacter } from './credit-code.ts'
import { checkCharacter } from './identity-number.ts'

/**
 * Not a code of any division: 湖北省 has no city 99. Numbers that begin with it pass our check, yet can be no living person's.
 */
const UNASSIGNED_AREA = '429999'

/**
 * A resident identity number for tests and demonstration data only, of nobody. `sequence` is 0 to 999: odd for men, even for
 * women. Throws a RangeError beyond.
 */
export function makeResidentId(birth: CalendarDate, sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 999) throw new RangeError('sequence is 0 to 999')
  const digits = `${UNASSIGNED_AREA}${birth.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`
  return digits + checkCharacter(digits)
}

/**
 * A unified social credit code for tests and demonstration data only, of no enterprise: its area does not exist either.
 * `sequence` is 0 to 99,999. Throws a RangeError beyond.
 */
export function makeCreditCode(sequence: number): string {
  if (!Number.isInteger(sequence) || sequence < 0 || sequence > 99_999) throw new RangeError('sequence is 0 to 99,999')
  const organisation = `MA${String(sequence).padStart(6, '0')}`
  const characters = `91${UNASSIGNED_AREA}${organisation}${organisationCheckCharacter(organisation)}`
  return characters + creditCheckCharacter(characters)
}
