import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { makeCreditCode } from '../../src/kernel/parties/demonstration-id.ts'
import { addDays, dateIn } from '../../src/shared/dates.ts'
import type { OpenedPage } from '../browser.ts'
import { pdfFile } from '../sample-files.ts'
import { arrive, declareRealName, handInPaper, logIn, readMessage, readNumber, sendLoan } from './applicant.ts'
import { actAtDesk, logInAtDesk, openCase, sendAct, verifyRealName } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { inventApplicant } from './people.ts'
import { enterAs } from './seeded.ts'

const enterprise = '宜都演示问茶有限公司'
const papers = [
  '营业执照',
  '法定代表人身份证件',
  '新招用人员名册和劳动合同',
  '在职职工名册或社保缴费明细',
  '最近一期财务报表',
  '经营场所证明',
  '创业计划',
]

const choose = (page: Page, question: string | RegExp, answer: string) =>
  page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check()

const saveAndGoOn = (page: Page) => page.getByRole('button', { name: '保存并继续' }).click()

async function fillApplication(page: Page): Promise<void> {
  await page.getByRole('link', { name: '规模和用工' }).click()
  await arrive(page, '规模和用工')
  await page.getByLabel('经营地址').fill('清江大道 20 号')
  await page.getByLabel('在职职工人数').fill('40')
  await page.getByLabel('近一年新招用的符合条件人员').fill('6')
  await choose(page, '和新招用人员签的劳动合同', '都签了 1 年以上')
  await page.getByLabel('上年度营业收入').fill('800 万')
  await page.getByLabel('上年末资产总额').fill('500 万')
  await saveAndGoOn(page)
  await arrive(page, '贷款需求')
  await page.getByLabel('贷款用途').fill('添置两条揉捻生产线 380 万元，收购春茶鲜叶 120 万元，用销售收入还款。')
  await page.getByLabel('申请金额').fill('500 万')
  await page.getByLabel('申请期限').fill('24')
  await picture(page, 'enterprise-4-need')
  await saveAndGoOn(page)
  await arrive(page, '信用和工资')
  await page.getByLabel('企业已获得创业担保贷款次数').fill('0')
  await choose(page, '工资和社会保险费', '没有拖欠')
  await choose(page, '企业的信用记录', '没有不良信用记录')
  await saveAndGoOn(page)
  await arrive(page, '材料')
}

