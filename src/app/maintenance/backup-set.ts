import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StartProblem } from '../../kernel/db/start-problem.ts'
import { type Digest, writeText } from './durable-files.ts'

/**
 * A folder of backups: `base-…/` for each base backup, with its manifest written last; `wal/` with archived log segments, and
 * `papers/` with the sealed papers, both shared by all of them; `installation.json`, which says whose it is.
 */
export const PARTS = {
  manifest: 'manifest.json',
  cluster: 'cluster.tar.gz',
  papers: 'papers.jsonl',
  head: 'head.json',
} as const

const BASE = /^base-\d{8}T\d{6}Z$/

export const walFolder = (folder: string) => join(folder, 'wal')
export const papersFolder = (folder: string) => join(folder, 'papers')

/** What a base backup says of itself. Times are ISO 8601 in UTC; log segments (WAL) go by PostgreSQL's own names. */
export interface Manifest {
  format: 1
  program: string
  /** The newest migration of the database in it. */
  migration: number
  /** PostgreSQL's number of the cluster: log segments of another do not fit. */
  cluster: string
  startedAt: string
  /** From this instant on it can be restored. */
  finishedAt: string
  wal: { first: string; last: string }
  papers: number
  files: ({ name: string } & Digest)[]
}

/** A paper as a base backup lists it: the key under which it lies, and what it holds. */
export interface ListedPaper extends Digest {
  key: string
}

export interface Base {
  path: string
  manifest: Manifest
}

/** The name of a base backup begun at an instant. */
export const baseName = (startedAt: Date) => `base-${startedAt.toISOString().replaceAll(/[-:]|\.\d{3}/g, '')}`

export async function listNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function readManifest(path: string): Promise<Manifest> {
  try {
    const manifest = JSON.parse(await readFile(join(path, PARTS.manifest), 'utf8')) as Manifest
    if (manifest.format === 1) return manifest
  } catch {
    // Said below, in words.
  }
  throw new StartProblem(`备份 ${path} 的清单读不出来，请换一个备份。`)
}

/** Every whole base backup of a folder, oldest first. @throws StartProblem when one has lost its manifest. */
export async function findBases(folder: string): Promise<Base[]> {
  const names = (await listNames(folder)).filter((name) => BASE.test(name))
  return Promise.all(
    names.map(async (name) => ({ path: join(folder, name), manifest: await readManifest(join(folder, name)) })),
  )
}

/** When the newest base backup was finished; null when there is none. */
export async function findLastBackup(folder: string): Promise<Date | null> {
  const newest = (await findBases(folder)).at(-1)
  return newest ? new Date(newest.manifest.finishedAt) : null
}

/** The bases that a path means: itself if it is one, else all in it. @throws StartProblem when there is none. */
export async function resolveBases(path: string): Promise<{ folder: string; bases: Base[] }> {
  if (BASE.test(basename(path))) {
    return { folder: dirname(path), bases: [{ path, manifest: await readManifest(path) }] }
  }
  const bases = await findBases(path)
  if (bases.length === 0) throw new StartProblem(`${path} 里没有完整的备份，请检查路径。`)
  return { folder: path, bases }
}

/** Reads the papers that a base backup lists, by their keys. */
export async function readPaperList({ path }: Base): Promise<Map<string, ListedPaper>> {
  const lines = (await readFile(join(path, PARTS.papers), 'utf8')).split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line) => {
      const paper = JSON.parse(line) as ListedPaper
      return [paper.key, paper]
    }),
  )
}

/** Takes a folder for one cluster's backups. @throws StartProblem when it holds those of another. */
export async function claimFolder(folder: string, cluster: string): Promise<void> {
  const path = join(folder, 'installation.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) {
    await writeText(path, `${JSON.stringify({ cluster })}\n`)
    return
  }
  if ((JSON.parse(text) as { cluster: string }).cluster !== cluster) {
    throw new StartProblem(`${folder} 里是另一个数据库的备份，请换一个空文件夹。`)
  }
}
