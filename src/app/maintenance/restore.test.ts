import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { beginMaintenance, newReachableFolder, runMaintenance } from '../../../test/backups.ts'
import { appendAudit } from '../../kernel/audit/entry.ts'
import { loadSealKey } from '../../kernel/audit/seal-key.ts'
import { sealRows } from '../../kernel/audit/sealer.ts'
import { loadKeys } from '../../kernel/ciphers/keys.ts'
import { withClient } from '../../kernel/db/client.ts'
import { type Database, openDatabase } from '../../kernel/db/connect.ts'
import { type Embedded, startEmbedded } from '../../kernel/db/embedded.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { findBases, papersFolder } from './backup-set.ts'
import { paperPath } from './papers-copy.ts'
import { hashTables, type TableHash, withTables } from './table-hashes.ts'
import { shipWal } from './wal.ts'

const log = { info() {}, error() {} }
const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url))

const folder = newReachableFolder()
const [data, backups] = [join(folder, 'data'), join(folder, 'backups')]
const database = join(data, 'database')

let embedded: Embedded
let opened: Database
const start = async () => {
  embedded = await startEmbedded({ folder: database, log, archiving: true })
  opened = openDatabase(embedded.appUrl, { max: 2 })
}
const stop = async () => {
  await opened.close()
  await embedded.stop()
}

const write = (operation: string) =>
  appendAudit(opened.db, {
    at: new Date(),
    actorId: null,
    actorRole: 'system',
    operation,
    channel: 'online',
    traceId: 'test',
  })

/** A paper with its row, as those that hand one in leave it. */
async function handIn(content: string): Promise<string> {
  const key = randomUUID()
  const path = paperPath(join(data, 'files', 'accepted'), key)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  await withClient(embedded.superuserUrl, async (client) => {
    const party = randomUUID()
    await client.query('set search_path = qichuang, public')
    await client.query(
      `insert into party (id, kind, division, created_at) values ($1, 'person', '420502000000', now())`,
      [party],
    )
    await client.query(
      `insert into document (id, party_id, division, kind, name_cipher, media_type, size, sha256, storage_key, state, uploaded_by, uploaded_at)
        values ($1, $2, '420502000000', 'plan', '', 'text/plain', 1, '', $1::uuid::text, 'accepted', $2, now())`,
      [key, party],
    )
  })
  return key
}

/** What a restore itself writes. */
const own = new Set(['audit_entry', 'restoration'])

const hash = (url: string) =>
  withTables(url, async (client) => {
    const tables = await hashTables(client)
    const written = await client.query(
      `select id, operation from audit_entry where operation <> 'platform.restore' order by id`,
    )
    return { tables: tables.filter(({ table }) => !own.has(table)), written: written.rows }
  })

interface Moment {
  at: Date
  hashes: { tables: TableHash[]; written: { operation: string }[] }
}

async function note(): Promise<Moment> {
  const moment = { at: new Date(), hashes: await hash(embedded.superuserUrl) }
  await sleep(20)
  return moment
}

async function withRestored(name: string, use: (embedded: Embedded) => Promise<void>): Promise<void> {
  const restored = await startEmbedded({ folder: join(folder, name, 'database'), log })
  await use(restored).finally(restored.stop)
}

const backUp = (...args: string[]) => runMaintenance('backup', ['--to', backups, ...args], { DATA_DIR: data })
const restore = (...args: string[]) => runMaintenance('restore', ['--from', backups, ...args])

const moments: Record<string, Moment> = {}
const papers: string[] = []

before(async () => {
  await start()
  await migrate({ ownerUrl: embedded.ownerUrl, folder: migrations, log })
  await loadKeys(data)
  const key = await loadSealKey(data)
  papers.push(await handIn('one'))
  for (const turn of [1, 2, 3]) await write(`before.${turn}`)
  await sealRows(opened.db, key, new Date())
})
after(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a backup', () => {
  test('is made while the database serves, and is whole', async () => {
    writeFileSync(join(folder, 'passphrase'), 'correct horse battery\n')
    const keys = ['--with-keys', join(folder, 'keys.json'), '--passphrase-file', join(folder, 'passphrase')]
    const { code, out, error } = await backUp(...keys)
    assert.deepEqual([code, error], [0, ''])
    assert.match(out, /含 1 份材料/)
    const verified = await runMaintenance('backup', ['--verify', backups])
    assert.deepEqual([verified.code, verified.error], [0, ''])
    const [base] = await findBases(backups)
    assert.ok(base)
    assert.doesNotMatch(readFileSync(join(folder, 'keys.json'), 'utf8'), /masterKeys|PRIVATE/)
    for (const name of readdirSync(base.path)) assert.doesNotMatch(name, /key|pem/)
  })

  test('does not hold what is written after it; the archived log does', async () => {
    await write('after the backup')
    papers.push(await handIn('two'))
    moments.first = await note()
    await write('still later')
    await sealRows(opened.db, await loadSealKey(data), new Date())
    moments.last = await note()
    await withClient(embedded.superuserUrl, (client) => client.query('select pg_switch_wal()'))
    // A paper is brought over by the server itself as it is accepted; here by a second backup.
    const { code } = await backUp('--keep', '2')
    assert.equal(code, 0)
  })

  test('of another database does not go into the same folder', async () => {
    const other = join(folder, 'other')
    const one = await startEmbedded({ folder: join(other, 'database'), log })
    await migrate({ ownerUrl: one.ownerUrl, folder: migrations, log }).finally(one.stop)
    const refused = await runMaintenance('backup', ['--to', backups], { DATA_DIR: other })
    assert.equal(refused.code, 2)
    assert.match(refused.error, /是另一个数据库的备份/)
  })
})

