import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeFault, sayFault } from './fault.ts'

test('what is told of a fault never quotes what was sent', () => {
  const told = Object.assign(new Error('invalid input syntax for type date: "欧阳"'), {
    severity: 'ERROR',
    code: '22007',
    table: 'person',
    detail: 'Key (name)=(欧阳) already exists.',
  })
  assert.equal(sayFault(told), 'Error: 22007 person')
  assert.doesNotMatch(JSON.stringify(describeFault(told)), /欧阳/)
  let unread: unknown
  try {
    JSON.parse('{"name": 欧阳}')
  } catch (error) {
    unread = error
  }
  assert.equal(sayFault(unread), 'SyntaxError')
  assert.doesNotMatch(JSON.stringify(describeFault(new Error('reading', { cause: unread }))), /欧阳/)
})

test('it tells where it happened, and why', () => {
  const { fault, stack = '' } = describeFault(new TypeError('no such step', { cause: new Error('no flow') }))
  assert.equal(fault, 'TypeError: no such step')
  assert.match(stack, /fault\.test\.ts:\d+.*caused by Error: no flow\n\s+at /s)
  assert.equal(sayFault('thrown as text'), 'thrown as text')
})
