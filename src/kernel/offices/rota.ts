import { sql } from 'kysely'
import { addDays, type CalendarDate, isDate, weekdayOf } from '../../shared/dates.ts'
import { type FieldError, forbidden, invalid, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Role } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { withinScope } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'

export const halves = ['morning', 'afternoon'] as const
export type Half = (typeof halves)[number]

/** One half-day of one person. */
export interface Seat {
  account: string
  day: string
  half: Half
}

const WEEK = 7
const MONDAY = 1

interface Keeper {
  id: string
  name: string
  division: string
}

async function getOffice(ctx: Ctx, id: string): Promise<Keeper> {
  const found = await ctx.db
    .selectFrom('office')
    .select(['id', 'name', 'division'])
    .where('id', '=', id)
    .where(withinScope(ctx.scope, 'division'))
    .executeTakeFirst()
  if (!found) throw notFound('这个窗口或科室')
  return found
}

/** Staff who belong to an office today. */
async function findBelonging(ctx: Ctx, office: string) {
  const { rows } = await sql<{ id: string; name: string; desk: string; roles: Role[] }>`
    select account.id, account.name, account.desk, array_agg(distinct role) as roles from account
    join role_grant on role_grant.account_id = account.id and office_id = ${office}::uuid
      and valid_from <= ${ctx.today}::date and (valid_to is null or valid_to > ${ctx.today}::date)
    where account.state = 'active'
    group by account.id order by account.name, account.id`.execute(ctx.db)
  return rows
}

function readMonday(text: string): CalendarDate {
  if (isDate(text) && weekdayOf(text) === MONDAY) return text
  throw invalid([{ field: 'monday', code: 'monday', message: '周：要从周一的日期开始' }])
}

/** Who sits in an office on each half-day of a week, by the pattern and its exceptions; and who is away. */
export async function getWeek(ctx: Ctx, office: string, mondayText: string) {
  const monday = readMonday(mondayText)
  const keeper = await getOffice(ctx, office)
  const days = Array.from({ length: WEEK }, (_, index) => addDays(monday, index))
  const { rows: seats } = await sql<Seat>`
    select account_id as account, day::text as day, half from (
      select coalesce(exception.account_id, duty.account_id) as account_id, days.day, halves.half,
        coalesce(exception.on_duty and exception.office_id = ${office}::uuid, duty.office_id = ${office}::uuid) as sits
      from unnest(${days}::date[]) as days (day)
      cross join (values ('morning'), ('afternoon')) as halves (half)
      cross join (select distinct account_id as id from role_grant where office_id = ${office}::uuid) as member
      left join duty on duty.account_id = member.id and duty.half = halves.half
        and duty.weekday = extract(isodow from days.day)
        and duty.valid_from <= days.day and (duty.valid_to is null or duty.valid_to > days.day)
      left join duty_exception as exception on exception.account_id = member.id and exception.day = days.day
        and exception.half = halves.half) as week
    where sits order by account_id, day, half desc`.execute(ctx.db)
  const { rows: away } = await sql<{ account: string; firstDay: string; lastDay: string }>`
    select account_id as account, first_day::text as "firstDay", last_day::text as "lastDay" from absence
    where cancelled_at is null and first_day <= ${days.at(-1)}::date and last_day >= ${monday}::date`.execute(ctx.db)
  const people = await findBelonging(ctx, office)
  const { calendar } = ctx.platform
  return {
    office: keeper.name,
    days: days.map((day) => ({ day, workday: calendar.isWorkday(day) })),
    people: people.map(({ id, name, desk }) => ({
      id,
      name,
      desk,
      seats: seats.filter((seat) => seat.account === id).map(({ day, half }) => ({ day, half })),
      away: days.filter((day) =>
        away.some(({ account, firstDay, lastDay }) => account === id && day >= firstDay && day <= lastDay),
      ),
    })),
  }
}

