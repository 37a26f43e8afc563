import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { appendAudit } from '../src/kernel/audit/entry.ts'
import type { SealedRow } from '../src/kernel/audit/rows.ts'
import { loadSealKey, type SealKey } from '../src/kernel/audit/seal-key.ts'
import { sealRows } from '../src/kernel/audit/sealer.ts'
import { appendHistory } from '../src/kernel/cases/history.ts'
import { type Db, openDatabase } from '../src/kernel/db/connect.ts'
import { placeCase, publishLoanFlow } from './cases.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { testPlatform } from './platform.ts'

const now = new Date('2026-11-23T02:00:00Z')

export interface Sealing {
  database: TestDatabase
  /** The tables' owner, whom no grant holds back. */
  owner: Db
  /** Holds key and head. */
  folder: string
  key: SealKey
  /** Writes an audit row. */
  audit(db: Db, operation: string): Promise<void>
  /** Writes a row of history. */
  move(db: Db): Promise<unknown>
  countUnsealed(): Promise<number>
  /** Seals until all is sealed: transactions of other tests on the same server may hold it up for a while. */
  sealAll(): Promise<void>
  /** Every row that a seal lists, as 'table id'. */
  findSealed(): Promise<string[]>
  close(): Promise<void>
}

/** A database with a case, a key for its seals, and hands to write and seal with. */
export async function prepareSealing(): Promise<Sealing> {
  const database = await testDatabase()
  const { db } = database
  const owner = openDatabase(database.ownerUrl, { max: 1 })
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-seal-'))
  const key = await loadSealKey(folder)
  await publishLoanFlow(database.ownerUrl)
  const { id: caseId } = await placeCase(testPlatform(db))
  const step = {
    service: 'guaranteedLoan',
    flowVersion: 1,
    action: 'accept',
    from: 'submitted',
    to: 'accepted',
    round: 1,
  }
  const by = { actorId: null, actorRole: 'clerk', officeId: null, channel: 'window' }
  let sequence = 0
  const countUnsealed = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from (select xid from audit_entry union all select xid from case_event) as written
      where xid >= coalesce((select to_xid from seal order by id desc limit 1), '0')`.execute(db)
    return rows[0]?.count ?? 0
  }
  return {
    database,
    owner: owner.db,
    folder,
    key,
    audit: (into, operation) =>
      appendAudit(into, { at: now, actorId: null, actorRole: 'system', operation, channel: 'online', traceId: 'test' }),
    move: (into) => {
      sequence += 1
      return appendHistory(into, { ...step, ...by, caseId, sequence, detail: { amount: 20_000_000 }, at: now }, '')
    },
    countUnsealed,
    async sealAll() {
      for (let turn = 0; (await countUnsealed()) > 0; turn += 1) {
        if (turn > 600) throw new Error('something holds up sealing')
        if ((await sealRows(db, key, now)) === null) await sleep(50)
      }
    },
    async findSealed() {
      const seals = await db.selectFrom('seal').select('rows').orderBy('id').execute()
      return seals.flatMap(({ rows }) => (rows as unknown as SealedRow[]).map(([table, id]) => `${table} ${id}`))
    },
    async close() {
      await owner.close()
      await database.close()
      await rm(folder, { recursive: true })
    },
  }
}
