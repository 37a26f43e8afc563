import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { placeStaff } from '../../../test/accounts.ts'
import { type City, testCity, wujiagang, xiling, yichang } from '../../../test/city.ts'
import { within } from '../../../test/people.ts'
import { refusalOf } from '../../../test/platform.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import type { Actor } from '../access/actor.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { regionScope } from '../divisions/scope.ts'
import { everywhere } from '../operations/everywhere.ts'
import { type MessageDraft, queueMessage } from './messages.ts'
import { SendFault } from './send-fault.ts'
import { demonstrationPort, sendDue } from './sending.ts'

let city: City
let administrator: Actor
let local: Actor
before(async () => {
  city = await testCity()
  const { db, now } = city.platform
  administrator = await placeStaff(db, now(), { role: 'administrator', division: yichang })
  local = await placeStaff(db, now(), { role: 'administrator', division: xiling })
})
after(() => city.close())

interface Delivery {
  id: string
  recipient: string
  state: string
  tries: number
  fault: string | null
  nextTryAt: string | null
  divisionName: string | null
}
interface Page {
  items: Delivery[]
  counts: { state: string; count: number }[]
  next: string | null
}
const find = (actor: Actor, filter: object = {}) => city.call<Page>(actor, 'delivery.find', filter)
const retry = (actor: Actor, messageId: string) => city.call(actor, 'delivery.retry', { messageId })

async function place(draft: Partial<MessageDraft>): Promise<string> {
  const { platform } = city
  platform.clock.pass(1)
  await queueMessage(platform.db, platform, {
    medium: 'sms',
    purpose: 'loginCode',
    recipient: new Personal('13812345678'),
    subject: null,
    body: new Personal('正文'),
    division: yichang,
    ...draft,
  })
  const { id } = await everywhere(platform, (tx) =>
    tx.selectFrom('outbound_message').select('id').orderBy('created_at', 'desc').limit(1).executeTakeFirstOrThrow(),
  )
  return id
}

describe('the log of sendings', () => {
  it('shows to staff what went to their division and below, partly hidden; what is nobody’s to the root', async () => {
    const ids = {
      xiling: await place({ division: xiling }),
      wujiagang: await place({ division: wujiagang, medium: 'email', recipient: new Personal('li@example.com') }),
      nobody: await place({ division: yichang }),
    }
    const seen = async (actor: Actor) => (await find(actor)).items.map(({ id }) => id)
    assert.deepEqual(await seen(administrator), [ids.nobody, ids.wujiagang, ids.xiling])
    assert.deepEqual(await seen(local), [ids.xiling])
    const rows = await within(city.platform, regionScope([wujiagang as DivisionCode]), (tx) =>
      tx.selectFrom('outbound_message').select('id').where('id', 'in', Object.values(ids)).execute(),
    )
    assert.deepEqual(rows, [{ id: ids.wujiagang }])
    const { items, counts } = await find(administrator, { medium: 'email' })
    assert.deepEqual(
      items.map(({ recipient, divisionName }) => [recipient, divisionName]),
      [['l***@example.com', '伍家岗区']],
    )
    assert.equal(counts.find(({ state }) => state === 'queued')?.count, 3)
    assert.doesNotMatch(JSON.stringify(await find(administrator)), /13812345678|正文/)
    assert.deepEqual((await find(administrator, { template: 'no' })).items, [])
  })

  it('comes page by page', async () => {
    for (let count = 0; count < 55; count += 1) await place({ division: wujiagang })
    const seen: string[] = []
    let next: string | null = null
    do {
      const page: Page = await find(administrator, next ? { after: next } : {})
      seen.push(...page.items.map(({ id }) => id))
      next = page.next
    } while (next)
    assert.equal(seen.length, 58)
    assert.equal(new Set(seen).size, 58)
  })

  it('lets what was given up be tried again, by hand, within reach, and only that', async () => {
    const { platform } = city
    const id = await place({ division: wujiagang })
    const broken = { send: () => Promise.reject(new SendFault('rejected')) }
    while ((await sendDue(platform, { sms: broken, email: null }, 'sms')) > 0);
    const failed = async () => (await find(administrator, { state: 'failed' })).items.find((item) => item.id === id)
    while (!(await failed())) await sendDue(platform, { sms: broken, email: null }, 'sms')
    assert.equal((await failed())?.fault, '对方拒收')
    assert.equal((await refusalOf(retry(local, id))).status, 404)
    assert.equal((await refusalOf(retry(administrator, newId(platform.now())))).status, 404)
    await retry(administrator, id)
    assert.equal((await refusalOf(retry(administrator, id))).code, 'not-failed')
    await sendDue(platform, { sms: demonstrationPort, email: null }, 'sms')
    const { items } = await find(administrator, { state: 'sent' })
    assert.deepEqual(
      items.map((item) => [item.id, item.tries, item.fault]),
      [[id, 1, null]],
    )
  })

  it('does not try again what is out of date', async () => {
    const { platform } = city
    const id = await place({ expiresAt: new Date(platform.now().getTime() + 5000) })
    platform.clock.pass(6)
    await sendDue(platform, { sms: demonstrationPort, email: null }, 'sms')
    assert.equal((await refusalOf(retry(administrator, id))).code, 'expired')
  })

  it('is for administrators and auditors', async () => {
    const auditor = await placeStaff(city.platform.db, city.platform.now(), { role: 'auditor', division: yichang })
    assert.ok((await find(auditor)).items.length > 0)
    assert.equal((await refusalOf(retry(auditor, newId(city.platform.now())))).status, 403)
    assert.equal((await refusalOf(find(city.staff.clerk))).status, 403)
  })
})
