import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildFaces } from '../../scripts/build.ts'
import { assertNoStart, clearAway, newFolder, runProgram, startProgram, stopProgram } from '../../test/program.ts'
import { withClient } from '../kernel/db/client.ts'
import { type Embedded, startEmbedded } from '../kernel/db/embedded.ts'

/** A PostgreSQL of somebody else's: the program knows its two addresses alone. */
let outside: Embedded
const [clusterFolder, dataFolder] = [newFolder(), newFolder()]
const environment = (more: Record<string, string> = {}) => ({
  DATA_DIR: dataFolder,
  DATABASE_URL: outside.appUrl,
  DATABASE_OWNER_URL: outside.ownerUrl,
  ...more,
})

before(async () => {
  await buildFaces({ log: () => {} })
  outside = await startEmbedded({
    folder: clusterFolder,
    log: { info: () => {}, error: () => {} },
    tuning: { fsync: 'off' },
  })
})
after(async () => {
  await outside?.stop()
  await clearAway([clusterFolder, dataFolder])
})

const statusOf = async (address: string, path: string) => (await fetch(`${address}${path}`)).status

test('a database that may lose what it acknowledged is refused', async () => {
  await assertNoStart(startProgram(environment()), /关闭了 fsync，断电时会丢失已提交的数据/)
  await withClient(outside.superuserUrl, async (client) => {
    await client.query('alter system set fsync = on')
    await client.query('select pg_reload_conf()')
    while ((await client.query('show fsync')).rows[0].fsync !== 'on') await sleep(20)
  })
})

test('one account for both is refused: row-level security would not bind it', async () => {
  await assertNoStart(startProgram(environment({ DATABASE_URL: outside.ownerUrl })), /用了同一个账号/)
})

test('with a database of somebody else’s the demonstration is off', async () => {
  const program = startProgram(environment())
  const address = await program.address()
  assert.equal(await statusOf(address, '/api/health'), 200)
  assert.equal(await statusOf(address, '/api/v1/catalogue'), 200)
  assert.equal(await statusOf(address, '/api/v1/demo/mailbox'), 404)
  assert.equal(await statusOf(address, '/api/v1/demo/accounts'), 404)
  assert.doesNotMatch(program.output.out, /演示账号/)
  await stopProgram(program)
  assert.equal(program.output.error, '')
})

test('switched on it is there; and when the database goes, health says so and everything else is unavailable', async () => {
  const program = startProgram(environment({ DEMO: 'on' }))
  const address = await program.address()
  await program.says('演示账号')
  assert.equal(await statusOf(address, '/api/v1/demo/mailbox'), 200)
  assert.equal(await statusOf(address, '/api/v1/demo/accounts'), 200)
  await outside.stop()
  assert.equal(await statusOf(address, '/api/health'), 503)
  const answer = await fetch(`${address}/api/v1/policies`)
  assert.equal(answer.status, 503)
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
  assert.match(await answer.text(), /服务暂时不可用/)
  program.signal('SIGTERM')
  assert.equal(await program.ended, 0)
})

interface Examination {
  well: boolean
  checks: { name: string; state: string; says: string; remedy: string }[]
}

/** What the doctor says of the outer database's archiving, and whether anything at all is wrong. */
async function examineArchiving() {
  const { code, out } = await runProgram('maintenance/doctor.ts', ['--json'], environment())
  const { well, checks } = JSON.parse(out) as Examination
  return { code, well, archiving: checks.find(({ name }) => name === '日志归档') }
}

async function restart(tuning: Record<string, string>): Promise<void> {
  await outside.stop()
  outside = await startEmbedded({ folder: clusterFolder, log: { info: () => {}, error: () => {} }, tuning })
}

/** Waits until the database has tried to archive a piece of its log, and how that went. */
const archiveSome = (field: 'archived_count' | 'failed_count') =>
  withClient(outside.superuserUrl, async (client) => {
    const count = async () =>
      Number((await client.query(`select ${field} as count from pg_stat_archiver`)).rows[0].count)
    const before = await count()
    await client.query('create table to_be_archived ()')
    await client.query('drop table to_be_archived')
    await client.query('select pg_switch_wal()')
    while ((await count()) === before) await sleep(50)
  })

test('the doctor looks whether the outer database archives its log: off, failing, and going on', async () => {
  await restart({})
  const off = await examineArchiving()
  assert.deepEqual([off.code, off.archiving?.state, off.well], [1, 'wrong', false])
  assert.match(off.archiving?.says ?? '', /外部数据库没有开启归档/)
  assert.match(off.archiving?.remedy ?? '', /archive_mode/)
  await restart({ archive_mode: 'on', archive_command: 'false' })
  await archiveSome('failed_count')
  const failing = await examineArchiving()
  assert.deepEqual([failing.code, failing.archiving?.state], [1, 'wrong'])
  assert.match(failing.archiving?.says ?? '', /最近一次归档失败（共 \d+ 次）/)
  await withClient(outside.superuserUrl, async (client) => {
    await client.query("alter system set archive_command = 'true'")
    await client.query('select pg_reload_conf()')
  })
  await archiveSome('archived_count')
  const going = await examineArchiving()
  assert.equal(going.archiving?.state, 'well')
  assert.match(going.archiving?.says ?? '', /已开启，最近一次在 2/)
})
