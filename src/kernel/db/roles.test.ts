import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { withClient } from './client.ts'

const PARTY = '0190f3a0-0000-7000-8000-000000000001'

describe('what row-level security sees of the actor', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.close())

  const actorParty = (party: string | undefined) =>
    database.db.transaction().execute(async (tx) => {
      if (party !== undefined) await sql`select set_config('app.party', ${party}, true)`.execute(tx)
      return (await sql<{ party: string | null }>`select actor_party() as party`.execute(tx)).rows[0]?.party
    })

  const reached = (prefixes: string | undefined, divisions: (string | null)[]) =>
    database.db.transaction().execute(async (tx) => {
      if (prefixes !== undefined) await sql`select set_config('app.prefixes', ${prefixes}, true)`.execute(tx)
      const { rows } = await sql<{ reaches: boolean }>`
        select actor_reaches(division) as reaches
        from unnest(${divisions}::text[]) with ordinality as given (division, position) order by position`.execute(tx)
      return rows.map((row) => row.reaches)
    })

  test('the party is nobody when unset or empty, and is gone after the transaction', async () => {
    assert.equal(await actorParty(undefined), null)
    assert.equal(await actorParty(''), null)
    assert.equal(await actorParty(PARTY), PARTY)
    assert.equal(await actorParty(undefined), null)
  })

  test('divisions are reached by prefix, and by nothing else', async () => {
    const divisions = ['330100000000', '330106000000', '330200000000', null]
    const none = [false, false, false, false]
    assert.deepEqual(await reached(undefined, divisions), none)
    assert.deepEqual(await reached('', divisions), none)
    assert.deepEqual(await reached(',,', divisions), none)
    assert.deepEqual(await reached('%', divisions), none)
    assert.deepEqual(await reached('330106', divisions), [false, true, false, false])
    assert.deepEqual(await reached('330106,3302', divisions), [false, true, true, false])
    assert.deepEqual(await reached('3301', divisions), [true, true, false, false])
    assert.deepEqual(await reached('all', divisions), [true, true, true, true])
    assert.deepEqual(await reached(undefined, divisions), none)
  })

  test('an append-only table refuses change, to its owner too', async () => {
    await withClient(database.ownerUrl, async (client) => {
      await client.query(`
        set search_path = qichuang;
        create table trial_entry (number integer);
        create trigger trial_entry_append_only before update or delete on trial_entry
          for each row execute function forbid_change();
        create trigger trial_entry_kept before truncate on trial_entry
          for each statement execute function forbid_change();
        insert into trial_entry values (1)`)
      const refusal = { code: '23001', message: /trial_entry is append-only/ }
      await assert.rejects(client.query('update trial_entry set number = 2'), refusal)
      await assert.rejects(client.query('delete from trial_entry'), refusal)
      await assert.rejects(client.query('truncate trial_entry'), refusal)
    })
  })
})
