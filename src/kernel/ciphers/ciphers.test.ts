import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { Personal } from '../../shared/personal.ts'
import { createCiphers, type SuiteChoice } from './ciphers.ts'
import { sealingKey } from './envelope.ts'
import type { KeyRing } from './keys.ts'
import { SealBroken } from './suites.ts'

const newMasterKey = () => sealingKey(randomBytes(8).toString('hex'), randomBytes(32))
const keys: KeyRing = { masterKeys: [newMasterKey()], indexKey: createSecretKey(randomBytes(32)) }
const aes = createCiphers({ ...keys, suite: 'aes' })
const sm = createCiphers({ ...keys, suite: 'sm' })
const choices: SuiteChoice[] = ['aes', 'sm']

for (const suite of choices) {
  test(`${suite}: any text comes back in its field and in no other`, () => {
    const ciphers = createCiphers({ ...keys, suite })
    const { wrapped } = ciphers.newPersonKey()
    const key = ciphers.unwrap(wrapped)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sealed = ciphers.sealText(key, 'name', new Personal(text))
        assert.equal(ciphers.openText(key, 'name', sealed).reveal(), text)
        assert.throws(() => ciphers.openText(key, 'phone', sealed), SealBroken)
      }),
    )
  })
}

test('one person’s key opens nothing of another', () => {
  const { key } = aes.newPersonKey()
  const other = aes.newPersonKey().key
  const sealed = aes.sealText(key, 'name', new Personal('张三'))
  assert.throws(() => aes.openText(other, 'name', sealed), SealBroken)
  // Even one that passes itself off under the id of the first.
  assert.throws(() => aes.openText({ id: key.id, secret: other.secret }, 'name', sealed), SealBroken)
})

test('what one suite sealed opens when the other is configured', () => {
  const { key, wrapped } = aes.newPersonKey()
  const sealed = aes.sealText(key, 'name', new Personal('张三'))
  assert.equal(sm.openText(sm.unwrap(wrapped), 'name', sealed).reveal(), '张三')
  assert.equal(aes.openText(key, 'name', sm.sealText(key, 'name', new Personal('李四'))).reveal(), '李四')
})

test('a key wrapped by an earlier master key still unwraps, one by a lost one does not', () => {
  const { key, wrapped } = aes.newPersonKey()
  const current = newMasterKey()
  const rotated = createCiphers({ ...keys, masterKeys: [current, ...keys.masterKeys], suite: 'aes' })
  const sealed = aes.sealText(key, 'name', new Personal('张三'))
  assert.equal(rotated.openText(rotated.unwrap(wrapped), 'name', sealed).reveal(), '张三')
  assert.throws(() => aes.unwrap(rotated.newPersonKey().wrapped), SealBroken)
})

test('what belongs to no person opens in its own field, also by an earlier master key, and is no wrapped key', () => {
  const sealed = aes.sealOwn('message', new Personal('验证码 123456'))
  const rotated = createCiphers({ ...keys, masterKeys: [newMasterKey(), ...keys.masterKeys], suite: 'sm' })
  assert.equal(rotated.openOwn('message', sealed).reveal(), '验证码 123456')
  assert.throws(() => rotated.openOwn('totp', sealed), SealBroken)
  assert.throws(() => rotated.unwrap(sealed), SealBroken)
  assert.throws(() => aes.openOwn('message', rotated.sealOwn('message', new Personal('x'))), SealBroken)
})

test('a wrapped key is no text and a text is no wrapped key', () => {
  const { key, wrapped } = aes.newPersonKey()
  assert.throws(() => aes.openText(key, 'name', wrapped), SealBroken)
  assert.throws(() => aes.unwrap(aes.sealText(key, 'name', new Personal('张三'))), SealBroken)
})

test('version, suite and key id stand in front, and are vouched for', () => {
  const { key } = aes.newPersonKey()
  const sealed = aes.sealText(key, 'name', new Personal('张三'))
  assert.equal(sealed.subarray(0, 10).toString('hex'), `0101${key.id}`)
  for (const [place, value] of [
    [0, 2],
    [1, 2],
    [1, 9],
    [2, 0xff ^ (sealed[2] ?? 0)],
  ] as const) {
    const changed = Buffer.from(sealed)
    changed[place] = value
    assert.throws(() => aes.openText(key, 'name', changed), SealBroken)
  }
  assert.throws(() => aes.openText(key, 'name', Buffer.alloc(0)), SealBroken)
})

test('a blind index is steady, and differs by kind, key and suite', () => {
  const other = createCiphers({ ...keys, indexKey: createSecretKey(randomBytes(32)), suite: 'aes' })
  const index = aes.blindIndex('phone', '13800001234')
  assert.equal(createCiphers({ ...keys, suite: 'aes' }).blindIndex('phone', '13800001234'), index)
  const indexes = [
    index,
    aes.blindIndex('identity', '13800001234'),
    aes.blindIndex('phone', '13800001235'),
    other.blindIndex('phone', '13800001234'),
    sm.blindIndex('phone', '13800001234'),
  ]
  assert.equal(new Set(indexes).size, indexes.length)
})

test('keys show themselves to no log', () => {
  const secret = randomBytes(32)
  const key = sealingKey('00'.repeat(8), secret)
  const shown = inspect(key, { showHidden: true, depth: null }) + JSON.stringify(key)
  for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
    assert.ok(!shown.includes(secret.toString(encoding)))
  assert.ok(!shown.includes([...secret].join()))
})
