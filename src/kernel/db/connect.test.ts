import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { openDatabase, roleOf } from './connect.ts'

describe('a database connection', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  const ask = async (question: ReturnType<typeof sql>) => {
    const { rows } = await sql<{ answer: unknown }>`select ${question} as answer`.execute(database.db)
    return rows[0]?.answer
  }

  test('reads bigint as number and refuses what a number cannot hold', async () => {
    assert.equal(await ask(sql`9007199254740991::bigint`), Number.MAX_SAFE_INTEGER)
    assert.deepEqual(await ask(sql`array[1, null, -2]::bigint[]`), [1, null, -2])
    await assert.rejects(ask(sql`9007199254740992::bigint`), /beyond the safe integers/)
    assert.equal(await ask(sql`1`), 1)
  })

  test('reads a calendar date as it is written, a moment as Date', async () => {
    assert.equal(await ask(sql`date '2026-02-28'`), '2026-02-28')
    assert.deepEqual(await ask(sql`array[date '2026-02-28', null]`), ['2026-02-28', null])
    assert.deepEqual(await ask(sql`timestamptz '2026-02-28 08:00+08'`), new Date('2026-02-28T00:00:00Z'))
    assert.equal(await ask(sql`(timestamptz '2026-02-28 23:59Z')::date`), '2026-02-28')
  })

  test('looks names up in the schema, in UTC, with a limit on how long a statement takes', async () => {
    assert.equal(await ask(sql`current_setting('search_path')`), 'qichuang,public')
    assert.equal(await ask(sql`current_setting('TimeZone')`), 'UTC')
    assert.equal(await ask(sql`current_setting('statement_timeout')`), '30s')
  })

  test('keeps the options of the connection string itself', async () => {
    const url = `${database.appUrl}&options=${encodeURIComponent('-c work_mem=5MB')}`
    const { pool, close } = openDatabase(url, { schema: 'public' })
    const { rows } = await pool.query(`select current_setting('work_mem') || current_setting('search_path') as answer`)
    assert.equal(rows[0].answer, '5MBpublic,public')
    await close()
  })

  test('survives its idle connections being cut', async () => {
    const other = openDatabase(database.appUrl, { max: 1 })
    const { rows } = await other.pool.query('select pg_backend_pid() as pid')
    await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid])
    while (other.pool.totalCount > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal((await other.pool.query('select 1 as answer')).rows[0].answer, 1)
    await other.close()
  })

  test('refuses a schema name that would need quoting', () => {
    assert.throws(() => openDatabase(database.appUrl, { schema: 'a,b' }), RangeError)
  })
})

test('the role of a connection string is read in every form', () => {
  assert.equal(roleOf('postgresql://one:secret@example.org:5432/base'), 'one')
  assert.equal(roleOf('postgresql://two@/base?host=/run/postgresql'), 'two')
})
