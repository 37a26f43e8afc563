import { sql } from 'kysely'
import { maskName } from '../../shared/personal.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'

const UNNAMED = '（未填姓名）'

interface NameRow {
  party_id: string
  wrapped_key: Buffer | null
  name_cipher: Buffer | null
  name: string | null
}

/** Masked names by what they were opened from: lists show the same people again and again, and opening takes two keys each. */
const opened = new Map<string, string>()
const MOST_OPENED = 20_000

/** A person's name, masked. What was erased is not in its row any more and so never looked up. */
function maskedOf(ciphers: Platform['ciphers'], { wrapped_key: wrapped, name_cipher: sealed }: NameRow): string {
  if (!wrapped || !sealed) return UNNAMED
  const key = sealed.toString('latin1')
  const known = opened.get(key)
  if (known !== undefined) return known
  const masked = maskName(ciphers.openText(ciphers.unwrap(wrapped), 'name', sealed).reveal())
  if (opened.size >= MOST_OPENED) opened.clear()
  opened.set(key, masked)
  return masked
}

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
  const wanted = [...new Set(partyIds)]
  const { rows } = await sql<NameRow>`
    select party_id, wrapped_key, name_cipher, null as name from person where party_id = any(${wanted}::uuid[])
    union all
    select party_id, null, null, name from enterprise where party_id = any(${wanted}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.party_id, row.name ?? maskedOf(ciphers, row)]))
}
