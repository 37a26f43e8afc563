import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actOf, postedFrom, readForm } from './posted.ts'

test('what was typed becomes what an operation takes', () => {
  const posted = postedFrom([
    ['idempotencyKey', 'k-12345678'],
    ['name', ' 王小明 '],
    ['empty', '  '],
    ['amount', '30 万元'],
    ['months', '２４'],
    ['opened', '2026年1月31日'],
    ['yes', 'true'],
    ['no', 'false'],
    ['ids', 'a'],
    ['ids', 'b'],
  ])
  assert.equal(posted.key, 'k-12345678')
  assert.equal(posted.text('name'), '王小明')
  assert.equal(posted.text('empty'), undefined)
  assert.equal(posted.amount('amount'), 30_000_000)
  assert.equal(posted.whole('months'), 24)
  assert.equal(posted.day('opened'), '2026-01-31')
  assert.equal(posted.yes('yes'), true)
  assert.equal(posted.yes('no'), false)
  assert.equal(posted.yes('nothing'), undefined)
  assert.deepEqual(posted.all('ids'), ['a', 'b'])
  assert.deepEqual(posted.faults, [])
})

test('what can not be read is told by field, all of it, and kept as typed', () => {
  const posted = postedFrom([
    ['amount', '很多'],
    ['months', '两年'],
    ['opened', '2026-02-30'],
  ])
  assert.equal(posted.amount('amount'), undefined)
  assert.equal(posted.whole('months'), undefined)
  assert.equal(posted.day('opened'), undefined)
  assert.deepEqual(
    posted.faults.map(({ field }) => field),
    ['amount', 'months', 'opened'],
  )
  assert.equal(posted.values.amount, '很多')
})

test('a body that is no form of ours is refused, not a fault', async () => {
  const request = new Request('http://localhost/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  })
  await assert.rejects(readForm(request), (thrown: { init?: { status?: number } }) => thrown.init?.status === 415)
})

test('a button names one of the acts of its form, and nothing that every object has', () => {
  const acts = { save: 1, remove: 2 }
  const named = (act: string) => actOf(acts, postedFrom([['act', act]]), 'save')
  assert.deepEqual(
    ['remove', 'save', '', 'other', '__proto__', 'constructor', 'toString'].map(named),
    [2, 1, 1, 1, 1, 1, 1],
  )
})
