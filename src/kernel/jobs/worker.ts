import { sql } from 'kysely'
import { fromKysely, type Job, type JobResult, PgBoss } from 'pg-boss'
import { sayFault } from '../../shared/fault.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { DeliveredEvent } from '../events/outbox.ts'
import { jobSchemaOf } from './queues.ts'

/** Who listens: its queue's name, the events it takes, and what it does; called at least once for each, in order per key. */
export interface Subscriber {
  name: string
  types: readonly string[]
  handle(event: DeliveredEvent): Promise<void>
}

/** Something done again and again, in one process at a time. */
export interface Recurring {
  name: string
  everyMilliseconds: number
  run(): Promise<unknown>
}

export interface WorkerOptions {
  appUrl: string
  schema: string
  db: Db
  subscribers: readonly Subscriber[]
  recurring: readonly Recurring[]
  log: (entry: Record<string, unknown>) => void
}

export interface Worker {
  /** Delivers what is waiting and gives the number of events relayed; the worker calls it by itself. */
  relay(): Promise<number>
  stop(): Promise<void>
}

const RELAY_EVERY = 250
const BATCH = 200
/** Full batches follow each other without a pause; each holds at most one event of a key. */
const DELIVERY = { pollingIntervalSeconds: 0.5, batchSize: 50, burstWhenBatchFull: true, perJobResults: true } as const

/** Jobs of one key that were made at one instant are taken in the order of their ids: a job bears its event's, as a UUID. */
const jobIdOf = (eventId: number): string => `00000000-0000-8000-8000-${eventId.toString(16).padStart(12, '0')}`

async function relayBatch(tx: Tx, boss: PgBoss, subscribers: readonly Subscriber[], now: Date): Promise<number> {
  // Rows are found by their mark, never by a last id, since ids commit out of order.
  const waiting = await tx
    .selectFrom('outbox_event')
    .select(['id', 'type', 'version', 'key', 'payload', 'at'])
    .where('relayed_at', 'is', null)
    .orderBy('id')
    .limit(BATCH)
    .execute()
  if (waiting.length === 0) return 0
  for (const subscriber of subscribers) {
    const jobs = waiting
      .filter((event) => subscriber.types.includes(event.type))
      .map((event) => ({ id: jobIdOf(event.id), data: event, singletonKey: event.key }))
    if (jobs.length > 0) await boss.insert(subscriber.name, jobs, { db: fromKysely(tx) })
  }
  await tx
    .updateTable('outbox_event')
    .set({ relayed_at: now })
    .where(
      'id',
      'in',
      waiting.map((event) => event.id),
    )
    .execute()
  return waiting.length
}

const relayTurn = sql`hashtext(current_schema() || '.outbox.relay')`

/**
 * Relays one batch, in one process at a time. The turn is taken before the transaction begins and given back after it ends: a
 * job is as old as its transaction, and one that had begun before another's would bring its events in before the other's.
 */
const relayInTurn = (db: Db, boss: PgBoss, subscribers: readonly Subscriber[]): Promise<number> =>
  db.connection().execute(async (own) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${relayTurn}) as mine`.execute(own)
    if (!rows[0]?.mine) return 0
    try {
      return await own.transaction().execute((tx) => relayBatch(tx, boss, subscribers, new Date()))
    } finally {
      await sql`select pg_advisory_unlock(${relayTurn})`.execute(own)
    }
  })

/** So many events of a batch are in hand at once: they are of different keys, and most of their time is spent waiting. */
const AT_ONCE = 4

/** Hands the events of a batch, one of each key, to a subscriber; what one of them fails at is tried again by itself. */
async function deliver(
  subscriber: Subscriber,
  jobs: readonly Job<DeliveredEvent>[],
  log: WorkerOptions['log'],
): Promise<JobResult[]> {
  const results: JobResult[] = []
  const waiting = [...jobs]
  const deliverOne = async ({ id, data }: Job<DeliveredEvent>) => {
    const fault = await subscriber.handle(data).then(() => null, sayFault)
    if (fault) log({ level: 'error', job: subscriber.name, event: data.id, message: fault })
    results.push(fault ? { id, status: 'failed', output: { message: fault } } : { id, status: 'completed' })
  }
  const lane = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await deliverOne(job)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return results
}

function repeat(recurring: Recurring, log: WorkerOptions['log']): () => Promise<void> {
  let ended = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const turn = async () => {
    running = recurring
      .run()
      .catch((error: unknown) => log({ level: 'error', job: recurring.name, message: sayFault(error) }))
    await running
    if (!ended) timer = setTimeout(turn, recurring.everyMilliseconds)
  }
  timer = setTimeout(turn, recurring.everyMilliseconds)
  return async () => {
    ended = true
    clearTimeout(timer)
    await running
  }
}

/** Starts the relay, the subscribers' queues and the recurring work of one process; stop() drains what is under way. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { subscribers, log } = options
  const boss = new PgBoss({
    connectionString: options.appUrl,
    schema: jobSchemaOf(options.schema),
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    monitorVacuum: false,
  })
  boss.on('error', (error) => log({ level: 'error', job: 'jobs', message: error.message }))
  await boss.start()
  for (const subscriber of subscribers) {
    await boss.work<DeliveredEvent>(subscriber.name, DELIVERY, (jobs) => deliver(subscriber, jobs, log))
  }
  const relay = () => relayInTurn(options.db, boss, subscribers)
  const stops = [{ name: 'relay', everyMilliseconds: RELAY_EVERY, run: relay }, ...options.recurring].map((recurring) =>
    repeat(recurring, log),
  )
  return {
    relay,
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()))
      await boss.stop({ graceful: true, timeout: 10_000 })
    },
  }
}
