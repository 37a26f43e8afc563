import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { DEFAULT_SCHEMA, openDatabase, roleOf } from '../db/connect.ts'
import { type DeliveredEvent, emitEvent } from '../events/outbox.ts'
import { type Installation, installQueues } from './queues.ts'
import { type Recurring, type Subscriber, startWorker, type Worker } from './worker.ts'

const queues = ['in-order', 'stumbling', 'failing', 'slow', 'again']

let database: TestDatabase
let installation: Installation
before(async () => {
  database = await testDatabase()
  const { ownerUrl, appUrl } = database
  installation = { ownerUrl, appRole: roleOf(appUrl), schema: DEFAULT_SCHEMA, queues }
  await installQueues(installation)
  const owner = openDatabase(ownerUrl, { max: 1, schema: 'qichuang_jobs' })
  await sql`update queue set retry_delay = 0, retry_backoff = false`.execute(owner.db)
  await sql`update queue set retry_limit = 1 where name = 'failing'`.execute(owner.db)
  await owner.close()
})
after(() => database.close())

const logged: Record<string, unknown>[] = []

const start = (subscribers: readonly Subscriber[], recurring: readonly Recurring[] = []): Promise<Worker> =>
  startWorker({
    appUrl: database.appUrl,
    schema: DEFAULT_SCHEMA,
    db: database.db,
    subscribers,
    recurring,
    log: (entry) => logged.push(entry),
  })

/** Runs workers for as long as a test takes. */
async function during(workers: readonly Promise<Worker>[], use: () => Promise<void>): Promise<void> {
  const running = await Promise.all(workers)
  await use().finally(() => Promise.all(running.map((worker) => worker.stop())))
}

/** Waits for what will come; the test fails if it never does. */
async function until(happened: () => boolean): Promise<void> {
  for (let waited = 0; !happened(); waited += 1) {
    assert.ok(waited < 1500, 'it never came')
    await sleep(20)
  }
}

const now = new Date()

/** Events of one kind for one subscriber, in one transaction, named key and number, such as 'a1'. */
const emit = (type: string, names: readonly string[]) =>
  database.db.transaction().execute(async (tx) => {
    for (const name of names) {
      await emitEvent(tx, { type, version: 1, key: `${type} ${name[0]}`, payload: { name }, at: now })
    }
  })

const nameOf = (event: DeliveredEvent) => String(event.payload.name)
const ofKey = (names: readonly string[], key: string) => names.filter((name) => name.startsWith(key))
const numbered = (key: string, count: number) => Array.from({ length: count }, (_, index) => `${key}${index + 1}`)

describe('events', () => {
  it('of a transaction that is rolled back are never delivered; those of the next one are', async () => {
    const heard: DeliveredEvent[] = []
    const subscriber = {
      name: 'in-order',
      types: ['kept'],
      handle: async (event: DeliveredEvent) => void heard.push(event),
    }
    await during([start([subscriber])], async () => {
      await assert.rejects(
        database.db.transaction().execute(async (tx) => {
          await emitEvent(tx, { type: 'kept', version: 1, key: 'kept r', payload: { name: 'rolled back' }, at: now })
          throw new Error('changed my mind')
        }),
      )
      await emit('unheard', ['u1'])
      await emit('kept', ['k1'])
      await until(() => heard.length > 0)
    })
    assert.deepEqual(heard.map(nameOf), ['k1'])
    const [{ id, ...event } = assert.fail()] = heard
    assert.ok(id > 0)
    assert.deepEqual(event, { type: 'kept', version: 1, key: 'kept k', payload: { name: 'k1' }, at: now.toISOString() })
  })

  it('come in order for each key, though two workers take them and two keys are interleaved', async () => {
    const heard: string[] = []
    const subscriber = {
      name: 'in-order',
      types: ['ordered'],
      handle: async (event: DeliveredEvent) => {
        await sleep(Math.random() * 10)
        heard.push(nameOf(event))
      },
    }
    const [a, b] = [numbered('a', 7), numbered('b', 7)]
    await during([start([subscriber]), start([subscriber])], async () => {
      const names = a.flatMap((name, index) => [name, b[index] ?? ''])
      await emit('ordered', names.slice(0, 8))
      await emit('ordered', names.slice(8, 11))
      await emit('ordered', names.slice(11))
      await until(() => heard.length >= 14)
    })
    assert.deepEqual([ofKey(heard, 'a'), ofKey(heard, 'b')], [a, b])
  })

  it('that a subscriber fails at come again, those behind them wait, and other keys go on', async () => {
    const heard: string[] = []
    const stumbling = {
      name: 'stumbling',
      types: ['stumbled'],
      handle: async (event: DeliveredEvent) => {
        heard.push(nameOf(event))
        if (nameOf(event) === 'a1' && ofKey(heard, 'a1').length < 3) throw new Error('stumbled')
      },
    }
    await during([start([stumbling]), start([stumbling])], async () => {
      await emit('stumbled', ['a1', 'a2', 'b1', 'a3'])
      await until(() => heard.includes('a3'))
    })
    assert.deepEqual(ofKey(heard, 'a'), ['a1', 'a1', 'a1', 'a2', 'a3'])
    assert.deepEqual(ofKey(heard, 'b'), ['b1'])
    assert.ok(heard.indexOf('b1') < heard.lastIndexOf('a1'))
  })

  it('that a subscriber fails at to the end are logged and hold back those behind them', async () => {
    const heard: string[] = []
    const failing = {
      name: 'failing',
      types: ['failed'],
      handle: async (event: DeliveredEvent) => {
        heard.push(nameOf(event))
        if (nameOf(event) === 'a1') throw new Error('never')
      },
    }
    logged.length = 0
    await during([start([failing])], async () => {
      await emit('failed', ['a1', 'a2', 'b1'])
      await until(() => logged.length === 2)
      await emit('failed', ['b2', 'a3', 'c1'])
      await until(() => heard.includes('c1') && heard.includes('b2'))
    })
    assert.deepEqual([...new Set(heard)].toSorted(), ['a1', 'b1', 'b2', 'c1'])
    for (const { level, job, message } of logged)
      assert.deepEqual([level, job, message], ['error', 'failing', 'Error: never'])
  })
})

