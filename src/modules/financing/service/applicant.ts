import { sql } from 'kysely'
import type { Tx } from '../../../kernel/db/connect.ts'
import { readOnce } from '../../../kernel/db/once.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { type EnterpriseRow, getEnterprise } from '../../../kernel/parties/enterprise.ts'
import type { IdentityKind } from '../../../kernel/parties/identity-kinds.ts'
import { openPerson, type Verification } from '../../../kernel/parties/person.ts'
import { getPersonRow } from '../../../kernel/parties/store.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { Personal } from '../../../shared/personal.ts'
import type { ApplicantKind } from '../schema.ts'

export interface Applicant {
  partyId: string
  kind: ApplicantKind
  name: Personal | null
  phone: Personal | null
  /** Number of the identity paper; of an enterprise its credit code. */
  identity: Personal | null
  identityKind: IdentityKind | null
  /** By the number of the identity paper, or told beside it. */
  birthDate: CalendarDate | null
  verification: Verification
  version: number
  enterprise: EnterpriseRow | null
}

/** Whether it is an enterprise, and as whom it is served where it is a person. */
async function lookUp(tx: Tx, partyId: string) {
  const found = await tx
    .selectFrom('party')
    .select(['kind', sql<string>`survivor_of(id)`.as('survivorId')])
    .where('id', '=', partyId)
    .executeTakeFirst()
  return { isEnterprise: found?.kind === 'enterprise', survivorId: found?.survivorId ?? partyId }
}

function describeEnterprise(row: EnterpriseRow): Applicant {
  return {
    partyId: row.party_id,
    kind: row.legal_form === 'partnership' ? 'partnership' : 'enterprise',
    name: new Personal(row.name),
    phone: null,
    identity: new Personal(row.credit_code),
    identityKind: null,
    birthDate: null,
    verification: row.verification as Verification,
    version: row.version,
    enterprise: row,
  }
}

/** The applicant's own data, opened within reach: a person, of someone merged the survivor, or an enterprise by its legal form. */
export const readApplicant = (ctx: Ctx, tx: Tx, partyId: string): Promise<Applicant> =>
  readOnce(tx, `applicant ${partyId}`, () => describe(ctx, tx, partyId))

async function describe(ctx: Ctx, tx: Tx, partyId: string): Promise<Applicant> {
  const { isEnterprise, survivorId } = await lookUp(tx, partyId)
  if (isEnterprise) return describeEnterprise(await getEnterprise(tx, ctx.scope, partyId))
  const row = await getPersonRow(tx, ctx.scope, survivorId)
  const person = openPerson(ctx.platform, row)
  return {
    partyId,
    kind: 'person',
    ...person,
    identityKind: row.identity_kind as IdentityKind | null,
    verification: row.verification as Verification,
    version: row.version,
    enterprise: null,
  }
}
