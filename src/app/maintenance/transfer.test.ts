import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { newReachableFolder, runMaintenance } from '../../../test/backups.ts'
import { appendAudit } from '../../kernel/audit/entry.ts'
import { loadSealKey } from '../../kernel/audit/seal-key.ts'
import { sealRows } from '../../kernel/audit/sealer.ts'
import { verifySeals } from '../../kernel/audit/verify.ts'
import { loadKeys } from '../../kernel/ciphers/keys.ts'
import { withClient } from '../../kernel/db/client.ts'
import { type Db, DEFAULT_SCHEMA, openDatabase, roleOf } from '../../kernel/db/connect.ts'
import { socketUrl } from '../../kernel/db/embedded/roles.ts'
import { type Embedded, startEmbedded } from '../../kernel/db/embedded.ts'
import { migrate } from '../../kernel/db/migrate.ts'
import { seedDivisions } from '../../kernel/divisions/store.ts'
import { emitEvent } from '../../kernel/events/outbox.ts'
import { installQueues } from '../../kernel/jobs/queues.ts'
import { type Subscriber, startWorker } from '../../kernel/jobs/worker.ts'
import { paperPath } from './papers-copy.ts'
import { hashTables, withTables } from './table-hashes.ts'

const log = { info() {}, error() {} }
const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url))

const folder = newReachableFolder()
const data = join(folder, 'data')
const file = join(folder, 'everything.tar')
const paper = { key: randomUUID(), content: 'sealed' }

let source: Embedded
let external: Embedded

const write = (db: Db, operation: string) =>
  appendAudit(db, {
    at: new Date(),
    actorId: null,
    actorRole: 'system',
    operation,
    channel: 'online',
    traceId: 'test',
  })

/** Lets the jobs of a database go to a subscriber until it has done what is waited for. */
async function work(appUrl: string, handle: Subscriber['handle'], until: () => boolean): Promise<void> {
  const { db, close } = openDatabase(appUrl, { max: 2 })
  const subscriber = { name: 'listener', types: ['told'], handle }
  const options = { appUrl, schema: DEFAULT_SCHEMA, db, subscribers: [subscriber], recurring: [], log: () => {} }
  const worker = await startWorker(options)
  for (let waited = 0; !until(); waited += 1) {
    assert.ok(waited < 500, 'it never came')
    await sleep(20)
  }
  await worker.stop()
  await close()
}

const install = ({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }) =>
  installQueues({ ownerUrl, appRole: roleOf(appUrl), schema: DEFAULT_SCHEMA, queues: ['listener'] })

