import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { withClient } from './client.ts'
import { migrate } from './migrate.ts'
import { StartProblem } from './start-problem.ts'

describe('migrations', () => {
  let database: TestDatabase
  let folder: string
  const log = { info: () => {}, error: (line: string) => assert.fail(line) }
  const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)
  const run = () => migrate({ ownerUrl: database.ownerUrl, folder, schema: 'trial', log })
  const ask = async (url: string, question: string) =>
    withClient(url, async (client) => (await client.query(`select ${question} as answer`)).rows[0].answer)
  const refuses = (sentence: RegExp) =>
    assert.rejects(run(), (error) => error instanceof StartProblem && sentence.test(error.message))

  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'qichuang-test-'))
    write('0001_first.sql', 'create table colour (name text); grant usage on schema trial to :app_role;')
    write('0002_second.sql', `insert into colour values ('red'::text); grant select on colour to :app_role;`)
  })
  afterEach(async () => {
    rmSync(folder, { recursive: true })
    await withClient(database.ownerUrl, (client) => client.query('drop schema if exists trial cascade'))
  })

  test('are applied in order, once, in a schema made for them, and grant to the application', async () => {
    assert.deepEqual(await run(), { applied: ['0001_first', '0002_second'] })
    assert.deepEqual(await run(), { applied: [] })
    write('0003_third.sql', `insert into colour values ('blue');`)
    assert.deepEqual(await run(), { applied: ['0003_third'] })
    assert.equal(await ask(database.appUrl, `(select string_agg(name, ' ') from trial.colour)`), 'red blue')
    assert.equal(await ask(database.ownerUrl, `to_regclass('qichuang.colour')`), null)
  })

  test('are applied once when two processes start together', async () => {
    const both = await Promise.all([run(), run()])
    assert.deepEqual(both.map(({ applied }) => applied.length).sort(), [0, 2])
  })

  test('that fail leave nothing of themselves', async () => {
    write('0003_third.sql', 'create table shape (name text); select no_such_function();')
    await assert.rejects(run(), /migration 0003_third failed/)
    assert.equal(await ask(database.ownerUrl, `to_regclass('trial.shape')`), null)
    assert.equal(await ask(database.ownerUrl, '(select max(number) from trial.schema_migration)'), 2)
  })

  test('that have changed since they were applied are refused', async () => {
    await run()
    write('0001_first.sql', 'create table colour (name text, number integer);')
    await refuses(/变更文件 0001_first 与已执行的内容不一致，请恢复原文件/)
  })

  test('of a newer version are refused', async () => {
    write('0003_third.sql', 'create table shape (name text);')
    await run()
    rmSync(join(folder, '0003_third.sql'))
    await refuses(/已由更新版本的启创升级（第 3 号变更 0003_third），请改用/)
  })

  test('numbered before one already applied are refused', async () => {
    rmSync(join(folder, '0002_second.sql'))
    write('0003_third.sql', 'create table shape (name text);')
    await run()
    write('0002_second.sql', 'create table sound (name text);')
    await refuses(/0002_second 的编号小于已执行的第 3 号/)
  })

  test('are numbered once and named plainly', async () => {
    write('0002_again.sql', '')
    await assert.rejects(run(), /two migrations have the number of 0002_second/)
    rmSync(join(folder, '0002_again.sql'))
    write('3_third.sql', '')
    await assert.rejects(run(), /named NNNN_name\.sql, not 3_third\.sql/)
  })
})
