import { Personal } from '../../shared/personal.ts'
import type { Platform } from '../operations/context.ts'
import type { Challenge } from './client.ts'
import { refuseSignOn } from './failures.ts'
import type { Vouched } from './provider.ts'

/** How long a log-in may be under way, in seconds; the browser's cookie lasts as long. */
export const TICKET_SECONDS = 10 * 60

/** A log-in under way at a provider; kept sealed by the browser, so that nothing of it lies in the database. */
export interface Ticket extends Challenge {
  kind: 'ticket'
  provider: string
  /** Where to go on to; a path of ours. */
  next: string
  /** The account that wants the link; null for logging in. */
  linkTo: string | null
  /** Instant, milliseconds. */
  at: number
}

/** What a provider has vouched for, while the person proves their phone; kept sealed by the browser. */
export interface Pending {
  kind: 'pending'
  provider: string
  vouched: Vouched
  at: number
}

type Kept = Ticket | Pending

const FIELD = 'signOn.ticket'

export const sealKept = ({ ciphers }: Platform, kept: Kept): string =>
  ciphers.sealOwn(FIELD, new Personal(JSON.stringify(kept))).toString('base64url')

/** Opens what sealKept sealed. Throws the refusal `expired` when it is not of this kind and provider, too old, or not ours. */
export function openKept<Kind extends Kept['kind']>(
  platform: Platform,
  kind: Kind,
  sealed: string,
): Extract<Kept, { kind: Kind }> {
  const kept = unseal(platform, sealed)
  const age = platform.now().getTime() - (kept?.at ?? 0)
  if (kept?.kind !== kind || age < 0 || age > TICKET_SECONDS * 1000) throw refuseSignOn('expired')
  return kept as Extract<Kept, { kind: Kind }>
}

function unseal({ ciphers }: Platform, sealed: string): Kept | null {
  try {
    return JSON.parse(ciphers.openOwn(FIELD, Buffer.from(sealed, 'base64url')).reveal()) as Kept
  } catch {
    // Whatever it is, it was not sealed here.
    return null
  }
}
