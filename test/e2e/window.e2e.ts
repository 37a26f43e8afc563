import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenedPage } from '../browser.ts'
import { arrive, loanPapers, logIn, readNumber } from './applicant.ts'
import { handInAtDesk, logInAtDesk, pick } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { inventApplicant } from './people.ts'

/** Journey 3: taken in at the window, from the person to the submission; then seen at home. */
describe('a loan that is taken in at the window', () => {
  const applicant = inventApplicant(3)
  let house: House
  let clerk: OpenedPage
  let person: OpenedPage
  let number: string

  before(async () => {
    house = await openHouse()
    clerk = await house.openAtDesk()
    person = await house.open({ javaScript: false })
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('begins with registering the person, whose paper the clerk has seen', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk1')
    await page.getByRole('link', { name: '窗口收件' }).click()
    await page.getByText('第一次来的，先登记').click()
    await page.getByLabel('姓名', { exact: true }).fill(applicant.name)
    await page.getByLabel('证件号码').fill(applicant.identityNumber)
    await page.getByLabel('手机号', { exact: true }).fill(applicant.phone)
    await picture(page, 'window-1-register')
    await page.getByRole('button', { name: '登记这位服务对象' }).click()
    await arrive(page, `${applicant.name}的档案`)
    await page.getByText('已核验实名').first().waitFor()
  })

  step('is filled in for them, saved as it is typed, with all gaps in sight', async () => {
    const { page } = clerk
    await page.getByRole('link', { name: '创业担保贷款' }).click()
    await page.getByRole('button', { name: '开始填写' }).click()
    await arrive(page, new RegExp(`为 ${applicant.name} 填写创业担保贷款申请`))
    await page.getByText('尚未提交。').waitFor()
    await page.getByRole('heading', { name: /还差 \d+ 项/ }).waitFor()
    await picture(page, 'window-2-gaps')
    await fillAtDesk(page)
    await page.getByText('已保存到服务器').waitFor()
    number = await readNumber(page)
  })

  step('takes the papers in, and is submitted', async () => {
    const { page } = clerk
    await handInAtDesk(page, loanPapers)
    await page.getByLabel(/申请人当面确认/).check()
    await page.getByText('都齐了。').waitFor()
    await picture(page, 'window-3-filled')
    await page.getByRole('button', { name: '提交申请' }).click()
    await arrive(page, number)
    await page.getByText('窗口办理').first().waitFor()
    await page
      .getByRole('listitem')
      .filter({ hasText: /提交申请.*窗口人员.*窗口/ })
      .waitFor()
    await picture(page, 'window-4-submitted')
  })

  step('is seen by the person, who logs in by phone', async () => {
    const { page } = person
    await page.goto('/me')
    await logIn(page, applicant.phone)
    await arrive(page, '我的')
    await page.getByText(`编号 ${number}`).waitFor()
    await page.getByRole('link', { name: '创业担保贷款', exact: true }).click()
    await arrive(page, /已提交/)
    await page
      .getByRole('definition')
      .filter({ hasText: /^窗口$/ })
      .waitFor()
    await picture(page, 'window-5-at-home')
  })

  step('has made none of the pages complain', async () => {
    assert.deepEqual([...clerk.complaints, ...person.complaints], [])
  })
})

/** The whole application on its one page. */
async function fillAtDesk(page: Page): Promise<void> {
  const group = (question: string | RegExp) => page.getByRole('group', { name: question })
  await pick(page, '申请人类别', /高校毕业生/)
  await pick(page, '经营主体类型', '个体工商户')
  await page.getByLabel('经营主体名称').fill('演示面包房')
  await page.getByLabel('登记日期').fill('2026-03-02')
  await page.getByLabel('经营地址').fill('西陵一路 12 号')
  await page.getByLabel('贷款用途').fill('购买烘焙设备，付半年房租，用每月的营业收入还款。')
  await page.getByLabel('申请金额').fill('20 万')
  await page.getByText('即 20 万元').waitFor()
  await page.getByLabel('申请期限').fill('24')
  await page.getByLabel('已获得创业担保贷款次数').fill('0')
  await group(/^本人其他未结清贷款/)
    .getByLabel('没有', { exact: true })
    .check()
  await group(/^配偶其他未结清贷款/)
    .getByLabel(/^没有/)
    .check()
  await group('本人没有不良信用记录').getByLabel('没有不良信用记录', { exact: true }).check()
}
