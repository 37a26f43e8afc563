import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Static } from 'typebox'
import { type City, goodForm, loanIn, paperFile, refusal, testCity, xiling } from '../../../test/city.ts'
import type { CaseReceipt } from '../../kernel/cases/receipt.ts'
import { Refusal } from '../../shared/errors.ts'
import type { LoanView } from './schema.ts'

type View = Static<typeof LoanView>

/** What was refused: its status and code, with the fields it names. */
async function refused(promise: Promise<unknown>) {
  const error = await promise.then(
    () => assert.fail('should have been refused'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof Refusal, String(error instanceof Error ? error.stack : error))
  const { status, code, errors = [] } = error.parts
  return { status, code, fields: errors.map((one) => one.field), parts: error.parts }
}

describe('an individual’s guaranteed loan', () => {
  let city: City
  before(async () => {
    city = await testCity()
  })
  after(() => city.close())

  it('goes from draft over a supplement to recommendation, and its clock pauses while the applicant holds it', async () => {
    const { call, staff, platform } = city
    const applicant = await city.person()
    const start = platform.clock.now()
    const sent = await loanIn(city, applicant, 'submitted')
    platform.clock.pass(24 * 60 * 60)
    const asked = await call<CaseReceipt>(staff.clerk, 'loan.askOnce', {
      id: sent.id,
      version: sent.version,
      gaps: [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }],
    })
    platform.clock.pass(7 * 24 * 60 * 60)
    const waiting = await call<View>(applicant, 'loan.get', { id: sent.id })
    assert.equal(waiting.state, 'supplement')
    assert.deepEqual(waiting.asked, [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }])
    assert.equal(waiting.usedDays, 1)
    await call(applicant, 'paper.add', { id: sent.id, kind: 'place' }, { file: paperFile() })
    const supplied = await call<CaseReceipt>(applicant, 'loan.supply', { id: sent.id, version: asked.version })
    const back = await call<View>(applicant, 'loan.get', { id: sent.id })
    assert.equal(back.usedDays, 1, 'the week at the applicant is not counted')
    assert.equal(back.workdaysLeft, 1)
    const accepted = await call<CaseReceipt>(staff.clerk, 'loan.accept', { id: sent.id, version: supplied.version })
    await call(staff.reviewer, 'loan.recommend', {
      id: sent.id,
      version: accepted.version,
      amount: 20_000_000,
      months: 24,
      opinion: '条件符合，建议推荐',
    })
    const done = await call<View>(applicant, 'loan.get', { id: sent.id })
    assert.equal(done.stateLabel, '已推荐')
    assert.equal(done.chart.boxes.find((box) => box.state === 'lit')?.id, 'investigate')
    assert.equal(done.recommendation?.amount, 20_000_000)
    assert.equal(done.judgement?.result, 'met')
    assert.deepEqual(
      done.history.map((one) => one.action),
      ['submit', 'askOnce', 'supply', 'accept', 'recommend'],
    )
    platform.clock.set(start)
  })

  it('lists everything that is missing at once, and loses nothing that was typed', async () => {
    const applicant = await city.person()
    const opened = await city.call<CaseReceipt>(applicant, 'loan.open', { division: xiling })
    const { id } = opened
    const form = { group: 'veteran', purpose: '购买设备和原料，支付店面租金' }
    const saved = await city.call<CaseReceipt>(applicant, 'loan.saveDraft', { id, version: opened.version, form })
    const answer = await refused(city.call(applicant, 'loan.submit', { id, version: saved.version }))
    assert.equal(answer.status, 422)
    for (const field of [
      'businessKind',
      'requestedAmount',
      'cleanCredit',
      'truthful',
      'papers.identity',
      'papers.plan',
    ]) {
      assert.ok(answer.fields.includes(field), `${field} in ${answer.fields}`)
    }
    const view = await city.call<View>(applicant, 'loan.get', { id })
    assert.deepEqual(view.form, form)
    assert.equal(view.state, 'draft')
    assert.equal(view.version, saved.version)
  })

  it('does not take a registration date that is still to come', async () => {
    const applicant = await city.person()
    const draft = await loanIn(city, applicant, 'draft', { ...goodForm, businessRegisteredOn: '2026-12-24' })
    const answer = await refused(city.call(applicant, 'loan.submit', { id: draft.id, version: draft.version }))
    assert.deepEqual([answer.status, answer.fields], [422, ['businessRegisteredOn']])
  })

  it('is refused without an article, and reopens under its number after a refusal with one', async () => {
    const applicant = await city.person()
    const accepted = await loanIn(city, applicant, 'accepted')
    const { id, version } = accepted
    const bare = await refused(city.call(city.staff.reviewer, 'loan.reject', { id, version, ...refusal, article: '' }))
    assert.deepEqual([bare.status, bare.fields], [422, ['article']])
    const rejected = await city.call<CaseReceipt>(city.staff.reviewer, 'loan.reject', { id, version, ...refusal })
    const view = await city.call<View>(applicant, 'loan.get', { id })
    assert.deepEqual(view.refusal, refusal)
    const reopened = await city.call<CaseReceipt>(applicant, 'loan.reopen', { id, version: rejected.version })
    assert.equal(reopened.number, accepted.number)
    const draft = await city.call<View>(applicant, 'loan.get', { id })
    assert.deepEqual([draft.state, draft.round, draft.form.businessName], ['draft', 2, goodForm.businessName])
  })

  it('is not decided by the officer who accepted it', async () => {
    const applicant = await city.person()
    const sent = await loanIn(city, applicant, 'submitted')
    const both = { ...city.staff.clerk, grants: [...city.staff.clerk.grants, ...city.staff.reviewer.grants] }
    const accepted = await city.call<CaseReceipt>(both, 'loan.accept', { id: sent.id, version: sent.version })
    const recommendation = { amount: 20_000_000, months: 24, opinion: '条件符合，建议推荐' }
    const own = await refused(
      city.call(both, 'loan.recommend', { id: sent.id, version: accepted.version, ...recommendation }),
    )
    assert.deepEqual([own.status, own.code], [409, 'not-allowed-now'])
    await city.call(city.staff.reviewer, 'loan.recommend', {
      id: sent.id,
      version: accepted.version,
      ...recommendation,
    })
  })

  it('is recommended only when every condition is met, within the limits', async () => {
    const applicant = await city.person()
    const form = { ...goodForm, cleanCredit: false }
    const accepted = await loanIn(city, applicant, 'accepted', form)
    const input = { id: accepted.id, version: accepted.version, amount: 20_000_000, months: 24, opinion: '建议推荐' }
    const unmet = await refused(city.call(city.staff.reviewer, 'loan.recommend', input))
    assert.deepEqual([unmet.status, unmet.fields], [422, ['conditions.credit']])
    assert.match(unmet.parts.errors?.[0]?.article ?? '', /75号/)
    const other = await city.person()
    const good = await loanIn(city, other, 'accepted')
    const beyond = { ...input, id: good.id, version: good.version, amount: 40_000_000, months: 48 }
    const tooMuch = await refused(city.call(city.staff.reviewer, 'loan.recommend', beyond))
    assert.deepEqual(tooMuch.fields, ['amount', 'months'])
  })

  it('is accepted only after the real name has been verified', async () => {
    const applicant = await city.person({ verified: false })
    const sent = await loanIn(city, applicant, 'submitted')
    const input = { id: sent.id, version: sent.version }
    const answer = await refused(city.call(city.staff.clerk, 'loan.accept', input))
    assert.deepEqual([answer.status, answer.code], [409, 'not-verified'])
    const person = await city.call<{ version: number }>(city.staff.clerk, 'person.get', { id: applicant.partyId })
    await city.call(city.staff.clerk, 'person.verify', { id: applicant.partyId, version: person.version })
    await city.call(city.staff.clerk, 'loan.accept', input)
  })

  it('can be taken in whole at the window, and says so', async () => {
    const { call, staff } = city
    const applicant = await city.person()
    const opened = await call<CaseReceipt>(staff.clerk, 'loan.open', { partyId: applicant.partyId, division: xiling })
    const draft = { id: opened.id, version: opened.version, form: goodForm }
    const { version } = await call<CaseReceipt>(staff.clerk, 'loan.saveDraft', draft)
    for (const kind of ['identity', 'group', 'licence', 'place', 'plan']) {
      await call(staff.clerk, 'paper.add', { id: opened.id, kind }, { file: paperFile() })
    }
    await call(staff.clerk, 'loan.submit', { id: opened.id, version })
    const view = await call<View>(applicant, 'loan.get', { id: opened.id })
    assert.deepEqual([view.channelLabel, view.state, view.history[0]?.role], ['窗口', 'submitted', 'clerk'])
  })

  it('refuses an old version with what is true now, and a second open case with the number of the first', async () => {
    const applicant = await city.person()
    const sent = await loanIn(city, applicant, 'submitted')
    const stale = await refused(city.call(city.staff.clerk, 'loan.accept', { id: sent.id, version: sent.version - 1 }))
    assert.deepEqual([stale.status, stale.code, stale.parts.now?.version], [409, 'stale', sent.version])
    const second = await refused(city.call(applicant, 'loan.open', { division: xiling }))
    assert.deepEqual([second.status, second.parts.now?.number], [409, sent.number])
  })

  it('is out of reach for another applicant and for the staff beside', async () => {
    const applicant = await city.person()
    const stranger = await city.person()
    const sent = await loanIn(city, applicant, 'submitted')
    for (const actor of [stranger, city.staff.otherClerk]) {
      const answer = await refused(city.call(actor, 'loan.get', { id: sent.id }))
      assert.equal(answer.status, 404)
    }
    const view = await city.call<View>(city.staff.cityReviewer, 'loan.get', { id: sent.id })
    assert.equal(view.id, sent.id)
  })
})
