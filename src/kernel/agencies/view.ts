import type { Tx } from '../db/connect.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx } from '../operations/context.ts'
import type { EnterpriseRow } from '../parties/enterprise.ts'
import { industryName } from '../parties/industries.ts'
import { legalFormName } from '../parties/legal-forms.ts'
import { maskPerson, openPerson, type Verification } from '../parties/person.ts'
import type { PersonRow } from '../parties/store.ts'
import { findAgentRows } from '../parties/store.ts'
import type { AgencyView, EnterpriseView } from './schema.ts'
import type { AgencyRow } from './store.ts'

/** An enterprise in words. */
export const viewEnterprise = (row: EnterpriseRow): EnterpriseView => ({
  id: row.party_id,
  name: row.name,
  creditCode: row.credit_code,
  legalForm: row.legal_form,
  legalFormLabel: legalFormName(row.legal_form),
  industry: row.industry,
  industryLabel: industryName(row.industry),
  registeredOn: row.registered_on,
  staff: row.staff,
  verification: row.verification as EnterpriseView['verification'],
  division: row.division,
  divisionName: row.divisionName ?? row.division,
  version: row.version,
})

function nameOf(ctx: Ctx, agent: PersonRow | undefined): string | null {
  if (!agent) return null
  const person = openPerson(ctx.platform, agent)
  return ctx.actor.kind === 'staff' ? (person.name?.reveal() ?? null) : maskPerson(person).name
}

function viewAgency(ctx: Ctx, row: AgencyRow, agent: PersonRow | undefined): AgencyView {
  const state = row.state as AgencyView['state']
  return {
    id: row.id,
    state,
    stateLabel: kernelTerms[state].zh,
    holds: state === 'confirmed' && row.valid_from <= ctx.today && ctx.today <= row.valid_to,
    name: row.name,
    creditCode: row.credit_code,
    legalFormLabel: legalFormName(row.legal_form),
    industryLabel: industryName(row.industry),
    registeredOn: row.registered_on,
    division: row.division,
    divisionName: row.divisionName ?? row.division,
    principalId: row.principal_id,
    agentId: row.agent_id,
    agentName: nameOf(ctx, agent),
    agentVerification: (agent?.verification as Verification | undefined) ?? null,
    paperId: row.paper_id,
    paperType: row.paperType,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    reason: row.reason,
    proposedAt: row.proposed_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    version: row.version,
  }
}

/** Agencies in words, with the names of their agents: whole for staff, masked for others. */
export async function viewAgencies(ctx: Ctx, tx: Tx, rows: readonly AgencyRow[]): Promise<AgencyView[]> {
  const agents = await findAgentRows(tx, [...new Set(rows.map((row) => row.agent_id))])
  return rows.map((row) =>
    viewAgency(
      ctx,
      row,
      agents.find((agent) => agent.party_id === row.agent_id),
    ),
  )
}
