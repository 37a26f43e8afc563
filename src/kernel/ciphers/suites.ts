import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'

/** Sealed data that was changed, cut, moved to another place, or sealed by another key. A fault, never an expected "no". */
export class SealBroken extends Error {
  constructor(reason: string) {
    super(`sealed data cannot be opened: ${reason}`)
    this.name = 'SealBroken'
  }
}

/** One family of algorithms. Keys are 32 random bytes; `aad` is data that is not sealed but must be the same when opening. */
export interface CipherSuite {
  readonly name: 'aes-256-gcm' | 'sm4-ctr-hmac-sm3'
  /** Stands for the suite in every sealed value; never given to another. */
  readonly code: number
  /** Seals with a fresh random nonce: two seals of one text differ. */
  seal(key: KeyObject, plain: Buffer, aad: Buffer): Buffer
  /** Throws SealBroken. */
  open(key: KeyObject, sealed: Buffer, aad: Buffer): Buffer
  /** Keyed hash of a text, base64url, the same for the same text: finds by exact value without showing it. */
  index(key: KeyObject, text: string): string
}

const GCM_NONCE = 12
const GCM_TAG = 16

/** AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256. Sealed: nonce, ciphertext, tag. */
export const aesSuite: CipherSuite = {
  name: 'aes-256-gcm',
  code: 1,
  seal(key, plain, aad) {
    const nonce = randomBytes(GCM_NONCE)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad)
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  },
  open(key, sealed, aad) {
    if (sealed.length < GCM_NONCE + GCM_TAG) throw new SealBroken('too short')
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, GCM_NONCE), { authTagLength: GCM_TAG })
    decipher.setAAD(aad).setAuthTag(sealed.subarray(-GCM_TAG))
    const plain = decipher.update(sealed.subarray(GCM_NONCE, -GCM_TAG))
    try {
      return Buffer.concat([plain, decipher.final()])
    } catch {
      throw new SealBroken('wrong tag')
    }
  },
  index: (key, text) => createHmac('sha256', key).update(text).digest('base64url'),
}

const SM4_KEY = 16
const SM4_NONCE = 16
const SM3_TAG = 32

/**
 * The Chinese commercial algorithms (国密): SM4 (GB/T 32907) in counter mode, then HMAC-SM3 (GB/T 32905, GB/T 15852.2) over
 * everything. Sealed: nonce, ciphertext, tag. Cipher and tag have keys of their own, derived from the one given.
 */
export const smSuite: CipherSuite = {
  name: 'sm4-ctr-hmac-sm3',
  code: 2,
  seal(key, plain, aad) {
    const nonce = randomBytes(SM4_NONCE)
    const cipher = createCipheriv('sm4-ctr', cipherKey(key), nonce)
    const body = Buffer.concat([nonce, cipher.update(plain), cipher.final()])
    return Buffer.concat([body, tagOf(key, body, aad)])
  },
  open(key, sealed, aad) {
    if (sealed.length < SM4_NONCE + SM3_TAG) throw new SealBroken('too short')
    const body = sealed.subarray(0, -SM3_TAG)
    if (!timingSafeEqual(tagOf(key, body, aad), sealed.subarray(-SM3_TAG))) throw new SealBroken('wrong tag')
    const decipher = createDecipheriv('sm4-ctr', cipherKey(key), body.subarray(0, SM4_NONCE))
    return Buffer.concat([decipher.update(body.subarray(SM4_NONCE)), decipher.final()])
  },
  index: (key, text) => createHmac('sm3', key).update(text).digest('base64url'),
}

const derive = (key: KeyObject, purpose: string) => createHmac('sm3', key).update(purpose).digest()
const cipherKey = (key: KeyObject) => derive(key, 'qichuang sm4-ctr').subarray(0, SM4_KEY)

function tagOf(key: KeyObject, body: Buffer, aad: Buffer): Buffer {
  // The length first, so that no byte can be moved between what is sealed and what is only vouched for.
  const length = Buffer.alloc(8)
  length.writeBigUInt64BE(BigInt(aad.length))
  return createHmac('sm3', derive(key, 'qichuang hmac-sm3')).update(length).update(aad).update(body).digest()
}

/** Every suite a sealed value may name, also those that no longer seal. */
export const suites: readonly CipherSuite[] = [aesSuite, smSuite]
