import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { gather } from './gather.ts'

/** Looks up words by number; each query waits until it is let go. */
function library() {
  const queries: { keys: readonly number[]; answer: (fault?: Error) => void }[] = []
  const ask = gather<number, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        const found = new Map(keys.filter((key) => key < 100).map((key) => [key, `word ${key}`]))
        queries.push({ keys, answer: (fault) => (fault ? reject(fault) : resolve(found)) })
      }),
  )
  return { ask, queries }
}

test('what is asked at once is one query, each key once, and everyone gets their own', async () => {
  const { ask, queries } = library()
  const answers = Promise.all([ask(1), ask(2), ask(1), ask(100)])
  await turn()
  await turn()
  assert.deepEqual(
    queries.map(({ keys }) => keys),
    [[1, 2, 100]],
  )
  queries[0]?.answer()
  assert.deepEqual(await answers, ['word 1', 'word 2', 'word 1', undefined])
})

test('what is asked while a query is under way waits for one that begins afterwards, also for the same key', async () => {
  const { ask, queries } = library()
  const first = ask(1)
  await turn()
  await turn()
  const later = Promise.all([ask(1), ask(3)])
  await turn()
  assert.equal(queries.length, 1)
  queries[0]?.answer()
  assert.equal(await first, 'word 1')
  await turn()
  assert.deepEqual(queries[1]?.keys, [1, 3])
  queries[1]?.answer()
  assert.deepEqual(await later, ['word 1', 'word 3'])
})

test('a query that fails fails for those who asked with it, and for nobody after', async () => {
  const { ask, queries } = library()
  const lost = Promise.allSettled([ask(1), ask(2)])
  await turn()
  await turn()
  queries[0]?.answer(new Error('no database'))
  assert.deepEqual(
    (await lost).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  const next = ask(2)
  await turn()
  await turn()
  queries[1]?.answer()
  assert.equal(await next, 'word 2')
})
