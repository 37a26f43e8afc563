import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { conflict, invalid, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Db, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import type { AbsenceKind } from './reasons.ts'

export interface AbsenceDraft {
  accountId: string
  deputyId: string | null
  kind: AbsenceKind
  firstDay: CalendarDate
  lastDay: CalendarDate
}

export interface AbsenceRow {
  id: string
  accountId: string
  name: string
  deputyId: string | null
  deputy: string | null
  kind: AbsenceKind
  firstDay: CalendarDate
  lastDay: CalendarDate
  begunAt: Date | null
  endedAt: Date | null
  cancelledAt: Date | null
  version: number
}

const selectAbsences = sql`
  select absence.id, absence.account_id as "accountId", account.name, deputy_id as "deputyId", deputy.name as deputy,
    absence.kind, first_day as "firstDay", last_day as "lastDay", begun_at as "begunAt", ended_at as "endedAt",
    cancelled_at as "cancelledAt", absence.version
  from absence
  join account on account.id = absence.account_id
  left join account as deputy on deputy.id = absence.deputy_id`

const reached = (scope: RegionScope) => sql<boolean>`
  exists (select from role_grant where role_grant.account_id = absence.account_id
    and ${withinScope(scope, 'role_grant.division')})`

/** Absences of staff in reach or of one person, those that are not over first, the nearest first. */
export async function findAbsences(
  db: Db,
  scope: RegionScope,
  { only, today, limit }: { only?: string; today: CalendarDate; limit: number },
): Promise<AbsenceRow[]> {
  const whose = only ? sql`absence.account_id = ${only}::uuid` : reached(scope)
  const { rows } = await sql<AbsenceRow>`
    ${selectAbsences} where ${whose}
    order by (cancelled_at is not null or last_day < ${today}::date), abs(first_day - ${today}::date), absence.id
    limit ${limit}`.execute(db)
  return rows
}

/** One absence, locked. Throws a Refusal (404) where there is none in reach. */
export async function lockAbsence(tx: Tx, scope: RegionScope, id: string): Promise<AbsenceRow> {
  await sql`select id from absence where id = ${id}::uuid for update`.execute(tx)
  const { rows } = await sql<AbsenceRow>`
    ${selectAbsences} where absence.id = ${id}::uuid and ${reached(scope)}`.execute(tx)
  const [found] = rows
  if (!found) throw notFound('这次请假')
  return found
}

/** What the database's own constraints found wrong, in words. */
function explainViolation(error: unknown): never {
  const { constraint = '', code } = error as { constraint?: string; code?: string }
  if (constraint === 'absence_deputy_holds_roles') {
    const message = '代理人：没有请假人在当地的全部角色。请另选一位，或先给代理人授权'
    throw invalid([{ field: 'deputy', code: 'roles', message }])
  }
  if (code === '23P01')
    throw conflict('overlap', '这段时间已经登记了请假', '同一个人同一天只登记一次，请改日期，或先销掉原来的。')
  throw error
}

async function refuseAbsentDeputy(db: Db, { deputyId, firstDay, lastDay }: AbsenceDraft): Promise<void> {
  if (deputyId === null) return
  const { rows } = await sql<{ state: string; away: string | null }>`
    select state, (select max(last_day) from absence where account_id = account.id and cancelled_at is null
      and daterange(first_day, last_day, '[]') && daterange(${firstDay}::date, ${lastDay}::date, '[]')) as away
    from account where id = ${deputyId}::uuid and kind = 'staff'`.execute(db)
  const [found] = rows
  const fault = (message: string) => invalid([{ field: 'deputy', code: 'unfit', message: `代理人：${message}` }])
  if (!found) throw fault('没有这位人员')
  if (found.state !== 'active') throw fault('账号已停用，请另选一位')
  if (found.away !== null) throw fault(`自己也请假，到 ${found.away}。请另选一位`)
}

/**
 * Records an absence. Errors: 422 where the deputy is away too, or lacks a role of the absent there; 409 where they are away
 * already on one of the days.
 */
export async function recordAbsence(
  tx: Tx,
  draft: AbsenceDraft,
  { by, now }: { by: string | null; now: Date },
): Promise<string> {
  await refuseAbsentDeputy(tx, draft)
  const id = newId(now)
  await tx
    .insertInto('absence')
    .values({
      id,
      account_id: draft.accountId,
      deputy_id: draft.deputyId,
      kind: draft.kind,
      first_day: draft.firstDay,
      last_day: draft.lastDay,
      recorded_by: by,
      recorded_at: now,
    })
    .execute()
    .catch(explainViolation)
  return id
}
