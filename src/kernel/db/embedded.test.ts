import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from './client.ts'
import { readPidFile } from './embedded/postmaster.ts'
import { type Embedded, startEmbedded } from './embedded.ts'
import { StartProblem } from './start-problem.ts'

const isRoot = process.getuid?.() === 0
const log = { info: () => {}, error: (line: string) => assert.fail(line) }

const refuses = (folder: string, sentence: RegExp) =>
  assert.rejects(startEmbedded({ folder, log }), (error) => {
    assert.ok(error instanceof StartProblem, String(error))
    assert.match(error.message, sentence)
    assert.match(error.message, /^[^\n]+。$/)
    return true
  })

const ask = async <T>(url: string, question: string): Promise<T> =>
  withClient(url, async (client) => (await client.query(`select ${question} as answer`)).rows[0].answer)

/** Starts the database in a process of its own, which then dies without stopping it; answers the server's process id. */
async function abandonServer(folder: string): Promise<number> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)}
    const { ownerUrl } = await startEmbedded({ folder: ${JSON.stringify(folder)}, log: { info() {}, error() {} } })
    process.send(ownerUrl)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [ownerUrl] = (await once(child, 'message')) as [string]
  await withClient(ownerUrl, (client) => client.query('create table kept as select 42 as number'))
  child.kill('SIGKILL')
  await once(child, 'exit')
  return readPidFile(join(folder, 'cluster'))?.pid as number
}

