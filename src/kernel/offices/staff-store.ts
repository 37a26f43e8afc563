import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { Role } from '../access/actor.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { covers, type RegionScope, withinScope } from '../divisions/scope.ts'

export interface MemberGrant {
  id: string
  role: Role
  division: DivisionCode
  divisionName: string
  officeId: string | null
  office: string | null
  validFrom: CalendarDate
  /** First day on which it is no longer held. */
  validTo: CalendarDate | null
}

/** A member of staff as those who administer them see them. */
export interface Member {
  id: string
  login: string
  name: string
  desk: string
  state: 'active' | 'disabled'
  version: number
  createdAt: Date
  grants: MemberGrant[]
  /** Last day of an absence under way. */
  absentUntil: CalendarDate | null
  /** Open cases in hand. */
  load: number
  /** Whether they have set their own password. */
  ready: boolean
}

export interface StaffFilter {
  scope: RegionScope
  today: CalendarDate
  text?: string | undefined
  role?: string | undefined
  office?: string | undefined
  state?: string | undefined
  after?: string | undefined
  limit: number
}

const grants = sql`
  coalesce((select json_agg(json_build_object('id', role_grant.id, 'role', role, 'division', role_grant.division,
      'divisionName', coalesce(place.name, role_grant.division), 'officeId', office_id, 'office', office.name,
      'validFrom', role_grant.valid_from, 'validTo', role_grant.valid_to) order by role_grant.valid_to nulls first, role_grant.id)
    from role_grant
    left join office on office.id = role_grant.office_id
    left join division as place on place.code = role_grant.division and place.valid_to is null
    where role_grant.account_id = account.id), '[]')`

const selectMembers = (today: CalendarDate) => sql`
  select account.id, login, account.name, desk, state, account.version, account.created_at as "createdAt",
    ${grants} as grants,
    (select max(last_day) from absence where account_id = account.id and cancelled_at is null
      and ${today}::date between first_day and last_day) as "absentUntil",
    (select count(*)::int from service_case where assignee_id = account.id and ended_at is null) as load,
    not exists (select from staff_set_up where account_id = account.id)
      or exists (select from staff_set_up where account_id = account.id and used_at is not null) as ready
  from account`

const reached = (scope: RegionScope) => sql<boolean>`
  exists (select from role_grant where account_id = account.id and ${withinScope(scope, 'role_grant.division')})`

const likeText = (text: string) => `%${text.replace(/[%_\\]/g, '')}%`

/** Staff who hold or held a role in reach, by name. */
export async function findMembers(db: Db, filter: StaffFilter): Promise<Member[]> {
  const { scope, today, text, role, office, state, after, limit } = filter
  const conditions = [
    sql`account.kind = 'staff'`,
    reached(scope),
    ...(text ? [sql`(account.name ilike ${likeText(text)} or login ilike ${likeText(text)})`] : []),
    ...(state ? [sql`state = ${state}`] : []),
    ...(role || office
      ? [
          sql`exists (select from role_grant where account_id = account.id
            and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)
            and (${role ?? null}::text is null or role = ${role ?? null})
            and (${office ?? null}::uuid is null or office_id = ${office ?? null}::uuid))`,
        ]
      : []),
    ...(after
      ? [
          sql`(account.name, account.id) >
            (select earlier.name, earlier.id from account as earlier where earlier.id = ${after}::uuid)`,
        ]
      : []),
  ]
  const { rows } = await sql<Member>`
    ${selectMembers(today)} where ${sql.join(conditions, sql` and `)}
    order by account.name, account.id limit ${limit}`.execute(db)
  return rows
}

/** One of them. Throws a Refusal (404) where there is none in reach. */
export async function getMember(db: Db, scope: RegionScope, id: string, today: CalendarDate): Promise<Member> {
  const { rows } = await sql<Member>`
    ${selectMembers(today)} where account.id = ${id}::uuid and account.kind = 'staff' and ${reached(scope)}`.execute(db)
  const [found] = rows
  if (!found) throw notFound('这位工作人员')
  return found
}

/** The same, their account locked until the transaction ends. */
export async function lockMember(tx: Tx, scope: RegionScope, id: string, today: CalendarDate): Promise<Member> {
  await sql`select id from account where id = ${id}::uuid for update`.execute(tx)
  return getMember(tx, scope, id, today)
}

export const isHeldOn = ({ validFrom, validTo }: Pick<MemberGrant, 'validFrom' | 'validTo'>, day: CalendarDate) =>
  validFrom <= day && (validTo === null || validTo > day)

/** Whether all that a member holds now lies in reach: only then may their account as a whole be touched. */
export const reachesWhole = (scope: RegionScope, member: Member, today: CalendarDate): boolean =>
  member.grants.every((grant) => !isHeldOn(grant, today) || covers(scope, grant.division))