/** An enterprise's loan under a county's own rule, through an agent whose browser runs no script; and one that is refused. */
describe('an enterprise’s loan through an agent', () => {
  const applicant = inventApplicant(7)
  let house: House
  let agent: OpenedPage
  let clerk: OpenedPage
  let reviewer: OpenedPage
  let number: string

  before(async () => {
    house = await openHouse()
    agent = await house.open({ javaScript: false })
    clerk = await house.openAtDesk()
    reviewer = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('begins with telling for whom, and the authorisation', async () => {
    const { page } = agent
    await page.goto('/me/real-name')
    await logIn(page, applicant.phone)
    await page.goto('/me/real-name')
    await declareRealName(page, applicant)
    await page.goto('/me/agencies')
    await page.getByRole('link', { name: '登记一家企业的代办' }).click()
    await arrive(page, '登记代办')
    await page.getByLabel('企业名称').fill(enterprise)
    await page.getByLabel('统一社会信用代码').fill(makeCreditCode(77_001).toLowerCase())
    await choose(page, '企业类型', '公司')
    await page.getByLabel('所属行业').selectOption('C15')
    await page.getByLabel('登记日期').fill('2024-03-01')
    await page.getByLabel('登记所在地').selectOption('宜都市')
    await page.getByLabel('授权到哪一天').fill(addDays(dateIn(house.platform.now()), 200))
    await picture(page, 'enterprise-1-register')
    await page.getByRole('button', { name: '保存，下一步上传授权委托书' }).click()
    await arrive(page, enterprise)
    const file = { name: '授权委托书.pdf', mimeType: 'application/pdf', buffer: pdfFile() }
    await page.getByLabel('选择授权委托书').setInputFiles(file)
    await page.getByRole('button', { name: '上传授权委托书' }).click()
    await page.getByText('等窗口核对').first().waitFor()
    await picture(page, 'enterprise-2-agency')
  })

  step('is confirmed at the window, once the agent’s real name is', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk3')
    await page.getByRole('link', { name: '企业与代办' }).click()
    const waiting = page.getByRole('listitem').filter({ hasText: enterprise })
    await waiting.getByText('代办人的实名还没有核验').waitFor()
    await waiting.getByRole('link', { name: applicant.name }).click()
    await arrive(page, `${applicant.name}的档案`)
    await verifyRealName(page, applicant)
    await page.getByRole('link', { name: '企业与代办' }).click()
    await picture(page, 'enterprise-3-confirm')
    await waiting.getByRole('button', { name: '核对一致，确认代办' }).click()
    await waiting.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: enterprise }).waitFor()
  })

  step('is applied for in the enterprise’s name', async () => {
    const { page } = agent
    await page.goto('/me/agencies')
    await page.getByRole('button', { name: `代${enterprise}办` }).click()
    await page.getByRole('complementary', { name: '办事身份' }).getByText(enterprise).waitFor()
    await page.goto('/services/guaranteed-loan?kind=enterprise&division=420581000000')
    await page
      .getByText(/本地规定（演示都文〔2025〕21号.*代替国家规定第 1 版/)
      .first()
      .waitFor()
    await page
      .getByText(/新招用 5 人以上的：500 万元/)
      .first()
      .waitFor()
    await page.getByRole('link', { name: '开始办理' }).first().click()
    await arrive(page, `${enterprise}在哪里经营？`)
    await page.getByLabel('街道（乡镇）').selectOption({ index: 1 })
    await page.getByRole('button', { name: '开始填写' }).click()
    await arrive(page, '填写创业担保贷款申请')
    await fillApplication(page)
    for (const paper of papers) await handInPaper(page, paper)
    await page.getByRole('link', { name: '去核对' }).click()
    await picture(page, 'enterprise-5-check')
    await sendLoan(page)
    await arrive(page, /回执/)
    number = await readNumber(page)
  })

  step('is accepted, and recommended up to the county’s own cap', async () => {
    await openCase(clerk.page, number)
    await actAtDesk(clerk.page, '受理', '已办：受理')
    const { page } = reviewer
    await logInAtDesk(page, 'reviewer2')
    await openCase(page, number)
    await page.getByText(/按本地规定（演示都文/).waitFor()
    await picture(page, 'enterprise-6-review')
    await page.getByRole('button', { name: '审核通过并推荐' }).click()
    await page.getByText(/最高 500 万元/).waitFor()
    await page.getByLabel('审核意见').fill('规模、用工和信用逐条符合，建议推荐。')
    await sendAct(page, '审核通过并推荐', '已办：审核通过并推荐')
  })

  step('is told to the agent', async () => {
    const { page } = agent
    await readMessage(page, applicant.phone, new RegExp(`${number}.*审核通过`))
    await page.goto('/me')
    await page.getByText(enterprise).first().waitFor()
    await page.getByRole('link', { name: '创业担保贷款', exact: true }).click()
    await arrive(page, /已推荐/)
    await page.getByText('500 万元').first().waitFor()
    await picture(page, 'enterprise-7-recommended')
  })

  step('where refused, shows what is nearest beside it', async () => {
    const { page } = agent
    const found = await house.platform.db
      .selectFrom('service_case')
      .innerJoin('case_event', 'case_event.case_id', 'service_case.id')
      .select(['service_case.id', 'case_event.actor_id'])
      .where('service_case.state', '=', 'rejected')
      .where('case_event.actor_role', '=', 'agent')
      .executeTakeFirstOrThrow()
    await enterAs(house, page, { id: String(found.actor_id), kind: 'person' })
    await page.goto('/me/agencies')
    await page.getByRole('button', { name: /江岸餐饮/ }).click()
    await page.goto(`/loans/${found.id}`)
    await arrive(page, /已驳回/)
    await page.getByRole('heading', { name: '最接近的其他办法' }).waitFor()
    await page.getByRole('link', { name: '合伙创业担保贷款申请条件' }).waitFor()
    await picture(page, 'enterprise-8-refused')
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...agent.complaints, ...clerk.complaints, ...reviewer.complaints], [])
  })
})
