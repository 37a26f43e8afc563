import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { excerpt, highlight, type Marked } from './highlight.ts'

const join = (marked: Marked) => marked.map(({ text }) => text).join('')
const written = (marked: Marked) => marked.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')

test('hits are marked, the longest that fits, neighbours together', () => {
  assert.equal(written(highlight('创业担保贷款实施细则', ['贷款', '创业', '担保贷款'])), '[创业担保贷款]实施细则')
  assert.equal(written(highlight('没有', ['贷款'])), '没有')
  assert.equal(written(highlight('贷款', [])), '贷款')
  assert.deepEqual(highlight('', ['贷款']), [])
})

test('width and case make no difference, and the text stays as it was', () => {
  assert.equal(
    written(highlight('创办企业（ＳＹＢ）培训 Syb', ['创办企业(syb)', 'syb'])),
    '[创办企业（ＳＹＢ）]培训 [Syb]',
  )
})

test('markup and patterns are only text', () => {
  assert.equal(written(highlight('<b>a.c</b> abc', ['a.c', '<b>'])), '[<b>a.c]</b> abc')
  assert.equal(written(highlight('((( [x] \\', ['(((', '\\', '[x]'])), '[(((] [[x]] [\\]')
})

test('an excerpt shows where the words stand closest', () => {
  const filler = '本办法自发布之日起施行。'.repeat(20)
  const text = `贷款${filler}返乡农民工申请创业贷款的,财政贴息。${filler}`
  const shown = excerpt(text, ['返乡', '农民工', '贷款'])
  assert.match(written(shown), /^….*\[返乡农民工\]申请创业\[贷款\]的.*…$/)
  assert.ok(join(shown).length <= 120)
})

test('a short text is shown whole, a long one without hits from its beginning', () => {
  assert.equal(written(excerpt(' 最高\n30 万元 ', ['30'])), '最高 [30] 万元')
  const shown = join(excerpt('长'.repeat(500), ['短']))
  assert.equal(shown, `${'长'.repeat(119)}…`)
})

test('an excerpt is never longer than 120 and cuts no character in two', () => {
  const text = fc.string({ unit: fc.constantFrom('贷', '款', '😀', ' ', 'a', '\n'), maxLength: 400 })
  fc.assert(
    fc.property(text, (body) => {
      const shown = join(excerpt(body, ['贷款', 'aa']))
      assert.ok(shown.length <= 120, String(shown.length))
      assert.ok(shown.isWellFormed())
      assert.ok(body.replace(/\s+/g, ' ').includes(shown.replace(/^…|…$/g, '')))
    }),
  )
})

test('marking leaves nothing out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ minLength: 1, maxLength: 3 })), (text, words) => {
      assert.equal(join(highlight(text, words)), text)
    }),
  )
})
