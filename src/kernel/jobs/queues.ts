import { createRequire } from 'node:module'
import { sql } from 'kysely'
import { PgBoss } from 'pg-boss'
import { openDatabase } from '../db/connect.ts'

/** Keeps the jobs of one key in order: a failed one holds back those behind it until someone has looked. */
const IN_ORDER = { policy: 'key_strict_fifo', retryLimit: 5, retryDelay: 1, retryBackoff: true } as const

const packageInfo = createRequire(import.meta.url)('pg-boss/package.json') as { pgboss: { schema: number } }

export const jobSchemaOf = (schema: string) => `${schema}_jobs`

export interface Installation {
  ownerUrl: string
  appRole: string
  schema: string
  queues: readonly string[]
}

async function isInstalled({ ownerUrl, schema, queues }: Installation): Promise<boolean> {
  const { db, close } = openDatabase(ownerUrl, { max: 1, schema: jobSchemaOf(schema) })
  try {
    const { rows } = await sql<{ there: boolean }>`select to_regclass('queue') is not null as there`.execute(db)
    if (!rows[0]?.there) return false
    const version = await sql<{ version: number }>`select version from version`.execute(db)
    const names = await sql<{ name: string }>`select name from queue`.execute(db)
    const known = new Set(names.rows.map((row) => row.name))
    return version.rows[0]?.version === packageInfo.pgboss.schema && queues.every((queue) => known.has(queue))
  } finally {
    await close()
  }
}

async function grantToApp({ ownerUrl, schema, appRole }: Installation): Promise<void> {
  const jobs = sql.id(jobSchemaOf(schema))
  const role = sql.id(appRole)
  const { db, close } = openDatabase(ownerUrl, { max: 1 })
  try {
    await sql`grant usage on schema ${jobs} to ${role}`.execute(db)
    await sql`grant select, insert, update, delete on all tables in schema ${jobs} to ${role}`.execute(db)
    await sql`grant execute on all functions in schema ${jobs} to ${role}`.execute(db)
  } finally {
    await close()
  }
}

/** Sets up the job tables and queues as their owner, so that the application's own role needs no right to create; quick when done. */
export async function installQueues(installation: Installation): Promise<void> {
  if (await isInstalled(installation)) return
  const boss = new PgBoss({
    connectionString: installation.ownerUrl,
    schema: jobSchemaOf(installation.schema),
    max: 2,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  try {
    for (const queue of installation.queues) await boss.createQueue(queue, IN_ORDER)
  } finally {
    await boss.stop({ graceful: false })
  }
  await grantToApp(installation)
}
