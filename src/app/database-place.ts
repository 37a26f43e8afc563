import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isOutOfReach } from '../kernel/db/embedded/account.ts'
import type { Config } from './config.ts'

/** Where root's database goes when the project lies in a folder that is closed to the account it runs under. */
const SYSTEM_FOLDER = '/var/lib/qichuang'

async function readPlace(note: string): Promise<string | null> {
  try {
    return (await readFile(note, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/**
 * The folder of the embedded database: within the data folder, except where root cloned the project into a private folder and
 * named no DATA_DIR. Then it lies in a system folder, and a note in the data folder says where; without that note, a new one.
 */
export async function placeDatabase({ dataFolder, dataFolderChosen }: Config): Promise<string> {
  const usual = join(dataFolder, 'database')
  const note = join(dataFolder, 'database-place')
  const noted = await readPlace(note)
  if (noted) return noted
  if (dataFolderChosen || !isOutOfReach(usual)) return usual
  const place = join(SYSTEM_FOLDER, `database-${randomBytes(6).toString('hex')}`)
  await mkdir(place, { recursive: true, mode: 0o711 })
  await writeFile(note, `${place}\n`)
  return place
}
