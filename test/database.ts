import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withClient } from '../src/kernel/db/client.ts'
import { type Database, openDatabase } from '../src/kernel/db/connect.ts'
import { APP_ROLE, OWNER_ROLE } from '../src/kernel/db/embedded/roles.ts'
import { startEmbedded } from '../src/kernel/db/embedded.ts'
import { migrate } from '../src/kernel/db/migrate.ts'

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))
const QUIET = { info: () => {}, error: (line: string) => console.error(line) }
/** Where the runner tells the test files of its cluster: the superuser's connection string to the migrated template. */
const CLUSTER_VARIABLE = 'TEST_CLUSTER_URL'

export interface TestCluster {
  /** What the runner adds to the environment of every test file. */
  env: Record<string, string>
  /** Stops the server and removes its folder. */
  stop(): Promise<void>
}

export interface TestDatabase extends Database {
  ownerUrl: string
  appUrl: string
  /** Closes the connections and drops the database. */
  close(): Promise<void>
}

/** Starts one cluster for a whole test run, in the system's temporary folder, its database migrated to be the template. */
export async function startTestCluster(): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-test-'))
  const cluster = await startEmbedded({ folder, log: QUIET, tuning: { max_connections: '200', autovacuum: 'off' } })
  const stop = async () => {
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await migrate({ ownerUrl: cluster.ownerUrl, folder: MIGRATIONS, log: QUIET })
  } catch (error) {
    await stop()
    throw error
  }
  return { env: { [CLUSTER_VARIABLE]: cluster.superuserUrl }, stop }
}

let template: Promise<string> | undefined

/** The runner's cluster, else one of this process's own, which goes when the process has nothing left to do. */
async function findTemplate(): Promise<string> {
  const given = process.env[CLUSTER_VARIABLE]
  if (given !== undefined) return given
  const { env, stop } = await startTestCluster()
  process.once('beforeExit', stop)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop().then(() => process.exit(1)))
  return env[CLUSTER_VARIABLE] as string
}

let made = 0

/**
 * A new migrated database of its own for a test, without any rows but those of the migrations; `db` and `pool` work as the
 * application's role.
 */
export async function testDatabase(): Promise<TestDatabase> {
  template ??= findTemplate()
  const superuser = await template
  const name = `test_${process.pid}_${++made}`
  await execute(superuser, (source) => `create database ${name} template ${source} owner ${OWNER_ROLE}`)
  const url = (role: string) => inDatabase(superuser, role, name)
  const opened = openDatabase(url(APP_ROLE), { max: 4 })
  const close = async () => {
    await opened.close()
    await execute(superuser, () => `drop database if exists ${name} with (force)`)
  }
  return { ...opened, ownerUrl: url(OWNER_ROLE), appUrl: url(APP_ROLE), close }
}

function inDatabase(url: string, role: string, database: string): string {
  const other = new URL(url)
  other.username = role
  other.pathname = `/${database}`
  return other.href
}

/** Runs a statement beside the template, which may have no connection while it is copied. */
async function execute(superuser: string, statement: (template: string) => string): Promise<void> {
  const { username, pathname } = new URL(superuser)
  const beside = inDatabase(superuser, username, 'postgres')
  await withClient(beside, (client) => client.query(statement(pathname.slice(1))))
}
