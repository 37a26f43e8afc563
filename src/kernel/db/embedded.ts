import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepareFolder, serverAccount } from './embedded/account.ts'
import { prepareCluster } from './embedded/cluster.ts'
import { clearCluster } from './embedded/postmaster.ts'
import { preparePrograms, removeOtherPrograms } from './embedded/programs.ts'
import { APP_ROLE, DATABASE, OWNER_ROLE, prepareDatabase, SUPERUSER, socketUrl } from './embedded/roles.ts'
import { startServer } from './embedded/server.ts'
import { ACCESS_RULES, writeSettings } from './embedded/settings.ts'
import type { StartLog } from './start-problem.ts'

export interface EmbeddedOptions {
  /** The database's own folder, made if missing; holds `cluster` (the data, its log in `cluster/log`) and the programs. */
  folder: string
  log: StartLog
  /** PostgreSQL settings that replace ours, by their own names. */
  tuning?: Record<string, string>
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
export async function startEmbedded({ folder, log, tuning = {} }: EmbeddedOptions): Promise<Embedded> {
  const real = prepareFolder(folder)
  const cluster = join(real, 'cluster')
  const account = serverAccount(cluster)
  const programs = await preparePrograms(real)
  await prepareCluster(programs, cluster, account, log)
  await clearCluster(cluster, log)
  writeConfiguration(cluster, 'postgresql.conf', writeSettings(tuning))
  writeConfiguration(cluster, 'pg_hba.conf', ACCESS_RULES)
  const server = await startServer(programs, cluster, account, log)
  try {
    await removeOtherPrograms(real, programs)
    await prepareDatabase(server.socketFolder)
  } catch (error) {
    await server.stop()
    throw error
  }
  const url = (role: string) => socketUrl(role, DATABASE, server.socketFolder)
  return { ownerUrl: url(OWNER_ROLE), appUrl: url(APP_ROLE), superuserUrl: url(SUPERUSER), stop: server.stop }
}

/** Replaces a file that initdb made, keeping its owner; readable to the server's account even under a strict umask. */
function writeConfiguration(cluster: string, name: string, content: string): void {
  writeFileSync(join(cluster, name), content)
  chmodSync(join(cluster, name), 0o644)
}
