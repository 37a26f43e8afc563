import type { Recurring, Subscriber } from '../jobs/worker.ts'
import { paperRemoved } from './papers.ts'
import type { FileStorage } from './storage.ts'

const HOUR = 60 * 60 * 1000

/** Removes the file of a paper that was taken out of its case, after that has been committed. */
export const removePaperFiles = (storage: FileStorage): Subscriber => ({
  name: 'remove-paper-files',
  types: [paperRemoved],
  handle: (event) => storage.remove(String(event.payload.paperId)),
})

/** Removes what a crash left in quarantine; an upload that still goes on has been written to within the hour. */
export const sweepQuarantine = (storage: FileStorage, now: () => Date): Recurring => ({
  name: 'sweep-quarantine',
  everyMilliseconds: HOUR,
  run: () => storage.removeAbandoned(new Date(now().getTime() - HOUR)),
})
