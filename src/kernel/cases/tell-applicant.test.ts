import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { newPerson, newPhone } from '../../../test/people.ts'
import { testPlatform } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { seedDivisions } from '../divisions/store.ts'
import type { DeliveredEvent } from '../events/outbox.ts'
import { findNewestMessages } from '../notifications/messages.ts'
import type { CaseReceipt } from './receipt.ts'
import { tellApplicant } from './tell-applicant.ts'

const xiling = '420502000000'

const database = await testDatabase()
after(() => database.close())
const platform = testPlatform(database.db)
const subscriber = tellApplicant(platform, [loanFlow])

let phone: string
let loan: CaseReceipt
let partyId: string
before(async () => {
  await publishLoanFlow(database.ownerUrl)
  await database.db.transaction().execute((tx) => seedDivisions(tx))
  phone = newPhone()
  partyId = await newPerson(platform, phone, xiling)
  loan = await placeCase(platform, { partyId })
})

let events = 0

/** An event as the worker hands it over; each has an id of its own. */
const moved = (action: string, about: Partial<{ caseId: string; service: string }> = {}): DeliveredEvent => ({
  id: ++events,
  type: 'case.moved',
  version: 1,
  key: loan.id,
  payload: { caseId: loan.id, service: loanFlow.service, action, state: '', round: 1, ...about },
  at: platform.now().toISOString(),
})

const findNotices = () =>
  platform.db.selectFrom('notice').select(['party_id', 'case_id', 'title', 'body']).orderBy('created_at').execute()
const findMessages = async () =>
  (await findNewestMessages(platform, 100)).map(({ medium, recipient, body }) => [
    medium,
    recipient.reveal(),
    body.reveal(),
  ])

describe('the applicant', () => {
  it('is told once, in their inbox and by SMS, however often the event is delivered', async () => {
    const event = moved('accept')
    await Promise.all([subscriber.handle(event), subscriber.handle(event)])
    await subscriber.handle(event)
    const { title, body } = loanFlow.actions.accept.notice ?? assert.fail()
    assert.deepEqual(await findNotices(), [
      { party_id: partyId, case_id: loan.id, title: `创业担保贷款：${title}`, body },
    ])
    const says = `【启创】创业担保贷款（${loan.number}）：${title}。${body}`
    assert.deepEqual(await findMessages(), [['sms', phone, says]])
  })

  it('is told again of each further event, also of the same kind', async () => {
    const before = await findNotices()
    for (const event of [moved('askOnce'), moved('supply'), moved('askOnce')]) await subscriber.handle(event)
    assert.equal((await findNotices()).length, before.length + 3)
    assert.equal((await findMessages()).length, before.length + 3)
  })

  const untold: [name: string, event: () => DeliveredEvent][] = [
    ['an action that nobody needs telling of', () => moved('reopen')],
    ['an action that the flow does not have', () => moved('fly')],
    ['a service that is not here', () => moved('accept', { service: 'another' })],
    ['a case that is not there', () => moved('accept', { caseId: '01a20621-ad00-71a5-ac7c-5dfb177d2769' })],
  ]
  for (const [name, event] of untold) {
    it(`is not told of ${name}`, async () => {
      const before = [await findNotices(), await findMessages()]
      await subscriber.handle(event())
      assert.deepEqual([await findNotices(), await findMessages()], before)
    })
  }
})
