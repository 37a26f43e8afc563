import { sql } from 'kysely'
import { addDays, type CalendarDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

/** What ratings are counted by: the service, the office or the member of staff who handled it last, the place, or the month. */
export type RatingGrouping = 'service' | 'office' | 'person' | 'division' | 'month'

export interface RatingQuestion {
  /** Days on which the rounds ended, both included. */
  from: CalendarDate
  to: CalendarDate
  by: RatingGrouping
  service?: string | undefined
}

/** Counts of one group of ended rounds. */
export interface RatingFigures {
  /** Service, id of the office or the account, code of the division, or 'YYYY-MM'; null where nobody handled it. */
  key: string | null
  /** Name of office, person or division; null for services and months. */
  name: string | null
  /** Rounds that ended and could be rated. */
  ended: number
  rated: number
  /** How many gave 1, 2, 3, 4 and 5 stars. */
  stars: [number, number, number, number, number]
  /** Bad ratings (差评), those replied to, and those replied to by their deadline. */
  bad: number
  replied: number
  repliedInTime: number
}

const keys = {
  service: sql<string | null>`invitation.service`,
  office: sql<string | null>`invitation.office_id::text`,
  person: sql<string | null>`invitation.account_id::text`,
  division: sql<string | null>`invitation.division`,
  month: sql<string | null>`to_char(invitation.ended_at at time zone 'Asia/Shanghai', 'YYYY-MM')`,
} as const

const names = {
  service: sql<string | null>`null`,
  office: sql<string | null>`(select name from office where office.id = invitation.office_id)`,
  person: sql<string | null>`(select name from account where account.id = invitation.account_id)`,
  division: sql<string | null>`(select name from division where code = invitation.division and valid_to is null)`,
  month: sql<string | null>`null`,
} as const

const midnight = (date: CalendarDate) => new Date(`${date}T00:00:00+08:00`)

const starCount = (stars: number) => sql<number>`count(*) filter (where rating.stars = ${sql.lit(stars)})`

/** Figures of ratings within reach, of the rounds that ended in a period. */
export async function ratingFigures(db: Db, scope: RegionScope, question: RatingQuestion): Promise<RatingFigures[]> {
  const { from, to, by, service } = question
  const { rows } = await sql<{
    key: string | null
    name: string | null
    ended: number
    rated: number
    one: number
    two: number
    three: number
    four: number
    five: number
    bad: number
    replied: number
    in_time: number
  }>`
    select ${keys[by]} as key, min(${names[by]}) as name, count(*) as ended, count(rating.id) as rated,
      ${starCount(1)} as one, ${starCount(2)} as two, ${starCount(3)} as three, ${starCount(4)} as four,
      ${starCount(5)} as five, count(answer.rating_id) as bad,
      count(*) filter (where answer.state = 'replied') as replied,
      count(*) filter (where answer.state = 'replied'
        and (answer.replied_at at time zone 'Asia/Shanghai')::date <= answer.due_on) as in_time
    from rating_invitation as invitation
      left join rating on rating.case_id = invitation.case_id and rating.round = invitation.round
      left join rating_answer as answer on answer.rating_id = rating.id
    where ${withinScope(scope, 'invitation.division')}
      and invitation.ended_at >= ${midnight(from)} and invitation.ended_at < ${midnight(addDays(to, 1))}
      and (${service ?? null}::text is null or invitation.service = ${service ?? null})
    group by 1
    order by count(*) desc, 1`.execute(db)
  return rows.map(({ one, two, three, four, five, in_time, ...row }) => ({
    ...row,
    stars: [one, two, three, four, five],
    repliedInTime: in_time,
  }))
}