describe('the embedded database', () => {
  const base = mkdtempSync(join(tmpdir(), 'qichuang-test-'))
  const folder = join(base, 'data')
  const cluster = join(folder, 'cluster')
  let running: Embedded | undefined
  const start = async () => {
    running = await startEmbedded({ folder, log })
    return running
  }
  before(() => chmodSync(base, 0o755))
  after(async () => {
    await running?.stop()
    rmSync(base, { recursive: true, force: true })
  })

  test('starts from nothing: durable, in Chinese, with two plain roles', async () => {
    const { ownerUrl, appUrl } = await start()
    assert.equal(await ask(ownerUrl, 'current_user'), 'qichuang_owner')
    assert.equal(await ask(appUrl, 'current_user'), 'qichuang_app')
    assert.equal(await ask(appUrl, `current_setting('fsync')`), 'on')
    assert.equal(await ask(appUrl, `current_setting('data_checksums')`), 'on')
    assert.ok((await ask<number>(appUrl, `similarity('创业担保贷款', '创业贷款')`)) > 0)
    assert.equal(await ask(appUrl, `'李' < '张' collate "zh-Hans-x-icu"`), true)
    assert.equal(
      await ask(appUrl, `(select datcollate from pg_database where datname = current_database())`),
      'C.UTF-8',
    )
    await assert.rejects(withClient(appUrl, (client) => client.query('create table mine (id integer)')))
  })

  test('runs under an ordinary account, in a folder closed to others', () => {
    assert.equal(statSync(cluster).mode & 0o077, 0)
    assert.equal(statSync(cluster).uid, isRoot ? 65534 : process.getuid?.())
  })

  test('refuses a second start in the same folder', async () => {
    await refuses(folder, /正被另一个运行中的启创使用/)
    assert.equal(await ask((running as Embedded).appUrl, '1'), 1)
  })

  test('stops, leaving no process and no socket, and can be told so twice', async () => {
    const { appUrl, stop } = running as Embedded
    const socketFolder = new URL(appUrl).searchParams.get('host') as string
    await Promise.all([stop(), stop()])
    await stop()
    assert.equal(existsSync(socketFolder), false)
    assert.equal(existsSync(join(cluster, 'postmaster.pid')), false)
    await assert.rejects(ask(appUrl, '1'))
  })

  test('takes over from a process that died', async () => {
    const orphan = await abandonServer(folder)
    assert.ok(process.kill(orphan, 0))
    const { ownerUrl } = await start()
    assert.notEqual(readPidFile(cluster)?.pid, orphan)
    assert.equal(await ask(ownerUrl, '(select number from kept)'), 42)
  })

  test('recovers when the server is killed, and mends its programs', async () => {
    const { ownerUrl, stop } = running as Embedded
    await withClient(ownerUrl, (client) => client.query('update kept set number = 43'))
    process.kill(readPidFile(cluster)?.pid as number, 'SIGKILL')
    await stop()
    const programs = readdirSync(folder).find((name) => name.startsWith('postgres-')) as string
    rmSync(join(folder, programs, 'lib/postgresql/pg_trgm.so'))
    mkdirSync(join(folder, 'postgres-1.0'))
    const again = await start()
    assert.equal(await ask(again.ownerUrl, '(select number from kept)'), 43)
    assert.ok((await ask<number>(again.appUrl, `similarity('创业', '创业')`)) > 0)
    assert.deepEqual(readdirSync(folder).sort(), ['cluster', 'pg_hba.conf', programs, 'postgresql.conf'].sort())
    await again.stop()
  })

  test('brings a server that was killed back by itself, under the same addresses', async () => {
    const said: string[] = []
    const { ownerUrl, stop } = await startEmbedded({
      folder,
      log: { info: () => {}, error: (line) => said.push(line) },
    })
    await withClient(ownerUrl, (client) => client.query('update kept set number = 44'))
    const killed = readPidFile(cluster)?.pid as number
    process.kill(killed, 'SIGKILL')
    const isBack = () => {
      const file = readPidFile(cluster)
      return file?.ready && file.pid !== killed
    }
    for (let waited = 0; !isBack(); waited += 20) {
      assert.ok(waited < 20_000, 'it did not come back')
      await sleep(20)
    }
    assert.equal(await ask(ownerUrl, '(select number from kept)'), 44)
    assert.match(said[0] ?? '', /意外结束（SIGKILL），正在重新启动它/)
    await stop()
    assert.equal(existsSync(join(cluster, 'postmaster.pid')), false)
  })

  test('is not put off by the process id of a dead server that another process now has', async () => {
    const { stop } = await start()
    const file = join(cluster, 'postmaster.pid')
    const content = readFileSync(file, 'utf8')
    await stop()
    writeFileSync(file, content.replace(/^\d+/, String(process.ppid)))
    await (await start()).stop()
  })

  test('refuses a cluster of another major version', async () => {
    writeFileSync(join(cluster, 'PG_VERSION'), '16\n')
    await refuses(folder, /由 PostgreSQL 16 建立，本程序内置的是 17/)
    writeFileSync(join(cluster, 'PG_VERSION'), '17\n')
  })

  test('refuses a setting that PostgreSQL does not know, with its reason', async () => {
    await assert.rejects(startEmbedded({ folder, log, tuning: { no_such_setting: 'on' } }), StartProblem)
  })

  test('refuses a folder that cannot be made', async () => {
    writeFileSync(join(base, 'file'), '')
    await refuses(join(base, 'file', 'data'), /无法建立（EEXIST）/)
    symlinkSync(join(base, 'unmounted'), join(base, 'link'))
    await refuses(join(base, 'link', 'data'), /无法建立（EEXIST）/)
  })

  test('refuses a folder its account cannot reach or write', async () => {
    const closed = join(base, 'closed')
    mkdirSync(closed, { mode: isRoot ? 0o700 : 0o500 })
    await refuses(join(closed, 'data'), isRoot ? /进不了文件夹 .*closed，/ : /无法建立（EACCES）/)
    chmodSync(closed, 0o700)
  })

  test('of two starts at once from nothing one goes on, and what an earlier one left half-made is gone', async () => {
    renameSync(cluster, join(folder, 'cluster-draft-Ab12Cd'))
    const both = await Promise.allSettled([start(), start()])
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const refused = both.find((one) => one.status === 'rejected')
    assert.match(String(refused?.reason), /正被另一个运行中的启创使用/)
    assert.equal(existsSync(join(folder, 'cluster-draft-Ab12Cd')), false)
    await running?.stop()
  })
})
