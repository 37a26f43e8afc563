import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(argon2)

/** Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage page asks for. */
const MEMORY = 19_456
const PASSES = 2
const LANES = 1
const LENGTH = 32
const SETTINGS = `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=${LANES}`

/** Nobody's: compared with where there is no account, so that it takes as long as where there is one. */
const NOBODY = `${SETTINGS}$${encode(Buffer.alloc(16))}$${encode(Buffer.alloc(LENGTH))}`

/** The text to keep for a password, in the PHC string format: algorithm, parameters, salt, hash. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `${SETTINGS}$${encode(salt)}$${encode(await deriveKey(password, salt, MEMORY, PASSES, LANES))}`
}

/** Whether a password is the one that was kept; always false, after the same work, where nothing was kept. */
export async function verifyPassword(password: string, kept: string | null): Promise<boolean> {
  const [, , , parameters = '', salt = '', hash = ''] = (kept ?? NOBODY).split('$')
  const [memory = 0, passes = 0, lanes = 0] = parameters.split(',').map((part) => Number(part.slice(2)))
  const expected = Buffer.from(hash, 'base64')
  const derived = await deriveKey(password, Buffer.from(salt, 'base64'), memory, passes, lanes)
  return kept !== null && derived.length === expected.length && timingSafeEqual(derived, expected)
}

const deriveKey = (password: string, nonce: Buffer, memory: number, passes: number, parallelism: number) =>
  derive('argon2id', { message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength: LENGTH })

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
