import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import { type TestPlatform, testPlatform } from '../../../test/platform.ts'
import { Personal } from '../../shared/personal.ts'
import { everywhere } from '../operations/everywhere.ts'
import { type MessageDraft, pruneMessages, queueMessage } from './messages.ts'
import { usualQuietHours } from './quiet-hours.ts'
import { SendFault, type SendFaultKind, sendFaults } from './send-fault.ts'
import { demonstrationPort, type MessagePort, MOST_TRIES, pauseAfter, sendDue } from './sending.ts'

let database: TestDatabase
let platform: TestPlatform
before(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  platform = testPlatform(database.db)
  await forget()
})
after(() => database.close())

const queue = (draft: Partial<MessageDraft> = {}) =>
  queueMessage(platform.db, platform, {
    medium: 'sms',
    purpose: 'test',
    recipient: new Personal('13800138001'),
    subject: null,
    body: new Personal('提醒'),
    division: '420500000000',
    ...draft,
  })

const send = (port: MessagePort | null) => sendDue(platform, { sms: port, email: null }, 'sms')
const failing = (kind: SendFaultKind): MessagePort => ({ send: () => Promise.reject(new SendFault(kind)) })
const forget = () => everywhere(platform, (tx) => tx.deleteFrom('outbound_message').execute())
const rows = () =>
  everywhere(platform, (tx) =>
    tx.selectFrom('outbound_message').selectAll().orderBy('created_at').orderBy('id').execute(),
  )
const only = async () => {
  const [row = assert.fail('no message'), ...others] = await rows()
  assert.deepEqual(others, [])
  return row
}

/** A port that keeps what it was given until it is let go. */
function holding() {
  const taken: string[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const port: MessagePort = {
    async send({ id }) {
      taken.push(id)
      await promise
    },
  }
  return { port, taken, release: resolve }
}

describe('a message', () => {
  it('goes out once, though many processes take turns', async () => {
    for (let count = 0; count < 30; count += 1) await queue()
    const taken: string[] = []
    const port: MessagePort = { send: async ({ id }) => void taken.push(id) }
    const sent = await Promise.all([1, 2, 3, 4].map(() => send(port)))
    sent.push(await send(port))
    assert.equal(
      sent.reduce((sum, count) => sum + count),
      30,
    )
    assert.equal(new Set(taken).size, 30)
    assert.equal(taken.length, 30)
    assert.ok((await rows()).every(({ state, tries, fault }) => state === 'sent' && tries === 1 && fault === null))
  })

  it('being sent holds no connection, however long the gateway takes', async () => {
    for (let count = 0; count < 12; count += 1) await queue()
    const { port, taken, release } = holding()
    const sending = send(port)
    while (taken.length < 12) await new Promise((resolve) => setImmediate(resolve))
    const { idleCount, totalCount, waitingCount } = database.pool
    assert.deepEqual([totalCount - idleCount, waitingCount], [0, 0])
    assert.equal(await send(port), 0)
    release()
    assert.equal(await sending, 12)
  })

  it('left by a process that died is sent by another, and the first can no longer write down what came of it', async () => {
    await queue()
    const { port, release } = holding()
    const sending = send(port)
    while ((await only()).state !== 'sending') await new Promise((resolve) => setImmediate(resolve))
    platform.clock.pass(121)
    assert.equal(await send(failing('busy')), 0)
    release()
    await sending
    const { state, tries, fault } = await only()
    assert.deepEqual([state, tries, fault], ['queued', 2, 'busy'])
  })

  it('that is not taken comes again after growing pauses, at most eight times', async () => {
    await queue()
    const pauses: number[] = []
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      assert.equal(await send(failing('unreachable')), 0)
      const row = await only()
      assert.equal(row.tries, tries)
      if (row.state === 'failed') break
      assert.equal(row.state, 'queued')
      pauses.push(Math.round((row.next_try_at.getTime() - platform.now().getTime()) / 1000))
      assert.equal(await send(demonstrationPort), 0)
      platform.clock.set(row.next_try_at)
    }
    const row = await only()
    assert.deepEqual([row.state, row.tries, row.fault], ['failed', MOST_TRIES, 'unreachable'])
    for (const [index, pause] of pauses.entries()) {
      const meant = Math.min(30 * 2 ** index, 3600)
      assert.ok(pause >= meant * 0.8 - 1 && pause <= meant * 1.2 + 1, `${pause} of ${meant}`)
    }
  })

  for (const [kind, { permanent }] of Object.entries(sendFaults)) {
    it(`that fails as ${kind} is ${permanent ? 'given up' : 'tried again'}`, async () => {
      await queue()
      await send(failing(kind as SendFaultKind))
      const { state, fault } = await only()
      assert.deepEqual([state, fault], [permanent ? 'failed' : 'queued', kind])
    })
  }

  it('for a medium that is off, out of date, or not to be opened fails at once, and says so', async () => {
    await queue()
    await send(null)
    assert.equal((await only()).fault, 'off')
    await forget()
    await queue({ expiresAt: new Date(platform.now().getTime() + 1000) })
    platform.clock.pass(1)
    await send(demonstrationPort)
    assert.equal((await only()).fault, 'expired')
    await forget()
    await queue()
    platform = testPlatform(database.db, { now: platform.now() })
    await send(demonstrationPort)
    assert.equal((await only()).fault, 'unreadable')
  })

  it('waits for the end of quiet hours, also when it is tried again', async () => {
    platform.clock.set('2026-11-23T23:00:00+08:00')
    await queue({ quiet: usualQuietHours })
    await queue({ urgent: true, body: new Personal('验证码') })
    assert.equal(await send(demonstrationPort), 1)
    platform.clock.set('2026-11-24T08:00:00+08:00')
    assert.equal(await send(demonstrationPort), 1)
    platform.clock.set('2026-11-24T21:59:59+08:00')
    await forget()
    await queue({ quiet: usualQuietHours })
    await send(failing('busy'))
    assert.equal((await only()).next_try_at.toISOString(), '2026-11-25T00:00:00.000Z')
  })

  it('leaves no recipient in the log, whatever the gateway says', async () => {
    await queue()
    await send({ send: () => Promise.reject(new RangeError('no such number 13800138001')) })
    assert.deepEqual(
      platform.logged.map(({ fault }) => fault),
      ['unknown'],
    )
    assert.doesNotMatch(JSON.stringify([platform.logged, await rows()]), /13800138001/)
  })

  it('is deleted some days after it was sent or given up, and not before', async () => {
    await queue()
    await queue({ medium: 'email' })
    await send(demonstrationPort)
    await pruneMessages(platform, 30)
    platform.clock.pass(30 * 24 * 3600 + 1)
    assert.equal((await rows()).length, 2)
    await pruneMessages(platform, 30)
    assert.deepEqual(
      (await rows()).map(({ state }) => state),
      ['queued'],
    )
  })
})

it('pauses grow, within a fifth, and stay below 72 minutes', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (tries, urgent, r) => {
        const pause = pauseAfter(tries, urgent, () => r)
        assert.ok(pause > 0 && pause <= 72 * 60 * 1000)
        assert.ok(pauseAfter(tries + 1, urgent, () => r) >= pause)
        assert.ok(pauseAfter(tries, true, () => r) <= pauseAfter(tries, false, () => r))
      },
    ),
  )
})
