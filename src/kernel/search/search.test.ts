import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../../test/database.ts'
import { callAs, testPlatform } from '../../../test/platform.ts'
import { parseDate } from '../../shared/dates.ts'
import { Refusal } from '../../shared/errors.ts'
import { anonymous } from '../access/actor.ts'
import type { Marked } from './highlight.ts'
import { searchOperations } from './operations.ts'
import { indexEntry, removeEntry, type SearchEntry } from './store.ts'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)
const synonyms = [
  ['创业担保贷款', '创业贷款', '创业贷'],
  ['高校毕业生', '大学生'],
]
const [find] = searchOperations({ synonyms, pages: { policy: (ref) => `/policies/${ref}` } })
if (!find) throw new Error('search.find is missing')

interface Found {
  closeness: string
  items: { kind: string; ref: string; href: string; title: Marked; excerpt: Marked }[]
  next: string | null
}

const search = (q: string, after?: string) => callAs<Found>(platform, find, anonymous, { q, ...(after && { after }) })
const refsOf = async (q: string) => (await search(q)).items.map(({ ref }) => ref)
const written = (marked: Marked) => marked.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')

const entry = (
  ref: string,
  title: string,
  summary: string,
  body: string,
  more: Partial<SearchEntry> = {},
): SearchEntry => ({
  kind: 'policy',
  ref,
  division: '420500000000',
  title,
  summary,
  body,
  importance: 1,
  publishedOn: parseDate('2025-01-01'),
  ...more,
})

const index = (...entries: SearchEntry[]) =>
  database.db.transaction().execute(async (tx) => {
    for (const one of entries) await indexEntry(tx, one)
  })

await index(
  entry('loan', '创业担保贷款实施细则', '最高 30 万元', '个人申请创业担保贷款的,财政按实际利率的一半贴息。'),
  entry('graduates', '关于支持高校毕业生创业的通知', '毕业五年内', '可以申请一次性补贴,也可以按规定申请创业担保贷款。'),
  entry('training', '创业培训补贴办法', 'SYB 每人 1000 元', '培训补贴按人头发放。'.repeat(10)),
  entry(
    'space',
    '孵化基地管理办法',
    '场地免费三年',
    `${'入驻项目按季报送数据。'.repeat(10)}培训、培训、培训、培训、培训、培训。`,
  ),
)

test('Chinese is found by its words, the title before the text', async () => {
  assert.deepEqual(await refsOf('担保贷款'), ['loan', 'graduates'])
  assert.deepEqual(await refsOf('培训'), ['training', 'space'])
  assert.deepEqual(await refsOf('毕业生'), ['graduates'])
  assert.deepEqual(await refsOf('ｓｙｂ'), ['training'])
})

test('the words that people use find the words of the texts', async () => {
  assert.deepEqual(await refsOf('创业贷'), ['loan', 'graduates'])
  assert.deepEqual(await refsOf('大学生怎么申请创业贷款'), ['graduates'])
})

test('who is still typing is understood', async () => {
  assert.deepEqual(await refsOf('sy'), ['training'])
  assert.deepEqual(await refsOf('补贴 培'), ['training'])
})

test('hits are marked in title and excerpt, with the page they lead to', async () => {
  const [first] = (await search('担保贷款')).items
  assert.equal(first?.href, '/policies/loan')
  assert.equal(written(first.title), '创业[担保贷款]实施细则')
  assert.equal(written(first.excerpt), '最高 30 万元 个人申请创业[担保贷款]的,财政按实际利率的一半贴息。')
})

test('where no text has everything, texts with a part are given, and said to be so', async () => {
  const found = await search('孵化基地 火星')
  assert.equal(found.closeness, 'any')
  assert.deepEqual(
    found.items.map(({ ref }) => ref),
    ['space'],
  )
})

test('among texts with a part, those with more parts stand first', async () => {
  const { items } = await search('火星 培训 孵化')
  assert.equal(items[0]?.ref, 'space')
})

test('a typing error still finds the title', async () => {
  const found = await search('担堡袋款实施细侧')
  assert.notEqual(found.closeness, 'every')
  assert.deepEqual((await search('孵话基帝管理')).items.map(({ ref }) => ref).slice(0, 1), ['space'])
})

test('what does not exist is not found', async () => {
  assert.deepEqual(await search('量子引力'), { closeness: 'alike', items: [], next: null })
})

