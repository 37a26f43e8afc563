import { type CalendarDate, formatDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { Calendar } from '../calendar/days.ts'
import type { Terms } from '../glossary/define-terms.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx, IssuedLetter } from '../operations/context.ts'
import { availableActions } from './available-actions.ts'
import { layoutChart } from './chart.ts'
import { usedOn } from './clock.ts'
import { type Flow, flowAt, getStep, stateLabel } from './flow.ts'
import { findHoldings } from './holding.ts'
import { viewRelay } from './relay.ts'
import { standingOf, viewerOf } from './standing.ts'
import { type CaseRow, findHistory, findNames } from './store.ts'

/** The part of a case's row from which its deadline is told. */
export type Timed = Pick<
  CaseRow,
  'state' | 'holder' | 'due_on' | 'clock_limit' | 'clock_used' | 'clock_started_on' | 'ended_at'
>

export const labelOf = (key: string): string => (kernelTerms as Terms)[key]?.zh ?? key

/** Where a case stands in time: working days used and left (negative when overdue) on a day. */
export function timeOf(row: Timed, calendar: Calendar, today: CalendarDate) {
  const dueOn = row.due_on as CalendarDate | null
  const overdue = dueOn !== null && today > dueOn
  const startedOn = row.clock_started_on as CalendarDate | null
  return {
    dueOn,
    overdue,
    workdaysLeft:
      dueOn === null
        ? null
        : overdue
          ? -calendar.workdaysBetween(dueOn, today)
          : calendar.workdaysBetween(today, dueOn),
    limitDays: row.clock_limit,
    usedDays: usedOn({ limit: row.clock_limit, used: row.clock_used, startedOn, dueOn }, calendar, today),
  }
}

/** One sentence for the applicant: who has it, until when, how much of the time is used. */
export function sayStanding(
  flow: Flow,
  row: Timed,
  office: string | null,
  calendar: Calendar,
  today: CalendarDate,
): string {
  const { doing } = getStep(flow, row.state)
  const time = timeOf(row, calendar, today)
  if (row.holder === 'office' && time.limitDays !== null) {
    const late = time.overdue ? '，已超期' : ''
    return `${doing}，${time.limitDays} 个工作日内答复，已用 ${time.usedDays} 日${late}，经办：${office ?? '待分派'}`
  }
  if (row.holder === 'applicant' && time.dueOn) return `${doing}，请在 ${formatDate(time.dueOn)} 前办理`
  return doing
}

type HistoryRow = Awaited<ReturnType<typeof findHistory>>[number]

function viewHistory(flow: Flow, row: HistoryRow) {
  const { letters = [], ...detail } = row.detail as { letters?: readonly IssuedLetter[] } & Record<string, unknown>
  return {
    sequence: row.sequence,
    round: row.round,
    action: row.action,
    label: flow.actions[row.action]?.button ?? row.action,
    from: row.from_state,
    to: row.to_state,
    stateLabel: stateLabel(flow, row.to_state),
    role: row.actor_role,
    roleLabel: labelOf(row.actor_role),
    office: row.office,
    channel: row.channel,
    channelLabel: labelOf(row.channel),
    at: row.at.toISOString(),
    detail,
    letters: letters.map(({ id, kind, number }) => ({ id, title: flow.terms[kind]?.zh ?? kind, number })),
  }
}

/** What every case page shows of the spine (see caseViewProperties); the module adds its own. Throws a Refusal (404) for another service’s case. */
export async function viewCase(ctx: Ctx, newest: Flow, row: CaseRow) {
  if (row.service !== newest.service) throw notFound('这个办件')
  const flow = flowAt(newest, row.flow_version)
  const { calendar } = ctx.platform
  const [names, entries, holdings] = await Promise.all([
    findNames(ctx.db, row, ctx.today),
    findHistory(ctx.db, row.id),
    findHoldings(ctx.db, row.id),
  ])
  const history = entries.map((one) => viewHistory(flow, one))
  // A step that begins a new round comes from the round before, whose end is not behind this one.
  const inRound = history.filter((one) => one.round === row.round && !flow.actions[one.action]?.newRound)
  const passed = inRound.map((one) => one.from)
  return {
    id: row.id,
    number: row.number,
    service: row.service,
    serviceLabel: flow.terms[flow.service]?.zh ?? flow.service,
    version: row.version,
    state: row.state,
    stateLabel: stateLabel(flow, row.state),
    round: row.round,
    channel: row.channel,
    channelLabel: labelOf(row.channel),
    division: row.division,
    divisionName: names.division ?? row.division,
    sentence: sayStanding(flow, row, names.office, calendar, ctx.today),
    holder: row.holder as 'applicant' | 'office' | 'none',
    office: names.office,
    ...viewRelay(ctx, flow, row, names, holdings),
    ...timeOf(row, calendar, ctx.today),
    openedAt: row.opened_at.toISOString(),
    submittedAt: row.submitted_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    chart: await layoutChart(flow, row.state, passed),
    actions: availableActions(flow, standingOf(row), viewerOf(ctx, row)),
    history,
  }
}
