import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { parseDate } from '../../shared/dates.ts'
import { Refusal } from '../../shared/errors.ts'
import { levelOf, parentOf, parseDivisionCode } from './division.ts'
import { findDivisions, getDivision, seedDemonstrationDivisions, seedDivisions } from './store.ts'

const { db, close } = await testDatabase()
after(close)
for (const seed of [seedDivisions, seedDemonstrationDivisions, seedDivisions, seedDemonstrationDivisions]) {
  await db.transaction().execute(seed)
}
const today = parseDate('2026-11-22')
const code = (text: string) => parseDivisionCode(text)
const isNotFound = (error: unknown) => error instanceof Refusal && error.parts.status === 404

test('seeding twice enters the province once, its codes and levels in agreement', async () => {
  const divisions = await findDivisions(db, { on: today })
  const count = (level: string, invented: boolean) =>
    divisions.filter((division) => division.level === level && division.invented === invented).length
  assert.deepEqual([count('province', false), count('city', false), count('county', false)], [1, 13, 103])
  assert.deepEqual([count('street', true), count('community', true)], [10, 26])
  assert.equal(divisions.length, 1 + 13 + 103 + 10 + 26)
  const codes = new Set(divisions.map((division) => division.code))
  for (const division of divisions) {
    assert.equal(division.level, levelOf(division.code), division.code)
    assert.equal(division.parent, parentOf(division.code), division.code)
    assert.ok(division.parent === null || codes.has(division.parent), division.code)
    assert.equal(division.invented, division.name.endsWith('（演示）'), division.code)
  }
})

test('divisions are found by parent, level and subtree', async () => {
  const beneathProvince = await findDivisions(db, { on: today, parent: code('420000') })
  assert.equal(beneathProvince.length, 13 + 4)
  assert.deepEqual(
    (await findDivisions(db, { on: today, parent: code('420000'), level: 'county' })).map((division) => division.name),
    ['仙桃市', '潜江市', '天门市', '神农架林区'],
  )
  const streets = await findDivisions(db, { on: today, within: code('420502'), level: 'street' })
  assert.equal(streets.length, 4)
})

test('a division that nobody knows is not found', async () => {
  await assert.rejects(getDivision(db, code('429999'), today), isNotFound)
})

test('a code holds from its first day until the day before its last', async () => {
  const [old, successor] = [code('420588'), code('420589')]
  await db
    .insertInto('division')
    .values([
      {
        code: old,
        name: '旧县',
        level: 'county',
        parent: '420500000000',
        valid_from: '2025-01-01',
        valid_to: '2026-07-01',
        replaced_by: successor,
      },
      { code: successor, name: '新区', level: 'county', parent: '420500000000', valid_from: '2026-07-01' },
    ])
    .execute()
  await assert.rejects(getDivision(db, old, parseDate('2024-12-31')), isNotFound)
  assert.equal((await getDivision(db, old, parseDate('2025-01-01'))).replacedBy, successor)
  assert.equal((await getDivision(db, old, parseDate('2026-06-30'))).validTo, '2026-07-01')
  await assert.rejects(getDivision(db, old, parseDate('2026-07-01')), isNotFound)
  await assert.rejects(getDivision(db, successor, parseDate('2026-06-30')), isNotFound)
  assert.equal((await getDivision(db, successor, parseDate('2026-07-01'))).name, '新区')
  const names = (await findDivisions(db, { on: today, parent: code('420500') })).map((division) => division.name)
  assert.ok(names.includes('新区') && !names.includes('旧县'))
})
