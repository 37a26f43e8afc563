import { open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ErasedLine, ErasedList } from '../../kernel/erasures/carry-out.ts'
import { copyDurably, syncFolder } from './durable-files.ts'

/** The list of erased persons, which is replayed at every start. It only grows. */
const ERASED = 'erased.jsonl'

const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? -1

/** Brings the list of the erased from one folder to another, unless the one that is there is as long: an older one never comes back. */
export async function carryErasedList(from: string, to: string): Promise<void> {
  const [source, target] = [join(from, ERASED), join(to, ERASED)]
  if ((await sizeOf(source)) > (await sizeOf(target))) await copyDurably(source, target)
}

/** Reads a line; one that a crash cut short is passed over, for what it stood for is still under way in the database. */
function readLine(text: string): ErasedLine[] {
  try {
    return [JSON.parse(text) as ErasedLine]
  } catch {
    return []
  }
}

/** The list of the erased in a data folder: one JSON object a line, on disk before the data go. */
export const erasedListIn = (dataFolder: string): ErasedList => ({
  async append(lines) {
    const file = await open(join(dataFolder, ERASED), 'a', 0o600)
    try {
      // A line of its own, even after one that a crash cut short.
      const { size } = await file.stat()
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      await file.writeFile(size > 0 ? `\n${text}` : text)
      await file.sync()
    } finally {
      await file.close()
    }
    await syncFolder(dataFolder)
  },
  async read() {
    const text = await readFile(join(dataFolder, ERASED), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    return text.split('\n').flatMap((line) => (line === '' ? [] : readLine(line)))
  },
})
