import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { placeStaff } from '../../../test/accounts.ts'
import { loanIn, testCity, xiling, yichang } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import { loadSealKey } from '../audit/seal-key.ts'
import { sealRows } from '../audit/sealer.ts'
import { openDatabase } from '../db/connect.ts'
import { countEntries } from './verify-everything.ts'
import { runVerifications } from './work.ts'

interface Run {
  id: string
  state: string
  version: number
  by: string
  total: number
  done: number
  seals: number | null
  found: number | null
  findings: { table: string; row: string; place: string | null; says: string }[]
}

const city = await testCity()
const folder = await mkdtemp(join(tmpdir(), 'qichuang-verification-'))
const owner = openDatabase(city.ownerUrl, { max: 1 })
const key = await loadSealKey(folder)
const { call, platform, staff } = city
const { db } = platform
after(async () => {
  await owner.close()
  await city.close()
  await rm(folder, { recursive: true })
})

const auditor = await placeStaff(db, platform.now(), { role: 'auditor', division: yichang })
const other = await placeStaff(db, platform.now(), { role: 'auditor', division: xiling })
const loan = await loanIn(city, await city.person(), 'accepted')

/** Transactions of other tests on the same server may hold sealing up for a while. */
async function sealAll(): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    await sealRows(db, key, platform.now())
    const { rows } = await sql<{ waiting: boolean }>`
      select exists (select from audit_entry where xid >= (select to_xid from seal order by id desc limit 1)) as waiting`.execute(
      db,
    )
    if (rows[0]?.waiting === false) return
    await sleep(50)
  }
  throw new Error('something holds up sealing')
}

const list = async () => (await call<{ items: Run[] }>(auditor, 'verification.find')).items
const latest = async () => {
  const [run] = await list()
  assert.ok(run)
  return run
}
const start = (by = auditor) => call<{ id: string; version: number }>(by, 'verification.start', {})
const work = () => runVerifications(platform, key).recurring.run()

async function verify(): Promise<Run> {
  await start()
  await work()
  return latest()
}

/** Changes a row as only the owner of the tables can. */
async function tamper(table: string, statement: RawBuilder<unknown>): Promise<void> {
  await owner.db.transaction().execute(async (tx) => {
    await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx)
    await statement.execute(tx)
    await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx)
  })
}

describe('a verification', () => {
  it('reads everything, finds nothing where nothing was done, and stays on the list', async () => {
    await sealAll()
    const entries = await countEntries(db)
    const run = await verify()
    assert.deepEqual([run.state, run.found, run.findings, run.by], ['done', 0, [], auditor.name])
    assert.ok((run.seals ?? 0) > 0)
    assert.ok(run.total >= entries && run.done === run.total)
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from audit_entry where subject_kind = 'verification' and subject_id = ${run.id}`.execute(
      db,
    )
    assert.equal(rows[0]?.count, 2)
  })

  it('is refused while another is running, and says which', async () => {
    const { id, version } = await start()
    const refused = await refusalOf(start(auditor))
    assert.deepEqual([refused.status, refused.code, refused.now], [409, 'running', { id }])
    assert.match(refused.detail ?? '', new RegExp(`${auditor.name}在 .* 开始的核验正在进行，已核对 0 条`))
    const elsewhere = await refusalOf(start(other))
    assert.deepEqual([elsewhere.status, elsewhere.now], [409, {}])
    assert.match(elsewhere.detail ?? '', /^另一地区的审计人员在/)
    assert.equal((await refusalOf(call(other, 'verification.cancel', { id, version }))).status, 404)
    await call(auditor, 'verification.cancel', { id, version })
    assert.equal((await latest()).state, 'cancelled')
    assert.equal((await refusalOf(call(auditor, 'verification.cancel', { id, version }))).status, 409)
    await work()
    assert.equal((await latest()).state, 'cancelled')
  })

  it('of two that are asked for at once begins one', async () => {
    const begun = await Promise.allSettled([start(), start(other), start()])
    assert.equal(begun.filter(({ status }) => status === 'fulfilled').length, 1)
    await work()
    assert.equal((await list()).filter(({ state }) => state === 'running').length, 0)
  })

  it('that was interrupted waits for the next process, which begins anew', async () => {
    await start()
    const interrupted = runVerifications(platform, key)
    const running = interrupted.recurring.run()
    interrupted.interrupt()
    await running
    assert.equal((await latest()).state, 'running')
    await work()
    assert.equal((await latest()).state, 'done')
  })

  it('that is called off while it reads ends, and writes nothing more', async () => {
    await start()
    // Whoever reads the seals waits here until it has been called off.
    const running = await owner.db.transaction().execute(async (tx) => {
      await sql`lock table seal in access exclusive mode`.execute(tx)
      const reading = work()
      while ((await latest()).total === 0) await sleep(5)
      const { id, version } = await latest()
      await call(auditor, 'verification.cancel', { id, version })
      return { reading }
    })
    await running.reading
    assert.equal((await latest()).state, 'cancelled')
  })

  it('whose process fell silent is taken up by another', async () => {
    const { id } = await start()
    await db.updateTable('verification_run').set({ turn: 1, seen_at: platform.now() }).where('id', '=', id).execute()
    await work()
    assert.equal((await latest()).state, 'running')
    platform.clock.pass(61)
    await work()
    assert.equal((await latest()).state, 'done')
  })

  it('locates what was changed behind its back, in seals and in histories', async () => {
    await sealAll()
    const { id: first } = await db
      .selectFrom('audit_entry')
      .select('id')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    const step = await db
      .selectFrom('case_event')
      .select(['id', 'sequence'])
      .where('case_id', '=', loan.id)
      .orderBy('sequence', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    await tamper('audit_entry', sql`update audit_entry set channel = 'kiosk' where id = ${first}`)
    await tamper('case_event', sql`update case_event set actor_role = 'reviewer' where id = ${step.id}`)
    const { state, found, findings } = await verify()
    assert.deepEqual([state, found], ['done', 3])
    const [inSeal, stepInSeal, inHistory] = findings
    assert.deepEqual([inSeal?.table, inSeal?.row, inSeal?.says], ['audit_entry', String(first), '内容被改动'])
    assert.match(inSeal?.place ?? '', /^1 号封印的第 1 条$/)
    assert.deepEqual([stepInSeal?.table, stepInSeal?.row], ['case_event', String(step.id)])
    assert.deepEqual(inHistory, {
      table: 'case_event',
      row: String(step.id),
      place: `办件 ${loan.number} 的第 ${step.sequence} 步`,
      says: '内容被改动',
    })
  })

  it('is started by auditors alone, and read by administrators too', async () => {
    const administrator = await placeStaff(db, platform.now(), { role: 'administrator', division: yichang })
    assert.equal((await refusalOf(start(administrator))).status, 403)
    assert.equal((await refusalOf(call(staff.clerk, 'verification.find'))).status, 403)
    assert.ok((await call<{ items: Run[] }>(administrator, 'verification.find')).items.length > 0)
  })
})
