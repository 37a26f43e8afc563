import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { withClient } from '../../kernel/db/client.ts'
import { readPidFile } from '../../kernel/db/embedded/postmaster.ts'
import { APP_ROLE, DATABASE, OWNER_ROLE, SUPERUSER, socketUrl } from '../../kernel/db/embedded/roles.ts'
import { startEmbedded } from '../../kernel/db/embedded.ts'
import { type StartLog, StartProblem } from '../../kernel/db/start-problem.ts'
import type { Config } from '../config.ts'
import { placeDatabase } from '../database-place.ts'

/** The embedded database, as the commands of an operator come to it. */
export interface Reached {
  folder: string
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  /** Whether a server is at work on it; else it was started for the command. */
  serving: boolean
}

/** The running server's database; null when none runs. Its socket's folder lets in its own account and root alone. */
async function findServing(folder: string): Promise<Reached | null> {
  const file = readPidFile(join(folder, 'cluster'))
  if (!file?.ready) return null
  const url = (role: string) => socketUrl(role, DATABASE, file.socketFolder)
  const reached = {
    folder,
    superuserUrl: url(SUPERUSER),
    ownerUrl: url(OWNER_ROLE),
    appUrl: url(APP_ROLE),
    serving: true,
  }
  const answers = await withClient(reached.superuserUrl, (client) => client.query('select 1')).then(
    () => true,
    () => false,
  )
  return answers ? reached : null
}

/** Lends the embedded database: that of the running server, or started for as long as it takes. @throws StartProblem when there is none. */
export async function withEmbedded<T>(
  config: Config,
  log: StartLog,
  use: (reached: Reached) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl) {
    throw new StartProblem(
      '这个命令只用于自带的数据库。外部数据库请用它自己的备份，另用 npm run export 导出数据和材料。',
    )
  }
  const folder = resolve(await placeDatabase(config))
  if (!existsSync(join(folder, 'cluster'))) throw new StartProblem(`${folder} 里没有数据库，请检查 DATA_DIR。`)
  const serving = await findServing(folder)
  if (serving) return use(serving)
  const { stop, ...urls } = await startEmbedded({ folder, log, archiving: config.backup?.folder !== undefined })
  try {
    return await use({ folder, ...urls, serving: false })
  } finally {
    await stop()
  }
}

/** Lends the owner's connection string of the database, embedded or external. */
export const withOwnerUrl = <T>(config: Config, log: StartLog, use: (ownerUrl: string) => Promise<T>): Promise<T> =>
  config.databaseOwnerUrl ? use(config.databaseOwnerUrl) : withEmbedded(config, log, ({ ownerUrl }) => use(ownerUrl))
