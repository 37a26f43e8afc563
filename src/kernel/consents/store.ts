import { sql } from 'kysely'
import type { Db, Tx } from '../db/connect.ts'
import { type ConsentPurpose, purposeNames, requiredPurposes } from './purposes.ts'
import { firstTexts } from './texts.ts'

export interface ConsentText {
  purpose: ConsentPurpose
  version: number
  title: string
  body: string
  publishedAt: Date
}

/** Enters the first version of each text where there is none; runs at each start. */
export async function seedConsentTexts(tx: Tx, now: Date): Promise<void> {
  const rows = purposeNames.map((purpose) => {
    const { title, body } = firstTexts[purpose]
    return { purpose, version: 1, title, body: body.join('\n\n'), published_at: now }
  })
  await tx
    .insertInto('consent_text')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['purpose', 'version']).doNothing())
    .execute()
}

const viewText = (row: { purpose: string; version: number; title: string; body: string; published_at: Date }) => ({
  purpose: row.purpose as ConsentPurpose,
  version: row.version,
  title: row.title,
  body: row.body,
  publishedAt: row.published_at,
})

/** The newest version of each text, in the order of the purposes. */
export async function findCurrentTexts(db: Db): Promise<ConsentText[]> {
  const rows = await db
    .selectFrom('consent_text')
    .distinctOn('purpose')
    .selectAll()
    .orderBy('purpose')
    .orderBy('version', 'desc')
    .execute()
  const texts = rows.map(viewText)
  return purposeNames.flatMap((purpose) => texts.filter((text) => text.purpose === purpose))
}

/** One text in one version, the newest unless told; undefined when there is none. */
export async function findText(db: Db, purpose: string, version?: number): Promise<ConsentText | undefined> {
  const row = await db
    .selectFrom('consent_text')
    .selectAll()
    .where('purpose', '=', purpose)
    .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && viewText(row)
}

export interface ConsentRow {
  purpose: ConsentPurpose
  version: number
  given: boolean
  form: 'online' | 'paper' | 'spoken'
  caseId: string | null
  at: Date
  /** Taken down by a clerk. */
  byClerk: boolean
}

const MOST_ROWS = 500

/** That a row is of this person, or of one who was merged with them. */
const saidBy = (partyId: string) => sql<boolean>`consent.party_id in (select merged_with(${partyId}::uuid))`

/** Everything a person has agreed to and taken back, the newest first; 500 at most. */
export async function findConsents(db: Db, partyId: string): Promise<ConsentRow[]> {
  const rows = await db
    .selectFrom('consent')
    .select(['purpose', 'version', 'given', 'form', 'case_id', 'at', 'recorded_by'])
    .where(saidBy(partyId))
    .orderBy('id', 'desc')
    .limit(MOST_ROWS)
    .execute()
  return rows.map((row) => ({
    purpose: row.purpose as ConsentPurpose,
    version: row.version,
    given: row.given,
    form: row.form as ConsentRow['form'],
    caseId: row.case_id,
    at: row.at,
    byClerk: row.recorded_by !== null,
  }))
}

export interface ConsentDraft {
  partyId: string
  purpose: ConsentPurpose
  version: number
  given: boolean
  form: ConsentRow['form']
  channel: string
  caseId?: string | null
  /** The clerk who takes it down; null for the person's own act. */
  by: string | null
  at: Date
}

/** Adds what a person has said; what they said before stays in the table. */
export async function recordConsent(tx: Tx, draft: ConsentDraft): Promise<void> {
  await tx
    .insertInto('consent')
    .values({
      party_id: draft.partyId,
      purpose: draft.purpose,
      version: draft.version,
      given: draft.given,
      form: draft.form,
      channel: draft.channel,
      case_id: draft.caseId ?? null,
      at: draft.at,
      recorded_by: draft.by,
    })
    .execute()
}

/** The person behind an account, also while they act for someone else; of a merged one the survivor. */
export async function findOwnParty(db: Db, accountId: string | null): Promise<string | null> {
  if (accountId === null) return null
  const { rows } = await sql<{ party: string | null }>`
    select survivor_of(party_id) as party from account where id = ${accountId}`.execute(db)
  return rows[0]?.party ?? null
}

/** The required texts whose newest version the person of an account has not agreed to; one query, made at each page of theirs. */
export async function findDuePurposes(db: Db, accountId: string): Promise<ConsentPurpose[]> {
  const { rows } = await sql<{ purpose: ConsentPurpose }>`
    select newest.purpose
    from (
      select purpose, max(version) as version from consent_text
      where purpose = any(${requiredPurposes}) group by purpose
    ) as newest
    left join lateral (
      select consent.given, consent.version
      from account join consent on consent.party_id in (select merged_with(account.party_id))
      where account.id = ${accountId} and consent.purpose = newest.purpose
      order by consent.id desc limit 1
    ) as said on true
    where said.given is not true or said.version < newest.version`.execute(db)
  return purposeNames.filter((purpose) => rows.some((row) => row.purpose === purpose))
}

/**
 * Where a person stands with a purpose: what they said last, of this case where one is told; null when they were never asked.
 */
export async function findStanding(
  db: Db,
  { partyId, purpose, caseId }: { partyId: string; purpose: ConsentPurpose; caseId?: string },
): Promise<'given' | 'withdrawn' | null> {
  const row = await db
    .selectFrom('consent')
    .select('given')
    .where(saidBy(partyId))
    .where('purpose', '=', purpose)
    .$if(caseId !== undefined, (query) =>
      query.where(({ or, eb }) => or([eb('case_id', '=', caseId ?? ''), eb('case_id', 'is', null)])),
    )
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return row.given ? 'given' : 'withdrawn'
}
