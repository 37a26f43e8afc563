import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { prepareSealing, type Sealing } from '../../test/sealing.ts'
import { loadSealKey } from '../kernel/audit/seal-key.ts'
import { startEmbedded } from '../kernel/db/embedded.ts'
import { migrate } from '../kernel/db/migrate.ts'

const migrations = fileURLToPath(new URL('../../migrations', import.meta.url))
const program = fileURLToPath(new URL('./verify.ts', import.meta.url))

/** Runs the command as an operator does; what it printed, on either stream, and its exit code. */
async function verify(environment: Record<string, string>) {
  const { DATABASE_URL: _, DATABASE_OWNER_URL: __, ...inherited } = process.env
  const child = spawn(process.execPath, [program], { env: { ...inherited, ...environment } })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, complaints }
}

describe('verifying a server’s database', () => {
  let sealing: Sealing
  let environment: Record<string, string>
  before(async () => {
    sealing = await prepareSealing()
    const { appUrl, ownerUrl, db } = sealing.database
    environment = { DATA_DIR: sealing.folder, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl }
    for (const operation of ['one', 'two', 'three']) await sealing.audit(db, operation)
    await sealing.sealAll()
  })
  after(() => sealing.close())

  it('finds nothing where nothing was done', async () => {
    const { code, out, complaints } = await verify(environment)
    assert.deepEqual([code, complaints], [0, ''])
    assert.match(
      out,
      /^核对了 \d 个封印、3 行记录，以及 1 个办件的 0 条办理经过，另有 0 条编审经过。\n没有发现改动。\n$/,
    )
  })

  it('names what was changed behind the server’s back, in seals and in histories', async () => {
    await sql`alter table audit_entry disable trigger user`.execute(sealing.owner)
    await sql`update audit_entry set operation = 'other' where id = 2`.execute(sealing.owner)
    await sql`delete from audit_entry where id = 3`.execute(sealing.owner)
    const { number } = await sealing.database.db
      .updateTable('service_case')
      .set({ history_hash: 'made up' })
      .returning('number')
      .executeTakeFirstOrThrow()
    const { code, out } = await verify(environment)
    assert.equal(code, 1)
    const lines = out.trim().split('\n').slice(1)
    assert.deepEqual(lines, [
      '  audit_entry 2：内容被改动',
      '  audit_entry 3：被删除',
      `  service_case ${number}：末尾被截断`,
      '发现 3 处不符，见上。',
    ])
  })

  it('says in one sentence when it cannot be done', async () => {
    const nowhere = { ...environment, DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
    const unreachable = await verify(nowhere)
    assert.deepEqual([unreachable.code, unreachable.out], [2, ''])
    assert.match(unreachable.complaints, /^没有核对成：.*ECONNREFUSED.*\n$/)
    const keyless = await verify({ ...environment, DATA_DIR: join(sealing.folder, 'nowhere') })
    assert.equal(keyless.code, 2)
    assert.match(keyless.complaints, /^没有核对成：找不到封印的签名密钥.*nowhere.*。\n$/)
    assert.equal((await verify({ ...environment, DATABASE_URL: '' })).code, 2)
  })
})

describe('verifying the embedded database', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'qichuang-verify-'))
    await chmod(folder, 0o711)
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('makes nothing where nothing is', async () => {
    const { code, complaints } = await verify({ DATA_DIR: folder })
    assert.equal(code, 2)
    assert.match(complaints, /找不到封印的签名密钥/)
    assert.deepEqual(await readdir(folder), [])
  })

  it('is refused while the server runs on it, and done once it is stopped', async () => {
    await loadSealKey(folder)
    const log = { info() {}, error() {} }
    const embedded = await startEmbedded({ folder: join(folder, 'database'), log })
    await migrate({ ownerUrl: embedded.ownerUrl, folder: migrations, log }).catch(async (error) => {
      await embedded.stop()
      throw error
    })
    const refused = await verify({ DATA_DIR: folder }).finally(embedded.stop)
    assert.equal(refused.code, 2)
    assert.match(refused.complaints, /^没有核对成：数据文件夹 .* 正被另一个运行中的启创使用（进程号 \d+），请先停止它/)
    const done = await verify({ DATA_DIR: folder })
    assert.deepEqual([done.code, done.complaints], [0, ''])
    assert.match(done.out, /没有发现改动。\n$/)
  })
})
