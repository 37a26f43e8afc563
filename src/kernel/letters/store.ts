import { type Insertable, sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { Db, Tables, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { ServingWay } from './schema.ts'

/** Adds a letter; it is never changed. */
export async function insertLetter(tx: Tx, row: Insertable<Tables['letter']>): Promise<void> {
  await tx.insertInto('letter').values(row).execute()
}

const servedOn = sql<string | null>`(
  select min(letter_serving.served_on) from letter_serving where letter_serving.letter_id = letter.id)`

const selectLetters = (tx: Tx, scope: RegionScope) =>
  tx
    .selectFrom('letter')
    .select([
      'letter.id',
      'letter.number',
      'letter.kind',
      'letter.service',
      'letter.case_id',
      'letter.party_id',
      'letter.division',
      'letter.office_name',
      'letter.issued_on',
      'letter.content_cipher',
      'letter.content_hash',
      servedOn.as('served_on'),
    ])
    .where(withinScope(scope, 'letter.division', 'letter.party_id'))

export type LetterRow = Awaited<ReturnType<typeof getLetterRow>>

/** One letter in reach, sealed; 404 where it is not there or not the asker's. */
export async function getLetterRow(tx: Tx, scope: RegionScope, id: string) {
  const found = await selectLetters(tx, scope).where('letter.id', '=', id).executeTakeFirst()
  if (!found) throw notFound('这份文书')
  return found
}

export interface LetterFilter {
  caseId?: string | undefined
  kind?: string | undefined
  /** Only letters that have not been served yet. */
  unserved?: boolean
  numberPart?: string | undefined
  /** Id of the last letter of the page before. */
  after?: string | undefined
  limit: number
}

/** Letters in reach, newest first. */
export function findLetterRows(tx: Tx, scope: RegionScope, filter: LetterFilter): Promise<LetterRow[]> {
  let query = selectLetters(tx, scope).orderBy('letter.id', 'desc').limit(filter.limit)
  if (filter.caseId) query = query.where('letter.case_id', '=', filter.caseId)
  if (filter.kind) query = query.where('letter.kind', '=', filter.kind)
  if (filter.unserved) query = query.where(servedOn, 'is', null)
  if (filter.numberPart) query = query.where('letter.number', 'like', `%${filter.numberPart}%`)
  if (filter.after) query = query.where('letter.id', '<', filter.after)
  return query.execute()
}

/** How a letter was served, in the order in which it was recorded. */
export const findServings = (tx: Tx, letterId: string) =>
  tx
    .selectFrom('letter_serving')
    .select(['way', 'served_on', 'receipt_cipher', 'recorded_at'])
    .where('letter_id', '=', letterId)
    .orderBy('id')
    .execute()

export interface NewServing {
  letterId: string
  way: ServingWay
  servedOn: CalendarDate
  receiptCipher: Buffer | null
  recordedBy: string | null
  at: Date
}

/** Records that a letter was served; a second opening by its addressee changes nothing. */
export async function insertServing(tx: Tx, serving: NewServing): Promise<void> {
  await tx
    .insertInto('letter_serving')
    .values({
      letter_id: serving.letterId,
      way: serving.way,
      served_on: serving.servedOn,
      receipt_cipher: serving.receiptCipher,
      recorded_by: serving.recordedBy,
      recorded_at: serving.at,
    })
    .onConflict((conflict) => conflict.column('letter_id').where('way', '=', 'online').doNothing())
    .execute()
}

export interface PublicLetter {
  kind: string
  service: string
  office: string
  issuedOn: string
  hash: string
}

/** What anyone who knows a number may have confirmed, in reach or not. */
export async function findByNumber(db: Db, number: string): Promise<PublicLetter | undefined> {
  const { rows } = await sql<PublicLetter>`
    select kind, service, office_name as office, issued_on as "issuedOn", content_hash as hash
    from find_letter_by_number(${number})`.execute(db)
  return rows[0]
}
