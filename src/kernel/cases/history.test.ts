import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { testPlatform } from '../../../test/platform.ts'
import { openDatabase } from '../db/connect.ts'
import { appendHistory, type HistoryEntry, hashEntry, verifyHistories } from './history.ts'

const database = await testDatabase()
const owner = openDatabase(database.ownerUrl, { max: 1 })
after(async () => {
  await owner.close()
  await database.close()
})
const platform = testPlatform(database.db)
before(() => publishLoanFlow(database.ownerUrl))

const entry: HistoryEntry = {
  caseId: randomUUID(),
  sequence: 2,
  round: 1,
  service: 'guaranteedLoan',
  flowVersion: 1,
  action: 'submit',
  from: 'draft',
  to: 'submitted',
  actorId: randomUUID(),
  actorRole: 'entrepreneur',
  officeId: null,
  channel: 'online',
  detail: { zulu: ['一', { nested: null }], alpha: 20_000_000, 键: '值' },
  at: platform.now(),
}

const path: Pick<HistoryEntry, 'action' | 'from' | 'to'>[] = [
  { action: 'submit', from: 'draft', to: 'submitted' },
  { action: 'askOnce', from: 'submitted', to: 'supplement' },
  { action: 'supply', from: 'supplement', to: 'submitted' },
  { action: 'accept', from: 'submitted', to: 'accepted' },
]

/** A case that has gone its way, step by step, as the spine writes it; sequences have gaps where drafts were saved. */
async function goThrough(): Promise<{ id: string; number: string; events: number[] }> {
  const { id, number } = await placeCase(platform, { state: 'accepted' })
  let hash = ''
  for (const [index, step] of path.entries()) {
    platform.clock.pass(61)
    const at = platform.now()
    hash = await appendHistory(database.db, { ...entry, ...step, caseId: id, sequence: 2 + index * 3, at }, hash)
  }
  await database.db.updateTable('service_case').set({ history_hash: hash }).where('id', '=', id).execute()
  const rows = await database.db.selectFrom('case_event').select('id').where('case_id', '=', id).orderBy('id').execute()
  return { id, number, events: rows.map((row) => row.id) }
}

/** What the owner can do to a table that refuses it to everyone. */
const force = (statement: RawBuilder<unknown>) =>
  owner.db.transaction().execute(async (tx) => {
    await sql`alter table case_event disable trigger user`.execute(tx)
    await statement.execute(tx)
    await sql`alter table case_event enable trigger user`.execute(tx)
  })

describe('the hash of a step', () => {
  it('changes with each thing that the step says, and with the step before it', () => {
    const others: Partial<HistoryEntry>[] = [
      { caseId: randomUUID() },
      { sequence: 3 },
      { round: 2 },
      { service: 'another' },
      { flowVersion: 2 },
      { action: 'accept' },
      { from: 'submitted' },
      { to: 'accepted' },
      { actorId: null },
      { actorRole: 'clerk' },
      { officeId: randomUUID() },
      { channel: 'window' },
      { detail: {} },
      { at: new Date(entry.at.getTime() + 1) },
    ]
    assert.deepEqual(others.flatMap(Object.keys).toSorted(), Object.keys(entry).toSorted())
    const hashes = [
      hashEntry(entry, ''),
      hashEntry(entry, 'x'),
      ...others.map((one) => hashEntry({ ...entry, ...one }, '')),
    ]
    assert.equal(new Set(hashes).size, hashes.length)
  })
})

