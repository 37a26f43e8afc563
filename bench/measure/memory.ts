import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What a process holds of the machine's memory, its share of what is shared included (Pss), in bytes; Linux only. */
export function memoryOf({ pid }: ChildProcess): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
