import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type KyselyPlugin, sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import type { Tx } from './connect.ts'
import { readOnce } from './once.ts'
import { leaveToCommit, transact } from './transact.ts'

let database: TestDatabase
before(async () => {
  database = await testDatabase()
})
after(() => database.close())

const write = (tx: Tx, operation: string) =>
  tx
    .insertInto('audit_entry')
    .values({ at: new Date(), actor_role: 'system', operation, channel: 'online', trace_id: 'test', detail: '{}' })
    .execute()

const findWritten = async (prefix: string) => {
  const rows = await database.db
    .selectFrom('audit_entry')
    .select('operation')
    .where('operation', 'like', `${prefix}%`)
    .orderBy('id')
    .execute()
  return rows.map(({ operation }) => operation)
}

const broken = (tx: Tx) => sql`select 1 / 0`.execute(tx)

describe('a transaction', () => {
  it('runs what is started together in its order, sees its own writes, and commits', async () => {
    const seen = await transact(database.db, async (tx) => {
      const [, , found] = await Promise.all([
        write(tx, 'together.1'),
        write(tx, 'together.2'),
        tx.selectFrom('audit_entry').select('operation').where('operation', 'like', 'together%').execute(),
      ])
      return found.length
    })
    assert.equal(seen, 2)
    assert.deepEqual(await findWritten('together'), ['together.1', 'together.2'])
  })

  it('leaves nothing when the work throws, also while statements are on their way', async () => {
    const refused = transact(database.db, async (tx) => {
      const writing = write(tx, 'refused')
      writing.catch(() => {})
      throw new Error('changed my mind')
    })
    await assert.rejects(refused, /changed my mind/)
    assert.deepEqual(await findWritten('refused'), [])
  })

  it('tells of the statement that failed, not of those that fail because of it', async () => {
    await assert.rejects(
      transact(database.db, (tx) => Promise.all([write(tx, 'first'), broken(tx), write(tx, 'second')])),
      /division by zero/,
    )
    assert.deepEqual([await findWritten('first'), await findWritten('second')], [[], []])
  })

  it('commits what was left to the commit', async () => {
    await transact(database.db, (tx) => leaveToCommit(tx, write(tx, 'left')))
    assert.deepEqual(await findWritten('left'), ['left'])
  })

  it('undoes everything and tells why when what was left to the commit fails', async () => {
    const failing = (more: (tx: Tx) => Promise<unknown>) =>
      transact(database.db, async (tx) => {
        await write(tx, 'undone')
        await leaveToCommit(tx, broken(tx))
        return more(tx)
      })
    await assert.rejects(
      failing(async () => 'done'),
      /division by zero/,
    )
    await assert.rejects(
      failing((tx) => write(tx, 'undone')),
      /division by zero/,
    )
    assert.deepEqual(await findWritten('undone'), [])
  })

  it('undoes everything when what was left to the commit fails before the database hears of it', async () => {
    const unsendable = {
      toPostgres: () => {
        throw new Error('never sent')
      },
    }
    const neverBuilt = new Error('never built')
    const plugin: KyselyPlugin = {
      transformQuery: () => {
        throw neverBuilt
      },
      transformResult: async ({ result }) => result,
    }
    const failing: Record<string, (tx: Tx) => Promise<unknown>> = {
      'never sent': (tx) => sql`select ${unsendable}::text`.execute(tx),
      'never built': (tx) => write(tx.withPlugin(plugin), 'half'),
    }
    for (const [why, fail] of Object.entries(failing)) {
      const half = transact(database.db, async (tx) => {
        await write(tx, 'half')
        await leaveToCommit(tx, Promise.all([write(tx, 'half'), fail(tx)]))
        return 'done'
      })
      await assert.rejects(half, new RegExp(why))
    }
    assert.deepEqual(await findWritten('half'), [])
  })

  it('waits for such a write by itself in a transaction of another kind', async () => {
    await assert.rejects(
      database.db.transaction().execute((tx) => leaveToCommit(tx, broken(tx))),
      /division by zero/,
    )
  })

  it('gives its connection back, whatever happened', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await transact(database.db, broken).catch(() => {})
    }
    assert.equal(
      (await transact(database.db, (tx) => sql<{ one: number }>`select 1 as one`.execute(tx))).rows[0]?.one,
      1,
    )
  })
})

describe('what is read once', () => {
  it('is read once in a transaction, again in the next, and again after it failed', async () => {
    let readings = 0
    const read = async () => ++readings
    const readTwice = (tx: Tx) => Promise.all([readOnce(tx, 'count', read), readOnce(tx, 'count', read)])
    assert.deepEqual(await transact(database.db, readTwice), [1, 1])
    assert.deepEqual(await transact(database.db, readTwice), [2, 2])
    await transact(database.db, async (tx) => {
      await assert.rejects(
        readOnce(tx, 'fails', async () => Promise.reject(new Error('no'))),
        /no/,
      )
      assert.equal(await readOnce(tx, 'fails', async () => 'yes'), 'yes')
    })
  })
})
