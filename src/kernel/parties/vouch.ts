import { sql } from 'kysely'
import type { Db, Tx } from '../db/connect.ts'
import { partyScope } from '../divisions/scope.ts'
import type { Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { identityIndexText } from './identity-paper.ts'
import { sealRealName } from './person.ts'
import type { RealName } from './real-name.ts'
import { type FoundPerson, lockPersonRow } from './store.ts'

const indexOf = ({ ciphers }: Platform, { paper }: RealName) => ciphers.blindIndex('identity', identityIndexText(paper))

/** The party whose verified identity paper this is. For log-in, which reaches nobody yet. */
export async function findVerifiedParty(db: Db, platform: Platform, realName: RealName): Promise<string | undefined> {
  const { rows } = await sql<FoundPerson>`
    select party_id as "partyId", division from find_verified_person(${indexOf(platform, realName)})`.execute(db)
  return rows[0]?.partyId
}

/**
 * Takes down a real name that a provider of single sign-on vouches for: verified from now on. False, and nothing written, when
 * this person is verified as someone else already, or another verified person has this paper. The transaction comes away
 * reaching this party alone.
 */
export async function vouchRealName(
  tx: Tx,
  platform: Platform,
  { partyId, realName, through }: { partyId: string; realName: RealName; through: string },
): Promise<boolean> {
  const scope = partyScope(partyId)
  const holder = await findVerifiedParty(tx, platform, realName)
  if (holder !== undefined) return holder === partyId
  await enterScope(tx, scope)
  const row = await lockPersonRow(tx, scope, partyId)
  if (row.verification === 'verified' || !row.wrapped_key) return false
  await tx
    .updateTable('person')
    .set({
      ...sealRealName(platform, row.wrapped_key, realName),
      verification: 'verified',
      verified_at: platform.now(),
      verified_through: through,
      version: row.version + 1,
    })
    .where('party_id', '=', partyId)
    .execute()
  return true
}
