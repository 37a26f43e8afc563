import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { EAST, openPartyDesk, operations, WEST } from '../../../test/party-desk.ts'
import { newPhone, newResidentId, within } from '../../../test/people.ts'
import { callAs, operationNamed, refusalOf, staffActor } from '../../../test/platform.ts'
import { dateIn } from '../../shared/dates.ts'
import { openDatabase } from '../db/connect.ts'
import { parseDivisionCode } from '../divisions/division.ts'
import { regionScope } from '../divisions/scope.ts'
import { recordFacts } from './facts.ts'

const { database, platform, clerk, registerOne } = await openPartyDesk()
after(() => database.close())

const find = operationNamed(operations, 'person.find')
const get = operationNamed(operations, 'person.get')
const register = operationNamed(operations, 'person.register')

const reviewer = staffActor('reviewer', WEST)
const elsewhere = staffActor('clerk', EAST)

test('registered at the window: verified at once, opened in full in reach, not elsewhere', async () => {
  const { id, phone, identityNumber } = await registerOne()
  await within(platform, regionScope([parseDivisionCode(WEST)]), (tx) =>
    recordFacts(tx, {
      partyId: id,
      facts: [{ key: 'business.kind', value: '个体工商户' }],
      source: 'paper',
      sourceRef: null,
      by: null,
      today: dateIn(platform.now()),
      at: platform.now(),
    }),
  )
  assert.deepEqual(await callAs(platform, get, reviewer, { id }), {
    id,
    name: '林小满',
    phone,
    identity: identityNumber,
    identityKind: 'residentId',
    birthDate: '1950-05-17',
    verification: 'verified',
    verifiedAt: platform.now().toISOString(),
    version: 1,
    division: WEST,
    divisionName: '西陵区',
    facts: [
      {
        key: 'business.kind',
        zh: '经营主体类型',
        value: '个体工商户',
        says: '个体工商户',
        source: 'paper',
        recordedAt: platform.now().toISOString(),
      },
    ],
    cases: [],
  })
  assert.equal((await refusalOf(callAs(platform, get, elsewhere, { id }))).status, 404)
  assert.equal((await refusalOf(callAs(platform, get, clerk, { id: randomUUID() }))).status, 404)
  assert.equal((await refusalOf(callAs(platform, get, clerk, { id: 'x' }))).status, 422)
})

test('a phone or number already known is answered with who it is, and nothing is half-written', async () => {
  const { id, phone, identityNumber } = await registerOne()
  const parties = () => platform.db.selectFrom('party').select(sql<number>`count(*)`.as('count')).executeTakeFirst()
  const there = await parties()
  for (const more of [{ phone }, { identityNumber }]) {
    const refusal = await refusalOf(registerOne(more))
    assert.equal(refusal.code, 'known-already')
    assert.deepEqual(refusal.now, { partyId: id, inReach: true })
  }
  const input = { name: '林小满', phone, identityNumber: newResidentId(), division: EAST }
  const far = await refusalOf(callAs(platform, register, elsewhere, input))
  assert.deepEqual(far.now, { partyId: id, inReach: false })
  assert.deepEqual(await parties(), there)
})

