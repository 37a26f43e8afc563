import type { Tx } from '../../kernel/db/connect.ts'
import { type RegionScope, withinScope } from '../../kernel/divisions/scope.ts'
import { notFound } from '../../shared/errors.ts'
import type { Fen } from '../../shared/money.ts'

interface NewLoan {
  caseId: string
  partyId: string
  division: string
  kind: string
  formCipher: Buffer
  savedAt: Date
}

/** Begins the detail row of a loan case. */
export async function insertLoan(tx: Tx, loan: NewLoan): Promise<void> {
  await tx
    .insertInto('loan')
    .values({
      case_id: loan.caseId,
      party_id: loan.partyId,
      division: loan.division,
      kind: loan.kind,
      form_cipher: loan.formCipher,
      saved_at: loan.savedAt,
    })
    .execute()
}

/** The detail row of a case in reach; the table is behind row-level security as well. Throws a Refusal (404). */
export async function getLoan(tx: Tx, scope: RegionScope, caseId: string) {
  const found = await tx
    .selectFrom('loan')
    .select(['case_id', 'party_id', 'kind', 'form_cipher', 'recommended_amount', 'recommended_months', 'saved_at'])
    .where('case_id', '=', caseId)
    .where(withinScope(scope, 'loan.division', 'loan.party_id'))
    .executeTakeFirst()
  if (!found) throw notFound('这个办件')
  return found
}

/** The sealed form of the party's newest earlier loan, to fill in what is known. */
export const findEarlierForm = (tx: Tx, partyId: string) =>
  tx
    .selectFrom('loan')
    .select('form_cipher')
    .where('party_id', '=', partyId)
    .orderBy('saved_at', 'desc')
    .limit(1)
    .executeTakeFirst()

interface SavedForm {
  formCipher: Buffer
  requestedAmount: Fen | null
  requestedMonths: number | null
  savedAt: Date
}

/** Keeps the form as it stands; amount in fen, term in months. */
export async function saveForm(tx: Tx, caseId: string, form: SavedForm): Promise<void> {
  await tx
    .updateTable('loan')
    .set({
      form_cipher: form.formCipher,
      requested_amount: form.requestedAmount,
      requested_months: form.requestedMonths,
      saved_at: form.savedAt,
    })
    .where('case_id', '=', caseId)
    .execute()
}

/** Keeps what is recommended; amount in fen, term in months. */
export async function saveRecommendation(tx: Tx, caseId: string, amount: Fen, months: number): Promise<void> {
  await tx
    .updateTable('loan')
    .set({ recommended_amount: amount, recommended_months: months })
    .where('case_id', '=', caseId)
    .execute()
}
