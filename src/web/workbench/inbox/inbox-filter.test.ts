import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressOf, readFilter } from './inbox-filter.ts'

const read = (text: string) => readFilter(new URLSearchParams(text))

test('a filter survives the way through an address', () => {
  const filter = read('view=all&state=submitted&overdue=yes&division=420100000000&q=DK42')
  assert.deepEqual(read(addressOf(filter).slice(1)), filter)
})

test('what is empty or unknown is left out', () => {
  assert.deepEqual(read('state=&other=1'), {})
  assert.equal(addressOf({}), '?')
})

test('a change begins at the first page', () => {
  assert.equal(addressOf(read('state=submitted&after=x'), { overdue: 'yes' }), '?state=submitted&overdue=yes')
  assert.equal(addressOf(read('state=submitted'), { after: 'x' }), '?state=submitted&after=x')
  assert.equal(addressOf(read('state=submitted'), { state: undefined }), '?')
})
