import { createReadStream } from 'node:fs'
import { chown, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Account } from '../../kernel/db/embedded/account.ts'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { listNames, walFolder } from './backup-set.ts'
import { writeDurably } from './durable-files.ts'

/** A log segment (WAL): eight digits of the timeline, sixteen of the place. */
const SEGMENT = /^[0-9A-F]{24}$/
/** What belongs into the archive: segments, and the histories of timelines that begin at a restore. */
const ARCHIVED = /^(?:[0-9A-F]{24}|[0-9A-F]{8}\.history)$/
/** What the server archives beside them and no restore asks for: marks of backups, and the cut-off end of a left timeline. */
const NEEDLESS = /^[0-9A-F]{24}\.(?:[0-9A-F]{8}\.backup|partial)$/
const SUFFIX = '.gz'
/** Segments of 16 MiB: the low half of a place counts to 255. */
const SEGMENTS_PER_LOG = 0x1_00

export const isSegment = (name: string) => SEGMENT.test(name)
export const isArchived = (name: string) => ARCHIVED.test(name)

/** Where a segment stands, whatever its timeline; one more than the one before it. */
const placeOf = (segment: string) =>
  Number.parseInt(segment.slice(8, 16), 16) * SEGMENTS_PER_LOG + Number.parseInt(segment.slice(16), 16)

/**
 * Moves what the database has archived into a folder of backups, compressed; gives how many files. Repeatable: a file goes
 * from its place only once it lies in the other.
 */
export async function shipWal(archive: string, folder: string): Promise<number> {
  const found = await listNames(archive)
  for (const name of found) if (NEEDLESS.test(name)) await rm(join(archive, name), { force: true })
  const names = found.filter(isArchived)
  for (const name of names) await shipFile(join(archive, name), join(walFolder(folder), name + SUFFIX))
  return names.length
}

async function shipFile(from: string, to: string): Promise<void> {
  try {
    await writeDurably(to, () => createReadStream(from), createGzip({ level: 1 }))
    await rm(from)
  } catch (error) {
    // A backup by command and the running server may ship at once: either has brought it over.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || (await stat(to).catch(() => null)) === null) throw error
  }
}

/** The names of what is archived in a folder of backups. */
async function findArchived(folder: string): Promise<string[]> {
  const names = await listNames(walFolder(folder))
  return names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length))
}

/** The archived segments and histories from a segment on. @throws StartProblem when one among them is missing. */
export async function findFollowing(
  folder: string,
  { first, last }: { first: string; last: string },
): Promise<string[]> {
  const names = await findArchived(folder)
  const segments = names.filter((name) => isSegment(name) && placeOf(name) >= placeOf(first))
  const places = new Set(segments.map(placeOf))
  // The base backup carries its own segments up to its last.
  for (const place of [...places].sort((a, b) => a - b)) {
    if (place > placeOf(last) + 1 && !places.has(place - 1)) {
      const missing = place - 1
      throw new StartProblem(
        `归档日志在 ${missing.toString(16).toUpperCase()} 处缺了一段，之后的改动恢复不出来，请用 --at 指定更早的时刻，或改用更新的备份。`,
      )
    }
  }
  return [...names.filter((name) => !isSegment(name)), ...segments]
}

const packed = (folder: string, name: string) => createReadStream(join(walFolder(folder), name + SUFFIX))

/** Lays archived files down as the database, under its account, reads them. */
export async function unpackWal(
  folder: string,
  names: readonly string[],
  to: string,
  account: Account | undefined,
): Promise<void> {
  for (const name of names) {
    await writeDurably(join(to, name), () => packed(folder, name), createGunzip())
    if (account) await chown(join(to, name), account.uid, account.gid)
  }
}

/** Reads archived files through. @throws StartProblem naming the first that is damaged. */
export async function checkWal(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    try {
      // Its own checksum is compared at its end.
      await pipeline(packed(folder, name), createGunzip(), new Writable({ write: (_, __, next) => next() }))
    } catch (error) {
      throw new StartProblem(`归档日志 ${name} 已损坏，这之后的改动恢复不出来，请检查存放备份的磁盘。`, error)
    }
  }
}

/** Removes archived segments that stand before one. */
export async function pruneWal(folder: string, first: string): Promise<void> {
  for (const name of await findArchived(folder)) {
    if (isSegment(name) && placeOf(name) < placeOf(first)) await rm(join(walFolder(folder), name + SUFFIX))
  }
}
