import type { Actor } from '../src/kernel/access/actor.ts'
import { makeCreditCode } from '../src/kernel/parties/demonstration-id.ts'
import { addDays, dateIn } from '../src/shared/dates.ts'
import { type City, paperFile, xiling } from './city.ts'

let made = 0

/** Register data of an enterprise that no other test of this process has. */
export function newRegister(more: object = {}) {
  made += 1
  return {
    name: `演示第${made}茶业有限公司`,
    creditCode: makeCreditCode(50_000 + made),
    legalForm: 'company',
    industry: 'C15',
    registeredOn: '2024-03-01',
    division: xiling,
    ...more,
  }
}

interface Receipt {
  id: string
  version: number
}

/** A day so many days from the city's today. */
export const dayFrom = (city: City, days: number) => addDays(dateIn(city.platform.clock.now()), days)

/** An agency told by its agent, with its paper: waiting for a clerk. */
export async function proposedAgency(city: City, agent: Actor, more: object = {}): Promise<Receipt> {
  const input = { ...newRegister(), validTo: dayFrom(city, 365), ...more }
  const { id } = await city.call<Receipt>(agent, 'agency.propose', input)
  const { version } = await city.call<Receipt>(agent, 'agency.addPaper', { id }, { file: paperFile() })
  return { id, version }
}

/** An agency of this person that a clerk has confirmed, and the actor that their session then is. */
export async function agencyOf(
  city: City,
  person: Actor & { partyId: string },
  more: object = {},
  clerk: Actor = city.staff.cityClerk,
) {
  const agency = await proposedAgency(city, person, more)
  await city.call(clerk, 'agency.confirm', agency)
  const { principalId } = await city.call<{ principalId: string }>(clerk, 'agency.get', { id: agency.id })
  const actingFor = { agencyId: agency.id, ownPartyId: person.partyId }
  return { agencyId: agency.id, agent: { ...person, partyId: principalId, actingFor } }
}

/** A person who acts for an enterprise that a clerk has confirmed: the actor that their session then is. */
export async function agentOf(city: City, more: object = {}, clerk: Actor = city.staff.cityClerk) {
  const person = await city.person()
  return { person, ...(await agencyOf(city, person, more, clerk)) }
}
