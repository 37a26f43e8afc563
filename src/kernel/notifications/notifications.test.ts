import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type TestDatabase, testDatabase } from '../../../test/database.ts'
import {
  callAs,
  operationNamed,
  personActor,
  refusalOf,
  staffActor,
  type TestPlatform,
  testPlatform,
} from '../../../test/platform.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import { anonymous } from '../access/actor.ts'
import { demonstrationPort, type Medium, type MessagePorts, queueMessage, sendQueued } from './messages.ts'
import { demonstrationMailbox, notificationOperations } from './operations.ts'
import { addNotice } from './store.ts'

const find = operationNamed(notificationOperations, 'notice.find')
const markRead = operationNamed(notificationOperations, 'notice.markRead')
const toNowhere: MessagePorts = { sms: demonstrationPort, email: demonstrationPort }

let database: TestDatabase
let platform: TestPlatform

before(async () => {
  database = await testDatabase()
  platform = testPlatform(database.db)
})
after(() => database.close())

async function newParty(): Promise<string> {
  const id = newId(platform.now())
  const party = { id, kind: 'person', division: '420502000000', created_at: platform.now() }
  await platform.db.insertInto('party').values(party).execute()
  return id
}

const notify = (partyId: string, title: string, id?: string) =>
  addNotice(platform.db, { ...(id && { id }), partyId, caseId: null, title, body: '正文', at: platform.now() })

interface Page {
  items: { id: string; title: string; read: boolean }[]
  unread: number
  next: string | null
}

test('notices come newest first, page by page, and only one’s own', async () => {
  const [mine, other] = [await newParty(), await newParty()]
  await notify(other, '别人的')
  for (let count = 1; count <= 45; count += 1) {
    if (count % 2) platform.clock.pass(1)
    await notify(mine, `第 ${count} 条`)
  }
  const titles: string[] = []
  let after: string | null = null
  do {
    const input: object = after ? { after } : {}
    const page: Page = await callAs<Page>(platform, find, personActor(mine), input)
    assert.equal(page.unread, 45)
    titles.push(...page.items.map(({ title }) => title))
    after = page.next
  } while (after)
  assert.deepEqual(
    titles,
    Array.from({ length: 45 }, (_, index) => `第 ${45 - index} 条`),
  )
})

test('a notice laid in twice under one id is there once', async () => {
  const party = await newParty()
  const id = randomUUID()
  await notify(party, '先', id)
  await notify(party, '后', id)
  const { items } = await callAs<Page>(platform, find, personActor(party))
  assert.deepEqual(
    items.map(({ title }) => title),
    ['先'],
  )
})

test('one marks only one’s own notices as read', async () => {
  const [mine, other] = [await newParty(), await newParty()]
  await notify(mine, '一')
  await notify(mine, '二')
  await notify(other, '别人的')
  const own = await callAs<Page>(platform, find, personActor(mine))
  const theirs = await callAs<Page>(platform, find, personActor(other))
  const ids = [...own.items.slice(0, 1), ...theirs.items].map(({ id }) => id)
  assert.deepEqual(await callAs(platform, markRead, personActor(mine), { ids }), { unread: 1 })
  assert.deepEqual(
    (await callAs<Page>(platform, find, personActor(mine))).items.map(({ read }) => read),
    [true, false],
  )
  assert.equal((await callAs<Page>(platform, find, personActor(other))).unread, 1)
})

test('notices are for persons, and what is no notice is refused', async () => {
  assert.equal((await refusalOf(callAs(platform, find, anonymous))).status, 401)
  assert.equal((await refusalOf(callAs(platform, find, staffActor('clerk', '420502000000')))).status, 403)
  const me = personActor(await newParty())
  assert.equal((await refusalOf(callAs(platform, markRead, me, { ids: ['x'] }))).status, 422)
  assert.deepEqual((await callAs<Page>(platform, find, me, { after: randomUUID() })).items, [])
})

const queue = (medium: Medium, recipient: string, body: string) =>
  queueMessage(platform.db, platform, {
    medium,
    purpose: 'test',
    recipient: new Personal(recipient),
    body: new Personal(body),
  })

const states = async () =>
  (await platform.db.selectFrom('outbound_message').select('state').orderBy('created_at').orderBy('id').execute()).map(
    ({ state }) => state,
  )

test('messages wait sealed, go out once, and show in the mailbox partly hidden', async () => {
  await queue('sms', '13800138000', '验证码 123456')
  await queue('email', 'wang@example.com', '您好')
  const rows = await platform.db.selectFrom('outbound_message').selectAll().execute()
  assert.equal(
    rows.some((row) => row.recipient_cipher.includes('138') || row.body_cipher.includes('123456')),
    false,
  )
  const taken: string[] = []
  const port = { send: async ({ recipient }: { recipient: Personal }) => void taken.push(recipient.reveal()) }
  const both = await Promise.all([1, 2].map(() => sendQueued(platform, { sms: port, email: port })))
  assert.equal(
    both.reduce((sum, sent) => sum + sent),
    2,
  )
  assert.deepEqual(taken.sort(), ['13800138000', 'wang@example.com'])
  assert.equal(await sendQueued(platform, toNowhere), 0)
  const at = platform.now().toISOString()
  assert.deepEqual(await callAs(platform, demonstrationMailbox, anonymous), {
    items: [
      { medium: 'email', recipient: 'w***@example.com', body: '您好', at },
      { medium: 'sms', recipient: '138****8000', body: '验证码 123456', at },
    ],
  })
})

test('what a port does not take waits for a day, then is given up; the log tells no recipient', async () => {
  await queue('sms', '13800138001', '提醒')
  await queue('email', 'li@example.com', '提醒')
  const broken = { send: () => Promise.reject(new RangeError('no such number 13800138001')) }
  assert.equal(await sendQueued(platform, { sms: broken, email: demonstrationPort }), 1)
  assert.deepEqual((await states()).slice(-2), ['queued', 'sent'])
  platform.clock.pass(24 * 3600 + 1)
  assert.equal(await sendQueued(platform, { sms: broken, email: demonstrationPort }), 0)
  assert.deepEqual((await states()).slice(-2), ['failed', 'sent'])
  assert.equal(platform.logged.length, 2)
  assert.deepEqual(Object.keys(platform.logged[0] ?? {}), ['level', 'job', 'messageId', 'medium', 'fault'])
  assert.doesNotMatch(JSON.stringify(platform.logged), /13800138001/)
})