test('two windows taking down one person at once: one is told', async () => {
  const same = { phone: newPhone(), identityNumber: newResidentId() }
  const outcomes = await Promise.allSettled([registerOne(same), registerOne(same)])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const twice = { identityNumber: newResidentId() }
  const others = await Promise.allSettled([registerOne(twice), registerOne(twice)])
  assert.deepEqual(others.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('everything wrong with a registration is told at once; a place out of reach is refused', async () => {
  const wrong = await refusalOf(registerOne({ name: '李', phone: '1', identityNumber: '2', division: '3' }))
  assert.deepEqual(
    wrong.errors?.map(({ field }) => field),
    ['phone', 'name', 'identityNumber', 'division'],
  )
  for (const division of [EAST, '420502999000']) {
    const refusal = await refusalOf(registerOne({ division }))
    assert.deepEqual([refusal.status, refusal.errors?.[0]?.field], [422, 'division'])
  }
})

test('people are found by the exact value, partly hidden; each look is audited', async () => {
  const { id, phone, identityNumber } = await registerOne({ name: '欧阳修' })
  const seen = {
    id,
    inReach: true,
    name: '欧**',
    phone: `139****${phone.slice(-4)}`,
    identity: `429***********${identityNumber.slice(-4)}`,
    identityKind: 'residentId',
    verification: 'verified',
    division: WEST,
    divisionName: '西陵区',
  }
  for (const [by, value] of [
    ['phone', `+86 ${phone}`],
    ['identity', identityNumber.toLowerCase()],
    ['name', '欧阳 修'],
  ]) {
    const traceId = randomUUID()
    assert.deepEqual(await callAs(platform, find, reviewer, { by, value }, { traceId }), { items: [seen] })
    const audited = await platform.db.selectFrom('audit_entry').selectAll().where('trace_id', '=', traceId).execute()
    assert.deepEqual(
      audited.map((entry) => [entry.operation, entry.subject_id]),
      [['person.find', id]],
    )
  }
  assert.deepEqual(await callAs(platform, find, clerk, { by: 'name', value: '欧阳' }), { items: [] })
  const refusal = await refusalOf(callAs(platform, find, clerk, { by: 'phone', value: '欧阳' }))
  assert.equal(refusal.errors?.[0]?.field, 'value')
})

test('of someone out of reach only that they are known is told, and by name not even that', async () => {
  const { id, phone } = await registerOne({ name: '司马光' })
  const nothing = { name: null, phone: null, identity: null, identityKind: null, verification: null }
  const far = { ...nothing, division: WEST, divisionName: '西陵区' }
  assert.deepEqual(await callAs(platform, find, elsewhere, { by: 'phone', value: phone }), {
    items: [{ id, inReach: false, ...far }],
  })
  assert.deepEqual(await callAs(platform, find, elsewhere, { by: 'name', value: '司马光' }), { items: [] })
})

test('a case in reach opens its person to staff of another district', async () => {
  const { id } = await registerOne()
  await openTestCase(id, EAST)
  const seen = await callAs<{ cases: { number: string }[] }>(platform, get, elsewhere, { id })
  assert.deepEqual(
    seen.cases.map(({ number }) => number),
    [`T-${id}`],
  )
})

/** A case of a service of the test's own; flows are written by the owner at start. */
async function openTestCase(partyId: string, division: string): Promise<void> {
  const { db: owner, close } = openDatabase(database.ownerUrl, { max: 1 })
  const step = { service: 'test', version: 1, state: 'draft', is_end: false }
  await owner
    .insertInto('flow_step')
    .values(step)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await close()
  const now = platform.now()
  await platform.db
    .insertInto('service_case')
    .values({
      id: randomUUID(),
      number: `T-${partyId}`,
      service: 'test',
      flow_version: 1,
      state: 'draft',
      party_id: partyId,
      division,
      channel: 'window',
      holder: 'applicant',
      held_since: now,
      history_hash: '',
      opened_at: now,
    })
    .execute()
}

test('people with papers of Hong Kong, Taiwan or another country are registered and found by kind and number', async () => {
  const papers = [
    { identityKind: 'hongKongMacaoPermit', identityNumber: 'h76543210', shown: '******10' },
    { identityKind: 'taiwanPermit', identityNumber: '7654 3210', shown: '******10' },
    { identityKind: 'passport', identityNumber: '76543210', identityCountry: 'gbr', shown: '******10' },
  ]
  for (const { shown, ...paper } of papers) {
    const untold = await refusalOf(registerOne({ name: 'Jane Roe', ...paper }))
    assert.deepEqual(
      untold.errors?.map(({ field }) => field),
      ['birthDate'],
    )
    const told = { name: 'Jane Roe', ...paper, birthDate: '1990年3月7日' }
    const { id } = await registerOne(told)
    assert.equal((await callAs<{ birthDate: string }>(platform, get, clerk, { id })).birthDate, '1990-03-07')
    const { identityNumber: value, ...kind } = paper
    const { items } = await callAs<{ items: { id: string; identity: string; identityKind: string }[] }>(
      platform,
      find,
      clerk,
      { by: 'identity', value, ...kind },
    )
    assert.deepEqual(
      items.map((item) => [item.id, item.identity, item.identityKind]),
      [[id, shown, paper.identityKind]],
    )
    const again = await refusalOf(registerOne(told))
    assert.deepEqual([again.status, again.code], [409, 'known-already'])
  }
  // The former card of the same holder, with how often it was renewed.
  const former = await callAs<{ items: unknown[] }>(platform, find, clerk, { by: 'identity', value: 'H7654321001' })
  assert.equal(former.items.length, 1)
})
