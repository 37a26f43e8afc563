import { sql } from 'kysely'
import { canonicalJson } from '../../shared/canonical.ts'
import type { CalendarDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type JudgementRecord, readRecord, writeRecord } from './judgement.ts'
import {
  type Certainty,
  NATION,
  type Parameter,
  type ParameterSet,
  placesFor,
  resolveParameters,
} from './parameters.ts'
import type { ParameterValue, Unit } from './quantities.ts'
import type { Rule } from './rule.ts'

/** Seals a text by the key of a party, so that it goes when their key goes. */
export type SealFor = (partyId: string, text: string) => Promise<Buffer>

/** Opens what was sealed for that party. */
export type OpenFor = (partyId: string, sealed: Buffer) => Promise<string>

/** A judgement as it is kept: on whom, for which case, and when. */
export interface StoredJudgement {
  id: string
  /** What it is beside a decision: what the decision rests on, unless told; or what else was found to fit or to be near. */
  purpose?: 'decision' | 'alternative'
  caseId: string | null
  partyId: string
  record: JudgementRecord
  judgedAt: Date
}

/** The figures for these keys that count in a division on a day; what no division has set is absent. */
export async function findParameters(
  db: Db,
  keys: readonly string[],
  division: string,
  on: CalendarDate,
): Promise<ParameterSet> {
  const rows = await db
    .selectFrom('parameter')
    .select(['key', 'division', 'value', 'unit', 'valid_from', 'valid_to', 'certainty', 'source', 'note'])
    .where('key', '=', sql<string>`any(${keys})`)
    .where('division', '=', sql<string>`any(${placesFor(division)})`)
    .execute()
  const parameters = rows.map(
    ({ valid_from, valid_to, ...row }): Parameter => ({
      ...row,
      value: row.value as ParameterValue,
      unit: row.unit as Unit,
      certainty: row.certainty as Certainty,
      validFrom: valid_from as CalendarDate,
      validTo: valid_to as CalendarDate | null,
    }),
  )
  return resolveParameters(parameters, division, on)
}

/**
 * The rule of this code that counts in a division on a day: of the nearest division above, its newest version in force.
 * Throws a Refusal (404) when there is none.
 */
export async function getRule(db: Db, code: string, division: string, on: CalendarDate): Promise<Rule> {
  const places = placesFor(division)
  const found = await db
    .selectFrom('rule')
    .select('body')
    .where('code', '=', code)
    .where('division', '=', sql<string>`any(${places})`)
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy(sql`array_position(${places}::text[], division)`)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound('现在适用的资格条件')
  return found.body as unknown as Rule
}

const publishedBody = async (tx: Tx, { code, division, version }: Pick<Rule, 'code' | 'division' | 'version'>) =>
  (
    await tx
      .selectFrom('rule')
      .select('body')
      .where('code', '=', code)
      .where('division', '=', division)
      .where('version', '=', version)
      .executeTakeFirst()
  )?.body as Rule | undefined

/**
 * A local rule says which wider one it takes the place of, and that one is published for a division above. Throws an Error
 * where it does not, or where there is a wider one and nothing is said of it.
 */
async function checkOverride(tx: Tx, rule: Rule): Promise<void> {
  const { code, division, overrides } = rule
  const name = `Rule ${code} of ${division}`
  const above = placesFor(division).filter((place) => place !== division)
  if (overrides) {
    if (!above.includes(overrides.division))
      throw new Error(`${name} overrides ${overrides.division}, which is not above it`)
    const wider = await publishedBody(tx, { code, ...overrides })
    if (!wider) throw new Error(`${name} overrides version ${overrides.version}, which is not published`)
    if (wider.validTo !== null && wider.validTo <= rule.validFrom)
      throw new Error(`${name} overrides version ${overrides.version}, which has ended by then`)
    return
  }
  const wider = await tx
    .selectFrom('rule')
    .select('version')
    .where('code', '=', code)
    .where('division', '=', sql<string>`any(${above})`)
    .executeTakeFirst()
  if (wider) throw new Error(`${name} stands below another of its code and does not say that it overrides it`)
}

/**
 * Publishes a version of a rule, once. Throws an Error when that version is already published with another content, and where a
 * local rule does not say rightly what it takes the place of.
 */
export async function seedRule(tx: Tx, rule: Rule): Promise<void> {
  const { code, version, division, validFrom, validTo } = rule
  const body = canonicalJson(rule)
  await checkOverride(tx, rule)
  await tx
    .insertInto('rule')
    .values({ code, version, division, valid_from: validFrom, valid_to: validTo, body })
    .onConflict((conflict) => conflict.columns(['code', 'division', 'version']).doNothing())
    .execute()
  if (canonicalJson(await publishedBody(tx, rule)) !== body) {
    throw new Error(
      `Rule ${code} version ${version} is published and never changes: give the new content a new version`,
    )
  }
}

