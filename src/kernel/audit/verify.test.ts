import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type KyselyPlugin, type RawBuilder, sql } from 'kysely'
import { prepareSealing, type Sealing } from '../../../test/sealing.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import type { Tx } from '../db/connect.ts'
import { type AuditEntry, appendAudits } from './entry.ts'
import { hashSeal, type SealedRow } from './rows.ts'
import { type Finding, verifySeals } from './verify.ts'

let sealing: Sealing
before(async () => {
  sealing = await prepareSealing()
  for (let turn = 0; turn < 4; turn += 1) {
    await sealing.audit(sealing.database.db, `turn.${turn}`)
    await sealing.move(sealing.database.db)
    await sealing.sealAll()
  }
})
after(() => sealing.close())

const setTriggers = async (tx: Tx, state: 'enable' | 'disable') => {
  for (const table of ['audit_entry', 'case_event', 'seal']) {
    await sql`alter table ${sql.table(table)} ${sql.raw(state)} trigger user`.execute(tx)
  }
}

const undone = new Error('undone')

/** Does what only the owner can, looks what verifying says to it, and undoes it. */
async function tamper(change: (tx: Tx) => Promise<unknown>): Promise<Finding[]> {
  let findings: Finding[] = []
  const tampered = sealing.owner.transaction().execute(async (tx) => {
    await setTriggers(tx, 'disable')
    await change(tx)
    findings = (await verifySeals(tx, sealing.key)).findings
    throw undone
  })
  await assert.rejects(tampered, undone)
  return findings
}

const say = (findings: readonly Finding[]) => findings.map(({ where, what }) => `${where} ${what}`).toSorted()

/** What a row is copied with; a second step of a case needs a place of its own. */
const copies = {
  audit_entry: { columns: 'at, actor_role, operation, channel, trace_id', place: '' },
  case_event: {
    columns:
      'case_id, round, service, flow_version, action, from_state, to_state, actor_role, channel, at, previous_hash, hash',
    place: ', sequence',
  },
}

for (const table of ['audit_entry', 'case_event'] as const) {
  describe(`rows of ${table}`, () => {
    const name = sql.table(table)
    const [columns, place, taken] = [copies[table].columns, copies[table].place, copies[table].place && ', 99'].map(
      sql.raw,
    )
    const changes: [name: string, statement: RawBuilder<unknown>, found: string[]][] = [
      ['edited', sql`update ${name} set actor_role = 'auditor' where id = 1`, ['1 changed']],
      ['edited by a microsecond', sql`update ${name} set at = at + interval '1 us' where id = 2`, ['2 changed']],
      ['edited in many places', sql`update ${name} set channel = 'kiosk' where id < 3`, ['1 changed', '2 changed']],
      ['edited to what no number is', sql`update ${name} set detail = '{"much": 1e400}' where id = 1`, ['1 changed']],
      ['removed', sql`delete from ${name} where id = 4`, ['4 missing']],
      [
        'slipped in',
        sql`insert into ${name} (id, xid, ${columns} ${place}) overriding system value
          select 99, xid, ${columns} ${taken} from ${name} where id = 2`,
        ['99 added'],
      ],
      [
        'slipped in under a number that ours do not reach',
        sql`insert into ${name} (id, xid, ${columns} ${place}) overriding system value
          select 9007199254740993, xid, ${columns} ${taken} from ${name} where id = 2`,
        ['9007199254740993 added'],
      ],
      [
        'swapped',
        sql`update ${name} as one set xid = other.xid from ${name} as other where (one.id, other.id) in ((1, 3), (3, 1))`,
        ['1 added', '1 missing', '3 added', '3 missing'],
      ],
    ]
    for (const [what, more] of Object.entries({ fraction: '20000000.00000000001', digits: '20000000.0' })) {
      const edited = sql`update ${name} set detail = jsonb_set(detail, '{amount}', ${more}::jsonb) where id = 1`
      if (table === 'case_event') changes.push([`edited in a ${what} that our numbers lack`, edited, ['1 changed']])
    }
    for (const [change, statement, found] of changes) {
      it(`are named when they are ${change}`, async () => {
        const findings = await tamper((tx) => statement.execute(tx))
        assert.deepEqual(
          say(findings),
          found.map((one) => `${table} ${one}`),
        )
      })
    }
  })
}

/** The newest seal as someone without the key would forge it: everything fits but the signature. */
async function forgeNewest(tx: Tx): Promise<void> {
  const newest = await tx.selectFrom('seal').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  const rows = (newest.rows as unknown as SealedRow[]).slice(1)
  const content = { from: newest.from_xid, to: newest.to_xid, rows, previousHash: newest.previous_hash }
  const forged = { rows: canonicalJson(rows), hash: hashSeal(content) }
  await tx.updateTable('seal').set(forged).where('id', '=', newest.id).execute()
}

