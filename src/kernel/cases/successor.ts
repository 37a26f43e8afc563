import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { invalid } from '../../shared/errors.ts'
import { type Actor, actorWithin, anonymous, type Grant, type Role } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import { isBarred } from './assignment.ts'
import { type Flow, getStep, stateLabel } from './flow.ts'
import { standingOf } from './standing.ts'
import type { CaseRow } from './store.ts'

/** A staff member to whom cases may go: what they hold today, and whether they are there. */
export interface Successor {
  accountId: string
  name: string
  active: boolean
  grants: readonly Grant[]
  /** Last day of their absence; null while they are there. */
  absentUntil: CalendarDate | null
}

/** A staff member with the roles they hold on a day. Throws a Refusal (422) where there is none of that id. */
export async function getSuccessor(db: Db, accountId: string, on: CalendarDate): Promise<Successor> {
  const { rows } = await sql<Successor>`
    select account.id as "accountId", account.name, account.state = 'active' as active,
      coalesce(json_agg(json_build_object('role', role, 'division', division, 'officeId', office_id) order by role_grant.id)
        filter (where role_grant.id is not null), '[]') as grants,
      (select max(last_day) from absence where account_id = account.id and cancelled_at is null
        and ${on}::date between first_day and last_day) as "absentUntil"
    from account
    left join role_grant on role_grant.account_id = account.id and role_grant.valid_from <= ${on}::date
      and (role_grant.valid_to is null or role_grant.valid_to > ${on}::date)
    where account.id = ${accountId} and account.kind = 'staff'
    group by account.id`.execute(db)
  const [found] = rows
  if (!found) throw invalid([{ field: 'to', code: 'unknown', message: '接手的人：没有这位人员，请重新选择' }])
  return found
}

const asActor = ({ accountId, name, grants }: Successor): Actor => ({
  ...anonymous,
  kind: 'staff',
  accountId,
  name,
  grants,
})

/** The office from which they would have a case: the one that has it, where they belong to it; else their own. */
export function officeFor({ grants }: Pick<Successor, 'grants'>, role: Role, row: CaseRow): string | null {
  const there = actorWithin({ ...anonymous, grants }, row.division).grants.filter((grant) => grant.role === role)
  const same = there.find((grant) => grant.officeId === row.office_id)
  return same?.officeId ?? there.find((grant) => grant.officeId !== null)?.officeId ?? row.office_id
}

/** Why a case cannot go to somebody, in one sentence that begins with their name; nothing when it can. */
export function findUnfitness(flow: Flow, row: CaseRow, successor: Successor): string | undefined {
  const { name, accountId, active, absentUntil } = successor
  const { by } = getStep(flow, row.state)
  if (row.holder !== 'office') return `办件现在是「${stateLabel(flow, row.state)}」，不在经办机构手里`
  if (!active) return `${name}的账号已停用`
  if (!actorWithin(asActor(successor), row.division).grants.some((grant) => grant.role === by)) {
    return `${name}在这个地区没有办这一步的角色`
  }
  if (absentUntil !== null) return `${name}请假到 ${absentUntil}`
  if (row.recused.includes(accountId)) return `${name}要回避这件`
  if (isBarred(flow, standingOf(row), accountId)) return `${name}经手过前一步，不能再办这一步`
  return undefined
}
