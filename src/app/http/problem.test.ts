import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { toProblem } from './problem.ts'

test('a connection that the database has ended meanwhile is no fault of ours, but to be tried again', async () => {
  const database = await testDatabase()
  const client = await database.pool.connect()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const broken = once(client, 'error')
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await broken
  const error = await client.query('select 1').catch((refused: unknown) => refused)
  assert.equal(toProblem(error, 'test').status, 503, String(error))
  client.release(true)
  await database.close()
})
