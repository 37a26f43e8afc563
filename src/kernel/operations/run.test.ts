import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { type TSchema, Type } from 'typebox'
import { testDatabase } from '../../../test/database.ts'
import { type CallOptions, callAs, personActor, refusalOf, staffActor, testPlatform } from '../../../test/platform.ts'
import { conflict } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import { type Actor, anonymous } from '../access/actor.ts'
import { anyone, only, type Policy, signedIn } from '../access/policy.ts'
import { emitEvent } from '../events/outbox.ts'
import type { Ctx } from './context.ts'
import { forgetOldKeys } from './idempotency.ts'
import { defineOperation, type Operation } from './operation.ts'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)

const clerk = staffActor('clerk', '420502000000')
const person = personActor(randomUUID())

const Note = Type.Object({ about: Type.String({ title: '事由', minLength: 2 }), fail: Type.Optional(Type.String()) })

/** Writes one event about what it is told, and then fails if it is told to; the event is its effect. */
async function note(ctx: Ctx, { about, fail }: { about: string; fail?: string | undefined }) {
  await emitEvent(ctx.db, { type: 'trial.noted', version: 1, key: about, payload: {}, at: ctx.now })
  ctx.concerning({ kind: 'trial', id: about, division: '420502000000' })
  if (fail === 'refused') throw conflict('not-now', '现在不行', '请稍后再试。')
  if (fail === 'broken') throw new Error('broken')
  return { about, receipt: randomUUID() }
}

const operation = (name: string, parts: Partial<Operation> & { policy?: Policy } = {}) =>
  defineOperation<TSchema, TSchema>({
    name,
    summary: '试办',
    http: 'POST /trial',
    policy: signedIn,
    input: Note,
    output: Type.Object({ about: Type.String(), receipt: Type.String() }),
    handle: (ctx, input) => note(ctx, input as { about: string }),
    ...parts,
  })

const writing = operation('trial.note', { policy: only('clerk', 'entrepreneur') })
const open = operation('trial.open', { policy: anyone })

interface Answer {
  about: string
  receipt: string
}

const call = (actor: Actor, input: object, options: CallOptions = {}, of = writing) =>
  callAs<Answer>(platform, of, actor, input, options)

/** How many events, audit rows and keys there are of one subject; keys all together. */
async function countWritten(about: string) {
  const count = async (table: 'outbox_event' | 'audit_entry' | 'idempotency', column?: string) => {
    const query = platform.db.selectFrom(table).select((make) => make.fn.countAll<number>().as('count'))
    const rows = column ? query.where(column as never, '=', about as never) : query
    return (await rows.executeTakeFirstOrThrow()).count
  }
  return {
    events: await count('outbox_event', 'key'),
    audited: await count('audit_entry', 'subject_id'),
    keys: await count('idempotency'),
  }
}

