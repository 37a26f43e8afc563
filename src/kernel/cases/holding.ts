import { sql } from 'kysely'
import { type CalendarDate, dateIn } from '../../shared/dates.ts'
import type { Calendar } from '../calendar/days.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { CaseRow } from './store.ts'

/** Why a case came to whoever has it. */
export const holdingCauses = {
  opened: '开始填写',
  moved: '办到这一步',
  assigned: '系统分派',
  claimed: '领办',
  takenOver: '接办',
  handedOn: '转办',
  reassigned: '批量转办',
  absence: '请假代理',
  returned: '销假交还',
  handOver: '离岗交接',
} as const

export type HoldingCause = keyof typeof holdingCauses

/** Who has a case from now on, and why. */
export interface Holding {
  holder: 'applicant' | 'office'
  officeId: string | null
  /** The staff member; null while it waits in the office's pool. */
  accountId: string | null
  /** The absent person in whose stead they have it. */
  deputyFor: string | null
  cause: HoldingCause
  /** Why it changed hands, or why it waits. */
  reason: string | null
}

type Held = Pick<CaseRow, 'id' | 'holding' | 'held_since'>

interface Change {
  row: Held
  /** The state and round in which it is held; the next holding's, not the last's. */
  state: string
  round: number
  /** Nobody at an end. */
  next: Holding | null
  by: string | null
  now: Date
  calendar: Calendar
}

/** Working days that the present holder has had a case, by the end of a day. */
export const daysHeld = (since: Date, calendar: Calendar, today: CalendarDate): number =>
  Math.max(0, calendar.workdaysBetween(dateIn(since), today))

/**
 * Ends the holding of a case whose row is locked, with the working days it took, and begins the next: one statement. The number
 * of the new holding is `row.holding + 1`; the caller sets it, and the holder, on the spine.
 */
export async function recordHolding(tx: Tx, { row, state, round, next, by, now, calendar }: Change): Promise<void> {
  const used = daysHeld(row.held_since, calendar, dateIn(now))
  const close = sql`
    update case_holding
    set until = greatest(${now}::timestamptz, since), workdays_used = ${used}, ended_by = ${by}
    where case_id = ${row.id} and until is null`
  if (!next) {
    await close.execute(tx)
    return
  }
  const { holder, officeId, accountId, deputyFor, cause, reason } = next
  // Counting what was closed makes the insert wait for it: one holding at a time is open.
  await sql`
    with closed as (${close} returning 1)
    insert into case_holding
      (case_id, sequence, round, state, holder, office_id, account_id, deputy_for, cause, reason, since)
    select ${row.id}::uuid, ${row.holding + 1}::int, ${round}::int, ${state}, ${holder}, ${officeId}::uuid,
      ${accountId}::uuid, ${deputyFor}::uuid, ${cause}, ${reason}::text, ${now}::timestamptz
    from (select count(*) from closed) as done`.execute(tx)
}

/** Every holding of a case that the caller has already been let see, oldest first, with the names of office and people. */
export const findHoldings = (db: Db, caseId: string) =>
  db
    .selectFrom('case_holding')
    .leftJoin('office', 'office.id', 'case_holding.office_id')
    .leftJoin('account', 'account.id', 'case_holding.account_id')
    .leftJoin('account as absent', 'absent.id', 'case_holding.deputy_for')
    .leftJoin('account as ender', 'ender.id', 'case_holding.ended_by')
    .select([
      'sequence',
      'round',
      'case_holding.state',
      'holder',
      'cause',
      'reason',
      'since',
      'until',
      'workdays_used as workdaysUsed',
      'account_id as accountId',
      'ended_by as endedBy',
      'office.name as office',
      'account.name as person',
      'absent.name as deputyFor',
      'ender.name as ender',
    ])
    .where('case_id', '=', caseId)
    .orderBy('sequence')
    .execute()
