import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { testDatabase } from '../../../test/database.ts'
import { openDatabase } from '../db/connect.ts'
import type { AuditEntry } from './entry.ts'
import { batchReads } from './reads.ts'

const database = await testDatabase()
after(() => database.close())

const reading = (operation: string): AuditEntry => ({
  at: new Date('2026-11-23T02:00:00Z'),
  actorId: null,
  actorRole: 'clerk',
  operation,
  shown: ['01a20621-ad00-71a5-ac7c-5dfb177d2769'],
  channel: 'window',
  traceId: 'trace',
})

const findRows = (operation: string) =>
  database.db
    .selectFrom('audit_entry')
    .select(['xid', 'detail'])
    .where('operation', '=', operation)
    .orderBy('id')
    .execute()

describe('readings of personal data', () => {
  it('wait for one another and are written in one go, whom they showed among it', async () => {
    const reads = batchReads(database.db, { everyMilliseconds: 60_000 })
    for (let n = 0; n < 20; n += 1) await reads.record(reading('trial.together'))
    assert.equal((await findRows('trial.together')).length, 0)
    await reads.flush()
    const rows = await findRows('trial.together')
    assert.equal(rows.length, 20)
    assert.equal(new Set(rows.map((row) => row.xid)).size, 1)
    assert.deepEqual(rows[0]?.detail, { shown: ['01a20621-ad00-71a5-ac7c-5dfb177d2769'] })
  })

  it('wait no longer than told', async () => {
    const reads = batchReads(database.db, { everyMilliseconds: 5 })
    await reads.record(reading('trial.soon'))
    while ((await findRows('trial.soon')).length === 0) await wait(5)
  })

  it('are written as soon as there are many, and each once, however many come at once', async () => {
    const reads = batchReads(database.db, { everyMilliseconds: 60_000, most: 10 })
    await Promise.all(Array.from({ length: 95 }, () => reads.record(reading('trial.many'))))
    assert.ok((await findRows('trial.many')).length >= 90)
    await Promise.all([reads.flush(), reads.flush()])
    assert.equal((await findRows('trial.many')).length, 95)
  })

  it('are kept while the database cannot take them, up to a bound; then nobody reads', async () => {
    const broken = openDatabase(database.appUrl.replace(/\/\/[^@/]*@/, '//nobody@'), { max: 1 })
    const logged: object[] = []
    const reads = batchReads(broken.db, { everyMilliseconds: 1, most: 2, log: (entry) => logged.push(entry) })
    let refused = 0
    for (let n = 0; n < 40; n += 1) await reads.record(reading('trial.broken')).catch(() => (refused += 1))
    assert.ok(refused >= 20, `${refused} refused`)
    await assert.rejects(reads.flush())
    await broken.close()
  })
})
