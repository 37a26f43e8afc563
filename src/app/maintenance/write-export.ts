import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Pack, pack } from 'tar-stream'
import { DEFAULT_SCHEMA } from '../../kernel/db/connect.ts'
import { jobSchemaOf } from '../../kernel/jobs/queues.ts'
import type { ListedPaper } from './backup-set.ts'
import { createDigest, DRAFT_PREFIX, syncFolder } from './durable-files.ts'
import {
  ENTRIES,
  type ExportedSequence,
  type ExportedTable,
  type ExportManifest,
  paperEntry,
  tableEntry,
} from './export-form.ts'
import { findPapers, paperPath } from './papers-copy.ts'
import { findTables, hashTable, withTables } from './table-hashes.ts'

export interface ExportOrder {
  ownerUrl: string
  dataFolder: string
  /** The tar file; nothing may be there. */
  to: string
  program: string
  now: () => Date
}

/** The columns that hold what was written; generated ones are computed anew. */
async function findColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [client.escapeIdentifier(table)],
  )
  return rows.map((row) => row.name)
}

async function describeTables(client: pg.Client): Promise<ExportedTable[]> {
  const tables = []
  for (const table of await findTables(client)) {
    tables.push({ ...(await hashTable(client, table)), columns: await findColumns(client, table) })
  }
  return tables
}

async function findSequences(client: pg.Client): Promise<ExportedSequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind = 'S' order by relname`,
    [DEFAULT_SCHEMA],
  )
  const sequences = []
  for (const { name } of rows) {
    const found = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${client.escapeIdentifier(name)}`,
    )
    sequences.push({ name, ...(found.rows[0] as { value: string; called: boolean }) })
  }
  return sequences
}

/** Events whose jobs are waiting, under way or failed; a database that has not begun to work has none. */
async function findUnfinished(client: pg.Client): Promise<number[]> {
  const jobs = `${jobSchemaOf(DEFAULT_SCHEMA)}.job`
  const there = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [jobs])
  if (!there.rows[0]?.there) return []
  const { rows } = await client.query<{ id: string }>(
    `select distinct (data ->> 'id')::bigint as id from ${jobs} where state not in ('completed', 'cancelled')
      and data ->> 'id' is not null order by id`,
  )
  return rows.map((row) => Number(row.id))
}

async function readNextNumber(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ lifted: boolean }>(
    `select to_regclass('transaction_offset') is not null as lifted`,
  )
  const offset = rows[0]?.lifted ? '(select value from transaction_offset)' : '0'
  const found = await client.query<{ next: string }>(
    `select (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ${offset})::text as next`,
  )
  return found.rows[0]?.next ?? '0'
}

async function describe(client: pg.Client, { program, now }: ExportOrder): Promise<ExportManifest> {
  const { rows } = await client.query<{ migration: number }>('select max(number) as migration from schema_migration')
  return {
    format: 1,
    program,
    migration: rows[0]?.migration ?? 0,
    exportedAt: now().toISOString(),
    tables: await describeTables(client),
    sequences: await findSequences(client),
    unfinishedEvents: await findUnfinished(client),
    nextNumber: await readNextNumber(client),
  }
}

const addText = (archive: Pack, name: string, text: string) =>
  new Promise<void>((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, text, (error) => (error ? reject(error) : resolve()))
  })

/** Adds a file, and gives what it held. */
async function addFile(archive: Pack, name: string, path: string) {
  const digest = createDigest()
  const { size } = await stat(path)
  await pipeline(createReadStream(path), digest.pass, archive.entry({ name, size, mode: 0o600 }))
  return digest.end()
}

/** A tar entry says its size before its content: each table goes through a file beside the export. */
async function addTable(client: pg.Client, archive: Pack, { table, columns }: ExportedTable, spool: string) {
  const names = columns.map((column) => client.escapeIdentifier(column)).join(', ')
  const path = join(spool, 'table')
  const rows = client.query(copyTo(`copy (select ${names} from ${client.escapeIdentifier(table)}) to stdout`))
  await pipeline(rows, createGzip(), createWriteStream(path, { mode: 0o600 }))
  await addFile(archive, tableEntry(table), path)
}

/** A paper that is taken out of its case while the export goes on is left out; its row was never in the snapshot's future. */
async function addPapers(archive: Pack, folder: string): Promise<ListedPaper[]> {
  const papers: ListedPaper[] = []
  for await (const key of findPapers(folder)) {
    const path = paperPath(folder, key)
    if (await stat(path).catch(() => null)) papers.push({ key, ...(await addFile(archive, paperEntry(key), path)) })
  }
  return papers
}

async function addIfThere(archive: Pack, name: string, path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text !== null) await addText(archive, name, text)
}

async function fill(client: pg.Client, archive: Pack, order: ExportOrder, spool: string): Promise<ExportManifest> {
  const manifest = await describe(client, order)
  await addText(archive, ENTRIES.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
  await addIfThere(archive, ENTRIES.head, join(order.dataFolder, 'seal', 'head.json'))
  await addIfThere(archive, ENTRIES.erased, join(order.dataFolder, 'erased.jsonl'))
  for (const table of manifest.tables) await addTable(client, archive, table, spool)
  const papers = await addPapers(archive, join(order.dataFolder, 'files', 'accepted'))
  await addText(archive, ENTRIES.papers, papers.map((paper) => `${JSON.stringify(paper)}\n`).join(''))
  archive.finalize()
  return manifest
}

async function writeTar(client: pg.Client, order: ExportOrder, spool: string): Promise<ExportManifest> {
  const draft = join(spool, 'export.tar')
  const file = await open(draft, 'wx', 0o600)
  const archive = pack()
  const filling = fill(client, archive, order, spool).catch((error: Error) => {
    archive.destroy(error)
    throw error
  })
  const [manifest] = await Promise.all([filling, pipeline(archive, file.createWriteStream({ flush: true }))])
  await rename(draft, order.to)
  await syncFolder(dirname(order.to))
  return manifest
}

/**
 * Writes everything into one tar file: all tables in one snapshot, with their counts and hashes, and the sealed papers. Keys are
 * not in it. The file appears when it is whole. To be called as the owner of the tables.
 */
export async function writeExport(order: ExportOrder): Promise<ExportManifest> {
  const spool = await mkdtemp(join(dirname(order.to), `${DRAFT_PREFIX}${basename(order.to)}-`))
  try {
    return await withTables(order.ownerUrl, async (client) => {
      await client.query('begin isolation level repeatable read read only')
      return writeTar(client, order, spool)
    })
  } finally {
    await rm(spool, { recursive: true, force: true })
  }
}
