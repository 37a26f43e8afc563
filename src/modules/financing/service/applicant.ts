import type { Tx } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import type { IdentityKind } from '../../../kernel/parties/identity-kinds.ts'
import { openPerson, type Verification } from '../../../kernel/parties/person.ts'
import { getPersonRow } from '../../../kernel/parties/store.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import type { Personal } from '../../../shared/personal.ts'

export interface Applicant {
  partyId: string
  name: Personal | null
  phone: Personal | null
  identity: Personal | null
  identityKind: IdentityKind | null
  /** By the number of the identity paper, or told beside it. */
  birthDate: CalendarDate | null
  verification: Verification
  version: number
}

/** The applicant's own data, opened within reach. */
export async function readApplicant(ctx: Ctx, tx: Tx, partyId: string): Promise<Applicant> {
  const row = await getPersonRow(tx, ctx.scope, partyId)
  const person = openPerson(ctx.platform, row)
  return {
    partyId,
    ...person,
    identityKind: row.identity_kind as IdentityKind | null,
    verification: row.verification as Verification,
    version: row.version,
  }
}
