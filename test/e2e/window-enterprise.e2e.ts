import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import { makeCreditCode } from '../../src/kernel/parties/demonstration-id.ts'
import { addDays, dateIn } from '../../src/shared/dates.ts'
import type { OpenedPage } from '../browser.ts'
import { pdfFile } from '../sample-files.ts'
import { arrive, readNumber } from './applicant.ts'
import { actAtDesk, handInAtDesk, logInAtDesk, openCase, pick, sendAct } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { inventApplicant } from './people.ts'

const enterprise = '宜都演示枝城茶业有限公司'
const papers = [
  '营业执照',
  '法定代表人身份证件',
  '新招用人员名册和劳动合同',
  '在职职工名册或社保缴费明细',
  '最近一期财务报表',
  '经营场所证明',
  '创业计划',
]

/** One of the options of a long list, by typing a part of it. */
async function search(page: Page, field: string | RegExp, part: string): Promise<void> {
  await page.getByRole('combobox', { name: field }).first().fill(part)
  await page.keyboard.press('Enter')
}

/** The enterprise's whole application on its one page. */
async function fillAtDesk(page: Page): Promise<void> {
  const choose = (question: string, answer: string) =>
    page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check()
  await page.getByLabel('经营地址').fill('清江大道 20 号')
  await page.getByLabel('在职职工人数').fill('40')
  await page.getByLabel('近一年新招用的符合条件人员').fill('6')
  await choose('新招用人员都签了 1 年以上劳动合同', '都签了 1 年以上')
  await page.getByLabel('上年度营业收入').fill('800 万')
  await page.getByLabel('上年末资产总额').fill('500 万')
  await page.getByLabel('贷款用途').fill('添置两条揉捻生产线 380 万元，收购春茶鲜叶 120 万元，用销售收入还款。')
  await page.getByLabel('申请金额').fill('500 万')
  await page.getByLabel('申请期限').fill('24')
  await page.getByLabel('企业已获得创业担保贷款次数').fill('0')
  await choose('没有拖欠职工工资和社会保险费', '没有拖欠')
  await choose('企业没有不良信用记录', '没有不良信用记录')
}

/** An enterprise's loan under a county's own rule, taken in wholly at the window, as far as the recommendation. */
describe('an enterprise’s loan that is taken in at the window', () => {
  const agent = inventApplicant(31)
  let house: House
  let clerk: OpenedPage
  let reviewer: OpenedPage
  let number: string

  before(async () => {
    house = await openHouse()
    clerk = await house.openAtDesk()
    reviewer = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('begins with the agent, whose paper the clerk has seen', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk3')
    await page.getByRole('link', { name: '窗口收件' }).click()
    await page.getByText('第一次来的，先登记').click()
    await page.getByLabel('姓名', { exact: true }).fill(agent.name)
    await page.getByLabel('证件号码').fill(agent.identityNumber)
    await page.getByLabel('手机号', { exact: true }).fill(agent.phone)
    await page.getByRole('button', { name: '登记这位服务对象' }).click()
    await arrive(page, `${agent.name}的档案`)
  })

  step('goes on with the enterprise and the authorisation, compared and confirmed', async () => {
    const { page } = clerk
    await page.getByText('登记其代企业办事').click()
    await page.getByLabel('企业名称').fill(enterprise)
    await page.getByLabel('统一社会信用代码').fill(makeCreditCode(77_031))
    await pick(page, '企业类型', '公司')
    await search(page, '所属行业', '精制茶')
    await page.getByLabel('登记日期').fill('2024-03-01')
    await search(page, /^下一级地区/, '宜都市')
    await page.getByLabel('授权到哪一天').fill(addDays(dateIn(house.platform.now()), 200))
    const file = { name: '授权委托书.pdf', mimeType: 'application/pdf', buffer: pdfFile() }
    await page.getByLabel('授权委托书', { exact: true }).setInputFiles(file)
    await picture(page, 'window-enterprise-1-agency')
    await page.getByRole('button', { name: '登记代办' }).click()
    await page.getByRole('status').getByRole('link', { name: '企业与代办' }).click()
    const waiting = page.getByRole('listitem').filter({ hasText: enterprise })
    await waiting.getByRole('button', { name: '核对一致，确认代办' }).click()
    await waiting.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: enterprise }).click()
    await arrive(page, enterprise)
    await page.getByRole('row').filter({ hasText: agent.name }).waitFor()
    await picture(page, 'window-enterprise-2-file')
  })

  step('is filled in, saved as it is typed, and sent with its papers', async () => {
    const { page } = clerk
    await page.getByRole('link', { name: '创业担保贷款' }).click()
    await page.getByRole('button', { name: '开始填写' }).click()
    await arrive(page, new RegExp(`为 ${enterprise} 填写创业担保贷款申请`))
    await fillAtDesk(page)
    await page.getByText('已保存到服务器').waitFor()
    number = await readNumber(page)
    await handInAtDesk(page, papers)
    await page.getByLabel(/申请人当面确认/).check()
    await page.getByText('都齐了。').waitFor()
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await picture(page, 'window-enterprise-3-filled')
    await page.getByRole('button', { name: '提交申请' }).click()
    await arrive(page, number)
    await page.getByText('窗口办理').first().waitFor()
  })

  step('is accepted, and recommended up to the county’s own cap', async () => {
    await clerk.page.setViewportSize({ width: 1440, height: 900 })
    await actAtDesk(clerk.page, '受理', '已办：受理')
    const { page } = reviewer
    await logInAtDesk(page, 'reviewer2')
    await openCase(page, number)
    await page.getByText(/按本地规定（演示都文/).waitFor()
    await page.getByRole('button', { name: '审核通过并推荐' }).click()
    await page.getByText(/最高 500 万元/).waitFor()
    await page.getByLabel('审核意见').fill('规模、用工和信用逐条符合，建议推荐。')
    await picture(page, 'window-enterprise-4-review')
    await sendAct(page, '审核通过并推荐', '已办：审核通过并推荐')
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...clerk.complaints, ...reviewer.complaints], [])
  })
})
