import { Type } from 'typebox'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { type Flow, stateLabel } from './flow.ts'
import type { CaseRow } from './store.ts'

/** A case in the file of its party. */
export const PartyCase = Type.Object({
  id: Type.String(),
  number: Type.String(),
  service: Type.String(),
  serviceLabel: Type.String(),
  state: Type.String(),
  stateLabel: Type.String(),
  openedAt: InstantText,
  endedAt: Nullable(InstantText),
})

/** The same in the words of its flow. */
export function viewPartyCase(flows: readonly Flow[], row: CaseRow) {
  const flow = flows.find((one) => one.service === row.service)
  return {
    id: row.id,
    number: row.number,
    service: row.service,
    serviceLabel: flow?.terms[row.service]?.zh ?? row.service,
    state: row.state,
    stateLabel: flow ? stateLabel(flow, row.state) : row.state,
    openedAt: row.opened_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
