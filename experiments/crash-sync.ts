import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Random } from '../bench/load/random.ts'
import { type House, Keeper, type Writer } from './crash-house.ts'
import { type Acknowledged, Writers } from './crash-writes.ts'

/** Not a part of this project: looked at where the machine has it. */
const tracer = 'strace'
const watched = 'fdatasync,fsync,recvfrom,sendto,write,writev'

/** One call of the system, where its line stands in the record. */
interface Call {
  process: string
  text: string
}

function* readCalls(record: string): Generator<Call> {
  for (const line of record.split('\n')) {
    const [, process, text] = /^(\d+) +(.*)$/.exec(line) ?? []
    if (process && text) yield { process, text }
  }
}

/** Which lines say that a sync of the log (WAL) has ended, by whichever process: one may sync for others too. */
function findSyncs(calls: readonly Call[]): number[] {
  const begun = new Set<string>()
  return calls.flatMap(({ process, text }, at) => {
    if (/^f(?:data)?sync\(\d+<[^>]*\/pg_wal\//.test(text)) {
      if (!text.includes('<unfinished')) return text.endsWith('= 0') ? [at] : []
      begun.add(process)
    } else if (/^<\.\.\. f(?:data)?sync resumed/.test(text) && begun.delete(process)) return [at]
    return []
  })
}

/**
 * Of these writes, each sent after the one before had been answered: for how many the log was synced between the database getting the key
 * and the same process of it answering the commit, and the server acknowledged only then.
 */
function countSynced(record: string, writes: readonly Acknowledged[]): number {
  const calls = [...readCalls(record)]
  const syncs = findSyncs(calls)
  const isSynced = ({ key, traceId }: Acknowledged) => {
    const told = calls.findIndex(({ text }) => text.includes('HTTP/1.1 200') && text.includes(traceId))
    const got = calls.findLastIndex(
      ({ text }, at) => at < told && /^(?:recvfrom\(|<\.\.\. recvfrom)/.test(text) && text.includes(key),
    )
    const own = calls[got]?.process
    const committed = calls.findIndex(
      ({ process, text }, at) => at > got && process === own && /^sendto\(.*COMMIT\\0/.test(text),
    )
    return got >= 0 && committed < told && syncs.some((at) => at > got && at < committed)
  }
  return writes.filter(isSynced).length
}

export interface Synced {
  acknowledged: number
  /** How many of them the log was on the disk before. */
  syncedBefore: number
}

/** Watches the calls of server and database during some writes; a word instead where strace cannot be had. */
export async function watchSync(house: House, applicant: Writer, seed: number): Promise<Synced | string> {
  if (spawnSync(tracer, ['-V']).status !== 0) return 'not looked at: strace is not installed'
  const record = join(house.folder, 'calls')
  const options = ['-f', '--seccomp-bpf', '-qq', '-y', '-s', '65536', '-e', `trace=${watched}`, '-e', 'signal=none']
  const keeper = new Keeper(house, [tracer, ...options, '-o', record])
  const writers = new Writers(house, () => keeper.address)
  try {
    await keeper.open()
    const working = writers.work(applicant, new Random(seed))
    while (writers.acknowledged.length < 40 && writers.contradictions.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 50))
    writers.stop()
    await working
  } finally {
    await keeper.close()
  }
  const { acknowledged } = writers
  return {
    acknowledged: acknowledged.length,
    syncedBefore: countSynced(await readFile(record, 'latin1'), acknowledged),
  }
}