/** Enters the figures that are not there yet; those that staff corrected stay as they are. */
export async function seedParameters(tx: Tx, parameters: readonly Parameter[], now: Date): Promise<void> {
  await tx
    .insertInto('parameter')
    .values(
      parameters.map(({ validFrom, validTo, value, ...parameter }) => ({
        ...parameter,
        id: newId(now),
        value: canonicalJson(value),
        valid_from: validFrom,
        valid_to: validTo,
      })),
    )
    .onConflict((conflict) => conflict.columns(['key', 'division', 'valid_from']).doNothing())
    .execute()
}

/** Keeps a judgement for good, sealed by the party's key, with the hash of what was sealed. */
export async function saveJudgement(tx: Tx, stored: StoredJudgement, sealFor: SealFor): Promise<void> {
  const { judgement } = stored.record
  const { text, hash } = writeRecord(stored.record)
  await tx
    .insertInto('judgement')
    .values({
      id: stored.id,
      case_id: stored.caseId,
      party_id: stored.partyId,
      rule_code: judgement.ruleCode,
      rule_version: judgement.ruleVersion,
      engine_version: judgement.engineVersion,
      body_cipher: await sealFor(stored.partyId, text),
      result: judgement.result,
      hash,
      judged_on: judgement.on,
      purpose: stored.purpose ?? 'decision',
      judged_at: stored.judgedAt,
    })
    .execute()
}

const keptColumns = ['id', 'case_id', 'party_id', 'body_cipher', 'hash', 'judged_at'] as const

interface KeptRow {
  id: string
  case_id: string | null
  party_id: string
  body_cipher: Buffer
  hash: string
  judged_at: Date
}

async function openKept(row: KeptRow, openFor: OpenFor): Promise<StoredJudgement> {
  const record = readRecord(await openFor(row.party_id, row.body_cipher), row.hash)
  return { id: row.id, caseId: row.case_id, partyId: row.party_id, record, judgedAt: row.judged_at }
}

/**
 * A judgement in the reach that the transaction was opened with (the table is behind row-level security).
 * Throws a Refusal (404) when there is none in reach, and an Error when what is kept does not match its hash.
 */
export async function getJudgement(tx: Tx, id: string, openFor: OpenFor): Promise<StoredJudgement> {
  const row = await tx.selectFrom('judgement').select(keptColumns).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound('这次判定')
  return openKept(row, openFor)
}

/** The newest judgement that stood beside a decision on a case; null when there is none in reach. */
export async function findNewestJudgement(tx: Tx, caseId: string, openFor: OpenFor): Promise<StoredJudgement | null> {
  const row = await tx
    .selectFrom('judgement')
    .select(keptColumns)
    .where('case_id', '=', caseId)
    .where('purpose', '=', 'decision')
    .orderBy('judged_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? openKept(row, openFor) : null
}
/** What else was found to fit or to be near when the newest decision on a case was taken, in the order in which it was kept. */
export async function findAlternativeJudgements(tx: Tx, caseId: string, openFor: OpenFor): Promise<StoredJudgement[]> {
  const rows = await tx
    .selectFrom('judgement')
    .select(keptColumns)
    .where('case_id', '=', caseId)
    .where('purpose', '=', 'alternative')
    .where('judged_at', '=', (among) =>
      among
        .selectFrom('judgement as newest')
        .select(({ fn }) => fn.max('newest.judged_at').as('at'))
        .where('newest.case_id', '=', caseId)
        .where('newest.purpose', '=', 'decision'),
    )
    .orderBy('id')
    .execute()
  const kept: StoredJudgement[] = []
  for (const row of rows) kept.push(await openKept(row, openFor))
  return kept
}

/** Every rule in force in a division on a day, of each code the nearest division's newest version. */
export async function findRules(db: Db, division: string, on: CalendarDate): Promise<Rule[]> {
  const places = placesFor(division)
  const rows = await db
    .selectFrom('rule')
    .distinctOn('code')
    .select('body')
    .where('division', '=', sql<string>`any(${places})`)
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('code')
    .orderBy(sql`array_position(${places}::text[], division)`)
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => row.body as unknown as Rule)
}

/** The rules of this code that take the place of a wider one somewhere, in force on a day, by division. */
export async function findLocalRules(db: Db, code: string, on: CalendarDate): Promise<Rule[]> {
  const rows = await db
    .selectFrom('rule')
    .distinctOn('division')
    .select('body')
    .where('code', '=', code)
    .where('division', '!=', NATION)
    .where('valid_from', '<=', on)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', on)]))
    .orderBy('division')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => row.body as unknown as Rule)
}
