import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createIntention } from './intention.ts'

const counted = () => {
  let count = 0
  return createIntention(() => `key-${++count}`)
}

test('a retry of the same content keeps its key', () => {
  const intention = counted()
  assert.equal(intention.keyFor({ version: 1, reason: 'x' }), 'key-1')
  assert.equal(intention.keyFor({ version: 1, reason: 'x' }), 'key-1')
})

test('other content is another intention', () => {
  const intention = counted()
  intention.keyFor({ version: 1 })
  assert.equal(intention.keyFor({ version: 2 }), 'key-2')
})

test('after an answer the same content is meant anew', () => {
  const intention = counted()
  intention.keyFor({ version: 1 })
  intention.settle()
  assert.equal(intention.keyFor({ version: 1 }), 'key-2')
})

test('a file counts by name, size and age', () => {
  const intention = counted()
  const at = (lastModified: number) => new File(['abc'], 'a.pdf', { lastModified })
  assert.equal(intention.keyFor({ file: at(1) }), 'key-1')
  assert.equal(intention.keyFor({ file: at(1) }), 'key-1')
  assert.equal(intention.keyFor({ file: at(2) }), 'key-2')
})

test('keys of its own making have the form of ids', () => {
  assert.match(createIntention().keyFor(1), /^[0-9a-f-]{36}$/)
})
