import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { sealingKey } from './envelope.ts'
import { decryptStream, encryptStream } from './streams.ts'
import { aesSuite, SealBroken, suites } from './suites.ts'

const FRAME = 64 * 1024
const PREFIX = 26
const AES_FRAME = 4 + 12 + FRAME + 16
const key = sealingKey(randomBytes(8).toString('hex'), randomBytes(32))

const inPieces = (data: Buffer, size: number) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
    })(),
  )

const seal = (data: Buffer, suite = aesSuite, size = FRAME) =>
  buffer(inPieces(data, size).pipe(encryptStream(suite, key)))

async function openSealed(sealed: Buffer, size = FRAME, opener = key): Promise<Buffer> {
  const opened: Buffer[] = []
  await pipeline(inPieces(sealed, size), decryptStream(opener), async (source) => {
    for await (const chunk of source) opened.push(chunk)
  })
  return Buffer.concat(opened)
}

for (const suite of suites) {
  test(`${suite.name}: files of every size come back`, async () => {
    for (const size of [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 17]) {
      const data = randomBytes(size)
      assert.deepEqual(await openSealed(await seal(data, suite)), data)
    }
  })
}

test('the pieces in which a file comes do not count', async () => {
  const anyPiece = fc.integer({ min: 1000, max: 200_000 })
  await fc.assert(
    fc.asyncProperty(fc.nat(3 * FRAME), anyPiece, anyPiece, async (size, sealedBy, openedBy) => {
      const data = randomBytes(size)
      assert.deepEqual(await openSealed(await seal(data, aesSuite, sealedBy), openedBy), data)
    }),
    { numRuns: 25 },
  )
})

test('a file cut anywhere is refused', async () => {
  const sealed = await seal(randomBytes(2 * FRAME))
  const edges = [0, 1, PREFIX - 1, PREFIX, PREFIX + 3, PREFIX + AES_FRAME, sealed.length - 1]
  for (const length of edges) await assert.rejects(openSealed(sealed.subarray(0, length)), SealBroken, String(length))
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), (length) =>
      assert.rejects(openSealed(sealed.subarray(0, length)), SealBroken),
    ),
    { numRuns: 25 },
  )
})

test('any changed bit is seen', async () => {
  const sealed = await seal(randomBytes(FRAME + 100))
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 0, max: 7 }), (place, bit) => {
      const changed = Buffer.from(sealed)
      changed[place] = (changed[place] ?? 0) ^ (1 << bit)
      return assert.rejects(openSealed(changed), SealBroken)
    }),
    { numRuns: 50 },
  )
})

test('frames keep their place, their file and their end', async () => {
  const sealed = await seal(randomBytes(3 * FRAME))
  const other = await seal(randomBytes(3 * FRAME))
  const prefix = sealed.subarray(0, PREFIX)
  const [first, second, last] = [0, 1, 2].map((place) => {
    const start = PREFIX + place * AES_FRAME
    return sealed.subarray(start, start + AES_FRAME)
  }) as [Buffer, Buffer, Buffer]
  const foreign = other.subarray(PREFIX, PREFIX + AES_FRAME)
  const flagged = Buffer.from(second)
  flagged.writeUInt8((flagged[0] ?? 0) | 0x80, 0)
  assert.equal((await openSealed(Buffer.concat([prefix, first, second, last]))).length, 3 * FRAME)
  const wrong = [
    [prefix, second, first, last],
    [prefix, first, last],
    [prefix, first, first, second, last],
    [prefix, first, flagged],
    [prefix, foreign, second, last],
    [other.subarray(0, PREFIX), first, second, last],
    [prefix, first, second, last, last],
    [prefix, first, second, last, Buffer.from([0])],
  ]
  for (const frames of wrong) await assert.rejects(openSealed(Buffer.concat(frames)), SealBroken)
})

test('another key opens nothing', async () => {
  const sealed = await seal(randomBytes(100))
  const other = sealingKey(randomBytes(8).toString('hex'), randomBytes(32))
  await assert.rejects(openSealed(sealed, FRAME, other), SealBroken)
  await assert.rejects(openSealed(sealed, FRAME, { id: key.id, secret: other.secret }), SealBroken)
})

test('a frame that claims to be huge is refused at once', async () => {
  const sealed = await seal(randomBytes(100))
  sealed.writeUInt32BE(0x7fff_ffff, PREFIX)
  await assert.rejects(openSealed(sealed), SealBroken)
})
