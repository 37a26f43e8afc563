import type { Tx } from '../db/connect.ts'
import { transact } from '../db/transact.ts'
import { everything } from '../divisions/scope.ts'
import type { Platform } from './context.ts'
import { enterScope } from './run.ts'

/** The system's own work, in a transaction that reaches everything: for timed jobs and subscribers, never for a request. */
export const everywhere = <T>({ db }: Pick<Platform, 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  transact(db, async (tx) => {
    const [, done] = await Promise.all([enterScope(tx, everything), work(tx)])
    return done
  })