describe('a key', () => {
  it('used twenty times at once has one effect and one answer', async () => {
    const before = await countWritten('twenty')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => call(clerk, { about: 'twenty' }, { idempotencyKey: 'twenty-at-once' })),
    )
    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.deepEqual(await countWritten('twenty'), { events: 1, audited: 1, keys: before.keys + 1 })
  })

  it('used for something else is refused, and the first stands', async () => {
    const idempotencyKey = 'one-thing-only'
    const first = await call(clerk, { about: 'one thing' }, { idempotencyKey })
    const others = [
      () => call(clerk, { about: 'another' }, { idempotencyKey }),
      () => call(clerk, first, { idempotencyKey }, open),
    ]
    for (const other of others) {
      const answer = await refusalOf(other())
      assert.deepEqual([answer.status, answer.errors?.[0]?.field], [422, 'Idempotency-Key'])
    }
    assert.deepEqual(await call(clerk, { about: 'one thing' }, { idempotencyKey }), first)
    assert.equal((await countWritten('another')).events, 0)
  })

  it('is its owner’s: the same one of another account, or of another address, is another', async () => {
    const idempotencyKey = 'the-same-for-all'
    const about = 'many owners'
    const answers = [
      await call(clerk, { about }, { idempotencyKey }),
      await call(person, { about }, { idempotencyKey }),
      await call(anonymous, { about }, { idempotencyKey, origin: 'here' }, open),
      await call(anonymous, { about }, { idempotencyKey, origin: 'there' }, open),
    ]
    assert.equal(new Set(answers.map((answer) => answer.receipt)).size, 4)
    assert.deepEqual(await call(anonymous, { about }, { idempotencyKey, origin: 'here' }, open), answers[2])
  })

  const failures: [name: string, input: object][] = [
    ['what was sent is wrong', { about: '' }],
    ['it is refused', { about: 'freed', fail: 'refused' }],
    ['something of ours breaks', { about: 'freed', fail: 'broken' }],
  ]
  for (const [name, input] of failures) {
    it(`is free again when ${name}, and nothing is written`, async () => {
      const idempotencyKey = randomUUID()
      const before = await countWritten('freed')
      await assert.rejects(call(clerk, input, { idempotencyKey }))
      assert.deepEqual(await countWritten('freed'), before)
      await call(clerk, { about: `freed ${idempotencyKey}` }, { idempotencyKey })
    })
  }

  it('waits for the call that has it, and is taken over when that one fails', async () => {
    const idempotencyKey = 'first-fails'
    const entered = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    let calls = 0
    const slow = operation('trial.slow', {
      handle: async (ctx, input) => {
        calls += 1
        const isFirst = calls === 1
        const answer = await note(ctx, input as { about: string })
        entered.resolve()
        if (isFirst) await released.promise.then(() => assert.fail('the first breaks'))
        return answer
      },
    })
    const first = assert.rejects(call(clerk, { about: 'taken over' }, { idempotencyKey }, slow))
    await entered.promise
    const second = call(clerk, { about: 'taken over' }, { idempotencyKey }, slow)
    released.resolve()
    await first
    assert.equal((await second).about, 'taken over')
    assert.equal((await countWritten('taken over')).events, 1)
  })

  const keys: [name: string, key: string | undefined, taken: boolean][] = [
    ['none', undefined, false],
    ['an empty one', '', false],
    ['seven characters', 'a'.repeat(7), false],
    ['eight', 'a'.repeat(8), true],
    ['two hundred', 'a'.repeat(200), true],
    ['two hundred and one', 'a'.repeat(201), false],
    ['a thousand', 'a'.repeat(1000), false],
    ['a blank in it', 'with a blank', false],
    ['a Chinese one', '这是一个幂等键哦', false],
    ['a line feed', 'with-a\nline-feed', false],
  ]
  for (const [name, key, taken] of keys) {
    it(`of ${name} is ${taken ? 'taken' : 'refused'}`, async () => {
      const about = `key ${name}`
      const sent = call(clerk, { about }, { idempotencyKey: key as string })
      if (taken) await sent
      else assert.equal((await refusalOf(sent)).status, 400)
      assert.equal((await countWritten(about)).events, taken ? 1 : 0)
    })
  }

  it('is kept for a week', async () => {
    const sent = { about: randomUUID() }
    const options = { idempotencyKey: randomUUID() }
    const { receipt } = await call(clerk, sent, options)
    const day = 24 * 60 * 60 * 1000
    const later = (days: number) => new Date(platform.now().getTime() + days * day)
    await forgetOldKeys(platform.db, later(6))
    assert.equal((await call(clerk, sent, options)).receipt, receipt)
    await forgetOldKeys(platform.db, later(8))
    assert.notEqual((await call(clerk, sent, options)).receipt, receipt)
  })

  it('is kept with a hash of what was sent that tells nobody what it was', async () => {
    const secret = { about: '110101199003078515' }
    const hashes = async () =>
      (await platform.db.selectFrom('idempotency').select('request_hash').execute()).map((row) => row.request_hash)
    await call(clerk, secret, { idempotencyKey: 'kept-with-a-hash' })
    const guesses = [secret, { input: secret, file: null }].map((guess) => sha256Hex(JSON.stringify(guess)))
    assert.ok((await hashes()).every((hash) => !guesses.includes(hash)))
    const elsewhere = testPlatform(database.db)
    await callAs(elsewhere, writing, clerk, secret, { idempotencyKey: 'of-another-platform' })
    const kept = await platform.db
      .selectFrom('idempotency')
      .select('request_hash')
      .where('key', 'in', ['kept-with-a-hash', 'of-another-platform'])
      .execute()
    assert.equal(new Set(kept.map((row) => row.request_hash)).size, 2, 'another key makes another hash')
  })
})

