import { makeResidentId } from '../../src/kernel/parties/demonstration-id.ts'
import { parseDate } from '../../src/shared/dates.ts'

/** Who applies; all of it invented. */
export interface Applicant {
  phone: string
  name: string
  identityNumber: string
}

const surnames = ['钟', '向', '覃', '望', '屈', '秦']

/** The n-th invented applicant of a file of journeys. */
export const inventApplicant = (n: number): Applicant => ({
  phone: `1390000${String(1000 + n)}`,
  name: `${surnames[n % surnames.length]}小满`,
  identityNumber: makeResidentId(parseDate('1998-04-12'), n),
})
