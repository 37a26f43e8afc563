import type { Personal } from '../../shared/personal.ts'
import { parsePhone } from '../identity/phone.ts'
import type { Ctx } from '../operations/context.ts'
import { maskPerson, openPerson, standingOfPerson } from './person.ts'
import { parseName, readResidentId } from './real-name.ts'
import { type FoundBy, type FoundPerson, findByIndex, findDivisionNames, findPersonRows } from './store.ts'

function readValue(ctx: Ctx, by: FoundBy, value: string): Personal {
  if (by === 'phone') return parsePhone(value, 'value')
  if (by === 'identity') return readResidentId(value, ctx.today, 'value')
  return parseName(value, 'value')
}

const unreachable = (found: FoundPerson, divisionName: string) => ({
  id: found.partyId,
  inReach: false,
  name: null,
  phone: null,
  identity: null,
  verification: null,
  division: found.division,
  divisionName,
})

/**
 * Persons with exactly this phone, identity number or name, partly hidden. Of someone out of reach it is said only that they
 * are known, and where, and only to those who have their number: by name nobody out of reach is found.
 */
export async function findPersons(ctx: Ctx, { by, value }: { by: FoundBy; value: string }) {
  const index = ctx.platform.ciphers.blindIndex(by, readValue(ctx, by, value).reveal())
  return ctx.guarded(async (tx) => {
    const found = await findByIndex(tx, by, index)
    const ids = found.map(({ partyId }) => partyId)
    const rows = await findPersonRows(tx, ctx.scope, ids)
    const others = by === 'name' ? [] : found.filter(({ partyId }) => !rows.some((row) => row.party_id === partyId))
    const places = await findDivisionNames(
      tx,
      others.map(({ division }) => division),
    )
    const [only] = rows
    if (only && rows.length === 1) ctx.concerning({ kind: 'person', id: only.party_id, division: only.division })
    return [
      ...rows.map((row) => {
        const { version, ...standing } = standingOfPerson(row)
        return { ...standing, inReach: true, ...maskPerson(openPerson(ctx.platform, row)) }
      }),
      ...others.map((other) => unreachable(other, places.get(other.division) ?? other.division)),
    ]
  })
}
