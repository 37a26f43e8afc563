import type { Static } from 'typebox'
import type { Actor } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { type Flow, stateLabel } from './flow.ts'
import { daysHeld, findHoldings, type HoldingCause, holdingCauses } from './holding.ts'
import type { RelayView } from './schema.ts'
import type { CaseRow } from './store.ts'

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

async function findNames(db: Db, row: CaseRow) {
  const accounts = [row.assignee_id, row.first_account_id].filter((id) => id !== null)
  const people =
    accounts.length === 0
      ? []
      : await db.selectFrom('account').select(['id', 'name']).where('id', 'in', accounts).execute()
  return new Map(people.map(({ id, name }) => [id, name ?? '']))
}

async function viewFirst(db: Db, row: CaseRow, person: string | null): Promise<Relay['first']> {
  if (row.first_office_id === null && row.first_account_id === null) return null
  const office =
    row.first_office_id === null
      ? undefined
      : await db.selectFrom('office').select('name').where('id', '=', row.first_office_id).executeTakeFirst()
  return { office: office?.name ?? null, person }
}

/** The relay clock (办件接力) of a case: who has it, who answers for it from first to last, and the days that each has used. */
export async function viewRelay(ctx: Ctx, flow: Flow, row: CaseRow): Promise<Relay> {
  const names = await findNames(ctx.db, row)
  const isStaff = seesNames(ctx.actor)
  const nameOf = (id: string | null) => (isStaff && id !== null ? (names.get(id) ?? null) : null)
  const assignee = nameOf(row.assignee_id)
  return {
    holding: row.holding,
    assignee: assignee !== null && row.assignee_id !== null ? { id: row.assignee_id, name: assignee } : null,
    mine: row.assignee_id !== null && row.assignee_id === ctx.actor.accountId,
    waitingReason: isStaff ? row.waiting_reason : null,
    first: await viewFirst(ctx.db, row, nameOf(row.first_account_id)),
    relay: (await findHoldings(ctx.db, row.id)).map((leg) => viewLeg(ctx, flow, leg)),
  }
}
