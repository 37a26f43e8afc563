import { createSecretKey, type KeyObject } from 'node:crypto'
import { type CipherSuite, SealBroken, suites } from './suites.ts'

/** A key and its id (16 hexadecimal digits). The secret is a KeyObject, which no log shows. */
export interface SealingKey {
  readonly id: string
  readonly secret: KeyObject
}

/** A key from its id and its 32 secret bytes. */
export function sealingKey(id: string, secret: Buffer): SealingKey {
  return { id, secret: createSecretKey(secret) }
}

const VERSION = 1

/** Length of the header before every sealed value: version (1 byte), suite (1 byte), id of the key (8 bytes). */
export const HEADER_LENGTH = 10

/** The header of what a key seals now. */
export function headerOf(suite: CipherSuite, key: SealingKey): Buffer {
  return Buffer.concat([Buffer.from([VERSION, suite.code]), Buffer.from(key.id, 'hex')])
}

/** Suite and key that a header names. Throws SealBroken when it is none of ours. */
export function readHeader(header: Buffer): { suite: CipherSuite; keyId: string } {
  if (header.length < HEADER_LENGTH) throw new SealBroken('too short')
  if (header[0] !== VERSION) throw new SealBroken(`unknown version ${header[0]}`)
  const suite = suites.find((candidate) => candidate.code === header[1])
  if (!suite) throw new SealBroken(`unknown suite ${header[1]}`)
  return { suite, keyId: header.subarray(2, HEADER_LENGTH).toString('hex') }
}

/** Seals bytes for one purpose: opened under another purpose, or with another header, they are broken. */
export function sealEnvelope(suite: CipherSuite, key: SealingKey, purpose: string, plain: Buffer): Buffer {
  const header = headerOf(suite, key)
  return Buffer.concat([header, suite.seal(key.secret, plain, boundTo(header, purpose))])
}

/** Opens what `sealEnvelope` sealed for the same purpose. Throws SealBroken, also when another key sealed it. */
export function openEnvelope(key: SealingKey, purpose: string, sealed: Buffer): Buffer {
  const { suite, keyId } = readHeader(sealed)
  if (keyId !== key.id) throw new SealBroken(`sealed by key ${keyId}, not by ${key.id}`)
  const header = sealed.subarray(0, HEADER_LENGTH)
  return suite.open(key.secret, sealed.subarray(HEADER_LENGTH), boundTo(header, purpose))
}

const boundTo = (header: Buffer, purpose: string) => Buffer.concat([header, Buffer.from(purpose)])
