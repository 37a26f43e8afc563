import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { extract } from 'tar-stream'
import { withClient } from '../../kernel/db/client.ts'
import { DEFAULT_SCHEMA } from '../../kernel/db/connect.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { type StartLog, StartProblem } from '../../kernel/db/start-problem.ts'
import type { ListedPaper } from './backup-set.ts'
import { writeDurably, writeText } from './durable-files.ts'
import { ENTRIES, type ExportManifest, paperEntry, tableEntry } from './export-form.ts'
import { paperPath } from './papers-copy.ts'
import { findTables, hashTable, withTables } from './table-hashes.ts'

type Entry = ReturnType<typeof extract> extends AsyncIterable<infer One> ? One : never

export interface ImportOrder {
  ownerUrl: string
  /** The application's role of the database. */
  appRole: string
  dataFolder: string
  from: string
  migrationsFolder: string
  log: StartLog
}

/** Whether this program knows the version that the export was written by. @throws StartProblem when it does not. */
async function refuseNewer(client: pg.Client, { migration }: ExportManifest): Promise<void> {
  const { rows } = await client.query<{ newest: number }>('select max(number) as newest from schema_migration')
  if (rows[0]?.newest === migration) return
  throw new StartProblem(`导出文件由更新版本的启创写出（第 ${migration} 号变更），请改用不低于该版本的程序导入。`)
}

async function refuseFilled(ownerUrl: string): Promise<void> {
  const { rowCount } = await withClient(ownerUrl, (client) =>
    client.query('select from pg_namespace where nspname = $1', [DEFAULT_SCHEMA]),
  )
  if (rowCount) {
    throw new StartProblem('这个数据库里已有启创的数据，导入不会覆盖它，请换一个空数据库或新的 DATA_DIR。')
  }
}

/** Whatever reading the file failed at, as one sentence. */
const explain = (error: unknown): StartProblem =>
  error instanceof StartProblem
    ? error
    : new StartProblem(`导出文件不完整或已损坏（${(error as Error).message}），请检查 --from，或重新导出。`, error)

async function readManifest(entry: Entry): Promise<ExportManifest> {
  const manifest = JSON.parse(await text(entry)) as ExportManifest
  if (entry.header.name === ENTRIES.manifest && manifest.format === 1) return manifest
  throw new StartProblem('这个文件不是启创的导出，请检查 --from。')
}

interface ForeignKey {
  table: string
  name: string
  definition: string
}

/** Takes off what would ask for an order of the tables, and gives what puts it back, checked, at the end. */
async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
      where connamespace = $1::regnamespace and contype = 'f' and conparentid = 0`,
    [DEFAULT_SCHEMA],
  )
  for (const { table, name } of rows) {
    await client.query(`alter table ${table} drop constraint ${client.escapeIdentifier(name)}`)
  }
  return rows
}

async function addForeignKeys(client: pg.Client, keys: readonly ForeignKey[]): Promise<void> {
  for (const { table, name, definition } of keys) {
    await client.query(`alter table ${table} add constraint ${client.escapeIdentifier(name)} ${definition}`)
  }
}

async function setTriggers(client: pg.Client, tables: readonly string[], state: 'enable' | 'disable'): Promise<void> {
  for (const table of tables) await client.query(`alter table ${client.escapeIdentifier(table)} ${state} trigger user`)
}

/** An entry as a stream that keeps its failure until someone reads it, however much later. */
function hold(entry: Entry): Readable {
  const content = new PassThrough()
  pipeline(entry, content).catch((error: Error) => content.destroy(error))
  return content
}

/** Reads entry by entry: tables into the database, papers and the rest into the data folder. */
class Intake {
  readonly #client: pg.Client
  readonly #manifest: ExportManifest
  readonly #dataFolder: string
  readonly #tables = new Set<string>()
  readonly #papers = new Map<string, ListedPaper>()
  #listed: ListedPaper[] | undefined

  constructor(client: pg.Client, manifest: ExportManifest, dataFolder: string) {
    this.#client = client
    this.#manifest = manifest
    this.#dataFolder = dataFolder
  }

  async take(entry: Entry): Promise<void> {
    const { name } = entry.header
    const content = hold(entry)
    const table = this.#manifest.tables.find((one) => tableEntry(one.table) === name)
    if (table) await this.#takeTable(content, table.table, table.columns)
    else if (name.startsWith(paperEntry(''))) await this.#takePaper(content, name.slice(paperEntry('').length))
    else if (name === ENTRIES.head) await writeText(join(this.#dataFolder, 'seal', 'head.json'), await text(content))
    else if (name === ENTRIES.erased) await writeText(join(this.#dataFolder, 'erased.jsonl'), await text(content))
    else if (name === ENTRIES.papers) this.#listed = readList(await text(content))
    else throw new StartProblem(`导出文件里有不认识的内容 ${name}，请用写出它的那个版本的程序。`)
  }

  /** That all of it came, as it was written. @throws StartProblem naming the first that did not. */
  async finish(): Promise<void> {
    if (!this.#listed) throw new StartProblem('导出文件不完整：它的末尾缺失，请重新导出。')
    for (const { key, sha256 } of this.#listed) {
      if (this.#papers.get(key)?.sha256 !== sha256) throw new StartProblem(`材料 ${key} 与导出时不符，请重新导出。`)
    }
    for (const { table, sha256 } of this.#manifest.tables) {
      const found = await hashTable(this.#client, table)
      if (!this.#tables.has(table) || found.sha256 !== sha256) {
        throw new StartProblem(`表 ${table} 导入后与导出时不符，请重新导出。`)
      }
    }
  }

  async #takeTable(rows: Readable, table: string, columns: readonly string[]): Promise<void> {
    const names = columns.map((column) => this.#client.escapeIdentifier(column)).join(', ')
    const into = this.#client.query(copyFrom(`copy ${this.#client.escapeIdentifier(table)} (${names}) from stdin`))
    await pipeline(rows, createGunzip(), into)
    this.#tables.add(table)
  }

  async #takePaper(content: Readable, key: string): Promise<void> {
    if (!/^[0-9a-f-]{36}$/.test(key)) throw new StartProblem(`导出文件里有不认识的材料 ${key}，请检查这个文件。`)
    const path = paperPath(join(this.#dataFolder, 'files', 'accepted'), key)
    this.#papers.set(key, { key, ...(await writeDurably(path, () => content)) })
  }
}

