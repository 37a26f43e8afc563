import type { Tx } from '../db/connect.ts'
import { parsePhone } from '../identity/phone.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import { guessKind, type IdentityKind } from './identity-kinds.ts'
import { identityIndexText, readIdentity } from './identity-paper.ts'
import { maskPerson, openPerson, standingOfPerson } from './person.ts'
import { parseName } from './real-name.ts'
import {
  type FoundPerson,
  findByIndex,
  findDivisionNames,
  findNamesakes,
  findPersonRows,
  type Identifier,
  type PersonRow,
} from './store.ts'

type FoundBy = Identifier | 'name'

export interface PersonSearch {
  by: FoundBy
  value: string
  identityKind?: IdentityKind | undefined
  /** Of a passport. */
  identityCountry?: string | undefined
}

function readValue({ today }: Ctx, { by, value, identityKind, identityCountry }: PersonSearch): string {
  if (by === 'phone') return parsePhone(value, 'value').reveal()
  if (by === 'name') return parseName(value, 'value').reveal()
  const kind = identityKind ?? guessKind(value)
  return identityIndexText(readIdentity({ kind, number: value, country: identityCountry }, today, 'value'))
}

function viewReached(platform: Platform, row: PersonRow) {
  const { version, ...standing } = standingOfPerson(row)
  return { ...standing, inReach: true, ...maskPerson(openPerson(platform, row)) }
}

/** Of those out of reach: that they are known, and where. */
async function viewUnreached(tx: Tx, found: readonly FoundPerson[]) {
  const codes = found.map(({ division }) => division)
  const places = await findDivisionNames(tx, codes)
  return found.map(({ partyId, division }) => ({
    id: partyId,
    inReach: false,
    name: null,
    phone: null,
    identity: null,
    identityKind: null,
    verification: null,
    division,
    divisionName: places.get(division) ?? division,
  }))
}

/**
 * Persons with exactly this phone, identity number or name, partly hidden. Of someone out of reach it is said only that they
 * are known, and where, and only to those who have their number: by name nobody out of reach is found.
 */
export async function findPersons(ctx: Ctx, search: PersonSearch) {
  const { platform, scope } = ctx
  const { by } = search
  const index = platform.ciphers.blindIndex(by, readValue(ctx, search))
  return ctx.guarded(async (tx) => {
    const found = by === 'name' ? [] : await findByIndex(tx, by, index)
    const ids = found.map(({ partyId }) => partyId)
    const rows = by === 'name' ? await findNamesakes(tx, scope, index) : await findPersonRows(tx, scope, ids)
    const others = found.filter(({ partyId }) => !rows.some((row) => row.party_id === partyId))
    const [only] = rows
    if (only && rows.length === 1) ctx.concerning({ kind: 'person', id: only.party_id, division: only.division })
    else ctx.showing(rows.map((row) => row.party_id))
    return [...rows.map((row) => viewReached(platform, row)), ...(await viewUnreached(tx, others))]
  })
}
