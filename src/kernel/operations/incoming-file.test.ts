import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { after, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { testDatabase } from '../../../test/database.ts'
import { callAs, refusalOf, staffActor, testPlatform } from '../../../test/platform.ts'
import { conflict } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { only } from '../access/policy.ts'
import { withClient } from '../db/client.ts'
import { defineOperation } from './operation.ts'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)
const clerk = staffActor('clerk', '420502000000')

const asOwner = (statement: string) =>
  withClient(database.ownerUrl, (client) => client.query(`set search_path = qichuang; ${statement}`))

/** What has been laid down and not been removed again. */
const lying = new Set<string>()

const filing = defineOperation({
  name: 'trial.file',
  summary: '试交材料',
  http: 'POST /trial',
  policy: only('clerk'),
  input: Type.Object({ fail: Type.Optional(Type.String()) }),
  output: Type.Object({ storageKey: Type.String() }),
  async receive(_ctx, _input, { name, stream }) {
    const storageKey = randomUUID()
    const bytes = Buffer.concat(await stream.toArray())
    lying.add(storageKey)
    const discard = async () => {
      lying.delete(storageKey)
    }
    return { storageKey, name, mediaType: 'text/plain', size: bytes.length, sha256: sha256Hex(bytes), discard }
  },
  async handle(_ctx, { fail }, received) {
    if (fail === 'refused') throw conflict('not-now', '现在不行', '请稍后再试。')
    if (fail === 'broken') throw new Error('broken')
    return { storageKey: received?.storageKey ?? '' }
  },
})

function send(text: string | null, input: object = {}, idempotencyKey: string = randomUUID()) {
  const file = text === null ? {} : { file: { name: 'a.txt', stream: Readable.from([Buffer.from(text)]) } }
  return callAs<{ storageKey: string }>(platform, filing, clerk, input, { idempotencyKey, ...file })
}

describe('a file that comes with a write', () => {
  it('stays when the write is done', async () => {
    const { storageKey } = await send('kept')
    assert.ok(lying.has(storageKey))
  })

  it('is removed again when it comes a second time, and the answer names the first', async () => {
    const first = await send('once', {}, 'file-sent-twice')
    const before = [...lying]
    assert.deepEqual(await send('once', {}, 'file-sent-twice'), first)
    assert.deepEqual([...lying], before)
  })

  it('sent many times at once lies there once', async () => {
    const before = lying.size
    const answers = await Promise.all(Array.from({ length: 10 }, () => send('many', {}, 'file-sent-at-once')))
    assert.equal(new Set(answers.map((answer) => answer.storageKey)).size, 1)
    assert.equal(lying.size, before + 1)
    assert.ok(lying.has(answers[0]?.storageKey ?? ''))
  })

  const failures: [name: string, text: string | null, input?: object, key?: string][] = [
    ['the write is refused', 'x', { fail: 'refused' }],
    ['the write breaks', 'x', { fail: 'broken' }],
    ['it is another under a used key', 'other', {}, 'file-sent-twice'],
    ['the key is wrong', 'x', {}, 'short'],
    ['what comes with it is wrong', 'x', { fail: 1 }],
  ]
  for (const [name, text, input, key] of failures) {
    it(`leaves nothing lying when ${name}`, async () => {
      const before = [...lying]
      await assert.rejects(send(text, input, key))
      assert.deepEqual([...lying], before)
    })
  }

  it('stays when the answer to the commit is lost, which may have been done, and a repeat names it', async () => {
    const key = 'file-with-lost-answer'
    // A commit that takes its time goes on without whoever asked for it.
    await asOwner(
      `create function linger() returns trigger language plpgsql as 'begin perform pg_sleep(0.4); return null; end'`,
    )
    await asOwner(`create constraint trigger linger after insert on idempotency deferrable initially deferred
      for each row when (new.key = '${key}') execute function linger()`)
    const taken: { connection: { stream: Socket } }[] = []
    database.pool.on('acquire', (client) => taken.push(client as unknown as (typeof taken)[number]))
    const lost = send('kept all the same', {}, key)
    lost.catch(() => {})
    await sleep(200)
    for (const { connection } of taken) connection.stream.destroy()
    await assert.rejects(lost)
    const { storageKey } = await send('kept all the same', {}, key)
    assert.ok(lying.has(storageKey))
  })

  it('is asked for when there is none', async () => {
    const { status, errors } = await refusalOf(send(null))
    assert.deepEqual([status, errors?.[0]?.field, errors?.[0]?.message], [422, 'file', '还没有选择文件'])
  })
})
