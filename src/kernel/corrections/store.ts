import { sql } from 'kysely'
import { notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

export interface CorrectionRow {
  caseId: string
  partyId: string
  division: string
  targets: readonly string[]
  formCipher: Buffer
  savedAt: Date
}

/** Lays the detail of a new correction beside its case. */
export async function insertCorrection(tx: Tx, row: CorrectionRow): Promise<void> {
  await tx
    .insertInto('correction')
    .values({
      case_id: row.caseId,
      party_id: row.partyId,
      division: row.division,
      targets: [...row.targets],
      form_cipher: row.formCipher,
      saved_at: row.savedAt,
    })
    .execute()
}

/** A correction in reach; 404 where there is none. */
export async function getCorrection(tx: Tx, scope: RegionScope, caseId: string) {
  const found = await tx
    .selectFrom('correction')
    .select(['case_id', 'party_id', 'targets', 'form_cipher'])
    .where('case_id', '=', caseId)
    .where(withinScope(scope, 'correction.division', 'correction.party_id'))
    .executeTakeFirst()
  if (!found) throw notFound('这个办件')
  return found
}

/** Keeps the form anew. */
export async function saveCorrection(
  tx: Tx,
  caseId: string,
  { targets, formCipher, savedAt }: Pick<CorrectionRow, 'targets' | 'formCipher' | 'savedAt'>,
): Promise<void> {
  await tx
    .updateTable('correction')
    .set({ targets: [...targets], form_cipher: formCipher, saved_at: savedAt })
    .where('case_id', '=', caseId)
    .execute()
}

export interface FormerValue {
  partyId: string
  field: string
  /** Sealed by the key of the party. */
  valueCipher: Buffer
  /** Blind index of a person's name, phone or number. */
  valueIndex: string | null
  identityKind: string | null
  caseId: string
  replacedAt: Date
}

/** Keeps what was there before a correction. */
export async function insertFormerValue(tx: Tx, value: FormerValue): Promise<void> {
  await tx
    .insertInto('former_value')
    .values({
      id: newId(value.replacedAt),
      party_id: value.partyId,
      field: value.field,
      value_cipher: value.valueCipher,
      value_index: value.valueIndex,
      identity_kind: value.identityKind,
      case_id: value.caseId,
      replaced_at: value.replacedAt,
    })
    .execute()
}

/** What identity data were before, of these parties or of one case; sealed, the newest first. */
export const findFormerRows = (tx: Tx, by: { parties: readonly string[] } | { caseId: string }) =>
  tx
    .selectFrom('former_value')
    .leftJoin('service_case', 'service_case.id', 'former_value.case_id')
    .select(['former_value.party_id', 'former_value.field', 'former_value.value_cipher', 'former_value.identity_kind'])
    .select(['former_value.replaced_at', 'service_case.number', 'former_value.case_id'])
    .$if('parties' in by, (query) => query.where('former_value.party_id', 'in', 'parties' in by ? by.parties : []))
    .$if('caseId' in by, (query) => query.where('former_value.case_id', '=', 'caseId' in by ? by.caseId : ''))
    .orderBy('former_value.replaced_at', 'desc')
    .orderBy('former_value.id', 'desc')
    .execute()

/** Facts that corrections have put right, with what was known before: the fact rows themselves keep it. */
export async function findCorrectedFacts(tx: Tx, by: { parties: readonly string[] } | { caseId: string }) {
  const wanted =
    'caseId' in by ? sql`service_case.id = ${by.caseId}` : sql`fact.party_id = any(${[...by.parties]}::uuid[])`
  const { rows } = await sql<{ key: string; before: unknown; number: string; case_id: string; replaced_at: Date }>`
    select fact.key, service_case.number, service_case.id as case_id, fact.recorded_at as replaced_at,
      (select earlier.value from fact as earlier
        where earlier.party_id in (select merged_with(fact.party_id)) and earlier.key = fact.key and earlier.id < fact.id
        order by earlier.id desc limit 1) as before
    from service_case join fact on fact.source_ref = service_case.id::text
    where service_case.service = 'correction' and fact.party_id in (select merged_with(service_case.party_id)) and ${wanted}
    order by fact.id desc`.execute(tx)
  return rows
}

/** The correction of a party that is not at its end yet. */
export const findOpenCorrection = (tx: Tx, partyId: string) =>
  tx
    .selectFrom('service_case')
    .select(['id', 'number', 'state'])
    .where('service', '=', 'correction')
    .where('ended_at', 'is', null)
    .where(sql<boolean>`party_id in (select merged_with(${partyId}::uuid))`)
    .executeTakeFirst()
