import { notFound } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'
import { isOneWith } from '../parties/merged.ts'

const columns = [
  'agency.id',
  'agency.agent_id',
  'agency.principal_id',
  'agency.division',
  'agency.name',
  'agency.credit_code',
  'agency.legal_form',
  'agency.industry',
  'agency.registered_on',
  'agency.valid_from',
  'agency.valid_to',
  'agency.state',
  'agency.paper_id',
  'agency.reason',
  'agency.version',
  'agency.proposed_at',
  'agency.decided_at',
] as const

/** In reach of its agent, of its principal, and of the staff of its division. */
const selectAgencies = (tx: Tx, scope: RegionScope) =>
  tx
    .selectFrom('agency')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'agency.division').on('place.valid_to', 'is', null),
    )
    .leftJoin('document as paper', 'paper.id', 'agency.paper_id')
    .select(columns)
    .select(['place.name as divisionName', 'paper.media_type as paperType'])
    .where(({ or }) =>
      or([
        withinScope(scope, 'agency.division', 'agency.agent_id'),
        withinScope(scope, 'agency.division', 'agency.principal_id'),
      ]),
    )

export type AgencyRow = Awaited<ReturnType<typeof getAgency>>

/** One agency in reach; 404 where there is none. */
export async function getAgency(tx: Tx, scope: RegionScope, id: string) {
  const found = await selectAgencies(tx, scope).where('agency.id', '=', id).executeTakeFirst()
  if (!found) throw notFound('这项代办')
  return found
}

/** The same, locked until the transaction ends. */
export async function lockAgency(tx: Tx, scope: RegionScope, id: string): Promise<AgencyRow> {
  const query = selectAgencies(tx, scope).where('agency.id', '=', id).forUpdate('agency')
  const found = await query.executeTakeFirst()
  if (!found) throw notFound('这项代办')
  return found
}

const MOST = 100

/** The agencies of a party and of those merged with it, as agent or as principal, newest first; a hundred at most. */
export const findPartyAgencies = (tx: Tx, scope: RegionScope, partyId: string): Promise<AgencyRow[]> =>
  selectAgencies(tx, scope)
    .where(({ or, eb }) => or([isOneWith(partyId, 'agency.agent_id'), eb('agency.principal_id', '=', partyId)]))
    .orderBy('agency.id', 'desc')
    .limit(MOST)
    .execute()

/** Agencies with their paper that wait for a clerk, oldest first, a page at a time by key. */
export const findWaitingAgencies = (
  tx: Tx,
  scope: RegionScope,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<AgencyRow[]> =>
  selectAgencies(tx, scope)
    .where('agency.state', '=', 'proposed')
    .where('agency.paper_id', 'is not', null)
    .$if(after !== undefined, (query) => query.where('agency.id', '>', after ?? ''))
    .orderBy('agency.id')
    .limit(limit)
    .execute()
