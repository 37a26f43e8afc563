import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blockKinds, readBlock, readPasted, typeBlock } from './block-text.ts'

test('what was typed comes back as it was typed, whatever the kind', () => {
  const line = fc.stringMatching(/^[a-z补贴]{0,6}$/u)
  fc.assert(
    fc.property(fc.constantFrom(...blockKinds), fc.array(line, { minLength: 1, maxLength: 4 }), ({ value }, lines) => {
      const text = value === 'table' ? lines.map((one) => `${one} | ${one}`).join('\n') : lines.join('\n')
      assert.equal(typeBlock(readBlock(value, text)), text)
    }),
  )
})

test('a table is read from bars and from what a spreadsheet gives', () => {
  assert.deepEqual(readBlock('table', '类别 | 金额\n个体户\t5000 元').rows, [
    ['类别', '金额'],
    ['个体户', '5000 元'],
  ])
})

test('one pasted line stays in its block, several become blocks', () => {
  assert.deepEqual(readPasted('只有一行'), [])
  assert.equal(readPasted('第一条 对象\n首次创业的人员').length, 2)
})
