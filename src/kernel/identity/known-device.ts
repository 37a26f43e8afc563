import { randomBytes } from 'node:crypto'
import type { Ciphers } from '../ciphers/ciphers.ts'

/** How long a device stays known after the last log-in on it, in seconds. */
export const knownDeviceSeconds = 180 * 24 * 60 * 60

/** So many people at most are known on one device; who logs in longest ago goes first. */
const MOST = 5
const ID_BYTES = 16
const isId = (text: string) => /^[\w-]{22}$/.test(text)
const isSeal = (text: string) => /^[\w-]{43}$/.test(text)

/**
 * A device becomes known to an account by logging in on it: its browser keeps a mark, the device's random id and one seal for
 * each of the accounts. Guesses from elsewhere then never lock it out, as it is counted by itself alone.
 */
function readMark(mark: string | null | undefined): { id: string; seals: string[] } | null {
  const [id = '', ...seals] = (mark ?? '').slice(0, 400).split('.')
  return isId(id) && seals.every(isSeal) ? { id, seals: seals.slice(0, MOST) } : null
}

const sealFor = (ciphers: Ciphers, id: string, name: string) => ciphers.blindIndex('device', `${id}:${name}`)

/** The device's id where its mark says that this account (`phone:…`, `login:…`) has logged in on it; null where it does not. */
export function findKnownDevice(ciphers: Ciphers, mark: string | null | undefined, name: string): string | null {
  const read = readMark(mark)
  return read?.seals.includes(sealFor(ciphers, read.id, name)) ? read.id : null
}

/** The mark with this account on it, the newest first; a new one where there was none. */
export function markDevice(ciphers: Ciphers, mark: string | null | undefined, name: string): string {
  const { id, seals } = readMark(mark) ?? { id: randomBytes(ID_BYTES).toString('base64url'), seals: [] }
  const own = sealFor(ciphers, id, name)
  return [id, own, ...seals.filter((seal) => seal !== own)].slice(0, MOST + 1).join('.')
}
