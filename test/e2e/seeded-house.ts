import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Config } from '../../src/app/config.ts'
import { type Running, start } from '../../src/app/start.ts'

/** Where the runner tells the journeys of a data folder with the demonstration in it, which they copy. */
const HOUSE_VARIABLE = 'TEST_HOUSE_FOLDER'

const quiet = { info: () => {}, error: (line: string) => console.error(line) }

/** A new folder that is open to the account under which root runs the database. */
async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-journey-'))
  await chmod(folder, 0o755)
  return folder
}

const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })

/** Starts everything on a data folder, on a free port, with `more` of the configuration where a journey needs it. */
export const startHouse = (dataFolder: string, more: Partial<Config> = {}): Promise<Running> =>
  start(
    {
      host: '127.0.0.1',
      port: 0,
      dataFolder,
      dataFolderChosen: true,
      demonstration: true,
      databaseUrl: null,
      databaseOwnerUrl: null,
      ...more,
    },
    quiet,
  )

/** Seeds the demonstration once for all journeys of a run: a data folder at rest, from which each takes its copy. */
export async function buildHouse(): Promise<{ env: Record<string, string>; remove(): Promise<void> }> {
  const folder = await newFolder()
  const remove = () => removeFolder(folder)
  try {
    const running = await startHouse(folder)
    await running.stop()
    return { env: { [HOUSE_VARIABLE]: folder }, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A data folder of one's own: a copy of the runner's house with its owners and modes, else an empty one that the start fills. */
export async function takeHouseFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await newFolder()
  const built = process.env[HOUSE_VARIABLE]
  if (built !== undefined) await promisify(execFile)('cp', ['-a', `${built}/.`, folder])
  return { folder, remove: () => removeFolder(folder) }
}
