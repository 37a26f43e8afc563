import type { Recurring, Subscriber } from '../jobs/worker.ts'
import { paperRemoved } from './papers.ts'
import type { FileStorage } from './storage.ts'

const HOUR = 60 * 60 * 1000

/** Removes the files of papers that were taken out of their cases, once that is certain. */
export const paperFileRemover = (storage: FileStorage): Subscriber => ({
  name: 'paper-files',
  types: [paperRemoved],
  handle: ({ payload }) => storage.remove(String(payload.paperId)),
})

/** Removes what a crash left in quarantine; an upload that still goes on has been written to within the hour. */
export const quarantineSweeper = (storage: FileStorage, now: () => Date): Recurring => ({
  name: 'quarantine',
  everyMilliseconds: HOUR,
  run: () => storage.removeAbandoned(new Date(now().getTime() - HOUR)),
})
