import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** The project's own folder. */
export const root = join(import.meta.dirname, '..')

/** Something wrong in one file; paths are relative to the project and use forward slashes. */
export interface Problem {
  file: string
  message: string
}

/** Installed, built or filled at run time: everything Git ignores, by its path from the project's folder. */
const notOurs = new Set(['node_modules', '.git', '.react-router', 'build', 'data'])

/** The project's own files below a folder whose paths match, sorted; hidden ones too. */
export async function listFiles(folder: string, matching = /./): Promise<string[]> {
  const files: string[] = []
  const visit = async (path: string) => {
    for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`
      if (notOurs.has(below)) continue
      if (entry.isDirectory()) await visit(below)
      if (entry.isFile() && matching.test(below)) files.push(below)
    }
  }
  await visit('')
  return files.sort()
}

/** Prints each problem on a line of its own, or the summary when there is none; sets the exit code. */
export function reportProblems(problems: readonly Problem[], summary: string): void {
  for (const { file, message } of problems) console.log(`${file}: ${message}`)
  if (problems.length === 0) console.log(summary)
  else process.exitCode = 1
}
