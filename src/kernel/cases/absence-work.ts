import { sql } from 'kysely'
import { addDays, type CalendarDate, dateIn, formatDay } from '../../shared/dates.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import { type AbsenceRow, lockAbsence } from '../offices/absences.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import type { Platform } from '../operations/context.ts'
import { giveCase } from './change-holder.ts'
import { type Flow, flowNamed } from './flow.ts'
import { type CaseRow, lockCases } from './store.ts'
import { findUnfitness, getSuccessor, type Successor } from './successor.ts'

interface Turn {
  tx: Tx
  platform: Platform
  flows: readonly Flow[]
  now: Date
}

/** The cases in somebody's hands, locked, with whom each stands for already. */
async function lockHeld(tx: Tx, accountId: string): Promise<{ row: CaseRow; deputyFor: string | null }[]> {
  const { rows } = await sql<{ id: string; deputyFor: string | null }>`
    select service_case.id, case_holding.deputy_for as "deputyFor" from service_case
    left join case_holding on case_holding.case_id = service_case.id and case_holding.until is null
    where assignee_id = ${accountId}::uuid and ended_at is null`.execute(tx)
  const standing = new Map(rows.map((row) => [row.id, row.deputyFor]))
  const locked = rows.length === 0 ? [] : await lockCases(tx, everything, [...standing.keys()])
  return locked
    .filter((row) => row.assignee_id === accountId)
    .map((row) => ({ row, deputyFor: standing.get(row.id) ?? null }))
}

const tell = (turn: Turn, accountId: string, title: string, body: string) =>
  tellStaff(turn.tx, { accountId, title, body, at: turn.now })

/** Why a case cannot go to the deputy; nothing when it can. */
function hindranceOf({ flows }: Turn, row: CaseRow, deputy: Successor | null): string | undefined {
  return deputy === null ? '没有指定代理人' : findUnfitness(flowNamed(flows, row.service), row, deputy)
}

/** An absence begins: each case goes to the deputy, or, where the deputy may not have it, to the office's pool with the reason. */
export async function beginAbsence(turn: Turn, absence: AbsenceRow): Promise<void> {
  const { tx, platform, now } = turn
  const today = dateIn(now)
  const deputy = absence.deputyId === null ? null : await getSuccessor(tx, absence.deputyId, today)
  const held = await lockHeld(tx, absence.accountId)
  let given = 0
  for (const { row, deputyFor } of held) {
    const hindrance = hindranceOf(turn, row, deputy)
    const away = `${absence.name}请假到 ${formatDay(absence.lastDay)}`
    const next = {
      officeId: row.office_id,
      accountId: hindrance === undefined ? (deputy?.accountId ?? null) : null,
      deputyFor: deputyFor ?? absence.accountId,
      cause: 'absence',
      reason: hindrance === undefined ? away : `${away}，${hindrance}`,
    } as const
    if (hindrance === undefined) given += 1
    await giveCase(tx, { platform, now }, { row, next, by: null })
  }
  await tx.updateTable('absence').set({ begun_at: now }).where('id', '=', absence.id).execute()
  if (deputy && given > 0) {
    const body = `${absence.name}请假到 ${formatDay(absence.lastDay)}，手里的 ${given} 件由您代理；销假后没办完的会交还。`
    await tell(turn, deputy.accountId, `您代理 ${absence.name} 的 ${given} 件`, body)
  }
  if (held.length > 0) {
    const waiting = held.length - given
    const body = `${given} 件由${deputy?.name ?? '代理人'}代理${waiting > 0 ? `，${waiting} 件在待领办` : ''}。`
    await tell(turn, absence.accountId, '您的办件已交出', body)
  }
}

/** An absence is over: what stands with a deputy or in the pool in the absent one's stead comes back, unless it was passed on. */
export async function endAbsence(turn: Turn, absence: AbsenceRow): Promise<void> {
  const { tx, platform, flows, now } = turn
  const { rows } = await sql<{ id: string }>`
    select case_id as id from case_holding
    where until is null and deputy_for = ${absence.accountId}::uuid`.execute(tx)
  const ids = rows.map(({ id }) => id)
  const locked = ids.length === 0 ? [] : await lockCases(tx, everything, ids)
  const own = { ...(await getSuccessor(tx, absence.accountId, dateIn(now))), absentUntil: null }
  const back = locked.filter((row) => findUnfitness(flowNamed(flows, row.service), row, own) === undefined)
  for (const row of back) {
    const reason = row.assignee_id === null ? '待领办，交还' : `${absence.deputy ?? '代理人'}交还`
    const next = {
      officeId: row.office_id,
      accountId: own.accountId,
      deputyFor: null,
      cause: 'returned',
      reason,
    } as const
    await giveCase(tx, { platform, now }, { row, next, by: null })
  }
  await tx.updateTable('absence').set({ ended_at: now }).where('id', '=', absence.id).execute()
  if (back.length === 0) return
  await tell(turn, absence.accountId, `${back.length} 件已交还给您`, `您已销假，请接着办：${numbersOf(back)}。`)
  const deputy = back.find((row) => row.assignee_id !== null)?.assignee_id
  if (deputy) await tell(turn, deputy, `代理的 ${back.length} 件已交还`, `${absence.name}已销假：${numbersOf(back)}。`)
}

const numbersOf = (rows: readonly CaseRow[]) => rows.map((row) => row.number).join('、')

/** The last day of an absence that is ended early: yesterday; one that began today counts as never taken. */
export const lastDayWhenEnded = ({ firstDay }: AbsenceRow, today: CalendarDate): CalendarDate | null =>
  firstDay < today ? addDays(today, -1) : null

async function turnOne(platform: Platform, flows: readonly Flow[], id: string): Promise<void> {
  await platform.db.transaction().execute(async (tx) => {
    const { rows } = await sql`select id from absence where id = ${id}::uuid for update skip locked`.execute(tx)
    if (rows.length === 0) return
    const absence = await lockAbsence(tx, everything, id)
    const now = platform.now()
    const today = dateIn(now)
    const turn = { tx, platform, flows, now }
    const isOver = absence.lastDay < today || absence.cancelledAt !== null
    if (absence.begunAt === null && !isOver && absence.firstDay <= today) await beginAbsence(turn, absence)
    if (absence.begunAt !== null && absence.endedAt === null && isOver) await endAbsence(turn, absence)
  })
}

/** Timed work: lets absences begin and end when their day has come. Several processes take turns, absence by absence. */
export async function turnAbsences(platform: Platform, flows: readonly Flow[]): Promise<void> {
  const today = dateIn(platform.now())
  const { rows } = await sql<{ id: string }>`
    select id from absence
    where (begun_at is null and cancelled_at is null and first_day <= ${today}::date and last_day >= ${today}::date)
      or (begun_at is not null and ended_at is null and (last_day < ${today}::date or cancelled_at is not null))
    order by first_day, id`.execute(platform.db)
  for (const { id } of rows) await turnOne(platform, flows, id)
}
