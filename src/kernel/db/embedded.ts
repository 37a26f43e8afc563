import { readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { admitAccount, findAccount, makeOwnFolder, prepareFolder } from './embedded/account.ts'
import { DRAFT_PREFIX, prepareCluster } from './embedded/cluster.ts'
import { clearCluster } from './embedded/postmaster.ts'
import { PROGRAMS_PREFIX, preparePrograms } from './embedded/programs.ts'
import { APP_ROLE, DATABASE, OWNER_ROLE, prepareDatabase, SUPERUSER, socketUrl } from './embedded/roles.ts'
import { startServer } from './embedded/server.ts'
import { ARCHIVE_FOLDER, archiveSettings, writeConfiguration } from './embedded/settings.ts'
import type { StartLog } from './start-problem.ts'

export interface EmbeddedOptions {
  /** The database's own folder, made if missing; holds `cluster` (the data, its log in `cluster/log`) and the programs. */
  folder: string
  log: StartLog
  /** PostgreSQL settings that replace ours, by their own names. */
  tuning?: Record<string, string>
  /** Whether it hands every full or old log segment (WAL) to the folder `archive`, where backups fetch it. */
  archiving?: boolean
}

export interface Embedded {
  /** The role that owns the schema and migrates it. */
  ownerUrl: string
  /** The role the application works as; row-level security binds it. */
  appUrl: string
  /** For backups, and for tests that make databases; the application never takes it. */
  superuserUrl: string
  /** Ends every connection, writes what is open and stops the server; repeatable. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that npm carries, on a private Unix socket, and answers once the database, its two roles and its
 * extensions are there. As root it runs under the owner of the folder's cluster, `nobody` for a new one. Should our process
 * die without stopping it, the next start takes over.
 * @throws StartProblem with one plain Chinese sentence when it cannot.
 */
export async function startEmbedded({
  folder,
  log,
  tuning = {},
  archiving = false,
}: EmbeddedOptions): Promise<Embedded> {
  const real = prepareFolder(folder)
  const cluster = join(real, 'cluster')
  const account = findAccount(cluster)
  if (account !== undefined) admitAccount(real, account)
  const programs = preparePrograms(real)
  await prepareCluster(programs, cluster, account, log)
  await clearCluster(cluster, log)
  const archive = archiving ? archiveSettings(makeOwnFolder(join(real, ARCHIVE_FOLDER), account)) : {}
  const configuration = writeConfiguration(real, { ...archive, ...tuning })
  const server = await startServer({ programs, cluster, configuration, account, log })
  try {
    removeLeftovers(real, programs)
    await prepareDatabase(server.socketFolder)
  } catch (error) {
    await server.stop()
    throw error
  }
  const url = (role: string) => socketUrl(role, DATABASE, server.socketFolder)
  return { ownerUrl: url(OWNER_ROLE), appUrl: url(APP_ROLE), superuserUrl: url(SUPERUSER), stop: server.stop }
}

/** Removes programs of other versions and what an interrupted start left. To be called while the server holds the folder. */
function removeLeftovers(folder: string, programs: string): void {
  for (const name of readdirSync(folder)) {
    const otherPrograms = name.startsWith(PROGRAMS_PREFIX) && name !== basename(programs)
    if (otherPrograms || name.startsWith(DRAFT_PREFIX)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