describe('an audit row', () => {
  const findRow = (about: string) =>
    platform.db
      .selectFrom('audit_entry')
      .select([
        'actor_id',
        'actor_role',
        'operation',
        'subject_kind',
        'division',
        'channel',
        'trace_id',
        'at',
        'detail',
      ])
      .where('subject_id', '=', about)
      .executeTakeFirst()

  it('says who did what to which thing, in which role, on which way', async () => {
    await call(clerk, { about: 'audited' }, { traceId: 'trace-1', channel: 'window' })
    assert.deepEqual(await findRow('audited'), {
      actor_id: clerk.accountId,
      actor_role: 'clerk',
      operation: 'trial.note',
      subject_kind: 'trial',
      division: '420502000000',
      channel: 'window',
      trace_id: 'trace-1',
      at: platform.now(),
      detail: {},
    })
  })

  const read: Operation['handle'] = async (ctx, input) => {
    const { about, fail } = input as { about: string; fail?: string }
    ctx.concerning({ kind: 'person', id: about })
    if (fail) throw conflict('not-now', '现在不行', '请稍后再试。')
    return { about, receipt: '' }
  }
  const reading = operation('trial.read', { http: 'GET /trial', handle: read })
  const readingOfPersons = operation('trial.readPerson', { http: 'GET /trial', handle: read, personal: true })
  const keyless = operation('trial.keyless', { policy: anyone, keyless: true })
  const both: Actor = { ...clerk, grants: [...staffActor('reviewer', '420502000000').grants, ...clerk.grants] }
  const rows: [name: string, actor: Actor, of: Operation, role: string | undefined, fail?: string][] = [
    ['a write by a person', person, writing, 'entrepreneur'],
    ['a write by someone of two roles, one of them asked for', both, writing, 'clerk'],
    ['a write by nobody known', anonymous, open, 'anonymous'],
    ['a write without a key', anonymous, keyless, 'anonymous'],
    ['a reading of personal data', clerk, readingOfPersons, 'clerk'],
    ['a refused reading of personal data', clerk, readingOfPersons, undefined, 'refused'],
    ['a reading of anything else', clerk, reading, undefined],
    ['a refused write', clerk, writing, undefined, 'refused'],
  ]
  for (const [name, actor, of, role, fail] of rows) {
    it(`is ${role ? 'left by' : 'not left by'} ${name}`, async () => {
      const about = newId(platform.now())
      await call(actor, { about, ...(fail ? { fail } : {}) }, {}, of).catch(() => {})
      assert.equal((await findRow(about))?.actor_role, role)
    })
  }

  it('without a key comes with every call: each has its effect', async () => {
    for (const idempotencyKey of [undefined, 'ignored', 'ignored']) {
      await call(anonymous, { about: 'keyless' }, { idempotencyKey: idempotencyKey as string }, keyless)
    }
    const { events, audited } = await countWritten('keyless')
    assert.deepEqual([events, audited], [3, 3])
    const keys = await platform.db.selectFrom('idempotency').select('key').where('key', '=', 'ignored').execute()
    assert.deepEqual(keys, [])
  })
})

describe('who may not', () => {
  const refused: [name: string, actor: Actor, status: number][] = [
    ['nobody known', anonymous, 401],
    ['another role', staffActor('reviewer', '420502000000'), 403],
  ]
  for (const [name, actor, status] of refused) {
    it(`${name} learns so before anything else is looked at`, async () => {
      const answer = await refusalOf(call(actor, { nonsense: true }, { idempotencyKey: '' }))
      assert.equal(answer.status, status)
    })
  }
})

describe('a text', () => {
  it('that is too short without the spaces around it is too short', async () => {
    for (const about of ['  ', ' a', '\u3000a\n']) {
      const { status, errors } = await refusalOf(call(clerk, { about }))
      assert.deepEqual([status, errors?.map(({ field, code }) => [field, code])], [422, [['about', 'minLength']]])
    }
    const about = ` ${randomUUID()} `
    assert.equal((await call(clerk, { about })).about, about)
  })
})
