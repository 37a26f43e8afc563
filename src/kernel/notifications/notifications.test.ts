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
import type { DivisionCode } from '../divisions/division.ts'
import { everywhere } from '../operations/everywhere.ts'
import { queueMessage } from './messages.ts'
import { demonstrationMailbox, notificationOperations } from './operations.ts'
import { addNotice } from './store.ts'

const operations = notificationOperations({ templates: new Map(), root: '420500000000' as DivisionCode })
const find = operationNamed(operations, 'notice.find')
const markRead = operationNamed(operations, 'notice.markRead')

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

const tell = (partyId: string, title: string, id?: string) =>
  addNotice(platform.db, { ...(id && { id }), partyId, caseId: null, title, body: '正文', at: platform.now() })

interface Page {
  items: { id: string; title: string; read: boolean }[]
  unread: number
  next: string | null
}

test('notices come newest first, page by page, and only one’s own', async () => {
  const [mine, other] = [await newParty(), await newParty()]
  await tell(other, '别人的')
  for (let count = 1; count <= 45; count += 1) {
    if (count % 2) platform.clock.pass(1)
    await tell(mine, `第 ${count} 条`)
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
  await tell(party, '先', id)
  await tell(party, '后', id)
  const { items } = await callAs<Page>(platform, find, personActor(party))
  assert.deepEqual(
    items.map(({ title }) => title),
    ['先'],
  )
})

test('one marks only one’s own notices as read', async () => {
  const [mine, other] = [await newParty(), await newParty()]
  await tell(mine, '一')
  await tell(mine, '二')
  await tell(other, '别人的')
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

test('the mailbox of the demonstration shows messages partly hidden, newest first', async () => {
  const queue = (medium: 'sms' | 'email', recipient: string, subject: string | null, body: string) =>
    queueMessage(platform.db, platform, {
      medium,
      purpose: 'test',
      recipient: new Personal(recipient),
      subject: subject === null ? null : new Personal(subject),
      body: new Personal(body),
      division: '420500000000',
    })
  await queue('sms', '13800138000', null, '验证码 123456')
  await queue('email', 'wang@example.com', '主题', '您好')
  const rows = await everywhere(platform, (tx) => tx.selectFrom('outbound_message').selectAll().execute())
  assert.equal(
    rows.some((row) => row.recipient_cipher.includes('138') || row.body_cipher.includes('123456')),
    false,
  )
  const at = platform.now().toISOString()
  assert.deepEqual(await callAs(platform, demonstrationMailbox, anonymous), {
    items: [
      { medium: 'email', recipient: 'w***@example.com', subject: '主题', body: '您好', at },
      { medium: 'sms', recipient: '138****8000', subject: null, body: '验证码 123456', at },
    ],
  })
})
