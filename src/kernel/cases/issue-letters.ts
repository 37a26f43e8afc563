import type { Tx } from '../db/connect.ts'
import type { Ctx, IssuedLetters } from '../operations/context.ts'
import type { Clock } from './clock.ts'
import { type Action, lettersOf } from './flow.ts'
import type { CaseRow } from './store.ts'

/** The letters (文书) of a step, issued in its transaction. */
export async function issueLetters(
  ctx: Ctx,
  tx: Tx,
  {
    action,
    row,
    detail,
    told,
  }: { action: Action; row: CaseRow; detail: Record<string, unknown>; told?: Record<string, unknown> },
  clock: Clock,
): Promise<IssuedLetters> {
  const kinds = lettersOf(action, row.state)
  if (kinds.length === 0) return { letters: [], stored: [] }
  return ctx.platform.issueLetters(ctx, tx, {
    kinds,
    service: row.service,
    case: {
      id: row.id,
      number: row.number,
      partyId: row.party_id,
      division: row.division,
      officeId: row.office_id,
      submittedAt: row.submitted_at,
    },
    sequence: row.version + 1,
    detail: { ...detail, ...told },
    limitDays: clock.limit,
    dueOn: clock.dueOn,
  })
}