async function checkSeats(ctx: Ctx, office: string, monday: CalendarDate, seats: readonly Seat[]) {
  const people = await findBelonging(ctx, office)
  const days = new Set(Array.from({ length: WEEK }, (_, index) => String(addDays(monday, index))))
  const errors: FieldError[] = []
  if (seats.some((seat) => !people.some(({ id }) => id === seat.account))) {
    errors.push({ field: 'seats', code: 'stranger', message: '值班：有一位不属于这个窗口或科室' })
  }
  if (seats.some((seat) => !days.has(seat.day))) {
    errors.push({ field: 'seats', code: 'day', message: '值班：有一天不在这一周里' })
  }
  if (errors.length > 0) throw invalid(errors)
  return people
}

const seatKey = ({ account, day, half }: Seat) => `${account} ${day} ${half}`

/** Sets who sits in an office in one week, by exceptions to the pattern. Errors: 422, 403 for a week gone by. */
export async function saveWeek(
  ctx: Ctx,
  { office, monday: text, seats }: { office: string; monday: string; seats: readonly Seat[] },
): Promise<void> {
  const monday = readMonday(text)
  const keeper = await getOffice(ctx, office)
  if (addDays(monday, WEEK - 1) < ctx.today) throw forbidden('过去的一周不能再改。')
  await checkSeats(ctx, office, monday, seats)
  const wanted = new Map(seats.map((seat) => [seatKey(seat), seat]))
  const { people } = await getWeek(ctx, office, monday)
  const given = people.flatMap(({ id, seats: own }) => own.map((seat) => ({ ...seat, account: id })))
  // What they do in another office meanwhile stays as it is.
  const taken = given.filter((seat) => !wanted.has(seatKey(seat)))
  const rowOf = ({ account, day, half }: Seat, sits: boolean) => {
    return { account_id: account, office_id: office, day, half, on_duty: sits }
  }
  const rows = [...[...wanted.values()].map((seat) => rowOf(seat, true)), ...taken.map((seat) => rowOf(seat, false))]
  if (rows.length > 0) {
    await ctx.db
      .insertInto('duty_exception')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['account_id', 'day', 'half']).doUpdateSet((excluded) => ({
          office_id: excluded.ref('excluded.office_id'),
          on_duty: excluded.ref('excluded.on_duty'),
        })),
      )
      .execute()
  }
  ctx.concerning({ kind: 'office', id: office, division: keeper.division })
}

/** Makes the seats of one week the pattern of every week from the next Monday, or from this week's if it is yet to come. */
export async function savePattern(
  ctx: Ctx,
  { office, monday: text, seats }: { office: string; monday: string; seats: readonly Seat[] },
): Promise<void> {
  const monday = readMonday(text)
  const keeper = await getOffice(ctx, office)
  const people = await checkSeats(ctx, office, monday, seats)
  const tx = ctx.db as Tx
  const ids = people.map(({ id }) => id)
  const rows = [...new Map(seats.map((seat) => [seatKey(seat), seat])).values()].map(({ account, day, half }) => ({
    id: newId(ctx.now),
    account_id: account,
    office_id: office,
    weekday: weekdayOf(day as CalendarDate) || WEEK,
    half,
    valid_from: ctx.today,
  }))
  if (ids.length > 0) {
    await sql`
      update duty set valid_to = greatest(valid_from, ${ctx.today}::date)
      where account_id = any(${ids}::uuid[]) and (valid_to is null or valid_to > ${ctx.today}::date)
        and (office_id = ${office}::uuid or (account_id, weekday, half) in (
          select * from unnest(${rows.map((row) => row.account_id)}::uuid[], ${rows.map((row) => row.weekday)}::int[],
            ${rows.map((row) => row.half)}::text[])))`.execute(tx)
  }
  if (rows.length > 0) await tx.insertInto('duty').values(rows).execute()
  ctx.concerning({ kind: 'office', id: office, division: keeper.division })
}
