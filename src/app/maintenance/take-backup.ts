import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { withClient } from '../../kernel/db/client.ts'
import { DEFAULT_SCHEMA } from '../../kernel/db/connect.ts'
import { ARCHIVE_FOLDER } from '../../kernel/db/embedded/settings.ts'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import {
  type Base,
  baseName,
  claimFolder,
  findBases,
  type ListedPaper,
  listNames,
  type Manifest,
  PARTS,
  papersFolder,
  readPaperList,
} from './backup-set.ts'
import { packCluster } from './cluster-archive.ts'
import { DRAFT_PREFIX, syncFolder, writeDurably, writeText } from './durable-files.ts'
import { copyPapers } from './papers-copy.ts'
import { isArchived, isSegment, shipWal } from './wal.ts'

export interface BackupOrder {
  superuserUrl: string
  /** The embedded database's folder: the cluster and, beside it, what it has archived. */
  databaseFolder: string
  dataFolder: string
  /** The folder of backups. */
  to: string
  program: string
  now: () => Date
}

/** Any constant: two backups of one database do not run at once. */
const LOCK = 7_202_612

interface Facts {
  cluster: string
  migration: number
}

async function readFacts(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query<Facts>(`
    select system_identifier::text as cluster, (select max(number) from ${DEFAULT_SCHEMA}.schema_migration) as migration
    from pg_control_system()`)
  return rows[0] as Facts
}

async function takeTurn(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LOCK])
  if (!rows[0]?.mine) throw new StartProblem('已有一个备份正在进行，请等它结束后再试。')
}

/** What a backup that was cut off has left; nobody else writes here while the turn is ours. */
async function removeDrafts(folder: string): Promise<void> {
  for (const name of await listNames(folder)) {
    if (name.startsWith(DRAFT_PREFIX)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Keeps the log from the beginning of the backup on, for as long as the connection lasts. */
const holdLog = (client: pg.Client) =>
  client.query(`select pg_create_physical_replication_slot('qichuang_backup_' || pg_backend_pid(), true, true)`)

interface Ended {
  last: string
  label: string
  tablespaces: string
}

async function beginBackup(client: pg.Client, label: string): Promise<string> {
  const { rows } = await client.query<{ first: string }>(
    'select pg_walfile_name(pg_backup_start($1, fast => true)) as first',
    [label],
  )
  return (rows[0] as { first: string }).first
}

async function endBackup(client: pg.Client): Promise<Ended> {
  const { rows } = await client.query<Ended>(`
    select pg_walfile_name(lsn) as last, labelfile as label, coalesce(spcmapfile, '') as tablespaces
    from pg_backup_stop(wait_for_archive => false)`)
  return rows[0] as Ended
}

/** The segments from the first to the last that the backup needs to become whole, and the timelines' histories. */
async function findSegments(cluster: string, first: string, last: string): Promise<string[]> {
  const names = await listNames(join(cluster, 'pg_wal'))
  return names.filter((name) => isArchived(name) && (!isSegment(name) || (name >= first && name <= last)))
}

/** Papers that an earlier backup has hashed. */
async function findKnown(bases: readonly Base[]): Promise<Map<string, ListedPaper>> {
  const newest = bases.at(-1)
  return newest ? readPaperList(newest) : new Map()
}

async function copyEverything(client: pg.Client, order: BackupOrder, draft: string) {
  const { dataFolder, to, databaseFolder, now } = order
  const cluster = join(databaseFolder, 'cluster')
  const papersFrom = join(dataFolder, 'files', 'accepted')
  const startedAt = now()
  await holdLog(client)
  const first = await beginBackup(client, baseName(startedAt))
  const known = await findKnown(await findBases(to))
  const before = await copyPapers(papersFrom, papersFolder(to), known)
  let last = first
  const finish = async () => {
    const ended = await endBackup(client)
    last = ended.last
    const texts = { backup_label: ended.label, ...(ended.tablespaces ? { tablespace_map: ended.tablespaces } : {}) }
    return { texts, segments: await findSegments(cluster, first, last) }
  }
  const packed = await writeDurably(join(draft, PARTS.cluster), () => packCluster(cluster, finish))
  // A paper lies in its place before its row is committed, and goes after it: both passes together have all that rows name.
  const papers = new Map([...before, ...(await copyPapers(papersFrom, papersFolder(to), before))])
  return { startedAt, wal: { first, last }, packed, papers }
}

async function copyHead({ dataFolder }: BackupOrder, draft: string) {
  const head = await readFile(join(dataFolder, 'seal', 'head.json'), 'utf8').catch(() => null)
  return head === null ? [] : [{ name: PARTS.head, ...(await writeText(join(draft, PARTS.head), head)) }]
}

async function makeBase(client: pg.Client, order: BackupOrder, draft: string): Promise<Manifest> {
  const facts = await readFacts(client)
  await claimFolder(order.to, facts.cluster)
  const head = await copyHead(order, draft)
  const { startedAt, wal, packed, papers } = await copyEverything(client, order, draft)
  const list = [...papers.values()].map((paper) => `${JSON.stringify(paper)}\n`).join('')
  const listed = await writeText(join(draft, PARTS.papers), list)
  const manifest: Manifest = {
    format: 1,
    program: order.program,
    ...facts,
    startedAt: startedAt.toISOString(),
    finishedAt: order.now().toISOString(),
    wal,
    papers: papers.size,
    files: [{ name: PARTS.cluster, ...packed }, { name: PARTS.papers, ...listed }, ...head],
  }
  await writeText(join(draft, PARTS.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
  return manifest
}

/**
 * Makes a base backup of the embedded database while it serves, with the log it needs and the papers that are not in the
 * folder yet. It appears under its name only when it is whole and on the disk; keys are not in it.
 * @throws StartProblem when another backup is under way, or the folder holds another database's.
 */
export async function takeBackup(order: BackupOrder): Promise<Base> {
  await mkdir(order.to, { recursive: true, mode: 0o700 })
  return withClient(order.superuserUrl, async (client) => {
    await takeTurn(client)
    await removeDrafts(order.to)
    const draft = join(order.to, `${DRAFT_PREFIX}base`)
    await mkdir(draft, { mode: 0o700 })
    const manifest = await makeBase(client, order, draft).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true })
      throw error
    })
    const path = join(order.to, baseName(new Date(manifest.startedAt)))
    await rename(draft, path)
    await syncFolder(order.to)
    await shipWal(join(order.databaseFolder, ARCHIVE_FOLDER), order.to)
    return { path, manifest }
  })
}
