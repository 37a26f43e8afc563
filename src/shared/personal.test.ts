import assert from 'node:assert/strict'
import { test } from 'node:test'
import { format, inspect } from 'node:util'
import fc from 'fast-check'
import { maskIdentity, maskName, maskPhone, Personal } from './personal.ts'

const HIDDEN = '〔已隐去〕'

test('personal data shows itself to nobody who has not asked', () => {
  const name = new Personal('欧阳明月')
  const written = [
    `${name}`,
    String(name),
    JSON.stringify({ deep: [name] }),
    inspect({ deep: { deeper: { deepest: [name] } } }, { depth: null, showHidden: true }),
    format('%s %o %j', name, name, name),
    JSON.stringify(structuredClone({ name })),
    Object.entries(name).join(),
  ]
  for (const text of written) assert.ok(!text.includes('欧阳'), text)
  assert.equal(`${name}`, HIDDEN)
  assert.equal(JSON.stringify(name), `"${HIDDEN}"`)
  assert.equal(inspect(name), HIDDEN)
  assert.equal(name.reveal(), '欧阳明月')
})

test('masks leave enough to recognise and too little to use', () => {
  assert.equal(maskPhone(new Personal('13800001234')), '138****1234')
  assert.equal(maskPhone('0717-6445566'), '****5566')
  assert.equal(maskIdentity(new Personal('42999919900101123X')), '429***********123X')
  assert.equal(maskIdentity('H12345678'), '******78')
  assert.equal(maskName('张三'), '张*')
  assert.equal(maskName(new Personal('欧阳明月')), '欧**')
  assert.equal(maskName('𠮷田'), '𠮷*')
})

test('masks never give the whole away', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 24 }), (text) => {
      const mask = [maskPhone(text), maskIdentity(text)]
      for (const shown of mask) assert.ok(shown.replaceAll('*', '').length < text.length)
    }),
  )
})
