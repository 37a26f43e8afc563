import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenedPage } from '../browser.ts'
import { arrive, handInPaper, readNumber, sendLoan } from './applicant.ts'
import { actAtDesk, logInAtDesk, openCase } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { enterAs } from './seeded.ts'

const papers = ['营业执照', '合伙协议', '全体合伙人身份证件', '合伙人类别证明', '经营场所证明', '创业计划']

const saveAndGoOn = (page: Page) => page.getByRole('button', { name: '保存并继续' }).click()

/** The partners, as each stands in a row of their own. */
async function fillPartners(page: Page): Promise<void> {
  for (const [index, name] of ['演示合伙人丙', '演示合伙人丁'].entries()) {
    const row = page.getByRole('group', { name: `合伙人${index + 1}`, exact: true })
    await row.getByLabel('合伙人姓名').fill(name)
    await row.getByLabel('人员类别').selectOption('高校毕业生（含大学生村官、留学回国）')
    await row.getByLabel('出资比例').fill('50')
    await row.getByLabel('已获得创业担保贷款次数').fill('0')
    await row.getByRole('radio', { name: '是', exact: true }).check()
  }
  await page.getByLabel('经营地址').fill('园林大道 18 号')
}

/** A partnership's loan through its agent without scripts, as far as acceptance. */
describe('a partnership’s loan', () => {
  let house: House
  let agent: OpenedPage
  let clerk: OpenedPage
  let partnership: { id: string; party_id: string; actor_id: string | null }
  let number: string

  before(async () => {
    house = await openHouse()
    agent = await house.open({ javaScript: false })
    clerk = await house.openAtDesk()
    partnership = await house.platform.db
      .selectFrom('service_case')
      .innerJoin('case_event', 'case_event.case_id', 'service_case.id')
      .select(['service_case.id', 'service_case.party_id', 'case_event.actor_id'])
      .where('service_case.service', '=', 'guaranteedLoan')
      .where('service_case.state', '=', 'submitted')
      .where('case_event.actor_role', '=', 'agent')
      .executeTakeFirstOrThrow()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('begins when the agent takes an earlier application back', async () => {
    const { page } = agent
    await enterAs(house, page, { id: String(partnership.actor_id), kind: 'person' })
    await page.goto('/me/agencies')
    await page.getByRole('button', { name: /^代.*合伙企业办$/ }).click()
    await page.goto(`/loans/${partnership.id}/withdraw`)
    await page.getByRole('button', { name: /撤回/ }).click()
    await arrive(page, /已撤回/)
  })

  step('names each partner in a row, and keeps what was typed', async () => {
    const { page } = agent
    await page.goto('/loans/new')
    await page.getByLabel('街道（乡镇）').selectOption({ index: 1 })
    await page.getByRole('button', { name: '开始填写' }).click()
    await arrive(page, '填写创业担保贷款申请')
    await page.getByRole('link', { name: '合伙人', exact: true }).click()
    await arrive(page, '合伙人')
    await fillPartners(page)
    assert.deepEqual(await findFaultsAsItStands(agent), [])
    await picture(page, 'partnership-1-partners')
    await saveAndGoOn(page)
    await arrive(page, '贷款需求')
    await page.goBack()
    assert.equal(
      await page.getByRole('group', { name: '合伙人2', exact: true }).getByLabel('合伙人姓名').inputValue(),
      '演示合伙人丁',
    )
    await saveAndGoOn(page)
  })

  step('is sent with the papers of all partners', async () => {
    const { page } = agent
    await arrive(page, '贷款需求')
    await page.getByLabel('贷款用途').fill('装修联合办公的店面，购买绘图设备，用设计费收入还款。')
    await page.getByLabel('申请金额').fill('60 万')
    await page.getByLabel('申请期限').fill('24')
    await saveAndGoOn(page)
    await page.getByLabel('企业已获得创业担保贷款次数').fill('0')
    await page.getByRole('group', { name: '工资和社会保险费' }).getByLabel('没有拖欠', { exact: true }).check()
    await page.getByRole('group', { name: '企业的信用记录' }).getByLabel('没有不良信用记录', { exact: true }).check()
    await saveAndGoOn(page)
    await arrive(page, '材料')
    for (const paper of papers) await handInPaper(page, paper)
    await page.getByRole('link', { name: '去核对' }).click()
    await sendLoan(page)
    await arrive(page, /回执/)
    number = await readNumber(page)
  })

  step('is judged by its own rule at the window, and accepted', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk3')
    await openCase(page, number)
    await page.getByText('至少有 2 人合伙人本身符合个人创业担保贷款的条件').waitFor()
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await picture(page, 'partnership-2-desk')
    await actAtDesk(page, '受理', '已办：受理')
  })
})