const readList = (lines: string): ListedPaper[] =>
  lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ListedPaper)

async function setSequences(client: pg.Client, { sequences }: ExportManifest): Promise<void> {
  for (const { name, value, called } of sequences) {
    await client.query('select setval(to_regclass($1), $2::bigint, $3)', [client.escapeIdentifier(name), value, called])
  }
}

async function fillTables(order: ImportOrder, manifest: ExportManifest, entries: AsyncIterator<Entry>): Promise<void> {
  await withTables(order.ownerUrl, async (client) => {
    await refuseNewer(client, manifest)
    await client.query('begin')
    const tables = await findTables(client)
    if (tables.join() !== manifest.tables.map(({ table }) => table).join()) {
      throw new StartProblem('导出文件里的表与它所说的版本不符，请用写出它的那个版本的程序。')
    }
    const keys = await dropForeignKeys(client)
    await setTriggers(client, tables, 'disable')
    await client.query(`truncate ${tables.map((table) => client.escapeIdentifier(table)).join(', ')}`)
    const intake = new Intake(client, manifest, order.dataFolder)
    for (let next = await entries.next(); !next.done; next = await entries.next()) await intake.take(next.value)
    await intake.finish()
    await setSequences(client, manifest)
    await client.query('update outbox_event set relayed_at = null where id = any($1::bigint[])', [
      manifest.unfinishedEvents,
    ])
    await setTriggers(client, tables, 'enable')
    await addForeignKeys(client, keys)
    await client.query('commit')
  })
}

/** Lifts this cluster's transaction numbers above those the rows came with, so that seals go on where they stood. */
async function liftNumbers(ownerUrl: string, { nextNumber }: ExportManifest): Promise<void> {
  await withTables(ownerUrl, (client) =>
    client.query('update transaction_offset set value = greatest(0, $1::bigint - pg_current_xact_id()::text::bigint)', [
      nextNumber,
    ]),
  )
}

/**
 * Reads an export into a database that holds nothing of ours yet: the schema of its version, every row, sequences and papers,
 * each table compared by its hash, all in one transaction; then the schema of this version. Gives what the export said of itself.
 * @throws StartProblem when the database is not empty, or the file is damaged, cut off or newer than this program.
 */
export async function readImport(order: ImportOrder): Promise<ExportManifest> {
  await refuseFilled(order.ownerUrl)
  const archive = extract()
  const reading = pipeline(createReadStream(order.from), archive)
  reading.catch((error: Error) => archive.destroy(error))
  const entries = archive[Symbol.asyncIterator]() as AsyncIterator<Entry>
  const first = await entries.next().catch((error: unknown) => {
    throw explain(error)
  })
  if (first.done) throw new StartProblem('这个文件不是启创的导出，请检查 --from。')
  const manifest = await readManifest(first.value)
  const { ownerUrl, appRole, migrationsFolder: folder, log } = order
  try {
    await migrate({ ownerUrl, folder, appRole, upTo: manifest.migration, log })
    await fillTables(order, manifest, entries)
    await reading
    await migrate({ ownerUrl, folder, appRole, log })
    await liftNumbers(ownerUrl, manifest)
  } catch (error) {
    // It was not there before: what is in it came from this attempt.
    await withClient(ownerUrl, (client) => client.query(`drop schema if exists ${DEFAULT_SCHEMA} cascade`))
    throw explain(error)
  }
  return manifest
}
