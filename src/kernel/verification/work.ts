import { sql } from 'kysely'
import { sayFault } from '../../shared/fault.ts'
import { appendAudit } from '../audit/entry.ts'
import type { SealKey } from '../audit/seal-key.ts'
import type { Db } from '../db/connect.ts'
import type { Recurring } from '../jobs/worker.ts'
import type { Platform } from '../operations/context.ts'
import { countEntries, verifyEverything } from './verify-everything.ts'

const LOOK_EVERY = 500
/** How often a reading tells how far it is; one that has been silent for the second time is taken up by another process. */
const TELL_EVERY = 300
const SILENT_FOR = 60_000
/** So many findings are kept with their places; the others are counted. */
const MOST_KEPT = 100

/** Ends a reading that somebody called off, that another process took up, or that the process's end interrupts. */
class Ended extends Error {}

interface Turn {
  id: string
  turn: number
}

/** Takes up the verification that waits, or whose process has gone silent; null when there is none. */
async function takeUp({ db, now }: Platform): Promise<Turn | null> {
  const silent = new Date(now().getTime() - SILENT_FOR)
  const taken = await db
    .updateTable('verification_run')
    .set({ turn: sql`turn + 1`, seen_at: now(), done: 0 })
    .where('state', '=', 'running')
    .where(({ eb, or }) => or([eb('seen_at', 'is', null), eb('seen_at', '<', silent)]))
    .returning(['id', 'turn'])
    .executeTakeFirst()
  if (!taken) return null
  // Counted once there is something to verify: it reads every row there is.
  await updateOwn(db, taken)
    .set({ total: await countEntries(db) })
    .execute()
  return taken
}

const updateOwn = (db: Db, { id, turn }: Turn) =>
  db.updateTable('verification_run').where('id', '=', id).where('turn', '=', turn).where('state', '=', 'running')

/** Tells how far it is, at most every so many milliseconds. Throws Ended once the verification is not this turn's any more. */
function tellProgress({ db, now }: Platform, turn: Turn, isInterrupted: () => boolean) {
  let done = 0
  let told = 0
  return async (entries: number) => {
    done += entries
    if (isInterrupted()) throw new Ended()
    if (performance.now() - told < TELL_EVERY) return
    told = performance.now()
    const { numUpdatedRows } = await updateOwn(db, turn)
      .set({ done: sql`least(total, ${done}::bigint)`, seen_at: now() })
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Ended()
  }
}

type Outcome = { state: 'done'; seals: number; found: number; findings: string } | { state: 'failed'; fault: string }

/** Keeps what came out, with an audit row that the next seal covers; nothing where it was called off meanwhile. */
async function finish({ db, now }: Platform, turn: Turn, outcome: Outcome): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await updateOwn(tx, turn)
      .set({
        ...outcome,
        ...(outcome.state === 'done' ? { done: sql`total` } : {}),
        finished_at: now(),
        version: sql`version + 1`,
      })
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await appendAudit(tx, {
      at: now(),
      actorId: null,
      actorRole: 'system',
      operation: 'verification.finish',
      subject: { kind: 'verification', id: turn.id },
      channel: 'online',
      traceId: turn.id,
    })
  })
}

async function verify(platform: Platform, key: SealKey, turn: Turn, isInterrupted: () => boolean): Promise<void> {
  const { db } = platform
  try {
    const { sealed, findings } = await verifyEverything(db, key, {
      checked: tellProgress(platform, turn, isInterrupted),
    })
    const kept = JSON.stringify(findings.slice(0, MOST_KEPT))
    await finish(platform, turn, { state: 'done', seals: sealed.seals, found: findings.length, findings: kept })
  } catch (error) {
    if (error instanceof Ended) {
      // Interrupted, it waits for the next process; called off or taken up by another, this touches nothing.
      await updateOwn(db, turn).set({ seen_at: null }).execute()
      return
    }
    platform.log({ level: 'error', job: 'verifications', verification: turn.id, message: sayFault(error) })
    await finish(platform, turn, {
      state: 'failed',
      fault: '核验途中出了故障，没有做完。请再核验一次；还不行，请管系统的人看日志。',
    })
  }
}

/** What reads seals and histories beside the requests, one verification at a time; interrupted, it begins anew in the next process. */
export function runVerifications(platform: Platform, key: SealKey): { recurring: Recurring; interrupt(): void } {
  let interrupted = false
  return {
    recurring: {
      name: 'verifications',
      everyMilliseconds: LOOK_EVERY,
      async run() {
        const turn = interrupted ? null : await takeUp(platform)
        if (turn) await verify(platform, key, turn, () => interrupted)
      },
    },
    interrupt() {
      interrupted = true
    },
  }
}
