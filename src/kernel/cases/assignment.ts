import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import { conflict } from '../../shared/errors.ts'
import type { Role } from '../access/actor.ts'
import type { Calendar } from '../calendar/days.ts'
import type { Tx } from '../db/connect.ts'
import { type DivisionCode, lineageOf } from '../divisions/division.ts'
import type { OfficeKind } from '../offices/kinds.ts'
import { type CaseStanding, type Flow, getStep } from './flow.ts'
import type { Holding } from './holding.ts'

/** What an assignment goes by: the case as it will stand in the step that is entered. */
export interface Placing {
  caseId: string
  partyId: string
  division: string
  service: string
  round: number
  standing: CaseStanding
}

/** Somebody who could have the case, in the order of preference. */
export interface Candidate {
  accountId: string
  /** The absent person in whose stead. */
  deputyFor: string | null
}

interface Serving {
  officeId: string
  members: number
  absent: number
  offDuty: number
  candidates: Candidate[]
}

interface Wanted {
  kind: OfficeKind
  role: Role
  day: CalendarDate
  placing: Placing
}

/**
 * One query: the nearest office of a kind that offers the service to a division, and who there could have the case, in order:
 * whoever had it in this step before, then those of the office before deputies from elsewhere, then least load (open cases,
 * those due or overdue double), then who has waited longest for one. On duty and present on `day`, active, not recused.
 */
async function findServing(tx: Tx, { kind, role, day, placing }: Wanted): Promise<Serving | undefined> {
  const { caseId, partyId, division, service, round, standing } = placing
  const lineage = lineageOf(division as DivisionCode)
  const { rows } = await sql<Serving>`
    with serving as (
      select id from office
      where kind = ${kind} and division = any(${lineage}::text[]) and (services = '{}' or ${service} = any(services))
        and (ended_on is null or ended_on > ${day}::date)
      order by array_position(${lineage}::text[], division), id limit 1
    ), member as (
      select distinct role_grant.account_id, serving.id as office_id, absence.id as absence_id, absence.deputy_id,
        not keeps_rota(serving.id, ${day}::date)
          or is_on_duty(role_grant.account_id, serving.id, ${day}::date) as on_duty
      from serving
      join role_grant on role_grant.office_id = serving.id and role_grant.role = ${role}
        and role_grant.valid_from <= ${day}::date and (role_grant.valid_to is null or role_grant.valid_to > ${day}::date)
      join account on account.id = role_grant.account_id and account.state = 'active'
      left join absence on absence.account_id = role_grant.account_id and absence.cancelled_at is null
        and ${day}::date between absence.first_day and absence.last_day
    ), standing_in as (
      select account_id, null::uuid as deputy_for from member where absence_id is null and on_duty
      union all
      select deputy_id, account_id from member
      join account on account.id = member.deputy_id and account.state = 'active'
      where on_duty and exists (select from role_grant where account_id = member.deputy_id and role = ${role}
        and valid_from <= ${day}::date and (valid_to is null or valid_to > ${day}::date)
        and ${division} ^@ division_prefix(role_grant.division))
    ), earlier as (
      select account_id from case_holding
      where case_id = ${caseId} and round = ${round} and state = ${standing.state} and account_id is not null
      order by sequence desc limit 1
    ), candidate as (
      select standing_in.account_id, deputy_for,
        coalesce(standing_in.account_id = earlier.account_id, false) as had_it,
        coalesce(deputy_for = earlier.account_id, false) as stands_for,
        -- What decides between people is looked up where there are some to decide between.
        case when count(*) over () > 1 then (
          select coalesce(sum(case when due_on <= ${day}::date then 2 else 1 end), 0) from service_case
          where assignee_id = standing_in.account_id and ended_at is null) end as load,
        case when count(*) over () > 1 then (
          select max(since) from case_holding where account_id = standing_in.account_id) end as last_given
      from standing_in left join earlier on true
      where not exists (select from absence where account_id = standing_in.account_id and cancelled_at is null
          and ${day}::date between first_day and last_day)
        and not exists (select from recusal where account_id = standing_in.account_id and ended_at is null
          and (party_id = ${partyId} or case_id = ${caseId}))
    )
    select serving.id as "officeId",
      (select count(*)::int from member) as members,
      (select count(*)::int from member where absence_id is not null) as absent,
      (select count(*)::int from member where not on_duty) as "offDuty",
      (select coalesce(json_agg(json_build_object('accountId', account_id, 'deputyFor', deputy_for)
          order by had_it desc, stands_for desc, deputy_for is not null, load, last_given nulls first, account_id), '[]')
        from candidate) as candidates
    from serving`.execute(tx)
  return rows[0]
}

/** Whether some decision of the step is closed to this person, such as one on what they accepted themselves. */
export function isBarred(flow: Flow, standing: CaseStanding, accountId: string): boolean {
  const step = getStep(flow, standing.state)
  const viewer = { accountId, partyId: null, roles: [] }
  return Object.values(flow.actions)
    .filter((action) => action.from.includes(standing.state) && (action.by ?? step.by) === step.by)
    .some((action) => Object.values(action.unless ?? {}).some((bar) => bar.applies(standing, viewer)))
}

function sayWaiting({ members, absent, offDuty, candidates }: Serving): string {
  if (members === 0) return '本处还没有能办这一步的人员'
  if (candidates.length > 0) return '在岗人员都要回避，或经手过前一步'
  if (absent === members) return '人员都在请假，代理人也不在岗'
  return absent + offDuty >= members ? '今天没有人员值班' : '在岗人员都要回避'
}

/**
 * Assigns (分派) a case on entering a step that an office holds: to a person of the nearest office that offers the service, or,
 * when nobody is available, to that office's pool with the reason. Throws a Refusal (409) where no office serves the division.
 */
export async function assignHolder(
  tx: Tx,
  flow: Flow,
  placing: Placing,
  { calendar, today }: { calendar: Calendar; today: CalendarDate },
): Promise<Holding> {
  const { by, office: kind = 'window' } = getStep(flow, placing.standing.state)
  // What comes in on a day off is for those who are on duty on the next working day.
  const day = calendar.addWorkdays(today, 0)
  const serving = await findServing(tx, { kind, role: by as Role, day, placing })
  if (!serving) {
    throw conflict('no-office', '暂时没有机构可以接手', '您所在地区还没有设置经办机构，请致电当地就业服务窗口。')
  }
  const chosen = serving.candidates.find(({ accountId }) => !isBarred(flow, placing.standing, accountId))
  return {
    holder: 'office',
    officeId: serving.officeId,
    accountId: chosen?.accountId ?? null,
    deputyFor: chosen?.deputyFor ?? null,
    cause: 'assigned',
    reason: chosen ? null : sayWaiting(serving),
  }
}
