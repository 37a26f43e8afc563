import { maskName } from '../../shared/personal.ts'
import type { Platform } from '../operations/context.ts'

const UNNAMED = '（未填姓名）'

/** What of a party's rows its name is made from; see inbox.ts for how they are joined. */
export interface NameRow {
  /** Its id, where it is a person. */
  person: string | null
  wrappedKey: Buffer | null
  nameCipher: Buffer | null
  enterprise: string | null
}

/** Masked names by what they were opened from: lists show the same people again and again, and opening takes two keys each. */
const opened = new Map<string, string>()
const MOST_OPENED = 20_000

/** A person's name, masked. What was erased is not in its row any more and so never looked up. */
function maskedOf(ciphers: Platform['ciphers'], wrapped: Buffer, sealed: Buffer): string {
  const key = sealed.toString('latin1')
  const known = opened.get(key)
  if (known !== undefined) return known
  const masked = maskName(ciphers.openText(ciphers.unwrap(wrapped), 'name', sealed).reveal())
  if (opened.size >= MOST_OPENED) opened.clear()
  opened.set(key, masked)
  return masked
}

/**
 * The name of a party for a list: a person's masked, an enterprise's as it is registered. Of a party out of the reach set on the
 * transaction neither was read, and its name is empty.
 */
export function nameForList({ ciphers }: Platform, { person, wrappedKey, nameCipher, enterprise }: NameRow): string {
  if (enterprise !== null) return enterprise
  if (person === null) return ''
  return wrappedKey && nameCipher ? maskedOf(ciphers, wrappedKey, nameCipher) : UNNAMED
}
