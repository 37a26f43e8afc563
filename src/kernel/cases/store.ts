import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

const caseColumns = [
  'service_case.id',
  'service_case.number',
  'service_case.service',
  'service_case.flow_version',
  'service_case.state',
  'service_case.party_id',
  'service_case.division',
  'service_case.channel',
  'service_case.round',
  'service_case.version',
  'service_case.holder',
  'service_case.office_id',
  'service_case.held_since',
  'service_case.clock_limit',
  'service_case.clock_used',
  'service_case.clock_started_on',
  'service_case.due_on',
  'service_case.performed',
  'service_case.history_hash',
  'service_case.opened_at',
  'service_case.submitted_at',
  'service_case.ended_at',
  'service_case.assignee_id',
  'service_case.waiting_reason',
  'service_case.holding',
  'service_case.first_account_id',
  'service_case.first_office_id',
] as const

/** Accounts that must keep away from a case or its party (回避). */
const recused = sql<string[]>`
  coalesce((select array_agg(recusal.account_id) from recusal where recusal.ended_at is null
    and (recusal.party_id = service_case.party_id or recusal.case_id = service_case.id)), '{}')`.as('recused')

const selectCases = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('service_case')
    .select(caseColumns)
    .select(recused)
    .where(withinScope(scope, 'service_case.division', 'service_case.party_id'))

export type CaseRow = Awaited<ReturnType<typeof getCase>>

/** One case in reach; 404 where it is not there or not the asker's. */
export async function getCase(db: Db, scope: RegionScope, id: string) {
  const found = await selectCases(db, scope).where('service_case.id', '=', id).executeTakeFirst()
  if (!found) throw notFound('这个办件')
  return found
}

/** One case in reach by its number; nothing where there is none. */
export const findCaseByNumber = (db: Db, scope: RegionScope, number: string): Promise<CaseRow | undefined> =>
  selectCases(db, scope).where('service_case.number', '=', number).executeTakeFirst()

/** The same, locked until the transaction ends. */
export async function lockCase(tx: Tx, scope: RegionScope, id: string): Promise<CaseRow> {
  const found = await selectCases(tx, scope).where('service_case.id', '=', id).forUpdate().executeTakeFirst()
  if (!found) throw notFound('这个办件')
  return found
}

/** Several at once, locked in the order of their ids, so that two who lock the same ones never wait for each other. */
export const lockCases = (tx: Tx, scope: RegionScope, ids: readonly string[]): Promise<CaseRow[]> =>
  selectCases(tx, scope).where('service_case.id', 'in', ids).orderBy('service_case.id').forUpdate().execute()

/** A person's own cases, newest first. */
export const findPartyCases = (db: Db, scope: RegionScope, partyId: string) =>
  selectCases(db, scope)
    .where('service_case.party_id', '=', partyId)
    .orderBy('service_case.opened_at', 'desc')
    .limit(100)
    .execute()

/** The history of a case that the caller has already been let see, oldest first. */
export const findHistory = (db: Db, caseId: string) =>
  db
    .selectFrom('case_event')
    .leftJoin('office', 'office.id', 'case_event.office_id')
    .select([
      'case_event.sequence',
      'case_event.round',
      'case_event.action',
      'case_event.from_state',
      'case_event.to_state',
      'case_event.actor_role',
      'case_event.channel',
      'case_event.detail',
      'case_event.at',
      'office.name as office',
    ])
    .where('case_event.case_id', '=', caseId)
    .orderBy('case_event.sequence')
    .execute()

/** Names of where and with whom a case is. */
export interface CaseNames {
  division: string | null
  office: string | null
  assignee: string | null
  /** Of the first-responsible (首问负责): office and person. */
  firstOffice: string | null
  first: string | null
}

/** The names that a case's page shows beside it, in one statement. */
export async function findNames(db: Db, row: CaseRow, on: CalendarDate): Promise<CaseNames> {
  const { rows } = await sql<CaseNames>`
    select
      (select name from division where code = ${row.division} and valid_from <= ${on}::date
        and (valid_to is null or valid_to > ${on}::date)) as division,
      (select name from office where id = ${row.office_id}) as office,
      (select name from account where id = ${row.assignee_id}) as assignee,
      (select name from office where id = ${row.first_office_id}) as "firstOffice",
      (select name from account where id = ${row.first_account_id}) as first`.execute(db)
  return rows[0] as CaseNames
}
