import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keepPages, packPage } from './kept-pages.ts'

const start = Date.now()
const pageOf = (text: string) => ({ ...packPage({}, text), renderedAt: start })
const textOf = (found: ReturnType<ReturnType<typeof keepPages>['find']>) => found?.page.plain.toString()

function keepAt(seconds: number, keys: readonly string[]) {
  let now = start
  const pages = keepPages(() => now)
  for (const key of keys) pages.begin(key)(pageOf(key))
  now += seconds * 1000
  return pages
}

test('a page is found by its key, and renewed by one reader when it is no longer fresh', () => {
  const fresh = keepAt(4, ['a', 'b'])
  assert.equal(textOf(fresh.find('a')), 'a')
  assert.equal(fresh.find('a')?.isStale, false)
  assert.equal(fresh.find('c'), undefined)
  const stale = keepAt(6, ['a'])
  assert.deepEqual([stale.find('a')?.isStale, stale.find('a')?.isStale], [true, false])
})

test('a page is not sent when it is a minute old', () => {
  assert.equal(textOf(keepAt(60, ['a']).find('a')), 'a')
  assert.equal(keepAt(61, ['a']).find('a'), undefined)
})

test('when something changes all are dropped, those too that are being rendered', () => {
  const pages = keepAt(0, ['a'])
  const keep = pages.begin('b')
  pages.drop()
  keep(pageOf('b'))
  assert.deepEqual([pages.find('a'), pages.find('b')], [undefined, undefined])
  pages.begin('b')(pageOf('b again'))
  assert.equal(textOf(pages.find('b')), 'b again')
})

test('as many as there is room for are kept, the newest', () => {
  const pages = keepAt(
    0,
    Array.from({ length: 201 }, (_, index) => `page ${index}`),
  )
  assert.equal(pages.find('page 0'), undefined)
  assert.equal(textOf(pages.find('page 200')), 'page 200')
  pages.begin('large')(pageOf('x'.repeat(300_001)))
  assert.equal(pages.find('large'), undefined)
})
