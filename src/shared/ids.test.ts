import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isId, newId } from './ids.ts'

test('ids rise whatever the clock does', () => {
  const clock = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_050 }), {
    minLength: 2,
    maxLength: 200,
  })
  fc.assert(
    fc.property(clock, (instants) => {
      const ids = instants.map((instant) => newId(new Date(instant)))
      assert.deepEqual([...ids].sort(), ids)
      assert.equal(new Set(ids).size, ids.length)
    }),
  )
})

test('ids rise when one millisecond holds more than the counter does', () => {
  const now = new Date('2026-11-22T00:00:00Z')
  const ids = Array.from({ length: 10_000 }, () => newId(now))
  assert.deepEqual([...ids].sort(), ids)
  assert.equal(new Set(ids).size, ids.length)
})

test('an id carries the time at which it was made', () => {
  const now = new Date('2030-01-02T03:04:05.678Z')
  assert.equal(Number.parseInt(newId(now).replaceAll('-', '').slice(0, 12), 16), now.getTime())
})

test('only ids are ids', () => {
  assert.equal(isId(newId(new Date())), true)
  assert.equal(isId('6f1c2a34-5b6d-4e7f-8a9b-0c1d2e3f4a5b'), false)
  assert.equal(isId(`${newId(new Date())}\n`), false)
  assert.equal(isId(''), false)
})
