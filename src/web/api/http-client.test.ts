import assert from 'node:assert/strict'
import { test } from 'node:test'
import { locateCall } from './http-client.ts'

test('a GET fills its path and puts the rest into the query, leaving out what is empty', () => {
  const call = locateCall('case.findInbox', { state: 'submitted', division: '', q: 'DK 1', after: undefined })
  assert.equal(call.method, 'GET')
  assert.equal(call.url, '/api/v1/inbox?state=submitted&q=DK+1')
})

test('a POST fills its path and keeps the rest for its body', () => {
  const call = locateCall('loan.accept', { id: 'a/b', version: 3 })
  assert.deepEqual(call, { method: 'POST', url: '/api/v1/loans/a%2Fb/accept', rest: { version: 3 } })
})
