import { readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { appendAudit } from '../../kernel/audit/entry.ts'
import { recordRestoration } from '../../kernel/audit/restoration.ts'
import { loadSealKey, type SealKey } from '../../kernel/audit/seal-key.ts'
import { type Verification, verifySeals } from '../../kernel/audit/verify.ts'
import { type Db, openDatabase } from '../../kernel/db/connect.ts'
import { admitAccount, findAccount, makeFolder, makeOwnFolder } from '../../kernel/db/embedded/account.ts'
import { type Embedded, startEmbedded } from '../../kernel/db/embedded.ts'
import { type StartLog, StartProblem } from '../../kernel/db/start-problem.ts'
import { type Base, PARTS, papersFolder, readPaperList, resolveBases } from './backup-set.ts'
import { checkBase } from './check-backup.ts'
import { unpackCluster } from './cluster-archive.ts'
import { copyDurably } from './durable-files.ts'
import { paperPath } from './papers-copy.ts'
import { findFollowing, unpackWal } from './wal.ts'

export interface RestoreOrder {
  /** A folder of backups, or one base backup in it. */
  from: string
  /** The instant to go back to; null for all that was archived. */
  at: Date | null
  /** A folder that is empty or not there yet. */
  dataFolder: string
  /** Lays keys, and a newer seal's head if there is one, into the new data folder. */
  bringKeys(dataFolder: string): Promise<void>
  now: () => Date
  log: StartLog
}

export interface Restored {
  base: Base
  papers: number
  /** Papers that rows name and that are in no backup. */
  missing: string[]
  verification: Verification
}

async function refuseFilled(dataFolder: string): Promise<void> {
  const names = await readdir(dataFolder).catch(() => [])
  if (names.length > 0) {
    throw new StartProblem(`${dataFolder} 不是空文件夹，恢复不会覆盖已有的数据，请用 --data-dir 指定一个新文件夹。`)
  }
}

/** The newest base backup that was whole by the instant. @throws StartProblem when there is none. */
function chooseBase(bases: readonly Base[], at: Date | null): Base {
  const base = bases.findLast(({ manifest }) => at === null || new Date(manifest.finishedAt) <= at)
  if (base) return base
  const oldest = bases[0]?.manifest.finishedAt
  throw new StartProblem(`最早只能恢复到 ${oldest}，更早的时刻没有备份，请用 --at 指定之后的时刻。`)
}

const quote = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`

/** Settings for this one start: replay the log up to the instant, then go on as a new timeline, archived from the first. */
const recoverySettings = (wal: string, at: Date | null): Record<string, string> => ({
  restore_command: `cp ${quote(wal)}/%f "%p"`,
  recovery_target_action: 'promote',
  // Else it would call itself ready while it still replays.
  hot_standby: 'off',
  ...(at ? { recovery_target_time: at.toISOString().replace('T', ' ').replace('Z', '+00') } : {}),
})

async function recover(order: RestoreOrder, folder: string, base: Base): Promise<Embedded> {
  const { dataFolder, at, log } = order
  const database = join(dataFolder, 'database')
  const cluster = join(database, 'cluster')
  makeFolder(dataFolder, 0o711)
  makeFolder(database, 0o711)
  const account = findAccount(cluster)
  if (account) admitAccount(database, account)
  const following = await findFollowing(folder, base.manifest.wal)
  await unpackCluster(join(base.path, PARTS.cluster), cluster, account)
  const wal = makeOwnFolder(join(database, 'recovery'), account)
  await unpackWal(folder, following, wal, account)
  await writeFile(join(cluster, 'recovery.signal'), '')
  log.info(`正在重放 ${following.length} 段归档日志……`)
  try {
    return await startEmbedded({ folder: database, log, archiving: true, tuning: recoverySettings(wal, at) })
  } catch (error) {
    throw new StartProblem(
      `归档日志可能还没有到 ${at?.toISOString() ?? '最后'} 这个时刻：${(error as Error).message}`,
      error,
    )
  } finally {
    await rm(wal, { recursive: true, force: true })
  }
}

/** The keys of all papers whose files rows name. */
async function findNamedPapers(owner: Db): Promise<string[]> {
  const rows = await owner.selectFrom('document').select('storage_key').where('state', '=', 'accepted').execute()
  return rows.map((row) => row.storage_key)
}

/** Copies the papers that rows name, and gives the keys of those that are in no backup or are not what was copied. */
async function bringPapers(db: Db, folder: string, base: Base, dataFolder: string) {
  const listed = await readPaperList(base)
  const missing: string[] = []
  const named = await findNamedPapers(db)
  for (const key of named) {
    const to = paperPath(join(dataFolder, 'files', 'accepted'), key)
    const copied = await copyDurably(paperPath(papersFolder(folder), key), to).catch(() => null)
    const expected = listed.get(key)
    if (!copied || (expected && expected.sha256 !== copied.sha256)) missing.push(key)
  }
  return { papers: named.length - missing.length, missing }
}

/** The signed entry, and the audit row beside it. */
async function recordRestore(db: Db, key: SealKey, base: Base, { at, now }: RestoreOrder): Promise<void> {
  const until = at?.toISOString() ?? 'latest'
  await recordRestoration(db, key, { kind: 'restored', detail: { base: base.manifest.startedAt, until }, at: now() })
  await appendAudit(db, {
    at: now(),
    actorId: null,
    actorRole: 'system',
    operation: 'platform.restore',
    subject: { kind: 'backup', id: base.manifest.startedAt },
    channel: 'online',
    traceId: 'restore',
  })
}

/**
 * Restores a backup into a new data folder: checks its hashes, replays the archived log up to the instant or to its end, brings
 * the papers that rows name, writes the signed entry by which verifying knows of it, and verifies. What it made is removed
 * again when it fails.
 * @throws StartProblem saying why it cannot be done.
 */
export async function restoreBackup(order: RestoreOrder): Promise<Restored> {
  const dataFolder = resolve(order.dataFolder)
  await refuseFilled(dataFolder)
  const { folder, bases } = await resolveBases(resolve(order.from))
  const base = chooseBase(bases, order.at)
  order.log.info(`正在核对备份 ${base.path}……`)
  await checkBase(base)
  try {
    return await restoreInto({ ...order, dataFolder }, folder, base)
  } catch (error) {
    for (const name of ['database', 'files', 'keys', 'seal'])
      await rm(join(dataFolder, name), { recursive: true, force: true })
    throw error
  }
}

async function restoreInto(order: RestoreOrder, folder: string, base: Base): Promise<Restored> {
  makeFolder(order.dataFolder, 0o711)
  await order.bringKeys(order.dataFolder)
  const key = await loadSealKey(order.dataFolder, { mayMake: false })
  if ((await key.readHead()) === null && base.manifest.files.some(({ name }) => name === PARTS.head)) {
    await copyDurably(join(base.path, PARTS.head), join(order.dataFolder, 'seal', 'head.json'))
  }
  const embedded = await recover(order, folder, base)
  const { db, close } = openDatabase(embedded.superuserUrl, { max: 1 })
  try {
    await sql`checkpoint`.execute(db)
    const copied = await bringPapers(db, folder, base, order.dataFolder)
    await recordRestore(db, key, base, order)
    return { base, ...copied, verification: await verifySeals(db, key) }
  } finally {
    await close()
    await embedded.stop()
  }
}
