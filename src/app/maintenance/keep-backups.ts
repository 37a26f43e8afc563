import { spawn } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { ARCHIVE_FOLDER } from '../../kernel/db/embedded/settings.ts'
import type { FileStorage } from '../../kernel/documents/storage.ts'
import type { Recurring } from '../../kernel/jobs/worker.ts'
import type { Config } from '../config.ts'
import type { BackupConfig } from './backup-config.ts'
import { findBases, papersFolder } from './backup-set.ts'
import { copyDurably } from './durable-files.ts'
import { carryErasedList } from './erased-list.ts'
import { findPapers, paperPath } from './papers-copy.ts'
import { shipWal } from './wal.ts'

const SECOND = 1000
const SHIP_EVERY = 10 * SECOND
const LOOK_EVERY = 60 * SECOND

const command = fileURLToPath(new URL('./backup.ts', import.meta.url))

/** Brings to the folder of backups, again and again, what must not be lost with the data folder. */
export interface Keeper {
  /** The storage of papers, which tells the keeper of each that was accepted. */
  watch(storage: FileStorage): FileStorage
  recurring: readonly Recurring[]
  /** Brings over what the database archived last of all, once it has stopped. */
  finish(): Promise<void>
}

/** The keys of papers that are to be brought over; at first all, since a crash forgets. */
async function bringPapers(keys: AsyncIterable<string> | Iterable<string>, from: string, to: string): Promise<void> {
  for await (const key of keys) {
    const place = paperPath(to, key)
    if (await stat(place).catch(() => null)) continue
    await copyDurably(paperPath(from, key), place).catch((error: NodeJS.ErrnoException) => {
      // Taken out of its case meanwhile: nothing asks for it any more.
      if (error.code !== 'ENOENT') throw error
    })
  }
}

/** Runs the command in a process of its own, so that packing and hashing hold up no request. @throws Error with what it said. */
async function backUp({ dataFolder }: Config, { folder, keep }: BackupConfig): Promise<void> {
  const env = { PATH: process.env.PATH, DATA_DIR: dataFolder, BACKUP_DIR: folder, BACKUP_KEEP: String(keep) }
  const child = spawn(process.execPath, [command], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [said, code] = await Promise.all([text(child.stderr), ended])
  if (code !== 0) throw new Error(said.trim())
}

async function backUpWhenDue(config: Config, backup: BackupConfig, every: number, now: () => Date): Promise<void> {
  const newest = (await findBases(backup.folder)).at(-1)
  const age = newest ? now().getTime() - new Date(newest.manifest.startedAt).getTime() : Number.POSITIVE_INFINITY
  if (age >= every) await backUp(config, backup)
}

/** Ships the log of the embedded database and the papers, and makes base backups when they are due. */
export function keepBackups(config: Config, backup: BackupConfig, databaseFolder: string, now: () => Date): Keeper {
  const from = join(config.dataFolder, 'files', 'accepted')
  const to = papersFolder(backup.folder)
  const accepted = new Set<string>()
  let all = true
  const shipPapers = async () => {
    const keys = [...accepted]
    await bringPapers(all ? findPapers(from) : keys, from, to)
    all = false
    for (const key of keys) accepted.delete(key)
  }
  const shipLog = () => shipWal(join(databaseFolder, ARCHIVE_FOLDER), backup.folder)
  const ship = async () => {
    await shipPapers()
    await carryErasedList(config.dataFolder, backup.folder)
    await shipLog()
  }
  const { everyMilliseconds: every } = backup
  return {
    watch: (storage) => ({
      ...storage,
      accept: async (key) => {
        await storage.accept(key)
        accepted.add(key)
      },
    }),
    recurring: [
      { name: 'ship-backups', everyMilliseconds: SHIP_EVERY, run: ship },
      ...(every === null
        ? []
        : [{ name: 'backup', everyMilliseconds: LOOK_EVERY, run: () => backUpWhenDue(config, backup, every, now) }]),
    ],
    finish: async () => void (await shipLog()),
  }
}
