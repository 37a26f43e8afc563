import { createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isId } from '../../shared/ids.ts'

/**
 * Where sealed files lie. A file is first laid down in quarantine, where nobody can read it, and becomes readable once it has
 * been accepted. Keys are ids that we make; a port, so that an object store can stand in for the folder.
 */
export interface FileStorage {
  /** Lays a new file down in quarantine, on disk when this ends. When the content fails, nothing of it stays and its error is thrown. */
  write(key: string, content: Readable): Promise<void>
  /** Makes a file of the quarantine readable, in one step that either happened or did not. */
  accept(key: string): Promise<void>
  /** The content of an accepted file. Throws before the first byte when there is none. */
  read(key: string): Promise<Readable>
  /** Removes a file, wherever it lies; that there is none is no error, so that it can be repeated. */
  remove(key: string): Promise<void>
  /** Removes what a crash left in quarantine before an instant, and says how many. */
  removeAbandoned(before: Date): Promise<number>
}

/** A storage in one folder: quarantine/ and accepted/ on the same disk, each spread over 65,536 folders. */
export function folderStorage(root: string): FileStorage {
  const quarantine = resolve(root, 'quarantine')
  const accepted = resolve(root, 'accepted')
  return {
    async write(key, content) {
      const path = pathOf(quarantine, key)
      await makeFolder(dirname(path))
      const file = await open(path, 'wx', 0o600)
      try {
        await pipeline(content, file.createWriteStream({ flush: true }))
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    async accept(key) {
      const path = pathOf(accepted, key)
      await makeFolder(dirname(path))
      await rename(pathOf(quarantine, key), path)
      await syncFolder(dirname(path))
    },
    async read(key) {
      const path = pathOf(accepted, key)
      await access(path)
      return createReadStream(path)
    },
    async remove(key) {
      await Promise.all([quarantine, accepted].map((folder) => rm(pathOf(folder, key), { force: true })))
    },
    async removeAbandoned(before) {
      let removed = 0
      for (const path of await findFiles(quarantine)) {
        if ((await stat(path)).mtime >= before) continue
        await rm(path, { force: true })
        removed += 1
      }
      return removed
    },
  }
}

/** The random end of an id spreads the files; its beginning is the time, which would pile them up. */
function pathOf(folder: string, key: string): string {
  if (!isId(key)) throw new RangeError('a storage key is an id that we made')
  return join(folder, key.slice(-2), key.slice(-4, -2), key)
}

/** Makes a folder, and sees to it that it is still there after a power cut. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (!first) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function findFiles(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