describe('a worker', () => {
  it('that is stopped finishes what is under way, and nobody gets it again', async () => {
    const heard: string[] = []
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = {
      name: 'slow',
      types: ['slow'],
      handle: async (event: DeliveredEvent) => {
        heard.push(`${nameOf(event)} begun`)
        await held
        heard.push(`${nameOf(event)} done`)
      },
    }
    const worker = await start([slow])
    await emit('slow', ['a1'])
    await until(() => heard.length === 1)
    const stopped = worker.stop()
    await emit('slow', ['b1'])
    release()
    await stopped
    assert.deepEqual(heard, ['a1 begun', 'a1 done'])
    await during([start([slow])], () => until(() => heard.includes('b1 done')))
    assert.deepEqual(heard, ['a1 begun', 'a1 done', 'b1 begun', 'b1 done'])
  })

  it('does its recurring work again after a fault, and no more once it is stopped', async () => {
    let turns = 0
    const run = async () => {
      turns += 1
      if (turns === 1) throw new Error('once')
    }
    logged.length = 0
    await during([start([], [{ name: 'turn', everyMilliseconds: 5, run }])], () => until(() => turns > 3))
    const done = turns
    await sleep(50)
    assert.equal(turns, done)
    assert.deepEqual(logged, [{ level: 'error', job: 'turn', message: 'Error: once' }])
  })

  it('relays what waits once, in whichever process', async () => {
    const workers = await Promise.all([start([]), start([])])
    await Promise.all(workers.map((worker) => worker.stop()))
    await emit('unheard', numbered('u', 30))
    const relayed = await Promise.all([...workers, ...workers].map((worker) => worker.relay()))
    assert.equal(
      relayed.reduce((sum, count) => sum + count, 0),
      30,
    )
  })
})

describe('the queues', () => {
  const countQueues = async () =>
    (await sql<{ name: string }>`select name from qichuang_jobs.queue`.execute(database.db)).rows.map((row) => row.name)

  it('are set up once, and a new subscriber’s later', async () => {
    const before = await countQueues()
    await installQueues(installation)
    assert.deepEqual(await countQueues(), before)
    await installQueues({ ...installation, queues: [...queues, 'newcomer'] })
    assert.deepEqual((await countQueues()).toSorted(), [...before, 'newcomer'].toSorted())
    const heard: string[] = []
    const newcomer = {
      name: 'newcomer',
      types: ['new'],
      handle: async (event: DeliveredEvent) => void heard.push(nameOf(event)),
    }
    await during([start([newcomer])], async () => {
      await emit('new', ['n1'])
      await until(() => heard.length > 0)
    })
  })
})
