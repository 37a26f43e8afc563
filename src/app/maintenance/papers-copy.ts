import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ListedPaper, listNames } from './backup-set.ts'
import { copyDurably, digestFile } from './durable-files.ts'

/** Where a paper lies below a folder of papers; the storage of papers and the backups lay them alike. */
export const paperPath = (folder: string, key: string) => join(folder, key.slice(-2), key.slice(-4, -2), key)

const PAPER_KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The keys of all papers below a folder; what is being written is none yet. */
export async function* findPapers(folder: string): AsyncGenerator<string> {
  for (const outer of await listNames(folder)) {
    for (const inner of await listNames(join(folder, outer))) {
      for (const key of await readdir(join(folder, outer, inner))) if (PAPER_KEY.test(key)) yield key
    }
  }
}

/** Copies one paper, unless it is there: a paper never changes. Null when it has been removed meanwhile. */
async function copyPaper(key: string, from: string, to: string, known?: ListedPaper): Promise<ListedPaper | null> {
  const there = await stat(paperPath(to, key)).catch(() => null)
  if (there) return known ?? { key, ...(await digestFile(paperPath(to, key))) }
  try {
    return { key, ...(await copyDurably(paperPath(from, key), paperPath(to, key))) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Copies every paper that is not yet in `to`, and gives all of them; `known` spares reading those again that were hashed before. */
export async function copyPapers(
  from: string,
  to: string,
  known: ReadonlyMap<string, ListedPaper> = new Map(),
): Promise<Map<string, ListedPaper>> {
  const papers = new Map<string, ListedPaper>()
  for await (const key of findPapers(from)) {
    const paper = await copyPaper(key, from, to, known.get(key))
    if (paper) papers.set(key, paper)
  }
  return papers
}
