import { randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { HEADER_LENGTH, headerOf, readHeader, type SealingKey } from './envelope.ts'
import { type CipherSuite, SealBroken } from './suites.ts'

/*
 * A sealed file: header, 16 random bytes that name this stream, then frames of at most 64 KiB. A frame is its length in four
 * bytes, whose highest bit marks the last frame, and its sealed bytes. Each frame is bound to header, stream, place and
 * being last or not: frames left out, cut off, repeated, swapped or taken from another file do not open.
 */
const FRAME = 64 * 1024
const STREAM_ID = 16
const PREFIX = HEADER_LENGTH + STREAM_ID
const LENGTH = 4
const LAST_FLAG = 0x8000_0000
const MOST_OVERHEAD = 64

/** Seals what flows through it. */
export function encryptStream(suite: CipherSuite, key: SealingKey): Transform {
  return new EncryptingStream(suite, key)
}

/**
 * Opens what flows through it. Each frame is checked before it is passed on, but only the end of the stream says that the file
 * is whole: an error (SealBroken) may come after bytes were given.
 */
export function decryptStream(key: SealingKey): Transform {
  return new DecryptingStream(key)
}

class EncryptingStream extends Transform {
  readonly #suite: CipherSuite
  readonly #key: SealingKey
  readonly #prefix: Buffer
  #pending = Buffer.alloc(0)
  #count = 0n

  constructor(suite: CipherSuite, key: SealingKey) {
    super()
    this.#suite = suite
    this.#key = key
    this.#prefix = Buffer.concat([headerOf(suite, key), randomBytes(STREAM_ID)])
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    // A full frame waits until more comes, for it may be the last.
    while (this.#pending.length > FRAME) {
      this.#pushFrame(this.#pending.subarray(0, FRAME), false)
      this.#pending = this.#pending.subarray(FRAME)
    }
    done()
  }

  override _flush(done: TransformCallback): void {
    this.#pushFrame(this.#pending, true)
    done()
  }

  #pushFrame(plain: Buffer, last: boolean): void {
    if (this.#count === 0n) this.push(this.#prefix)
    const sealed = this.#suite.seal(this.#key.secret, plain, boundTo(this.#prefix, this.#count, last))
    const length = Buffer.alloc(LENGTH)
    length.writeUInt32BE(last ? sealed.length + LAST_FLAG : sealed.length)
    this.push(Buffer.concat([length, sealed]))
    this.#count += 1n
  }
}

class DecryptingStream extends Transform {
  readonly #key: SealingKey
  #prefix: Buffer | null = null
  #suite: CipherSuite | null = null
  #pending = Buffer.alloc(0)
  #count = 0n
  #ended = false

  constructor(key: SealingKey) {
    super()
    this.#key = key
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#pending = Buffer.concat([this.#pending, chunk])
    try {
      this.#takePrefix()
      while (this.#takeFrame());
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.#ended ? null : new SealBroken('the file is cut off'))
  }

  #takePrefix(): void {
    if (this.#prefix || this.#pending.length < PREFIX) return
    const { suite, keyId } = readHeader(this.#pending)
    if (keyId !== this.#key.id) throw new SealBroken(`sealed by key ${keyId}, not by ${this.#key.id}`)
    this.#suite = suite
    this.#prefix = this.#pending.subarray(0, PREFIX)
    this.#pending = this.#pending.subarray(PREFIX)
  }

  /** Opens the next frame if all of it is there, and says whether it was. */
  #takeFrame(): boolean {
    if (!this.#suite || !this.#prefix) return false
    if (this.#ended && this.#pending.length > 0) throw new SealBroken('bytes after the last frame')
    if (this.#pending.length < LENGTH) return false
    const flagged = this.#pending.readUInt32BE(0)
    const last = flagged >= LAST_FLAG
    const end = LENGTH + (last ? flagged - LAST_FLAG : flagged)
    if (end > LENGTH + FRAME + MOST_OVERHEAD) throw new SealBroken('a frame is too long')
    if (this.#pending.length < end) return false
    const sealed = this.#pending.subarray(LENGTH, end)
    this.push(this.#suite.open(this.#key.secret, sealed, boundTo(this.#prefix, this.#count, last)))
    this.#pending = this.#pending.subarray(end)
    this.#count += 1n
    this.#ended = last
    return true
  }
}

function boundTo(prefix: Buffer, count: bigint, last: boolean): Buffer {
  const place = Buffer.alloc(9)
  place.writeBigUInt64BE(count)
  place.writeUInt8(last ? 1 : 0, 8)
  return Buffer.concat([prefix, place])
}
