import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive, readMail } from './applicant.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { httpCaller, logInByPhone } from './http-caller.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { inventApplicant } from './people.ts'
import { enterAs, findStaff } from './seeded.ts'

/** How people are told, and in what words: a person's own settings, and a wording edited by one and released by another. */
describe('notices', () => {
  const applicant = inventApplicant(61)
  let house: House
  let reader: OpenedPage
  let writer: OpenedPage
  let second: OpenedPage

  before(async () => {
    house = await openHouse()
    reader = await house.open({ javaScript: false })
    writer = await house.openAtDesk()
    second = await house.openAtDesk()
    const own = httpCaller(house.address)
    await logInByPhone(own, applicant.phone)
    await own.continueIn(reader.page)
    await enterAs(house, writer.page, await findStaff(house, 'editor1'))
    await enterAs(house, second.page, await findStaff(house, 'editor2'))
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('come by the media a person chose, outside the hours they chose', async () => {
    const { page } = reader
    await page.goto('/me')
    await page.getByRole('link', { name: '通知设置' }).click()
    await arrive(page, '通知设置')
    await page.getByRole('group', { name: '服务评价' }).getByLabel('短信').uncheck()
    await page.getByLabel('免打扰从').fill('二十一点')
    await page.getByRole('button', { name: '保存通知设置' }).click()
    await page.getByRole('link', { name: /免打扰从：时间要写成/ }).waitFor()
    assert.equal(await page.getByLabel('免打扰从').inputValue(), '二十一点')
    await page.getByLabel('免打扰从').fill('21：30')
    await page.getByRole('button', { name: '保存通知设置' }).click()
    await page.getByRole('status').filter({ hasText: '通知设置已保存' }).waitFor()
    assert.equal(await page.getByLabel('免打扰从').inputValue(), '21:30')
    assert.equal(await page.getByRole('group', { name: '服务评价' }).getByLabel('短信').isChecked(), false)
    await picture(page, 'notices-1-settings')
  })

  step('come by e-mail once the address is confirmed', async () => {
    const { page } = reader
    await page.getByRole('textbox', { name: '邮箱' }).fill('xiaoman＠example。com')
    await page.getByRole('button', { name: '获取邮件验证码' }).click()
    await page.getByRole('status').filter({ hasText: '验证码已发到您的邮箱' }).waitFor()
    const mail = await readMail(page, 'x***@example.com', /验证码是/)
    await page.getByLabel('邮件验证码').fill(/验证码是 (\d{6})/.exec(mail)?.[1] ?? '')
    await picture(page, 'notices-2-confirm')
    await page.getByRole('button', { name: '核对邮箱' }).click()
    await page.getByRole('status').filter({ hasText: '邮箱已核对' }).waitFor()
    await page.getByText('现在用的邮箱：x***@example.com').waitFor()
  })

  step('are worded by an editor, who is told of a variable that there is not', async () => {
    const { page } = writer
    await page.goto('/workbench/notice-templates')
    await page.getByRole('heading', { level: 1, name: '通知模板' }).waitFor()
    await picture(page, 'notices-3-templates')
    await page.getByRole('link', { name: '创业担保贷款 · 受理' }).click()
    await page.getByRole('heading', { level: 1, name: '创业担保贷款 · 受理' }).waitFor()
    await page.getByLabel('短信', { exact: true }).fill('{申请人}您好，{办件编号}已受理。')
    await page.getByText('没有“{申请人}”这个变量').waitFor()
    await page.getByText('请先改好标出的几处').waitFor()
    await page.getByLabel('短信', { exact: true }).fill('您好，已受理。')
    await page.getByRole('button', { name: '插入 {办件编号}' }).click()
    assert.match(await page.getByLabel('短信', { exact: true }).inputValue(), /\{办件编号\}/)
    await page.getByText(/【启创】您好，已受理。DK/).waitFor()
    await page.getByLabel('修改说明').fill('写短一些')
    assert.deepEqual(await findFaultsAsItStands(writer), [])
    await picture(page, 'notices-4-template')
    await page.getByRole('button', { name: '提交修改，等另一个人发布' }).click()
    await page.getByRole('status').filter({ hasText: '已提交' }).waitFor()
    assert.ok(await page.getByRole('button', { name: '发布这次修改' }).isDisabled())
    await page.getByText('这是您自己写的').waitFor()
  })

  step('are released by a second person', async () => {
    const { page } = second
    await page.goto('/workbench/notice-templates')
    await page
      .getByRole('row', { name: /有修改等待发布/ })
      .getByRole('link')
      .click()
    await page.getByRole('cell', { name: '您好，已受理。{办件编号}' }).waitFor()
    assert.deepEqual(await findFaultsAsItStands(second), [])
    await picture(page, 'notices-5-release')
    await page.getByRole('button', { name: '发布这次修改' }).click()
    await page.getByRole('status').filter({ hasText: '已发布' }).waitFor()
    await page.getByText('修改历史（1 次）').click()
    await page.getByRole('cell', { name: '正在使用' }).waitFor()
  })

  step('has made none of the pages complain', async () => {
    const complaints = [...reader.complaints, ...writer.complaints, ...second.complaints]
    // A form that was refused on purpose answers 422, which the browser remarks upon.
    assert.deepEqual(
      complaints.filter(({ text }) => !text.includes('status of 422')),
      [],
    )
  })
})
