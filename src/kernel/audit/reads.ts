import { sayFault } from '../../shared/fault.ts'
import type { Db } from '../db/connect.ts'
import { type AuditEntry, appendAudits } from './entry.ts'

/** Takes down readings of personal data, many in one insert: a page that only reads waits for no disk. */
export interface ReadAudit {
  /** Takes one down; resolves once there is room for it. Throws when those before it cannot be written: then nobody reads. */
  record(entry: AuditEntry): Promise<void>
  /** Writes all that waits; called before the last seal, so that a normal stop loses nothing. */
  flush(): Promise<void>
}

interface BatchOptions {
  /** How long a reading waits for others at most. */
  everyMilliseconds?: number
  /** How many are written at once; whoever fills a batch waits until it is written. */
  most?: number
  log?: (entry: Record<string, unknown>) => void
}

/** So many batches may wait while the database cannot take them; then readings are refused. */
const MOST_BATCHES = 10

/**
 * Writes readings in batches: as soon as one is full, and otherwise after a moment. What cannot be written stays and is tried
 * again; memory is bounded. A crash loses the last moment's readings, a normal stop none.
 */
export function batchReads(db: Db, { everyMilliseconds = 200, most = 100, log }: BatchOptions = {}): ReadAudit {
  const waiting: AuditEntry[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const writeAll = async () => {
    clearTimeout(timer)
    timer = undefined
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most)
      await appendAudits(db, batch)
      waiting.splice(0, batch.length)
    }
  }
  const flush = () => {
    writing = writing.then(writeAll, writeAll)
    return writing
  }
  const flushLater = () => {
    timer ??= setTimeout(() => {
      flush().catch((error: unknown) => {
        log?.({ level: 'error', job: 'audit.reads', message: sayFault(error), waiting: waiting.length })
        flushLater()
      })
    }, everyMilliseconds)
  }
  return {
    flush,
    async record(entry) {
      if (waiting.length >= most * MOST_BATCHES) await flush()
      waiting.push(entry)
      if (waiting.length >= most) await flush()
      else flushLater()
    },
  }
}