const oldest = sql`(select min(id) from seal)`
const newest = sql`(select max(id) from seal)`
const doing = (statement: RawBuilder<unknown>) => (tx: Tx) => statement.execute(tx)

describe('seals', () => {
  const changes: [name: string, change: (tx: Tx) => Promise<unknown>, whats: Finding['what'][]][] = [
    [
      'whose list is shortened',
      doing(sql`update seal set rows = rows - 0 where id = ${newest}`),
      ['seal-changed', 'added'],
    ],
    [
      'whose list is no list',
      doing(sql`update seal set rows = '{"no": "list"}' where id = ${newest}`),
      ['seal-changed', 'added', 'added'],
    ],
    [
      'whose list lists no rows',
      doing(sql`update seal set rows = '[1, null, ["audit_entry"]]' where id = ${newest}`),
      ['seal-changed', 'added', 'added'],
    ],
    [
      'with one beyond our numbers',
      doing(sql`insert into seal (id, from_xid, to_xid, rows, previous_hash, hash, signature, sealed_at)
        overriding system value select 9007199254740993, from_xid, to_xid, rows, previous_hash, hash, signature, sealed_at
        from seal where id = ${newest}`),
      ['chain-broken'],
    ],
    ['whose span is shifted', doing(sql`update seal set to_xid = '9999999' where id = ${newest}`), ['seal-changed']],
    [
      'with another’s signature',
      doing(sql`update seal set signature = (select signature from seal where id = ${oldest}) where id = ${newest}`),
      ['seal-unsigned'],
    ],
    ['without the first of them', doing(sql`delete from seal where id = ${oldest}`), ['chain-broken']],
    ['without one among them', doing(sql`delete from seal where id = ${oldest} + 1`), ['chain-broken']],
    ['without the newest', doing(sql`delete from seal where id = ${newest}`), ['tail-cut']],
    ['without the newest two', doing(sql`delete from seal where id >= ${newest} - 1`), ['tail-cut']],
    ['all of them gone', doing(sql`delete from seal`), ['tail-cut']],
    ['the newest of them forged', forgeNewest, ['seal-unsigned', 'added', 'tail-cut']],
  ]
  for (const [name, change, whats] of changes) {
    it(`are found out: ${name}`, async () => {
      const found = (await tamper(change)).map((one) => one.what)
      assert.deepEqual(found, whats)
    })
  }

  it('are read by batches, however many there are', async () => {
    for (let turn = 0; turn < 55; turn += 1) {
      await sealing.audit(sealing.database.db, `many.${turn}`)
      await sealing.sealAll()
    }
    const { seals, rows, findings } = await verifySeals(sealing.database.db, sealing.key)
    assert.ok(seals > 55)
    assert.deepEqual([rows, findings], [8 + 55, []])
  })

  it('that list much are not held together, however many there are', async () => {
    const { db } = sealing.database
    const entry = {
      at: new Date(),
      actorId: null,
      actorRole: 'system',
      operation: 'much',
      channel: 'online',
      traceId: 'test',
    }
    for (let turn = 0; turn < 3; turn += 1) {
      await appendAudits(db, Array<AuditEntry>(2500).fill(entry))
      await sealing.sealAll()
    }
    let most = 0
    const transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
      const lists = result.rows.map((row) => (Array.isArray(row.rows) ? row.rows.length : 0))
      most = Math.max(
        most,
        lists.reduce((sum, length) => sum + length, 0),
      )
      return result
    }
    const watched = db.withPlugin({ transformQuery: ({ node }) => node, transformResult })
    const { findings } = await verifySeals(watched, sealing.key)
    assert.deepEqual(findings, [])
    assert.ok(most >= 2500 && most < 7500, String(most))
  })

  it('whose tail was cut off stay found out, though sealing goes on', async () => {
    await sealing.owner.transaction().execute(async (tx) => {
      await setTriggers(tx, 'disable')
      await sql`delete from seal where id >= ${newest} - 1`.execute(tx)
      await sql`delete from audit_entry where id = (select max(id) from audit_entry)`.execute(tx)
      await setTriggers(tx, 'enable')
    })
    for (const turn of [1, 2]) {
      await sealing.audit(sealing.database.db, `afterwards.${turn}`)
      await sealing.sealAll()
    }
    const { findings } = await verifySeals(sealing.database.db, sealing.key)
    assert.deepEqual(
      findings.map((one) => one.what),
      ['chain-broken'],
    )
  })
})
