import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { prepareSealing, type Sealing } from '../../../test/sealing.ts'
import { loadSealKey } from './seal-key.ts'
import { sealRows } from './sealer.ts'
import { verifySeals } from './verify.ts'

const now = new Date('2026-11-23T02:00:00Z')

let sealing: Sealing
before(async () => {
  sealing = await prepareSealing()
})
after(() => sealing.close())

const seal = () => sealRows(sealing.database.db, sealing.key, now)
const verify = () => verifySeals(sealing.database.db, sealing.key)

async function findWritten(): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select 'audit_entry ' || id as name from audit_entry union all select 'case_event ' || id from case_event`.execute(
    sealing.database.db,
  )
  return rows.map((row) => row.name)
}

/** Everything that was written stands in exactly one seal, and verifies. */
async function assertAllSealedOnce(): Promise<void> {
  assert.deepEqual((await sealing.findSealed()).toSorted(), (await findWritten()).toSorted())
  const { rows, findings } = await verify()
  assert.deepEqual([rows, findings], [(await findWritten()).length, []])
}

describe('sealing', () => {
  it('lists every row once, and has nothing to do when there is nothing new', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await sealing.audit(sealing.database.db, `turn.${turn}`)
      await sealing.move(sealing.database.db)
      await sealing.sealAll()
    }
    await assertAllSealedOnce()
    const { seals } = await verify()
    assert.ok(seals >= 3)
    assert.equal(await seal(), null)
    assert.equal((await verify()).seals, seals)
  })

  it('neither loses nor doubles what is committed late under an early number', async () => {
    const early = await sealing.database.pool.connect()
    await early.query('begin')
    await early.query(`insert into audit_entry (at, actor_role, operation, channel, trace_id)
      values (now(), 'system', 'early', 'online', 'test')`)
    await sealing.audit(sealing.database.db, 'late')
    await seal()
    assert.equal(await sealing.countUnsealed(), 1, 'what began after the early one waits for it')
    await early.query('commit')
    early.release()
    await sealing.sealAll()
    await assertAllSealedOnce()
  })

  it('seals what has heaped up bit by bit, and a long transaction whole', async () => {
    const { db } = sealing.database
    for (let turn = 0; turn < 4; turn += 1) await sealing.audit(db, `heap.${turn}`)
    await db.transaction().execute(async (tx) => {
      for (let turn = 0; turn < 5; turn += 1) await sealing.audit(tx, `whole.${turn}`)
    })
    await sealing.audit(db, 'heap.4')
    const { seals: before } = await verify()
    const sizes: number[] = []
    for (let left = await sealing.countUnsealed(); left > 0; left = await sealing.countUnsealed()) {
      await sealRows(db, sealing.key, now, 3)
      sizes.push(left - (await sealing.countUnsealed()))
    }
    assert.deepEqual(sizes, [3, 1, 5, 1])
    assert.equal((await verify()).seals, before + sizes.length)
    await assertAllSealedOnce()
  })

  it('goes on among writers and other sealers without a gap', async () => {
    const { db } = sealing.database
    const write = (turn: number) =>
      db.transaction().execute(async (tx) => {
        await sealing.audit(tx, `among.${turn}`)
        await sleep(turn * 5)
        if (turn % 3 === 0) await sealing.move(tx)
        if (turn % 4 === 3) throw new Error('changed my mind')
      })
    const sealOften = async () => {
      for (let turn = 0; turn < 10; turn += 1) await seal()
    }
    const writes = Array.from({ length: 9 }, (_, turn) => write(turn).catch(() => {}))
    await Promise.all([...writes, sealOften(), sealOften()])
    await sealing.sealAll()
    await assertAllSealedOnce()
  })

  it('keeps its head outside the database', async () => {
    const newest = await sealing.database.db
      .selectFrom('seal')
      .select(['id', 'hash', 'signature'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    assert.deepEqual(await sealing.key.readHead(), newest)
    assert.deepEqual(await readdir(join(sealing.folder, 'seal')), ['head.json'])
  })

  it('goes on from a head that is older by one, as a crash leaves it', async () => {
    const older = await sealing.key.readHead()
    await sealing.audit(sealing.database.db, 'before the crash')
    await sealing.sealAll()
    await sealing.key.writeHead(older ?? assert.fail())
    assert.deepEqual((await verify()).findings, [])
    await sealing.audit(sealing.database.db, 'after the crash')
    await sealing.sealAll()
    await assertAllSealedOnce()
    assert.notEqual((await sealing.key.readHead())?.id, older?.id)
  })
})

describe('the key of the seals', () => {
  it('is made once, for its owner alone, and stays the same', async () => {
    const folder = join(sealing.folder, 'new')
    const [one, other] = await Promise.all([loadSealKey(folder), loadSealKey(folder)])
    assert.ok(one.isSigned('hash', other.sign('hash')), 'two starts at once make one key')
    assert.ok(one.isSigned('hash', (await loadSealKey(folder)).sign('hash')))
    assert.deepEqual(await readdir(join(folder, 'keys')), ['seal.pem'])
    assert.equal((await stat(join(folder, 'keys', 'seal.pem'))).mode & 0o777, 0o600)
  })

  it('signs what it signed and nothing else', async () => {
    const { key } = sealing
    const stranger = await loadSealKey(join(sealing.folder, 'stranger'))
    assert.ok(!key.isSigned('other', key.sign('hash')))
    assert.ok(!key.isSigned('hash', stranger.sign('hash')))
    assert.ok(!key.isSigned('hash', ''))
  })

  it('is not made anew where it may not be', async () => {
    await assert.rejects(loadSealKey(join(sealing.folder, 'nowhere'), { mayMake: false }), /找不到封印的签名密钥/)
  })
})