const keysFrom = ['--keys-from', data]

describe('a restore', () => {
  test('to an instant has every table as it was then', async () => {
    const { first } = moments
    const into = join(folder, 'first')
    const at = (first as Moment).at.toISOString()
    const restored = await restore('--at', at, '--data-dir', into, ...keysFrom)
    assert.deepEqual([restored.code, restored.error], [0, ''])
    assert.match(restored.out, /含 2 份材料/)
    await withRestored('first', async ({ superuserUrl }) => {
      assert.deepEqual(await hash(superuserUrl), first?.hashes)
    })
    assert.equal(readFileSync(paperPath(join(into, 'files', 'accepted'), papers[1] as string), 'utf8'), 'two')
  })

  test('says so to verifying, which finds nothing else, and sealing goes on', async () => {
    const environment = { DATA_DIR: join(folder, 'first') }
    await withRestored('first', async ({ appUrl }) => {
      const { db, close } = openDatabase(appUrl, { max: 1 })
      const key = await loadSealKey(join(folder, 'first'))
      assert.ok(await sealRows(db, key, new Date()))
      await close()
    })
    const verified = await runMaintenance('../verify', [], environment)
    assert.deepEqual([verified.code, verified.error], [0, ''])
    assert.match(verified.out, /从备份恢复（已签名）.*\n没有发现改动。\n$/)
    // With the head of before, kept elsewhere, as it was when the seals after that instant were given up.
    writeFileSync(join(folder, 'first/seal/head.json'), readFileSync(join(data, 'seal/head.json')))
    const again = await runMaintenance('../verify', [], environment)
    assert.deepEqual([again.code, again.error], [0, ''])
  })

  test('to the latest has everything, with keys from their sealed file', async () => {
    await stop()
    await shipWal(join(database, 'archive'), backups)
    await start()
    const keys = ['--keys', join(folder, 'keys.json'), '--passphrase-file', join(folder, 'passphrase')]
    const restored = await restore('--to-latest', '--data-dir', join(folder, 'latest'), ...keys)
    assert.deepEqual([restored.code, restored.error], [0, ''])
    await withRestored('latest', async ({ superuserUrl }) => {
      assert.deepEqual(await hash(superuserUrl), moments.last?.hashes)
    })
    assert.deepEqual(
      readFileSync(join(folder, 'latest/keys/master.json')),
      readFileSync(join(data, 'keys/master.json')),
    )
  })

  test('is refused into a folder that is not empty, to before the oldest backup, to an instant to come, with a wrong passphrase', async () => {
    const filled = await restore('--to-latest', '--data-dir', data, ...keysFrom)
    assert.match(filled.error, /不是空文件夹/)
    const early = await restore('--at', '2020-01-01 00:00', '--data-dir', join(folder, 'early'), ...keysFrom)
    assert.match(early.error, /最早只能恢复到/)
    const late = await restore('--at', '2999-01-01 00:00', '--data-dir', join(folder, 'late'), ...keysFrom)
    assert.match(late.error, /还没有到/)
    writeFileSync(join(folder, 'wrong'), 'incorrect horse\n')
    const keys = ['--keys', join(folder, 'keys.json'), '--passphrase-file', join(folder, 'wrong')]
    const wrong = await restore('--to-latest', '--data-dir', join(folder, 'closed'), ...keys)
    assert.match(wrong.error, /打不开/)
    for (const { code } of [filled, early, late, wrong]) assert.equal(code, 2)
  })

  test('names the papers that are in no backup', async () => {
    const path = paperPath(papersFolder(backups), papers[0] as string)
    renameSync(path, `${path}.away`)
    const restored = await restore('--to-latest', '--data-dir', join(folder, 'incomplete'), ...keysFrom)
    renameSync(`${path}.away`, path)
    assert.equal(restored.code, 1, restored.error)
    assert.equal(restored.error, '', restored.out)
    assert.match(restored.out, new RegExp(`缺少材料文件 ${papers[0]}`))
  })
})

describe('a damaged backup', () => {
  test('with one flipped byte is refused, by verifying and by restoring', async () => {
    const base = (await findBases(backups)).at(-1)
    const path = join(base?.path ?? '', 'cluster.tar.gz')
    const whole = readFileSync(path)
    const flipped = Buffer.from(whole)
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1
    writeFileSync(path, flipped)
    const restored = await restore('--to-latest', '--data-dir', join(folder, 'flipped'), ...keysFrom)
    const verified = await runMaintenance('backup', ['--verify', backups])
    writeFileSync(path, whole)
    for (const { code, error } of [restored, verified]) {
      assert.equal(code, 2)
      assert.match(error, /cluster\.tar\.gz 的内容与清单不符/)
    }
    assert.deepEqual(readdirSync(folder).includes('flipped'), false)
  })

  test('that was cut off is none, and the next one clears it away', async () => {
    const killed = beginMaintenance('backup', ['--to', backups], { DATA_DIR: data })
    while (!existsSync(join(backups, '.draft-base'))) await sleep(2)
    killed.kill('SIGKILL')
    await once(killed, 'close')
    assert.ok(existsSync(join(backups, '.draft-base')))
    assert.equal((await findBases(backups)).length, 2)
    assert.equal((await backUp('--keep', '1')).code, 0)
    assert.equal((await findBases(backups)).length, 1)
    assert.equal(readdirSync(backups).includes('.draft-base'), false)
    assert.equal((await runMaintenance('backup', ['--verify', backups])).code, 0)
  })
})
