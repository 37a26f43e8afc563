import { maskName } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'

const UNNAMED = '（未填姓名）'

/**
 * Names for a list, by party: a person's masked, an enterprise's as it is registered. A party out of the reach set on this
 * transaction is simply absent.
 */
export async function findMaskedNames(
  tx: Tx,
  { ciphers }: Platform,
  partyIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (partyIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('person')
    .select(['party_id', 'wrapped_key', 'name_cipher'])
    .where('party_id', 'in', [...new Set(partyIds)])
    .execute()
  const enterprises = await tx
    .selectFrom('enterprise')
    .select(['party_id', 'name'])
    .where('party_id', 'in', [...new Set(partyIds)])
    .execute()
  return new Map([
    ...enterprises.map(({ party_id, name }): [string, string] => [party_id, name]),
    ...rows.map(({ party_id, wrapped_key, name_cipher }): [string, string] => {
      if (!wrapped_key || !name_cipher) return [party_id, UNNAMED]
      return [party_id, maskName(ciphers.openText(ciphers.unwrap(wrapped_key), 'name', name_cipher).reveal())]
    }),
  ])
}
