import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { testDatabase } from '../../../test/database.ts'
import { parseDate } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { type DivisionCode, parseDivisionCode } from './division.ts'
import { covers, everything, nothing, partyScope, type RegionScope, regionScope, withinScope } from './scope.ts'
import { findDivisions, seedDemonstrationDivisions, seedDivisions } from './store.ts'

const { db, close } = await testDatabase()
after(close)
await db.transaction().execute(seedDivisions)
await db.transaction().execute(seedDemonstrationDivisions)
const divisions = await findDivisions(db, { on: parseDate('2026-11-22') })
const codes = divisions.map((division) => division.code)
const code = (text: string) => parseDivisionCode(text)

// Things of two parties by turns, one thing in every division.
const parties = [newId(new Date()), newId(new Date())]
const partyAt = (place: number) => parties[place % parties.length] as string
const owners = codes.map((_, place) => partyAt(place))

async function findCovered(scope: RegionScope): Promise<DivisionCode[]> {
  const { rows } = await sql<{ division: DivisionCode }>`
    select division from unnest(${codes}::text[], ${owners}::uuid[]) as thing (division, party)
    where ${withinScope(scope, 'thing.division', 'thing.party')} order by division collate "C"`.execute(db)
  return rows.map((row) => row.division)
}

const anyScope = fc.oneof(
  fc.subarray(codes, { maxLength: 6 }).map(regionScope),
  fc.constantFrom(everything, nothing, ...parties.map((id) => partyScope(id))),
)

test('SQL and the pure check agree', async () => {
  await fc.assert(
    fc.asyncProperty(anyScope, async (scope) => {
      const expected = codes.filter((division, place) => covers(scope, division, partyAt(place)))
      assert.deepEqual(await findCovered(scope), expected)
    }),
  )
})

test('a region reaches its subtree and no further', () => {
  const scope = regionScope([code('420502'), code('429004')])
  assert.equal(covers(scope, code('420502091001')), true)
  assert.equal(covers(scope, code('429004')), true)
  assert.equal(covers(scope, code('420503')), false)
  assert.equal(covers(scope, code('420500')), false)
  assert.equal(covers(scope, code('429005')), false)
  assert.deepEqual(regionScope([code('420502091001'), code('420500'), code('420502')]).prefixes, ['4205'])
})

test('no codes are no reach', () => {
  assert.equal(regionScope([]), nothing)
  assert.equal(covers(nothing, code('420000'), partyAt(0)), false)
})

test('a party reaches its own, and nothing where no party is named', async () => {
  const scope = partyScope(partyAt(0))
  assert.equal(covers(scope, code('420502'), partyAt(0)), true)
  assert.equal(covers(scope, code('420502'), partyAt(1)), false)
  assert.equal(covers(scope, code('420502')), false)
  assert.equal(covers(scope, code('420502'), null), false)
  assert.deepEqual(
    await db.selectFrom('division').select('code').where(withinScope(scope, 'division.code')).execute(),
    [],
  )
})

test('a scope cannot be widened', () => {
  const scope = regionScope([code('420502')])
  assert.throws(() => Object.assign(scope, { all: true }), TypeError)
  assert.throws(() => (scope.prefixes as string[]).push('42'), TypeError)
})

test('a region is looked up by index', async () => {
  const plan = await db.transaction().execute(async (tx) => {
    await sql`set local enable_seqscan = off`.execute(tx)
    const within = withinScope(regionScope([code('420500')]), 'party.division')
    return tx.selectFrom('party').select('id').where(within).explain('text')
  })
  assert.match(JSON.stringify(plan), /Index Cond.*division >= '4205'.*division < '4205:'/)
})
