import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/database.ts'
import { parseDate } from '../../shared/dates.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { defineFacts } from './facts.ts'
import { judge, replay } from './judgement.ts'
import { findLimit } from './limits.ts'
import { NATION, type Parameter } from './parameters.ts'
import { outlineRule } from './plain-words.ts'
import { defineRule, type Rule } from './rule.ts'
import { findParameters, getJudgement, getRule, saveJudgement, seedParameters, seedRule } from './store.ts'

const { db, close } = await testDatabase()
after(close)

const now = new Date('2026-11-22T02:00:00Z')
const on = parseDate('2026-11-22')
const city = '420500000000'
const county = '420502000000'

const facts = defineFacts({ sum: { zh: '金额', type: 'fen', question: '多少？' } })
const article = { document: '办法', number: '试1号', article: '第一条' }
const rule = (version: number, division = NATION, from = '2023-10-01', overrides?: Rule['overrides']): Rule =>
  defineRule(facts, {
    ...(overrides ? { overrides } : {}),
    code: 'test.sum',
    title: `第 ${version} 版`,
    division,
    version,
    validFrom: parseDate(from),
    validTo: parseDate('2028-10-01'),
    condition: {
      id: 'sum',
      says: '不超过 {test.cap}',
      article,
      holds: { fact: 'sum', op: 'lte', parameter: 'test.cap' },
    },
  })
const parameter = (key: string, value: Parameter['value'], division = NATION): Parameter => ({
  key,
  division,
  value,
  unit: typeof value === 'number' ? 'fen' : 'none',
  validFrom: parseDate('2023-10-01'),
  validTo: null,
  certainty: 'probable',
  source: '试1号',
  note: '试验',
})
const write = <T>(use: (tx: Tx) => Promise<T>) => db.transaction().execute(use)

test('parameters are found at the nearest ancestor; entering them again changes nothing', async () => {
  const rows = [parameter('test.cap', 300), parameter('test.cap', 400, city), parameter('test.kinds', ['a', 'b'])]
  await write((tx) => seedParameters(tx, rows, now))
  await write((tx) => seedParameters(tx, [{ ...parameter('test.cap', 999), note: 'other' }], now))

  const found = await findParameters(db, ['test.cap', 'test.kinds', 'test.none'], county, on)
  assert.deepEqual(found, {
    'test.cap': {
      ...parameter('test.cap', 400, city),
      overrides: { division: NATION, value: 300, unit: 'fen', source: '试1号' },
    },
    'test.kinds': parameter('test.kinds', ['a', 'b']),
  })
  assert.equal(await findLimit(db, 'test.cap', '430000000000', on), 300)
  assert.equal(await findLimit(db, 'test.none', county, on), null)
})

const overNation = { division: NATION, version: 2, article }

test('the rule of the nearest division counts, its newest version in force; a published version never changes', async () => {
  for (const each of [rule(1), rule(2), rule(3, NATION, '2027-01-01'), rule(4, city, '2023-10-01', overNation)]) {
    await write((tx) => seedRule(tx, each))
    await write((tx) => seedRule(tx, each))
  }
  assert.deepEqual(await getRule(db, 'test.sum', '430000000000', on), rule(2))
  assert.equal((await getRule(db, 'test.sum', '430000000000', parseDate('2027-01-01'))).version, 3)
  assert.equal((await getRule(db, 'test.sum', county, on)).version, 4)
  await assert.rejects(
    getRule(db, 'test.sum', county, parseDate('2028-10-01')),
    (error) => error instanceof Refusal && error.parts.status === 404,
  )
  await assert.rejects(
    write((tx) => seedRule(tx, { ...rule(1), title: 'changed' })),
    /version 1 is published and never changes/,
  )
})

test('a local rule says rightly which wider one it takes the place of, or is not published', async () => {
  const wrong: [Rule['overrides'], RegExp][] = [
    [undefined, /does not say that it overrides it/],
    [{ ...overNation, version: 9 }, /version 9, which is not published/],
    [{ ...overNation, division: '430000000000' }, /not above it/],
  ]
  for (const [overrides, says] of wrong) {
    await assert.rejects(
      write((tx) => seedRule(tx, rule(1, county, '2026-01-01', overrides))),
      says,
    )
  }
  const local = rule(1, county, '2026-01-01', { ...overNation, division: city, version: 4 })
  await write((tx) => seedRule(tx, local))
  assert.equal(outlineRule(local, {}).local, '本地规定（试1号《办法》，第一条），代替上一级规定第 4 版')
  assert.equal((await getRule(db, 'test.sum', county, on)).division, county)
})

test('a judgement is kept sealed, comes back to its own party only, and replays', async () => {
  const partyId = newId(now)
  const id = newId(now)
  const record = judge(
    rule(1),
    { sum: { value: 500, source: 'declared' } },
    { 'test.cap': parameter('test.cap', 300) },
    on,
  )
  const stored = { id, caseId: null, partyId, record, judgedAt: now }
  const seal = async (party: string, text: string) => Buffer.from(`${party}${text}`).reverse()
  const open = async (party: string, sealed: Buffer) => Buffer.from(sealed).reverse().toString().slice(party.length)
  const asParty = <T>(party: string, use: (tx: Tx) => Promise<T>) =>
    write(async (tx) => {
      await sql`select set_config('app.party', ${party}, true)`.execute(tx)
      return use(tx)
    })

  await db.insertInto('party').values({ id: partyId, kind: 'person', division: county, created_at: now }).execute()
  await asParty(partyId, (tx) => saveJudgement(tx, stored, seal))

  const found = await asParty(partyId, (tx) => getJudgement(tx, id, open))
  assert.deepEqual(found, stored)
  assert.deepEqual(replay(found.record), { identical: true, judgement: record.judgement })
  assert.equal(found.record.judgement.result, 'unmet')
  await assert.rejects(
    asParty(newId(now), (tx) => getJudgement(tx, id, open)),
    Refusal,
  )
  await assert.rejects(
    asParty(partyId, (tx) => getJudgement(tx, id, async (...sealed) => (await open(...sealed)).replace('500', '200'))),
    /does not match its hash/,
  )
})
