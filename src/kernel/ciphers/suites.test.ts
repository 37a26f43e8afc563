import assert from 'node:assert/strict'
import { createCipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { SealBroken, suites } from './suites.ts'

const key = createSecretKey(randomBytes(32))
const anyBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))

test('this Node has SM3 and SM4 as the standards define them', () => {
  // GB/T 32905-2016, example 1, and GB/T 32907-2016, example 1.
  assert.equal(
    createHash('sm3').update('abc').digest('hex'),
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
  )
  const block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
  const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false)
  assert.equal(cipher.update(block).toString('hex'), '681edf34d206965e86b3e94f536e4246')
  // In counter mode the first block is the encrypted counter.
  assert.equal(
    createCipheriv('sm4-ctr', block, block).update(Buffer.alloc(16)).toString('hex'),
    '681edf34d206965e86b3e94f536e4246',
  )
})

for (const suite of suites) {
  test(`${suite.name}: what is sealed opens, and never looks the same twice`, () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (plain, aad) => {
        const sealed = suite.seal(key, plain, aad)
        assert.deepEqual(suite.open(key, sealed, aad), plain)
        assert.notDeepEqual(suite.seal(key, plain, aad), sealed)
      }),
    )
  })

  test(`${suite.name}: any changed bit is seen`, () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (plain, aad, place, bit) => {
        const sealed = suite.seal(key, plain, aad)
        const at = place % sealed.length
        sealed[at] = (sealed[at] ?? 0) ^ (1 << bit)
        assert.throws(() => suite.open(key, sealed, aad), SealBroken)
      }),
    )
  })

  test(`${suite.name}: another key, another context or a cut is seen`, () => {
    const sealed = suite.seal(key, Buffer.from('启创'), Buffer.from('name'))
    assert.throws(() => suite.open(createSecretKey(randomBytes(32)), sealed, Buffer.from('name')), SealBroken)
    assert.throws(() => suite.open(key, sealed, Buffer.from('phone')), SealBroken)
    for (let length = 0; length < sealed.length; length += 1) {
      assert.throws(() => suite.open(key, sealed.subarray(0, length), Buffer.from('name')), SealBroken)
    }
  })

  test(`${suite.name}: an index depends on text and key alone`, () => {
    const other = createSecretKey(randomBytes(32))
    assert.equal(suite.index(key, '13800001234'), suite.index(key, '13800001234'))
    assert.notEqual(suite.index(key, '13800001234'), suite.index(key, '13800001235'))
    assert.notEqual(suite.index(key, '13800001234'), suite.index(other, '13800001234'))
    assert.match(suite.index(key, ''), /^[\w-]{43}$/)
  })
}

test('every suite has a code of its own', () => {
  assert.equal(new Set(suites.map((suite) => suite.code)).size, suites.length)
})
