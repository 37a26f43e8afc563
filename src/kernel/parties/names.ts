import { maskName } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'

const UNNAMED = '（未填姓名）'

/** Masked names for a list, by party; a party out of the reach set on this transaction is simply absent. */
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
  return new Map(
    rows.map(({ party_id, wrapped_key, name_cipher }) => {
      if (!wrapped_key || !name_cipher) return [party_id, UNNAMED]
      return [party_id, maskName(ciphers.openText(ciphers.unwrap(wrapped_key), 'name', name_cipher).reveal())]
    }),
  )
}
