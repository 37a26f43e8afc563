import type { Static } from 'typebox'
import type { Actor } from '../access/actor.ts'
import type { Ctx } from '../operations/context.ts'
import { type Flow, stateLabel } from './flow.ts'
import { daysHeld, type findHoldings, type HoldingCause, holdingCauses } from './holding.ts'
import type { RelayView } from './schema.ts'
import type { CaseNames, CaseRow } from './store.ts'

type Relay = Static<typeof RelayView>
type HoldingRow = Awaited<ReturnType<typeof findHoldings>>[number]

/** Names of staff are for staff; whom a case is for learns the office. */
const seesNames = ({ kind }: Actor) => kind === 'staff' || kind === 'system'

function viewLeg(ctx: Ctx, flow: Flow, row: HoldingRow): Relay['relay'][number] {
  const names = seesNames(ctx.actor)
  const actedFor = row.endedBy !== null && row.accountId !== null && row.endedBy !== row.accountId
  return {
    sequence: row.sequence,
    round: row.round,
    holder: row.holder as 'applicant' | 'office',
    stateLabel: stateLabel(flow, row.state),
    office: row.office,
    person: names ? row.person : null,
    deputyFor: names ? row.deputyFor : null,
    causeLabel: holdingCauses[row.cause as HoldingCause],
    reason: names ? row.reason : null,
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
    workdays: row.workdaysUsed ?? daysHeld(row.since, ctx.platform.calendar, ctx.today),
    endedBy: names && actedFor ? row.ender : null,
  }
}

/** The relay clock (办件接力) of a case: who has it, who answers for it from first to last, and the days that each has used. */
export function viewRelay(
  ctx: Ctx,
  flow: Flow,
  row: CaseRow,
  names: CaseNames,
  holdings: readonly HoldingRow[],
): Relay {
  const isStaff = seesNames(ctx.actor)
  const assignee = isStaff ? names.assignee : null
  const hasFirst = row.first_office_id !== null || row.first_account_id !== null
  return {
    holding: row.holding,
    assignee: assignee !== null && row.assignee_id !== null ? { id: row.assignee_id, name: assignee } : null,
    mine: row.assignee_id !== null && row.assignee_id === ctx.actor.accountId,
    waitingReason: isStaff ? row.waiting_reason : null,
    first: hasFirst ? { office: names.firstOffice, person: isStaff ? names.first : null } : null,
    relay: holdings.map((leg) => viewLeg(ctx, flow, leg)),
  }
}