describe('a case’s history', () => {
  it('that nobody touched follows from its beginning to the head on its spine', async () => {
    await placeCase(platform, { state: 'draft' })
    const before = await verifyHistories(database.db)
    await goThrough()
    const { cases, entries, findings } = await verifyHistories(database.db)
    assert.deepEqual([cases, entries, findings], [before.cases + 1, before.entries + 4, []])
  })

  /** Statements on a case and its steps' ids, and what is found: at a step by its place, or at the case itself. */
  const changes: [name: string, (id: string, events: number[]) => RawBuilder<unknown>, found: string[]][] = [
    ['a reworded reason', (_id, [, two]) => sql`update case_event set detail = '{}' where id = ${two}`, ['2 changed']],
    [
      'another actor',
      (_id, [one]) => sql`update case_event set actor_id = gen_random_uuid() where id = ${one}`,
      ['1 changed'],
    ],
    [
      'another time',
      (_id, [, , , four]) => sql`update case_event set at = at - interval '1 day' where id = ${four}`,
      ['4 changed'],
    ],
    [
      'a time that never comes',
      (_id, [one]) => sql`update case_event set at = 'infinity' where id = ${one}`,
      ['1 changed'],
    ],
    [
      'a number that is none',
      (_id, [one]) => sql`update case_event set detail = '{"much": 1e400}' where id = ${one}`,
      ['1 changed'],
    ],
    ['a removed first step', (_id, [one]) => sql`delete from case_event where id = ${one}`, ['2 chain-broken']],
    ['a removed step', (_id, [, two]) => sql`delete from case_event where id = ${two}`, ['3 chain-broken']],
    ['a removed last step', (_id, [, , , four]) => sql`delete from case_event where id = ${four}`, ['case tail-cut']],
    ['all steps removed', (id) => sql`delete from case_event where case_id = ${id}`, ['case tail-cut']],
    [
      'a step moved to the end',
      (_id, [, two]) => sql`update case_event set sequence = 99 where id = ${two}`,
      ['3 chain-broken', '2 chain-broken', '2 changed', 'case tail-cut'],
    ],
    [
      'a step slipped in',
      (id, [, , , four]) => sql`
        insert into case_event (case_id, sequence, round, service, flow_version, action, from_state, to_state, actor_role,
          channel, at, previous_hash, hash)
        select ${id}, 99, 1, service, 1, 'recommend', 'accepted', 'recommended', 'reviewer', 'window', at, hash, 'made up'
        from case_event where id = ${four}`,
      ['5 changed', 'case tail-cut'],
    ],
    ['another state', (id) => sql`update service_case set state = 'recommended' where id = ${id}`, ['case changed']],
    ['another head', (id) => sql`update service_case set history_hash = 'made up' where id = ${id}`, ['case tail-cut']],
  ]
  for (const [name, change, found] of changes) {
    it(`shows ${name}, and where`, async () => {
      const { id, number, events } = await goThrough()
      const before = await verifyHistories(database.db)
      await force(change(id, events))
      const added = await database.db
        .selectFrom('case_event')
        .select('id')
        .where('id', '>', events.at(-1) ?? 0)
        .execute()
      const steps = [...events, ...added.map((row) => row.id)]
      const place = (where: string) =>
        where === `service_case ${number}` ? 'case' : steps.findIndex((step) => where === `case_event ${step}`) + 1
      const { findings } = await verifyHistories(database.db)
      const known = new Set(before.findings.map((one) => one.where))
      const fresh = findings.filter((one) => !known.has(one.where))
      assert.deepEqual(
        fresh.map(({ where, what }) => `${place(where)} ${what}`),
        found,
      )
    })
  }

  it('shows a step under a number that ours do not reach', async () => {
    const { events } = await goThrough()
    await force(sql`update case_event set sequence = sequence + 100 where id = ${events[3]}`)
    await force(sql`
      insert into case_event (id, case_id, sequence, round, service, flow_version, action, from_state, to_state, actor_role,
        channel, at, previous_hash, hash) overriding system value
      select 9007199254740993, case_id, 99, 1, service, 1, action, from_state, to_state, actor_role, channel, at, hash, hash
      from case_event where id = ${events[3]}`)
    const { findings } = await verifyHistories(database.db)
    await force(sql`delete from case_event where id > 9007199254740992`)
    assert.ok(findings.some(({ where, what }) => where === 'case_event 9007199254740993' && what === 'changed'))
  })

  it('is followed for every case, however many there are', async () => {
    const before = await verifyHistories(database.db)
    await Promise.all(Array.from({ length: 250 }, () => placeCase(platform, { state: 'draft' })))
    assert.deepEqual(await verifyHistories(database.db), { ...before, cases: before.cases + 250 })
  })

  it('is kept from everyone else: nobody edits, removes or empties it', async () => {
    const { events } = await goThrough()
    for (const db of [database.db, owner.db]) {
      for (const statement of [
        sql`update case_event set detail = '{}' where id = ${events[0]}`,
        sql`delete from case_event where id = ${events[0]}`,
        sql`truncate case_event`,
      ]) {
        await assert.rejects(statement.execute(db), /append-only|permission denied/)
      }
    }
  })
})
