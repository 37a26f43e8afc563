import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { withClient } from './client.ts'
import { checkSchemaName, DEFAULT_SCHEMA } from './connect.ts'
import { APP_ROLE } from './embedded/roles.ts'
import { type StartLog, StartProblem } from './start-problem.ts'

export interface MigrateOptions {
  /** Connection string of the role that owns the schema. */
  ownerUrl: string
  /** Folder of `NNNN_name.sql` files. */
  folder: string
  schema?: string
  /** The role that the files' `:app_role` stands for; the embedded database's if not given. */
  appRole?: string
  /** The number of the last file to apply, for data of an earlier version that are about to be brought in; all if not given. */
  upTo?: number
  log: StartLog
}

interface Migration {
  number: number
  name: string
  sql: string
  sha256: string
}

type Recorded = Pick<Migration, 'number' | 'name' | 'sha256'>

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/
/** Any constant: two processes that start together migrate one after the other. */
const LOCK = 7_202_611

/**
 * Brings the schema forward: each file that is not yet recorded in `schema_migration` runs in a transaction of its own, in
 * the order of the numbers. There is no way back but a new file.
 * @returns the names of the files applied now.
 * @throws StartProblem when the database is newer than the files, or an applied file has since changed.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const { ownerUrl, folder, log, appRole = APP_ROLE } = options
  const schema = checkSchemaName(options.schema ?? DEFAULT_SCHEMA)
  const migrations = await readMigrations(folder)
  return withClient(ownerUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await prepareSchema(client, schema)
    const { rows } = await client.query<Recorded>('select number, name, sha256 from schema_migration order by number')
    const pending = findPending(migrations, rows).filter(({ number }) => number <= (options.upTo ?? number))
    for (const migration of pending) await apply(client, migration, appRole, log)
    return { applied: pending.map((migration) => migration.name) }
  })
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations = await Promise.all(
    names.map(async (file) => {
      const number = Number(FILE_NAME.exec(file)?.[1])
      if (Number.isNaN(number)) throw new Error(`a migration is named NNNN_name.sql, not ${file}`)
      const sql = await readFile(join(folder, file), 'utf8')
      return {
        number,
        name: file.slice(0, -'.sql'.length),
        sql,
        sha256: createHash('sha256').update(sql).digest('hex'),
      }
    }),
  )
  const twice = migrations.find((migration, index) => migration.number === migrations[index - 1]?.number)
  if (twice !== undefined) throw new Error(`two migrations have the number of ${twice.name}`)
  return migrations
}

async function prepareSchema(client: pg.Client, schema: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [schema])
  if (rowCount === 0) await client.query(`create schema ${schema}`)
  await client.query(`set search_path = ${schema}, public`)
  await client.query(`
    create table if not exists schema_migration (
      number integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    );
    comment on table schema_migration is 'The migration files applied to this schema, in order, each with the hash it had.';
  `)
}

function findPending(migrations: Migration[], recorded: Recorded[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  const newest = migrations.at(-1)?.number ?? 0
  for (const { number, name, sha256 } of recorded) {
    if (number > newest) {
      throw new StartProblem(
        `数据库已由更新版本的启创升级（第 ${number} 号变更 ${name}），请改用不低于该版本的程序启动，或恢复升级前的备份。`,
      )
    }
    if (known.get(number)?.sha256 !== sha256) {
      throw new StartProblem(
        `数据库变更文件 ${known.get(number)?.name ?? name} 与已执行的内容不一致，请恢复原文件；要修改数据库请新增一个变更文件。`,
      )
    }
  }
  const last = recorded.at(-1)?.number ?? 0
  const pending = migrations.filter((migration) => !recorded.some(({ number }) => number === migration.number))
  const late = pending.find((migration) => migration.number < last)
  if (late !== undefined) {
    throw new StartProblem(`数据库变更文件 ${late.name} 的编号小于已执行的第 ${last} 号，请给它换一个更大的编号。`)
  }
  return pending
}

async function apply(client: pg.Client, migration: Migration, appRole: string, log: StartLog): Promise<void> {
  const { number, name, sql, sha256 } = migration
  log.info(`数据库变更 ${name}`)
  try {
    await client.query('begin')
    await client.query(sql.replaceAll(/(?<!:):app_role\b/g, client.escapeIdentifier(appRole)))
    await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`migration ${name} failed`, { cause: error })
  }
}
