import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { NATION, type Parameter, placesFor, resolveParameters } from './parameters.ts'

const row = (division: string, value: number, from = '2023-10-01', to: string | null = null): Parameter => ({
  key: 'cap',
  division,
  value,
  unit: 'fen',
  validFrom: parseDate(from),
  validTo: to === null ? null : parseDate(to),
  certainty: 'confirmed',
  source: `source of ${division}`,
  note: '',
})
const province = '420000000000'
const city = '420500000000'
const county = '420502000000'
const on = parseDate('2026-11-22')

test('figures are looked for from the division itself to the nation', () => {
  assert.deepEqual(placesFor('420502001003'), ['420502001003', '420502001000', county, city, province, NATION])
  assert.deepEqual(placesFor(city), [city, province, NATION])
  assert.deepEqual(placesFor(NATION), [NATION])
})

test('the nearest ancestor wins, and names what it takes the place of', () => {
  const rows = [row(NATION, 30), row(city, 60), row('420600000000', 40)]
  assert.deepEqual(resolveParameters(rows, county, on).cap, {
    ...row(city, 60),
    overrides: { division: NATION, value: 30, unit: 'fen', source: `source of ${NATION}` },
  })
  assert.deepEqual(resolveParameters(rows, province, on).cap, row(NATION, 30))
  assert.equal(resolveParameters([row(city, 60)], province, on).cap, undefined)
})

test('a figure counts from its first day until the day before its end; within a division the newest counts', () => {
  const rows = [row(NATION, 20, '2020-01-01'), row(NATION, 30, '2023-10-01', '2028-10-01')]
  const capOn = (day: string) => resolveParameters(rows, city, parseDate(day)).cap
  assert.equal(capOn('2019-12-31'), undefined)
  assert.equal(capOn('2023-09-30')?.value, 20)
  assert.equal(capOn('2023-10-01')?.value, 30)
  assert.equal(capOn('2023-10-01')?.overrides, undefined)
  assert.equal(capOn('2028-09-30')?.value, 30)
  assert.equal(capOn('2028-10-01')?.value, 20)
})

test('the order of the rows does not matter', () => {
  const rows = [row(NATION, 20, '2020-01-01'), row(NATION, 30), row(province, 40), row(city, 60)]
  assert.deepEqual(resolveParameters(rows.toReversed(), county, on), resolveParameters(rows, county, on))
})
