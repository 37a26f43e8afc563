import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AskedItem, findFaults } from './asked-items.ts'

test('a list that is empty, unnamed or too short cannot be sent', () => {
  const one: AskedItem = { key: 'own.1', item: '执照', says: '请重新拍照。', chosen: true }
  assert.deepEqual(findFaults([one]), [])
  assert.deepEqual(findFaults([{ ...one, chosen: false }]), ['还没有勾选要补的内容。'])
  assert.deepEqual(findFaults([{ ...one, item: ' ' }]), ['有一项没有写补正事项。'])
  assert.deepEqual(findFaults([{ ...one, says: '补' }]), ['“怎么补”写得太短：执照。'])
})