before(async () => {
  source = await startEmbedded({ folder: join(data, 'database'), log })
  await migrate({ ownerUrl: source.ownerUrl, folder: migrations, log })
  await install(source)
  await loadKeys(data)
  const key = await loadSealKey(data)
  const { db, close } = openDatabase(source.appUrl, { max: 2 })
  await db.transaction().execute(seedDivisions)
  // Transaction numbers that a new cluster has not reached.
  for (let turn = 0; turn < 600; turn += 1) await write(db, `turn.${turn}`)
  await sealRows(db, key, new Date())
  await write(db, 'not sealed yet')
  await db
    .transaction()
    .execute((tx) => emitEvent(tx, { type: 'told', version: 1, key: 'one', payload: {}, at: new Date() }))
  let tried = false
  const stumble = async () => {
    tried = true
    throw new Error('not now')
  }
  await work(source.appUrl, stumble, () => tried)
  await close()
  const path = paperPath(join(data, 'files', 'accepted'), paper.key)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, paper.content)
})
after(async () => {
  await source.stop()
  await external.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The database that an administrator of some PostgreSQL elsewhere makes for us, by the operations page. */
async function makeExternal() {
  external = await startEmbedded({ folder: join(folder, 'elsewhere'), log })
  const socketFolder = new URL(external.superuserUrl).searchParams.get('host') ?? ''
  await withClient(external.superuserUrl, async (client) => {
    for (const role of ['hubei_owner', 'hubei_app']) await client.query(`create role ${role} login`)
    await client.query(`create database hubei owner hubei_owner template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  })
  const url = (role: string) => socketUrl(role, 'hubei', socketFolder)
  return { ownerUrl: url('hubei_owner'), appUrl: url('hubei_app') }
}

/** What an import itself writes or sets. */
const own = new Set(['audit_entry', 'restoration', 'transaction_offset', 'outbox_event'])

const hash = (url: string) =>
  withTables(url, async (client) => {
    const tables = await hashTables(client)
    const rows = await client.query(
      `select id, xid, operation from audit_entry where operation <> 'platform.import' order by id`,
    )
    return { tables: tables.filter(({ table }) => !own.has(table)), audit: rows.rows }
  })

/** That everything is there, that sealing goes on with the next row, and that verifying finds nothing. */
async function assertWhole({ ownerUrl, appUrl }: { ownerUrl: string; appUrl: string }, dataFolder: string) {
  assert.deepEqual(await hash(ownerUrl), await hash(source.ownerUrl))
  const { db, close } = openDatabase(appUrl, { max: 1 })
  const key = await loadSealKey(dataFolder, { mayMake: false })
  await write(db, 'after the import')
  for (const _ of [1, 2]) await sealRows(db, key, new Date())
  const last = await db.selectFrom('seal').select('rows').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  assert.equal(
    (last.rows as unknown[]).length,
    3,
    'what was not sealed yet, what the import wrote, and what came after',
  )
  const { findings, restorations } = await verifySeals(db, key)
  assert.deepEqual([findings, restorations.map(({ kind }) => kind)], [[], ['imported']])
  await close()
  const content = readFileSync(paperPath(join(dataFolder, 'files', 'accepted'), paper.key), 'utf8')
  assert.equal(content, paper.content)
}

test('everything is exported while the database serves', async () => {
  const { code, out, error } = await runMaintenance('export', ['--to', file], { DATA_DIR: data })
  assert.deepEqual([code, error], [0, ''])
  assert.match(out, /\d+ 张表/)
  assert.match((await runMaintenance('export', ['--to', file], { DATA_DIR: data })).error, /已经存在/)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('.draft')),
    [],
  )
})

const bring = (into: string, environment: Record<string, string> = {}, from = file) =>
  runMaintenance('import', ['--from', from, '--keys-from', data], { DATA_DIR: join(folder, into), ...environment })

describe('what was exported', () => {
  test('goes into a new embedded database, where sealing and jobs go on', async () => {
    const { code, error } = await bring('embedded')
    assert.deepEqual([code, error], [0, ''])
    const target = await startEmbedded({ folder: join(folder, 'embedded/database'), log })
    try {
      await assertWhole(target, join(folder, 'embedded'))
      await install(target)
      let heard = 0
      await work(
        target.appUrl,
        async () => {
          heard += 1
        },
        () => heard > 0,
      )
      assert.equal(heard, 1)
    } finally {
      await target.stop()
    }
  })

  test('goes into another PostgreSQL under roles of its own, once', async () => {
    const urls = await makeExternal()
    const environment = { DATABASE_URL: urls.appUrl, DATABASE_OWNER_URL: urls.ownerUrl }
    const { code, error } = await bring('external', environment)
    assert.deepEqual([code, error], [0, ''])
    await assertWhole(urls, join(folder, 'external'))
    const again = await bring('again', environment)
    assert.equal(again.code, 2)
    assert.match(again.error, /已有启创的数据/)
    assert.equal((await bring('external')).code, 2)
    const back = await runMaintenance('export', ['--to', join(folder, 'back.tar')], {
      ...environment,
      DATA_DIR: join(folder, 'external'),
    })
    assert.deepEqual([back.code, back.error], [0, ''])
  })

  test('is refused when a byte of it is flipped or its end is missing, and leaves nothing behind', async () => {
    const whole = readFileSync(file)
    const flipped = Buffer.from(whole)
    const place = whole.indexOf(Buffer.from(`files/${paper.key}`)) + 512
    flipped[place] = (flipped[place] ?? 0) ^ 1
    writeFileSync(join(folder, 'flipped.tar'), flipped)
    writeFileSync(join(folder, 'cut.tar'), whole.subarray(0, Math.floor(place / 512) * 512))
    writeFileSync(join(folder, 'other.tar'), 'not a tar at all')
    for (const name of ['flipped', 'cut', 'other']) {
      const refused = await bring(name, {}, join(folder, `${name}.tar`))
      assert.equal(refused.code, 2, name)
      assert.match(refused.error, /^导入没有完成：[^\n]+。\n$/, name)
      assert.deepEqual(existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : [], [])
    }
  })
})
