import { type RawBuilder, sql } from 'kysely'
import { notFound } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import { everything, type RegionScope, withinScope } from '../divisions/scope.ts'

const personColumns = [
  'person.party_id',
  'person.division',
  'person.wrapped_key',
  'person.name_cipher',
  'person.phone_cipher',
  'person.identity_kind',
  'person.identity_cipher',
  'person.birth_cipher',
  'person.identity_index',
  'person.verification',
  'person.verified_at',
  'person.version',
  'place.name as divisionName',
] as const

/**
 * In reach by where the person lives, by one of their cases, or by an enterprise of there that they act for. The rows' own policy
 * says the same once more.
 */
const isInReach = (scope: RegionScope): RawBuilder<boolean> => sql<boolean>`(
  ${withinScope(scope, 'person.division', 'person.party_id')}
  or exists (
    select from service_case
    where service_case.party_id in (select merged_with(person.party_id))
      and ${withinScope(scope, 'service_case.division', 'service_case.party_id')}
  )
  or exists (
    select from agency
    where agency.agent_id = person.party_id and ${withinScope(scope, 'agency.division', 'agency.agent_id')}
  ))`

const selectPersons = (tx: Tx, scope: RegionScope) =>
  tx
    .selectFrom('person')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'person.division').on('place.valid_to', 'is', null),
    )
    .select(personColumns)
    .where(isInReach(scope))

export type PersonRow = Awaited<ReturnType<typeof getPersonRow>>

/** A person in reach, sealed; 404 where there is none or not in reach. */
export async function getPersonRow(tx: Tx, scope: RegionScope, partyId: string | null) {
  const found = await selectPersons(tx, scope).where('person.party_id', '=', partyId).executeTakeFirst()
  if (!found) throw notFound('这位服务对象')
  return found
}

/** Whether there is such a party at all, in reach or not. */
export async function isParty(db: Db, id: string): Promise<boolean> {
  const found = await db.selectFrom('party').select('id').where('id', '=', id).executeTakeFirst()
  return found !== undefined
}

/** The same, locked until the transaction ends. */
export async function lockPersonRow(tx: Tx, scope: RegionScope, partyId: string | null): Promise<PersonRow> {
  const query = selectPersons(tx, scope).where('person.party_id', '=', partyId).forUpdate('person')
  const found = await query.executeTakeFirst()
  if (!found) throw notFound('这位服务对象')
  return found
}

/** Those of these parties who are in reach. */
export const findPersonRows = (tx: Tx, scope: RegionScope, partyIds: readonly string[]): Promise<PersonRow[]> =>
  partyIds.length === 0
    ? Promise.resolve([])
    : selectPersons(tx, scope).where('person.party_id', 'in', partyIds).orderBy('person.party_id').execute()

/** The persons who act for enterprises, by their agencies that the asker has been let see; the rows' own policy bounds them. */
export const findAgentRows = (tx: Tx, partyIds: readonly string[]): Promise<PersonRow[]> =>
  partyIds.length === 0
    ? Promise.resolve([])
    : selectPersons(tx, everything).where('person.party_id', 'in', partyIds).execute()

const MOST_NAMESAKES = 50

/** Those in reach with this blind index of their name; 50 at most. */
export const findNamesakes = (tx: Tx, scope: RegionScope, nameIndex: string): Promise<PersonRow[]> =>
  selectPersons(tx, scope)
    .where('person.name_index', '=', nameIndex)
    .where(sql<boolean>`survivor_of(person.party_id) = person.party_id`)
    .orderBy('person.party_id')
    .limit(MOST_NAMESAKES)
    .execute()

/** What belongs to one person alone. */
export type Identifier = 'phone' | 'identity'

export interface FoundPerson {
  partyId: string
  division: string
}

const finders = {
  phone: 'find_person_by_phone',
  identity: 'find_person_by_identity',
} as const

/** Persons with this blind index of an identifier, in reach or not: their ids and divisions alone. */
export async function findByIndex(db: Db, by: Identifier, index: string): Promise<FoundPerson[]> {
  const { rows } = await sql<FoundPerson>`
    select party_id as "partyId", division from ${sql.raw(finders[by])}(${index}) order by party_id`.execute(db)
  return rows
}

/** Keeps anyone else from making a person of this phone until the transaction ends. */
export async function lockPhone(tx: Tx, phoneIndex: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${phoneIndex}, 2))`.execute(tx)
}

/** The names of divisions by code, as they are now. */
export async function findDivisionNames(db: Db, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('division')
    .select(['code', 'name'])
    .where('code', 'in', [...new Set(codes)])
    .where('valid_to', 'is', null)
    .execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}
