import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Duplex, PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What a file holds, by its size in bytes and its SHA-256 in hexadecimal. */
export interface Digest {
  size: number
  sha256: string
}

/** Begins the name of what is being written; a name that begins so was never finished. */
export const DRAFT_PREFIX = '.draft-'

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** Passes bytes on and counts and hashes them on the way. */
export function createDigest() {
  const hash = createHash('sha256')
  let size = 0
  return {
    async *pass(source: AsyncIterable<Buffer>) {
      for await (const part of source) {
        hash.update(part)
        size += part.length
        yield part
      }
    },
    end: (): Digest => ({ size, sha256: hash.digest('hex') }),
  }
}

export async function digestFile(path: string): Promise<Digest> {
  const digest = createDigest()
  for await (const _ of digest.pass(createReadStream(path))) {
    // Only what passes by is of interest.
  }
  return digest.end()
}

/** Writes a file whole or not at all: beside its place, synced, then moved into it. Gives what was written, after `through`. */
export async function writeDurably(
  path: string,
  content: () => AsyncIterable<Buffer>,
  through: Duplex = new PassThrough(),
): Promise<Digest> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${dirname(path)}/${DRAFT_PREFIX}${randomBytes(6).toString('hex')}`
  const digest = createDigest()
  const file = await open(draft, 'wx', 0o600)
  try {
    await pipeline(content(), through, digest.pass, file.createWriteStream({ flush: true }))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
  return digest.end()
}

export const writeText = (path: string, text: string): Promise<Digest> =>
  writeDurably(path, () => Readable.from([Buffer.from(text)]))

export const copyDurably = (from: string, to: string): Promise<Digest> => writeDurably(to, () => createReadStream(from))
