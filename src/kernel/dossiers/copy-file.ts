import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Pack, pack } from 'tar-stream'
import { openPaper } from '../documents/papers.ts'
import type { FileStorage } from '../documents/storage.ts'
import type { Ctx } from '../operations/context.ts'
import type { FileAnswer } from '../operations/operation.ts'
import { type Copy, readCopy } from './copy-content.ts'
import { writePage } from './copy-page.ts'
import type { DossierWords } from './own-file.ts'

const BLOCK = 512

const entrySize = (size: number) => BLOCK + Math.ceil(size / BLOCK) * BLOCK

/** Writes the entries one after the other; papers are opened one at a time, as the receiver takes them. */
async function fill(archive: Pack, ctx: Ctx, storage: FileStorage, copy: Copy, texts: ReadonlyMap<string, Buffer>) {
  for (const [name, bytes] of texts) archive.entry({ name, mtime: ctx.now }, bytes)
  // The copy as a whole is what was looked at, and is taken down once.
  const quiet: Ctx = { ...ctx, concerning: () => {} }
  for (const { id, entry, size } of copy.papers) {
    const { stream } = await openPaper(quiet, storage, id)
    await pipeline(stream, archive.entry({ name: entry, size, mtime: ctx.now }))
  }
  archive.finalize()
}

/**
 * Everything that is known of the asker as one tar file, streamed: a page, the same as JSON, and the papers. A paper that is broken on
 * disk breaks the download off, so that nobody takes half a copy for a whole one.
 */
export async function copyOwnFile(ctx: Ctx, words: DossierWords, storage: FileStorage): Promise<FileAnswer> {
  const copy = await readCopy(ctx, words)
  const texts = new Map([
    ['file.html', Buffer.from(writePage(copy))],
    ['file.json', Buffer.from(`${JSON.stringify(copy, null, 2)}\n`)],
  ])
  const archive = pack()
  fill(archive, ctx, storage, copy, texts).catch((error: Error) => archive.destroy(error))
  const sizes = [...[...texts.values()].map((bytes) => bytes.length), ...copy.papers.map(({ size }) => size)]
  return {
    name: `我的档案-${ctx.today}.tar`,
    mediaType: 'application/x-tar',
    size: sizes.reduce((sum, size) => sum + entrySize(size), 2 * BLOCK),
    stream: Readable.from(archive),
  }
}
