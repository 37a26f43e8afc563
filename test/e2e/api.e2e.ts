import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Output } from '../../src/web/api/portal-api.ts'
import { eventually, type House, openHouse, stepsIn } from './harness.ts'
import {
  addPaper,
  declareRealName,
  goodForm,
  type HttpCaller,
  httpCaller,
  logInAsStaff,
  logInByPhone,
  readSms,
  requiredKinds,
  sendLoan,
  xiling,
} from './http-caller.ts'
import { inventApplicant } from './people.ts'

type LoanView = Output<'loan.get'>

const litBox = ({ chart }: LoanView) => chart.boxes.find((box) => box.state === 'lit')?.zh
const actionsOf = ({ history }: LoanView) => history.map((entry) => entry.action)

/** Journeys 1 to 3 for a program: by HTTP alone, with cookies and idempotency keys, as any other system would. */
describe('the journeys through the API', () => {
  let house: House
  let clerk: HttpCaller
  let reviewer: HttpCaller

  before(async () => {
    house = await openHouse()
    clerk = httpCaller(house.address)
    reviewer = httpCaller(house.address)
    await logInAsStaff(clerk, 'clerk1')
    await logInAsStaff(reviewer, 'reviewer1')
  })
  after(() => house.close())

  describe('a loan from the policy to the recommendation', () => {
    const applicant = inventApplicant(11)
    const step = stepsIn(() => house)
    let own: HttpCaller
    let loan: { id: string; version: number; number: string }

    step('is found by searching in Chinese, and its policy tells who, how much and how', async () => {
      own = httpCaller(house.address)
      const found = await own.call('search.find', { q: '宜昌个人创业担保贷款怎么办' })
      assert.ok(found.items.some(({ title }) => title.some(({ hit }) => hit)))
      const policy = await own.call('policy.get', { slug: 'yichang-guaranteed-loan-2024' })
      assert.ok(found.items.some(({ href }) => href === `/policies/${policy.slug}`))
      for (const part of ['who', 'howMuch', 'bring', 'howLong', 'where'] as const)
        assert.ok((policy.card?.[part].length ?? 0) > 0)
    })

    step('fits, by answers that are not kept', async () => {
      const answers = {
        'applicant.group': 'graduate',
        'applicant.birthDate': '1998-04-12',
        'business.registered': true,
        'business.kind': 'soleTrader',
        'loan.requestedAmount': 20_000_000,
        'loan.requestedMonths': 24,
        'loan.earlierCount': 0,
        'loan.otherDebts': [],
        'spouse.otherDebts': [],
        'credit.clean': true,
      }
      const judgement = await own.call('eligibility.check', { service: 'guaranteed-loan', answers })
      assert.equal(judgement.result, 'met')
      assert.deepEqual(judgement.limits, { amount: 30_000_000, months: 36 })
    })

    step('is begun after registering, and refused with everything that is missing at once', async () => {
      await own.refused(401, 'loan.open', { division: xiling })
      await logInByPhone(own, applicant.phone)
      const { id, version, number } = await own.call('loan.open', { division: xiling })
      const form = { group: goodForm.group, businessName: goodForm.businessName }
      const draft = await own.call('loan.saveDraft', { id, version, form })
      const problem = await own.refused(422, 'loan.submit', { id, version: draft.version })
      const missing = problem.errors?.map(({ field }) => field) ?? []
      const asked = Object.keys(goodForm).filter((field) => !(field in form))
      const papers = requiredKinds.map((kind) => `papers.${kind}`)
      assert.deepEqual(missing.toSorted(), ['realName', ...asked, ...papers].toSorted())
      loan = { id, number, version: draft.version }
    })

    step('is sent whole, and once however often the sending is repeated', async () => {
      await declareRealName(own, applicant)
      const draft = await own.call('loan.saveDraft', { id: loan.id, version: loan.version, form: goodForm })
      for (const kind of requiredKinds) await addPaper(own, loan.id, kind)
      const input = { id: loan.id, version: draft.version }
      const sent = await own.call('loan.submit', input, { key: 'journey-1-submit' })
      assert.deepEqual(await own.call('loan.submit', input, { key: 'journey-1-submit' }), sent)
      const view = await own.call('loan.get', { id: loan.id })
      assert.deepEqual(actionsOf(view), ['submit'])
      assert.deepEqual([view.state, view.office, view.limitDays], ['submitted', '西陵区就业服务窗口（演示）', 2])
      loan = sent
    })

    step('is looked at by the clerk, who verifies the real name and asks once for all that is missing', async () => {
      const { items } = await clerk.call('case.findInbox', { q: loan.number })
      assert.deepEqual(
        items.map(({ id }) => id),
        [loan.id],
      )
      await clerk.refused(409, 'loan.accept', { id: loan.id, version: loan.version })
      const { applicant: declared } = await clerk.call('loan.get', { id: loan.id })
      assert.deepEqual([declared.name, declared.identity], [applicant.name, applicant.identityNumber])
      await clerk.call('person.verify', { id: declared.partyId, version: declared.version })
      const gaps = [
        { item: '经营场所证明', says: '租赁合同缺少出租方签字页，请补一份完整的合同。' },
        { item: '资金用途说明', says: '请写明每月预计的收入和支出。' },
      ]
      loan = await clerk.call('loan.askOnce', { id: loan.id, version: loan.version, gaps })
      assert.deepEqual((await own.call('loan.get', { id: loan.id })).asked, gaps)
    })

    step('comes back to the applicant with a notice, a message and the whole list', async () => {
      await readSms(own, applicant.phone, new RegExp(`${loan.number}.*需要您补充材料`))
      const { items } = await own.call('notice.find', {})
      assert.ok(items.some(({ title, caseId }) => title.includes('需要您补充材料') && caseId === loan.id))
      for (const kind of ['place', 'other']) await addPaper(own, loan.id, kind)
      loan = await own.call('loan.supply', { id: loan.id, version: loan.version })
    })

    step('is accepted, then recommended with the evidence of each condition', async () => {
      loan = await clerk.call('loan.accept', { id: loan.id, version: loan.version })
      const { judgement } = await reviewer.call('loan.get', { id: loan.id })
      assert.equal(judgement?.conditions.length, 10)
      for (const { id, result, evidence } of judgement.conditions) {
        assert.ok(result === 'met' && evidence.length > 0, `${id} is met, with evidence`)
      }
      const recommendation = { amount: 20_000_000, months: 24, opinion: '条件逐条符合，用途清楚，建议推荐。' }
      await clerk.refused(403, 'loan.recommend', { id: loan.id, version: loan.version, ...recommendation })
      await reviewer.call('loan.recommend', { id: loan.id, version: loan.version, ...recommendation })
    })

    step('tells the applicant, whose chart has 尽职调查 lit', async () => {
      await readSms(own, applicant.phone, new RegExp(`${loan.number}.*审核通过`))
      const view = await own.call('loan.get', { id: loan.id })
      assert.deepEqual([view.stateLabel, litBox(view)], ['已推荐', '尽职调查'])
      assert.equal(view.recommendation?.amount, 20_000_000)
      assert.deepEqual(actionsOf(view), ['submit', 'askOnce', 'supply', 'accept', 'recommend'])
    })
  })

  describe('a loan that is rejected, reopened and recommended', () => {
    const applicant = inventApplicant(12)
    const step = stepsIn(() => house)
    const refusal = {
      reason: '经营地址与营业执照登记的地址不一致，无法确认实际经营场所。',
      article: '财金〔2023〕75号 创业担保贷款部分关于创业经营的规定',
      wayOut: '请把经营地址改成执照上的地址，再重新申请。',
    }
    let own: HttpCaller
    let loan: { id: string; version: number; number: string }

    step('cannot be rejected without an article', async () => {
      own = httpCaller(house.address)
      await clerk.call('person.register', { ...applicant, division: xiling })
      await logInByPhone(own, applicant.phone)
      loan = await sendLoan(own)
      loan = await clerk.call('loan.accept', { id: loan.id, version: loan.version })
      const bare = { id: loan.id, version: loan.version, ...refusal, article: '' }
      const { errors } = await reviewer.refused(422, 'loan.reject', bare)
      assert.deepEqual(
        errors?.map(({ field }) => field),
        ['article'],
      )
    })

    step('is rejected with reason, article and way out, which the applicant reads', async () => {
      loan = await reviewer.call('loan.reject', { id: loan.id, version: loan.version, ...refusal })
      await readSms(own, applicant.phone, new RegExp(`${loan.number}.*申请被驳回`))
      const view = await own.call('loan.get', { id: loan.id })
      assert.deepEqual([view.stateLabel, litBox(view)], ['已驳回', '贷款驳回并告知理由'])
      assert.deepEqual(view.refusal, refusal)
    })

    step('is reopened under its number, changed and sent again', async () => {
      const { number } = loan
      loan = await own.call('loan.reopen', { id: loan.id, version: loan.version })
      assert.equal(loan.number, number)
      const { form, round } = await own.call('loan.get', { id: loan.id })
      assert.deepEqual([round, form.businessName, form.truthful], [2, goodForm.businessName, undefined])
      const changed = { ...form, businessAddress: '胜利四路 8 号', truthful: true as const }
      const draft = await own.call('loan.saveDraft', { id: loan.id, version: loan.version, form: changed })
      loan = await own.call('loan.submit', { id: loan.id, version: draft.version })
    })

    step('is accepted and recommended', async () => {
      loan = await clerk.call('loan.accept', { id: loan.id, version: loan.version })
      const recommendation = { amount: 20_000_000, months: 24, opinion: '地址已更正，条件符合，建议推荐。' }
      await reviewer.call('loan.recommend', { id: loan.id, version: loan.version, ...recommendation })
      await readSms(own, applicant.phone, new RegExp(`${loan.number}.*审核通过`))
      assert.equal(litBox(await own.call('loan.get', { id: loan.id })), '尽职调查')
    })
  })

  describe('a loan that is taken in at the window', () => {
    const applicant = inventApplicant(13)
    const step = stepsIn(() => house)

    step('is taken in whole by the clerk, and seen by the person who logs in by phone', async () => {
      const { id: partyId } = await clerk.call('person.register', { ...applicant, division: xiling })
      const sent = await sendLoan(clerk, partyId)
      const own = httpCaller(house.address)
      await logInByPhone(own, applicant.phone)
      const { items } = await own.call('case.findOwn', {})
      assert.deepEqual(
        items.map(({ id, state, channelLabel }) => [id, state, channelLabel]),
        [[sent.id, 'submitted', '窗口']],
      )
      const view = await own.call('loan.get', { id: sent.id })
      assert.equal(view.applicant.verification, 'verified')
      assert.deepEqual(
        view.history.map(({ action, role, channel }) => [action, role, channel]),
        [['submit', 'clerk', 'window']],
      )
      await eventually(async () => assert.equal((await own.call('notice.find', {})).unread, 1))
    })
  })
})
