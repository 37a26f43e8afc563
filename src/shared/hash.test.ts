import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sha256Hex } from './hash.ts'

test('the example of FIPS 180-4', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a text is hashed as UTF-8', () => {
  assert.equal(sha256Hex('启创'), sha256Hex(Buffer.from('启创', 'utf8')))
})
