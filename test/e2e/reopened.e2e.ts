import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive, fillBusiness, readMessage, sendLoan } from './applicant.ts'
import { actAtDesk, logInAtDesk, openCase, sendAct } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import * as http from './http-caller.ts'
import { inventApplicant } from './people.ts'

/** Journey 2: rejected with reasons, reopened, recommended. What comes before the rejection is done through the API. */
describe('a loan that is rejected, reopened and recommended', () => {
  const applicant = inventApplicant(2)
  const refusal = {
    article: '财金〔2023〕75号 创业担保贷款部分关于创业经营的规定',
    reason: '经营地址与营业执照登记的地址不一致，无法确认实际经营场所。',
    wayOut: '请把经营地址改成执照上的地址，或先办理地址变更登记，再重新申请。',
  }
  let house: House
  let person: OpenedPage
  let clerk: OpenedPage
  let reviewer: OpenedPage
  let number: string

  before(async () => {
    house = await openHouse()
    const [own, window] = [http.httpCaller(house.address), http.httpCaller(house.address)]
    await http.logInAsStaff(window, 'clerk3')
    await window.call('person.register', { ...applicant, division: http.xiling })
    await http.logInByPhone(own, applicant.phone)
    const sent = await http.sendLoan(own)
    await window.call('loan.accept', { id: sent.id, version: sent.version })
    number = sent.number
    person = await house.open({ javaScript: false })
    await own.continueIn(person.page)
    clerk = await house.openAtDesk()
    reviewer = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('cannot be rejected without an article', async () => {
    const { page } = reviewer
    await logInAtDesk(page, 'reviewer1')
    await openCase(page, number)
    await page.getByRole('button', { name: '驳回' }).click()
    const form = page.getByRole('region', { name: '驳回' })
    await form.getByLabel('驳回理由').fill(refusal.reason)
    await form.getByLabel('申请人可以怎么办').fill(refusal.wayOut)
    await form.getByText('还没有写依据条款，不能驳回。').waitFor()
    assert.ok(await form.getByRole('button', { name: '驳回', exact: true }).isDisabled())
    await picture(page, 'reopened-1-no-article')
  })

  step('is rejected with reason, article and way out', async () => {
    const { page } = reviewer
    const form = page.getByRole('region', { name: '驳回' })
    const basis = form.getByRole('combobox', { name: '依据哪一条' })
    for (const key of ['ArrowDown', 'ArrowUp', 'Enter']) await basis.press(key)
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await form.getByLabel('依据条款', { exact: true }).fill(refusal.article)
    await picture(page, 'reopened-2-reject')
    await sendAct(page, '驳回', '已办：驳回')
  })

  step('tells the applicant why, by which article, and what can be done', async () => {
    const { page } = person
    await readMessage(page, applicant.phone, new RegExp(`${number}.*申请被驳回`))
    await page.goto('/me')
    await page.getByRole('link', { name: '创业担保贷款', exact: true }).click()
    await arrive(page, /已驳回/)
    for (const words of Object.values(refusal)) await page.getByRole('definition').filter({ hasText: words }).waitFor()
    await picture(page, 'reopened-3-why')
  })

  step('is reopened under its number, changed and sent again', async () => {
    const { page } = person
    await page.getByRole('button', { name: '修改后重新申请' }).click()
    await arrive(page, '填写创业担保贷款申请')
    await page.getByText('尚未提交').waitFor()
    await page.getByRole('link', { name: '申请人和经营主体' }).click()
    assert.equal(await page.getByLabel('经营主体名称').inputValue(), http.goodForm.businessName)
    await fillBusiness(page, { address: '胜利四路 8 号' })
    await page.getByRole('link', { name: '填写申请' }).click()
    await page.getByRole('link', { name: '核对并提交' }).click()
    await page.getByText('胜利四路 8 号').waitFor()
    await sendLoan(page)
    await arrive(page, '申请回执')
    await page.getByText(number).first().waitFor()
    await picture(page, 'reopened-4-sent-again')
  })

  step('is accepted in its second round', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk1')
    await openCase(page, number)
    await page.getByText('第 2 轮').first().waitFor()
    await page.getByText('胜利四路 8 号').waitFor()
    await actAtDesk(page, '受理', '已办：受理')
  })

  step('is recommended', async () => {
    const { page } = reviewer
    await openCase(page, number)
    await page.getByRole('button', { name: '审核通过并推荐' }).click()
    await page.getByLabel('审核意见').fill('地址已更正，条件符合，建议推荐。')
    await sendAct(page, '审核通过并推荐', '已办：审核通过并推荐')
    await readMessage(person.page, applicant.phone, new RegExp(`${number}.*审核通过`))
    await person.page.goto('/me')
    await person.page.getByRole('link', { name: '创业担保贷款', exact: true }).click()
    await arrive(person.page, /已推荐/)
    const lit = person.page.getByRole('listitem').filter({ hasText: /^尽职调查，正在这一步/ })
    await lit.waitFor()
    await picture(person.page, 'reopened-5-recommended')
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...person.complaints, ...clerk.complaints, ...reviewer.complaints], [])
  })
})
