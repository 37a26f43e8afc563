import { actorWithin, rolesOf } from '../access/actor.ts'
import type { Ctx } from '../operations/context.ts'
import type { CaseStanding, Viewer } from './flow.ts'
import type { CaseRow } from './store.ts'

/** The actor as a case of this division sees them, with the roles that they hold there. */
export const viewerOf = ({ actor }: Ctx, { division, recused }: Pick<CaseRow, 'division' | 'recused'>): Viewer => ({
  accountId: actor.accountId,
  partyId: actor.partyId,
  roles: rolesOf(actorWithin(actor, division)),
  recused: actor.accountId !== null && recused.includes(actor.accountId),
})

export const standingOf = (row: CaseRow): CaseStanding => ({
  state: row.state,
  version: row.version,
  partyId: row.party_id,
  performed: row.performed as Record<string, string>,
})
