import { type RawBuilder, sql } from 'kysely'
import { addDays, type CalendarDate } from '../../shared/dates.ts'
import type { Flow } from '../cases/flow.ts'
import type { Db } from '../db/connect.ts'
import { findLimit } from '../rules/limits.ts'

/** What happened alike on one day in one division: a row of the roll-up. */
export interface FigureRow {
  day: CalendarDate
  division: string
  service: string
  /** `move`: from>to; `step`: the state that was left, with its working days; `refusal`: the article; `holding`: who had it. */
  kind: 'move' | 'step' | 'refusal' | 'holding'
  key: string
  days: number
  count: number
  late: number
}

const CHINA = 'Asia/Shanghai'

const startOf = (day: CalendarDate) => new Date(`${day}T00:00:00+08:00`)

const dayOf = (instant: RawBuilder<unknown>) => sql`(${instant} at time zone ${CHINA})::date`

/** Pairs of service and state that stop the clock, as one text each. */
const pausingStates = (flows: readonly Flow[]) =>
  flows.flatMap(({ service, steps }) =>
    Object.entries(steps).flatMap(([state, step]) => (step.pausesClock ? [`${service} ${state}`] : [])),
  )

/**
 * Steps with their working days. A stretch is a step with its pauses: what was used before a pause counts on after it, and only
 * leaving it for good makes a row. Working days are counted by the calendar as its table says: those after the first day, up to
 * and with the last.
 */
const stepsWithin = (flows: readonly Flow[], from: CalendarDate, to: CalendarDate) => sql<FigureRow>`
  with touched as (
    select distinct case_id from case_event where at >= ${startOf(from)} and at < ${startOf(addDays(to, 1))}
  ), moved as (
    select case_event.case_id, case_event.sequence, case_event.service, case_event.from_state, case_event.to_state,
      case_event.detail ->> 'article' as article, service_case.division,
      ${dayOf(sql`case_event.at`)} as day,
      ${dayOf(sql`lag(case_event.at, 1, service_case.opened_at) over own`)} as since,
      lag(case_event.from_state) over own as before_state
    from case_event join touched using (case_id) join service_case on service_case.id = case_event.case_id
    window own as (partition by case_event.case_id order by case_event.sequence)
  ), counted as (
    select series.day::date as day,
      sum(case when coalesce(calendar_exception.kind = 'workday', extract(isodow from series.day) < 6) then 1 else 0 end)
        over (order by series.day) as workdays
    from generate_series((select min(since) from moved), ${to}::date, interval '1 day') as series (day)
    left join calendar_exception on calendar_exception.day = series.day::date
  ), stretched as (
    select moved.*, ended.workdays - begun.workdays as days,
      sum(case
        when before_state is null then 0
        when moved.service || ' ' || before_state = any (${pausingStates(flows)}) then 0
        when moved.service || ' ' || from_state = any (${pausingStates(flows)}) then 0
        else 1 end) over (partition by case_id order by sequence) as stretch
    from moved join counted as begun on begun.day = since join counted as ended on ended.day = moved.day
  ), used as (
    select stretched.*, sum(days) over (partition by case_id, stretch, from_state order by sequence) as used from stretched
  ), told as (
    select day, division, service, 'move' as kind, from_state || '>' || to_state as key, 0 as days from used
    union all
    select day, division, service, 'step', from_state, used from used
    where service || ' ' || to_state <> all (${pausingStates(flows)})
    union all
    select day, division, service, 'refusal', left(article, 200), 0 from used where article is not null
  )
  select day::text, division, service, kind, key, days::int, count(*)::int as count, 0 as late
  from told where day between ${from} and ${to}
  group by day, division, service, kind, key, days`

/** How long each had the cases that they gave away on these days, in working days. */
const holdingsWithin = (from: CalendarDate, to: CalendarDate) => sql<FigureRow>`
  select ${dayOf(sql`case_holding.until`)}::text as day, service_case.division, service_case.service, 'holding' as kind,
    case when case_holding.holder = 'applicant' then 'applicant' else coalesce(office.kind, 'office') end as key,
    case_holding.workdays_used as days, count(*)::int as count, 0 as late
  from case_holding
  join service_case on service_case.id = case_holding.case_id
  left join office on office.id = case_holding.office_id
  where case_holding.until >= ${startOf(from)} and case_holding.until < ${startOf(addDays(to, 1))}
  group by 1, 2, 3, 5, 6`

/** Finds which steps took longer than the limit of their division on the day they were left. */
async function countLate(db: Db, flows: readonly Flow[], rows: readonly FigureRow[]): Promise<FigureRow[]> {
  const limits = new Map<string, number | null>()
  const told: FigureRow[] = []
  for (const row of rows) {
    const key = flows.find(({ service }) => service === row.service)?.steps[row.key]?.within
    if (row.kind !== 'step' || !key) {
      told.push(row)
      continue
    }
    const place = `${key} ${row.division} ${row.day}`
    const limit = limits.get(place) ?? (await findLimit(db, key, row.division, row.day))
    limits.set(place, limit)
    told.push({ ...row, late: limit !== null && row.days > limit ? row.count : 0 })
  }
  return told
}

/** The roll-up's rows for these days, computed from the histories as they are now. */
export async function computeRows(
  db: Db,
  flows: readonly Flow[],
  from: CalendarDate,
  to: CalendarDate,
): Promise<FigureRow[]> {
  const steps = await stepsWithin(flows, from, to).execute(db)
  const holdings = await holdingsWithin(from, to).execute(db)
  return [...(await countLate(db, flows, steps.rows)), ...holdings.rows]
}
