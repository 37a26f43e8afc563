import { createReadStream, createWriteStream, type Stats } from 'node:fs'
import { chown, mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, type Pack, pack } from 'tar-stream'
import type { Account } from '../../kernel/db/embedded/account.ts'

/** What a base backup leaves out, by PostgreSQL's manual: what belongs to the running server or is made anew by it. */
const LEFT_OUT = [
  /^(?:postmaster\.(?:pid|opts)|backup_label|tablespace_map|recovery\.signal|standby\.signal|current_logfiles)$/,
  /^(?:pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans|log)\/./,
  /(?:^|\/)(?:pgsql_tmp|pg_internal\.init)/,
]

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** Everything below a folder that is to be copied, folders first, by paths from it. */
async function findEntries(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const names = entries
    .filter((entry) => entry.isDirectory() || entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  // The control file last, as the server's own tool does: it is the newest of all when the log is replayed.
  const rank = (name: string) => Number(name === 'global/pg_control')
  return names
    .filter((name) => !LEFT_OUT.some((pattern) => pattern.test(name)))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** A file's content in exactly the size it had: it may grow or shrink meanwhile, which the log makes good. */
async function* readExactly(path: string, size: number): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  let left = size
  try {
    while (left > 0) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(left, 1 << 18)))
      const part = bytesRead === 0 ? Buffer.alloc(Math.min(left, 1 << 18)) : buffer.subarray(0, bytesRead)
      left -= part.length
      yield part
    }
  } finally {
    await file.close()
  }
}

async function addFile(archive: Pack, name: string, path: string, { size }: Stats): Promise<void> {
  const entry = archive.entry({ name, size, mode: 0o600 })
  await pipeline(readExactly(path, size), entry)
}

const addText = (archive: Pack, name: string, text: string) =>
  new Promise<void>((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, text, (error) => (error ? reject(error) : resolve()))
  })

const addFolder = (archive: Pack, name: string) =>
  new Promise<void>((resolve, reject) => {
    archive.entry({ name, type: 'directory', mode: 0o700 }, (error) => (error ? reject(error) : resolve()))
  })

async function addEntry(archive: Pack, cluster: string, name: string): Promise<void> {
  const path = join(cluster, name)
  try {
    const found = await stat(path)
    if (found.isDirectory()) await addFolder(archive, name)
    else await addFile(archive, name, path, found)
  } catch (error) {
    // A file that goes away while the server works is made good by the log too.
    if (!isGone(error)) throw error
  }
}

/** What is added once the copying is over: labels as texts, log segments by their paths. */
export interface Ending {
  texts: Record<string, string>
  segments: readonly string[]
}

/**
 * Packs a cluster while its server works, for as long as a backup has been begun there; `finish` ends the backup and says what
 * completes it. Gives the compressed stream.
 */
export function packCluster(cluster: string, finish: () => Promise<Ending>): AsyncIterable<Buffer> {
  const archive = pack()
  const fill = async () => {
    for (const name of await findEntries(cluster)) await addEntry(archive, cluster, name)
    const { texts, segments } = await finish()
    for (const [name, text] of Object.entries(texts)) await addText(archive, name, text)
    for (const name of segments) {
      const path = join(cluster, 'pg_wal', name)
      await addFile(archive, `pg_wal/${name}`, path, await stat(path))
    }
    archive.finalize()
  }
  fill().catch((error: Error) => archive.destroy(error))
  const compressed = createGzip({ level: 1 })
  pipeline(archive, compressed).catch((error: Error) => compressed.destroy(error))
  return compressed
}

/** Unpacks a cluster into a new folder that belongs to the account the database runs under, ours if undefined. */
export async function unpackCluster(packed: string, cluster: string, account: Account | undefined): Promise<void> {
  const own = async (path: string) => (account ? chown(path, account.uid, account.gid) : undefined)
  await mkdir(cluster, { mode: 0o700 })
  await own(cluster)
  const archive = extract()
  const reading = pipeline(createReadStream(packed), createGunzip(), archive)
  for await (const entry of archive) {
    const path = join(cluster, entry.header.name)
    if (entry.header.type === 'directory') {
      await mkdir(path, { recursive: true, mode: 0o700 })
      entry.resume()
    } else {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await pipeline(entry, createWriteStream(path, { mode: 0o600 }))
    }
    await own(path)
  }
  await reading
}