test('entries are replaced, removed, and wait for their day', async () => {
  await index(entry('later', '临时救助办法', '', '正文', { publishedOn: parseDate('2027-01-01') }))
  assert.deepEqual(await refsOf('临时救助'), [])
  await index(entry('later', '临时救助办法', '', '正文'))
  assert.deepEqual(await refsOf('临时救助'), ['later'])
  await index(entry('later', '另一个题目', '', '正文'))
  assert.deepEqual(await refsOf('临时救助'), [])
  await database.db.transaction().execute((tx) => removeEntry(tx, 'policy', 'later'))
  assert.deepEqual(await refsOf('另一个题目'), [])
  await index(entry('hidden', '没有页面的办法', '', '', { kind: 'draft' }))
  assert.deepEqual(await refsOf('没有页面'), [])
})

test('importance and date decide between equals, and pages follow each other without gap or double', async () => {
  const many = Array.from({ length: 45 }, (_, count) =>
    entry(`tax-${String(count).padStart(2, '0')}`, '税收优惠目录', '', '', {
      importance: count === 30 ? 2 : 1,
      publishedOn: parseDate(`2025-0${1 + (count % 9)}-01`),
    }),
  )
  await index(...many)
  const seen: string[] = []
  let page = await search('税收优惠')
  assert.equal(page.items[0]?.ref, 'tax-30')
  for (;;) {
    seen.push(...page.items.map(({ ref }) => ref))
    if (!page.next) break
    page = await search('税收优惠', page.next)
  }
  assert.equal(seen.length, 45)
  assert.equal(new Set(seen).size, 45)
  assert.deepEqual(seen.slice(1, 3), ['tax-08', 'tax-17'])
})

test('one page goes on from the titles into summaries and texts, and the next goes on where it ended', async () => {
  const many = (from: string, count: number, title: string, summary: string, body: string) =>
    Array.from({ length: count }, (_, number) => entry(`${from}-${10 + number}`, title, summary, body))
  await index(
    ...many('body', 12, '夜市管理办法', '', '设立流动摊位和便民摊位。'),
    ...many('head', 11, '集市管理办法', '流动摊位不收费', ''),
    ...many('title', 13, '流动摊位管理办法', '', '流动摊位'),
  )
  const first = await search('流动摊位')
  const second = await search('流动摊位', first.next ?? '')
  const kinds = [...first.items, ...second.items].map(({ ref }) => ref.split('-')[0])
  assert.deepEqual(kinds, [...Array(13).fill('title'), ...Array(11).fill('head'), ...Array(12).fill('body')])
  assert.equal(new Set([...first.items, ...second.items].map(({ ref }) => ref)).size, 36)
  assert.equal(second.next, null)
})

test('a page that ends with its step leads to the next one', async () => {
  const { next } = await search('流动摊位')
  assert.equal(next, 'every.head.7')
  assert.equal((await search('流动摊位', 'every.head.11')).items.length, 12)
  assert.deepEqual((await search('流动摊位', 'every.text.12')).items, [])
})

test('what lacks one part of the question stands before what lacks two, wherever the words are', async () => {
  await index(
    entry('two', '摩托车驾驶证', '', '备案。'),
    entry('one', '备案目录', '', '摩托车，也要登记驾驶证，另见年审。'),
  )
  const { closeness, items } = await search('摩托车 年审 备案 火星')
  assert.equal(closeness, 'any')
  assert.deepEqual(
    items.map(({ ref }) => ref),
    ['one', 'two'],
  )
})

test('hostile questions are answered or refused, never a fault of ours', async () => {
  const hostile = [
    "' or 1=1 --",
    '贷款:*',
    '贷款 & ! | (',
    "'); drop table search_entry; --",
    '\\',
    "a'b\\c:*",
    '%_%',
    '<script>',
    'ab'.repeat(90),
  ]
  for (const q of hostile) {
    await search(q).catch((error: unknown) => assert.ok(error instanceof Refusal && error.parts.status === 422, q))
  }
  for (const q of ['', ' ', '贷', '贷款\u0000', '字'.repeat(10_000)]) {
    await assert.rejects(search(q), (error: unknown) => {
      return error instanceof Refusal && error.parts.status === 422 && error.parts.errors?.[0]?.field === 'q'
    })
  }
  assert.deepEqual(await refsOf('担保贷款'), ['loan', 'graduates'])
})

test('a place that no page gave is refused', async () => {
  for (const after of [
    'x',
    'every.title.-1',
    'every.title.5000',
    'every.20',
    'none.title.20',
    'every.foot.20',
    'every.title.20;',
  ]) {
    await assert.rejects(search('贷款', after), (error: unknown) => {
      return error instanceof Refusal && error.parts.errors?.[0]?.field === 'after'
    })
  }
})
