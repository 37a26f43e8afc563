import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBlocks, sayBlock } from '../schema/body-text.ts'
import type { PolicyContent } from '../schema/desk.ts'
import { compareContents } from './compare-versions.ts'
import { emptyContent } from './content.ts'

const sentences = fc.constantFrom('首次创业', '满六个月', '给予补贴', '5000 元', '。', '申请人', '到窗口', '\n', 'SYB')
const text = fc.array(sentences, { maxLength: 12 }).map((parts) => parts.join(''))
const contents: fc.Arbitrary<PolicyContent> = fc
  .record({ title: text, body: fc.array(text, { maxLength: 6 }) })
  .map(({ title, body }) => ({
    ...emptyContent,
    title,
    body: body.map((words) => ({ kind: 'paragraph' as const, text: words })),
  }))

test('a comparison holds both texts: without what was added the earlier, without what was removed the later', () => {
  fc.assert(
    fc.property(contents, contents, (from, to) => {
      const { changes, unchanged } = compareContents(from, to)
      for (const { place, parts } of changes.filter((change) => change.place === '标题')) {
        const said = (without: string) =>
          parts
            .filter(({ kind }) => kind !== without)
            .map((part) => part.text)
            .join('')
        assert.deepEqual([said('added'), said('removed')], [from.title, to.title], place)
      }
      const letters = (kinds: readonly string[]) =>
        changes
          .filter(({ place }) => place.includes('正文'))
          .flatMap(({ parts }) => parts)
          .filter(({ kind }) => kinds.includes(kind))
          .reduce((sum, part) => sum + part.text.length, 0)
      const length = ({ body }: PolicyContent) => body.reduce((sum, block) => sum + sayBlock(block).length, 0)
      assert.equal(length(to) - length(from), letters(['added']) - letters(['removed']))
      assert.ok(unchanged <= Math.min(from.body.length, to.body.length))
    }),
  )
})

test('the same content has no changes', () => {
  fc.assert(
    fc.property(contents, (content) => {
      assert.deepEqual(compareContents(content, content), { changes: [], unchanged: content.body.length })
    }),
  )
})

test('a pasted text is put in order', () => {
  const pasted =
    '各县市区：\n\n第一条 对象\n（一）返乡人员\n（二）毕业生\n批次\t户数\n第一批\t42\n一、报送方式\n· 网上\n由窗口报送。'
  assert.deepEqual(readBlocks(pasted), [
    { kind: 'paragraph', text: '各县市区：' },
    { kind: 'heading', text: '第一条 对象' },
    { kind: 'list', items: ['（一）返乡人员', '（二）毕业生'] },
    {
      kind: 'table',
      rows: [
        ['批次', '户数'],
        ['第一批', '42'],
      ],
    },
    { kind: 'heading', text: '一、报送方式' },
    { kind: 'list', items: ['网上'] },
    { kind: 'paragraph', text: '由窗口报送。' },
  ])
})
