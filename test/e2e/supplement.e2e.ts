import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import {
  answerQuestions,
  arrive,
  declareRealName,
  fillBusiness,
  fillCredit,
  fillNeed,
  handInPaper,
  loanPapers,
  logIn,
  openLoan,
  readMessage,
  readNumber,
  sendLoan,
} from './applicant.ts'
import { actAtDesk, logInAtDesk, openCase, sendAct, verifyRealName } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { inventApplicant } from './people.ts'

/** Journey 1: from a search to the recommendation, over a supplement. The reader's browser runs no script. */
describe('a loan from the policy to the recommendation', () => {
  const applicant = inventApplicant(1)
  let house: House
  let reader: OpenedPage
  let clerk: OpenedPage
  let reviewer: OpenedPage
  let number: string

  before(async () => {
    house = await openHouse()
    reader = await house.open({ javaScript: false })
    clerk = await house.openAtDesk()
    reviewer = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is found by a reader who searches in Chinese and reads the policy’s card', async () => {
    const { page } = reader
    await page.goto('/')
    await page.getByRole('searchbox').fill('宜昌个人创业担保贷款怎么办')
    await page.getByRole('button', { name: '搜索' }).click()
    await arrive(page, '搜索')
    assert.match((await page.locator('mark').allTextContents()).join(' '), /创业担保贷款/)
    await picture(page, 'supplement-1-search')
    await page.getByRole('link', { name: '宜昌市个人创业担保贷款实施办法' }).click()
    await arrive(page, '宜昌市个人创业担保贷款实施办法')
    for (const term of ['谁能享受', '给多少', '带什么', '多久办好', '去哪办']) {
      await page.getByRole('term').filter({ hasText: term }).waitFor()
    }
    await picture(page, 'supplement-2-policy')
  })

  step('fits, by the reader’s answers, without an account', async () => {
    const { page } = reader
    await page.getByRole('link', { name: '看我合不合条件' }).click()
    await arrive(page, '看我合不合条件')
    await answerQuestions(page)
    await page.getByRole('button', { name: '查看结果' }).click()
    await page.getByRole('status').filter({ hasText: '按您的回答，符合申请条件' }).waitFor()
    await page.getByText('最多可以贷 30 万元，最长 36 个月').waitFor()
    await picture(page, 'supplement-3-eligible')
    await page.getByRole('link', { name: '开始办理' }).click()
  })

  step('is begun after registering by phone, and the real name is declared on the way', async () => {
    const { page } = reader
    await logIn(page, applicant.phone)
    await openLoan(page)
    await page.getByText('尚未提交').waitFor()
    await page.getByRole('link', { name: '实名信息' }).click()
    await declareRealName(page, applicant)
    await arrive(page, '填写创业担保贷款申请')
    await picture(page, 'supplement-4-tasks')
  })

  step('is not sent while anything is missing, and everything that is missing is told at once', async () => {
    const { page } = reader
    await page.getByRole('link', { name: '申请人和经营主体' }).click()
    await fillBusiness(page)
    await page.getByText('尚未提交').waitFor()
    await fillNeed(page)
    await arrive(page, '信用与债务')
    await page.getByRole('link', { name: '填写申请' }).click()
    await page.getByRole('link', { name: '核对并提交' }).click()
    await arrive(page, '核对并提交')
    await page.getByText('尚未提交').waitFor()
    const gaps = await page.getByRole('link', { name: /还没有(填写|交|上传)/ }).allTextContents()
    const missing = [
      '已获得创业担保贷款次数',
      '本人其他未结清贷款',
      '配偶其他未结清贷款',
      '没有不良信用记录',
      ...loanPapers,
    ]
    assert.equal(gaps.length, missing.length, gaps.join('\n'))
    for (const what of missing)
      assert.ok(
        gaps.some((gap) => gap.includes(what)),
        `${what} among ${gaps}`,
      )
    assert.ok(await page.getByRole('button', { name: '提交申请' }).isDisabled())
    await picture(page, 'supplement-5-gaps')
  })

  step('is sent whole, and a receipt says who answers until when', async () => {
    const { page } = reader
    await page.getByRole('link', { name: '填写申请' }).click()
    await page.getByRole('link', { name: '信用与债务' }).click()
    await fillCredit(page)
    for (const paper of loanPapers) await handInPaper(page, paper)
    await page.getByText('尚未提交').waitFor()
    await picture(page, 'supplement-6-papers')
    await page.getByRole('link', { name: '去核对' }).click()
    await picture(page, 'supplement-7-check')
    await sendLoan(page)
    await arrive(page, '申请回执')
    number = await readNumber(page)
    assert.equal(await page.getByText('尚未提交').count(), 0)
    await page.getByText(/西陵区就业服务窗口.*前答复（2 个工作日内）/).waitFor()
    await picture(page, 'supplement-8-receipt')
  })

  step('is looked at by the clerk, who verifies the real name and asks once for all that is missing', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk1')
    await openCase(page, number)
    await picture(page, 'supplement-9-desk')
    await verifyRealName(page, applicant)
    await page.getByRole('button', { name: '一次性告知补正' }).click()
    const form = page.getByRole('region', { name: '一次性告知补正' })
    await form.getByRole('checkbox', { name: /经营场所证明/ }).check()
    await form.getByLabel(/^怎么补：经营场所证明/).fill('租赁合同缺少出租方签字页，请补一份完整的合同。')
    await form.getByRole('button', { name: '再写一项' }).click()
    await form.getByLabel('补正事项').fill('资金用途说明')
    await form.getByLabel('怎么补：资金用途说明').fill('请写明每月预计的收入和支出，放在“其他补充材料”里交。')
    await picture(page, 'supplement-10-ask-once')
    await sendAct(page, '一次性告知补正', '已办：一次性告知补正')
  })

  step('comes back to the applicant with a notice, a message and the whole list', async () => {
    const { page } = reader
    await readMessage(page, applicant.phone, new RegExp(`${number}.*需要您补充材料`))
    await page.goto('/me')
    await page.getByText('需要您补充材料').waitFor()
    await page
      .getByText(/等您补齐材料.*请在.*前办理/)
      .first()
      .waitFor()
    await picture(page, 'supplement-11-me')
    await page.getByRole('link', { name: /去处理创业担保贷款/ }).click()
    await page.getByRole('link', { name: '去补正' }).click()
    await arrive(page, '补正')
    await page.getByText('要补 2 项').waitFor()
    await page.getByText('租赁合同缺少出租方签字页').waitFor()
    await handInPaper(page, '经营场所证明')
    await handInPaper(page, '其他补充材料')
    await page.getByText('补正尚未交回').waitFor()
    await picture(page, 'supplement-12-supply')
    await page.getByRole('button', { name: '交回补正' }).click()
    await arrive(page, /创业担保贷款/)
    await page
      .getByText(/窗口正在受理/)
      .first()
      .waitFor()
  })

  step('is accepted by the clerk', async () => {
    const { page } = clerk
    await openCase(page, number)
    await actAtDesk(page, '受理', '已办：受理')
  })

  step('is recommended by the reviewer, with the evidence of each condition in sight', async () => {
    const { page } = reviewer
    await logInAtDesk(page, 'reviewer1')
    await openCase(page, number)
    const conditions = page.getByRole('region', { name: '资格条件' })
    await conditions.getByText('符合 10 条').waitFor()
    const evidence = conditions.getByRole('group')
    assert.equal(await evidence.count(), 10)
    for (const one of await evidence.all()) {
      await one.getByText('证据').click()
      await one
        .getByText(/来源：/)
        .first()
        .waitFor()
    }
    await picture(page, 'supplement-13-evidence')
    await page.getByRole('button', { name: '审核通过并推荐' }).click()
    await page.getByLabel('审核意见').fill('条件逐条符合，用途清楚，建议推荐。')
    await picture(page, 'supplement-14-recommend')
    await sendAct(page, '审核通过并推荐', '已办：审核通过并推荐')
  })

  step('tells the applicant, whose chart has 尽职调查 lit', async () => {
    const { page } = reader
    await readMessage(page, applicant.phone, new RegExp(`${number}.*审核通过`))
    await page.goto('/me/notices')
    await page
      .getByText(/审核通过/)
      .first()
      .waitFor()
    await page.goto('/me')
    await page.getByRole('link', { name: '创业担保贷款', exact: true }).click()
    await arrive(page, /已推荐/)
    await page
      .getByRole('listitem')
      .filter({ hasText: /^尽职调查，正在这一步/ })
      .waitFor()
    await page.getByText('20 万元').first().waitFor()
    await picture(page, 'supplement-15-recommended')
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...reader.complaints, ...clerk.complaints, ...reviewer.complaints], [])
  })
})
