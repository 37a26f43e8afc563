import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { openPerson, type Verification } from '../../../kernel/parties/person.ts'
import { parseResidentId } from '../../../kernel/parties/resident-id.ts'
import { getPersonRow } from '../../../kernel/parties/store.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import type { Personal } from '../../../shared/personal.ts'

export interface Applicant {
  partyId: string
  name: Personal | null
  phone: Personal | null
  identity: Personal | null
  /** Read off the resident ID; kept nowhere by itself. */
  birthDate: CalendarDate | null
  verification: Verification
  version: number
}

/** The applicant's own data, opened within reach. */
export async function readApplicant(ctx: Ctx, tx: Tx, partyId: string): Promise<Applicant> {
  const row = await getPersonRow(tx, ctx.scope, partyId)
  const person = openPerson(ctx.platform, row)
  const read = person.identity && parseResidentId(person.identity.reveal(), ctx.today)
  return {
    partyId,
    ...person,
    birthDate: read?.ok ? read.birthDate : null,
    verification: row.verification as Verification,
    version: row.version,
  }
}
