import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { copyDurably } from './durable-files.ts'

/** The list of erased persons, which is replayed at every start. It only grows. */
const ERASED = 'erased.jsonl'

const sizeOf = async (path: string) => (await stat(path).catch(() => null))?.size ?? -1

/** Brings the list of the erased from one folder to another, unless the one that is there is as long: an older one never comes back. */
export async function carryErasedList(from: string, to: string): Promise<void> {
  const [source, target] = [join(from, ERASED), join(to, ERASED)]
  if ((await sizeOf(source)) > (await sizeOf(target))) await copyDurably(source, target)
}
