import { randomBytes } from 'node:crypto'
import type { Transform } from 'node:stream'
import { Personal } from '../../shared/personal.ts'
import { openEnvelope, readHeader, type SealingKey, sealEnvelope, sealingKey } from './envelope.ts'
import type { KeyRing } from './keys.ts'
import { decryptStream, encryptStream } from './streams.ts'
import { aesSuite, type CipherSuite, SealBroken, smSuite } from './suites.ts'

/** The key of one person: all that is theirs is sealed by it, and without it nothing of theirs can be read again. */
export type PersonKey = SealingKey

/**
 * What is compared without being kept: by what a person can be found, always by the exact value; what a log-in leaves behind,
 * its one-time code, its tries and its device; who someone is to a provider of single sign-on; and what was sent with an idempotency key.
 */
export type IndexKind =
  | 'phone'
  | 'identity'
  | 'name'
  | 'loginCode'
  | 'emailCode'
  | 'attempt'
  | 'device'
  | 'request'
  | 'subject'

export interface Ciphers {
  /** A new person's key, and the same wrapped by the master key: only the wrapped one is stored. */
  newPersonKey(): { key: PersonKey; wrapped: Buffer }
  /** The person's key out of its wrapping. Throws SealBroken. */
  unwrap(wrapped: Buffer): PersonKey
  /** Seals a value for the field it stands in, for example 'name'; it opens in no other field. */
  sealText(key: PersonKey, field: string, text: Personal): Buffer
  /** Opens what was sealed for that field. Throws SealBroken. */
  openText(key: PersonKey, field: string, sealed: Buffer): Personal
  /** The same key wrapped by the current master key; null where it is already. Throws SealBroken. */
  rewrap(wrapped: Buffer): Buffer | null
  /** What `sealOwn` sealed for that field, sealed by the current master key; null where it is already. Throws SealBroken. */
  resealOwn(field: string, sealed: Buffer): Buffer | null
  /** The master key that seals from now on, and those that still open; the key of the blind indexes stays. */
  takeUp(masterKeys: KeyRing['masterKeys']): void
  /** Id of the master key that seals now. */
  currentKeyId(): string
  /** Seals what belongs to no person and passes away or is replaced: a message on its way out, a secret of a staff account. */
  sealOwn(field: string, text: Personal): Buffer
  /** Opens what `sealOwn` sealed for that field. Throws SealBroken. */
  openOwn(field: string, sealed: Buffer): Personal
  /**
   * Blind index of a value, base64url, 43 characters. The caller writes the value in its one form first; the same text has
   * different indexes by kind, by index key and by suite.
   */
  blindIndex(kind: IndexKind, normalisedText: string): string
  /** Seals a file as it flows through, in frames of 64 KiB. */
  encryptStream(key: PersonKey): Transform
  /** Opens a sealed file as it flows through; fails at the end with SealBroken if it was cut, so keep nothing before that. */
  decryptStream(key: PersonKey): Transform
}

const KEY_LENGTH = 32
const KEY_ID_LENGTH = 8
const WRAPPING = 'person-key'
const configuredSuites = { aes: aesSuite, sm: smSuite }

/** Which algorithms seal from now on: AES, or the Chinese commercial ones (国密). What the other sealed still opens. */
export type SuiteChoice = keyof typeof configuredSuites

/**
 * The ciphers of this installation, from its keys (see `loadKeys`) and its choice of algorithms. When the choice changes, sealed
 * values still open, but blind indexes have to be made anew.
 */
export function createCiphers(options: KeyRing & { suite: SuiteChoice }): Ciphers {
  const suite: CipherSuite = configuredSuites[options.suite]
  let { masterKeys } = options
  const masterOf = (sealed: Buffer) => {
    const { keyId } = readHeader(sealed)
    const master = masterKeys.find((key) => key.id === keyId)
    if (!master) throw new SealBroken(`no master key ${keyId}`)
    return master
  }
  /** Opens by whichever master key sealed, and seals by the current one. */
  const renew = (purpose: string, sealed: Buffer): Buffer | null => {
    const master = masterOf(sealed)
    return master === masterKeys[0]
      ? null
      : sealEnvelope(suite, masterKeys[0], purpose, openEnvelope(master, purpose, sealed))
  }
  return {
    newPersonKey() {
      const id = randomBytes(KEY_ID_LENGTH)
      const secret = randomBytes(KEY_LENGTH)
      const wrapped = sealEnvelope(suite, masterKeys[0], WRAPPING, Buffer.concat([id, secret]))
      return { key: sealingKey(id.toString('hex'), secret), wrapped }
    },
    unwrap(wrapped) {
      const plain = openEnvelope(masterOf(wrapped), WRAPPING, wrapped)
      return sealingKey(plain.subarray(0, KEY_ID_LENGTH).toString('hex'), plain.subarray(KEY_ID_LENGTH))
    },
    rewrap: (wrapped) => renew(WRAPPING, wrapped),
    resealOwn: (field, sealed) => renew(`own:${field}`, sealed),
    takeUp(others) {
      masterKeys = others
    },
    currentKeyId: () => masterKeys[0].id,
    sealText: (key, field, text) => sealEnvelope(suite, key, `text:${field}`, Buffer.from(text.reveal())),
    openText: (key, field, sealed) => new Personal(openEnvelope(key, `text:${field}`, sealed).toString()),
    sealOwn: (field, text) => sealEnvelope(suite, masterKeys[0], `own:${field}`, Buffer.from(text.reveal())),
    openOwn: (field, sealed) => new Personal(openEnvelope(masterOf(sealed), `own:${field}`, sealed).toString()),
    blindIndex: (kind, normalisedText) => suite.index(options.indexKey, `${kind}:${normalisedText}`),
    encryptStream: (key) => encryptStream(suite, key),
    decryptStream,
  }
}
