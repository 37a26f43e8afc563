import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { EAST, openPartyDesk, operations, WEST } from '../../../test/party-desk.ts'
import { newPerson, newPhone, within } from '../../../test/people.ts'
import { callAs, operationNamed, refusalOf } from '../../../test/platform.ts'
import { dateIn } from '../../shared/dates.ts'
import { openDatabase, type Tx } from '../db/connect.ts'
import { parseDivisionCode } from '../divisions/division.ts'
import { everything, nothing, partyScope, regionScope } from '../divisions/scope.ts'
import { enterScope } from '../operations/run.ts'
import { findFacts, recordFacts } from './facts.ts'
import { personSeal } from './seal.ts'

const { database, platform, clerk, registerOne } = await openPartyDesk()
after(() => database.close())

const find = operationNamed(operations, 'person.find')
const get = operationNamed(operations, 'person.get')
const _register = operationNamed(operations, 'person.register')

test('the second wall alone: without a scope, or with another’s, no row is seen or changed', async () => {
  const { id } = await registerOne()
  const mine = async (tx: Tx) =>
    (await tx.selectFrom('person').select('party_id').where('party_id', '=', id).execute()).length
  assert.equal((await platform.db.selectFrom('person').selectAll().execute()).length, 0)
  assert.equal(await within(platform, nothing, mine), 0)
  assert.equal(await within(platform, partyScope(await newPerson(platform, newPhone(), WEST)), mine), 0)
  assert.equal(await within(platform, regionScope([parseDivisionCode(EAST)]), mine), 0)
  assert.equal(await within(platform, partyScope(id), mine), 1)
  assert.equal(await within(platform, regionScope([parseDivisionCode('420500')]), mine), 1)
  assert.equal(await within(platform, everything, mine), 1)
  const changed = await platform.db
    .updateTable('person')
    .set({ version: 9 })
    .where('party_id', '=', id)
    .executeTakeFirst()
  assert.equal(changed.numUpdatedRows, 0n)
})

test('what one transaction may reach is not left to the next on its connection', async () => {
  const { id } = await registerOne()
  const single = openDatabase(database.appUrl, { max: 1 })
  await single.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    assert.equal((await tx.selectFrom('person').select('party_id').where('party_id', '=', id).execute()).length, 1)
  })
  assert.equal((await single.db.selectFrom('person').selectAll().execute()).length, 0)
  await single.close()
})

test('facts are only added: the newest of a key counts, and only in reach', async () => {
  const id = await newPerson(platform, newPhone(), WEST)
  const record = (tx: Tx, value: string) =>
    recordFacts(tx, {
      partyId: id,
      facts: [{ key: 'business.kind', value }],
      source: 'declared',
      sourceRef: 'somewhere',
      by: null,
      today: dateIn(platform.now()),
      at: platform.now(),
    })
  await within(platform, partyScope(id), (tx) => record(tx, '公司'))
  await within(platform, partyScope(id), (tx) => record(tx, '合伙企业'))
  const known = await within(platform, partyScope(id), (tx) => findFacts(tx, id))
  assert.deepEqual(known, {
    'business.kind': {
      value: '合伙企业',
      source: 'declared',
      sourceRef: 'somewhere',
      recordedAt: platform.now().toISOString(),
    },
  })
  assert.deepEqual(await within(platform, nothing, (tx) => findFacts(tx, id)), {})
  await assert.rejects(
    within(platform, nothing, (tx) => record(tx, '公司')),
    /row-level security/,
  )
})

test('a person’s seal opens in reach alone, and no more once their key is gone', async () => {
  const { id } = await registerOne()
  const sealed = await within(platform, partyScope(id), async (tx) =>
    (await personSeal(tx, platform, id)).seal('form', '借款'),
  )
  const opened = await within(platform, partyScope(id), async (tx) =>
    (await personSeal(tx, platform, id)).open('form', sealed),
  )
  assert.equal(opened.reveal(), '借款')
  assert.equal((await refusalOf(within(platform, nothing, (tx) => personSeal(tx, platform, id)))).status, 404)
  await within(platform, everything, (tx) =>
    tx.updateTable('person').set({ wrapped_key: null }).where('party_id', '=', id).execute(),
  )
  assert.equal((await refusalOf(within(platform, partyScope(id), (tx) => personSeal(tx, platform, id)))).status, 404)
  assert.equal((await callAs<{ name: null }>(platform, get, clerk, { id })).name, null)
})

test('name, phone and number stand in clear in no table, stored answers and audit included', async () => {
  const { id, phone, identityNumber } = await registerOne({ name: '诸葛孔明' })
  await callAs(platform, find, clerk, { by: 'name', value: '诸葛孔明' })
  await callAs(platform, get, clerk, { id })
  const { db: owner, close } = openDatabase(database.ownerUrl, { max: 1 })
  const clear = [phone, identityNumber, '诸葛孔明'].flatMap((text) => [text, Buffer.from(text).toString('hex')])
  for (const table of ['party', 'person', 'fact', 'audit_entry', 'idempotency', 'outbox_event']) {
    const { rows } = await sql<{ text: string }>`select to_jsonb(t)::text as text from ${sql.table(table)} t`.execute(
      owner,
    )
    assert.deepEqual(
      clear.filter((value) => rows.some(({ text }) => text.includes(value))),
      [],
      table,
    )
  }
  await close()
  assert.deepEqual(platform.logged, [])
})
