import { rm, stat } from 'node:fs/promises'
import { type Base, findBases, papersFolder, readPaperList } from './backup-set.ts'
import { findPapers, paperPath } from './papers-copy.ts'
import { pruneWal } from './wal.ts'

/** Papers that no kept backup lists and that were copied before the oldest of them: no instant left can ask for them. */
async function prunePapers(folder: string, kept: readonly [Base, ...Base[]]): Promise<void> {
  const listed = new Set<string>()
  for (const base of kept) for (const key of (await readPaperList(base)).keys()) listed.add(key)
  const oldest = new Date(kept[0].manifest.startedAt)
  for await (const key of findPapers(papersFolder(folder))) {
    const path = paperPath(papersFolder(folder), key)
    if (!listed.has(key) && (await stat(path)).mtime < oldest) await rm(path)
  }
}

/**
 * Keeps the newest `keep` base backups of a folder and removes the older ones, with the log and the papers that only they
 * needed. Gives what was removed.
 */
export async function pruneBackups(folder: string, keep: number): Promise<Base[]> {
  const bases = await findBases(folder)
  const [first, ...rest] = bases.slice(-keep)
  const gone = bases.slice(0, -keep)
  if (!first || gone.length === 0) return []
  for (const { path } of gone) await rm(path, { recursive: true })
  await pruneWal(folder, first.manifest.wal.first)
  await prunePapers(folder, [first, ...rest])
  return gone
}
