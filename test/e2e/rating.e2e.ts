import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive } from './applicant.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { enterAs, findSeededCases, findStaff, type SeededCase } from './seeded.ts'

/** 好差评: a bad rating from the portal until its rater reads the reply, and one given at the window. */
describe('a rating', () => {
  let house: House
  let reader: OpenedPage
  let head: OpenedPage
  let clerk: OpenedPage
  let guest: OpenedPage
  let own: SeededCase
  let other: SeededCase

  before(async () => {
    house = await openHouse()
    const cases = await findSeededCases(house)
    own = cases.rejected
    other = cases.withdrawn
    reader = await house.open({ javaScript: false })
    guest = await house.open({ javaScript: false })
    head = await house.openAtDesk()
    clerk = await house.openAtDesk()
    await enterAs(house, reader.page, { id: own.accountId, kind: 'person' })
    await enterAs(house, head.page, await findStaff(house, 'administrator1'))
    await enterAs(house, clerk.page, await findStaff(house, 'clerk1'))
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is given once by the applicant, without a script', async () => {
    const { page } = reader
    await page.goto(`/loans/${own.id}`)
    await page.getByRole('link', { name: '评价这次服务' }).click()
    await arrive(page, '请您评价')
    assert.deepEqual(await findFaultsAsItStands(reader), [])
    await picture(page, 'rating-1-form')
    await page.getByRole('button', { name: '提交评价' }).click()
    await page.getByRole('link', { name: /请选一个/ }).waitFor()
    await page.getByLabel(/^非常不满意/).check()
    await page.getByLabel('来回跑').check()
    await page.getByLabel('想说的话').fill('跑了三趟，每次说的材料都不一样。')
    await page.getByRole('button', { name: '提交评价' }).click()
    await arrive(page, '评价和回复')
    await page.getByText('管理员会联系您').waitFor()
    assert.equal(await page.getByRole('button', { name: '提交评价' }).count(), 0)
    await page.getByLabel('补充的话').fill('第二次还是电话里问的。')
    await page.getByRole('button', { name: '提交补充' }).click()
    await page.getByText('补充的话已收到').waitFor()
    await picture(page, 'rating-2-given')
  })

  step('that is bad is answered by the administrator: contacted first, then replied to', async () => {
    const { page } = head
    await page.goto('/workbench/ratings')
    await page.getByRole('heading', { level: 1, name: '好差评' }).waitFor()
    await page
      .getByRole('row', { name: /非常不满意.*来回跑/ })
      .getByRole('link', { name: /非常不满意/ })
      .click()
    await page.getByText('跑了三趟，每次说的材料都不一样。').waitFor()
    await page.getByRole('heading', { name: '第一步：联系评价人' }).waitFor()
    assert.deepEqual(await findFaultsAsItStands(head), [])
    await page.getByLabel('联系的经过').fill('电话致歉，核实是口头告知不一致，约定以后发书面清单。')
    await picture(page, 'rating-3-contact')
    await page.getByRole('button', { name: '记下联系的经过' }).click()
    await page.getByLabel('给评价人的回复').fill('您反映的情况属实，已要求窗口一次发给书面清单，向您致歉。')
    await page.getByRole('button', { name: '发出回复' }).click()
    await page.getByRole('status').filter({ hasText: '已回复' }).waitFor()
    await picture(page, 'rating-4-replied')
    await page.goto('/workbench/ratings?view=all')
    await page.getByRole('row', { name: /非常不满意.*已回复/ }).waitFor()
    assert.deepEqual(await findFaultsAsItStands(head), [])
    await picture(page, 'rating-5-list')
  })

  step('shows its reply to whoever gave it, who is told', async () => {
    const { page } = reader
    await page.goto('/me/notices')
    await page.getByText('您对创业担保贷款的评价有了回复').waitFor()
    await page.goto(`/loans/${own.id}`)
    await page.getByRole('link', { name: '看评价和回复' }).click()
    await page.getByText('已要求窗口一次发给书面清单').waitFor()
    await page.getByText('问题已解决').waitFor()
    await picture(page, 'rating-6-reply')
  })

  step('is given at the window by a code, without logging in', async () => {
    const desk = clerk.page
    await desk.goto(`/workbench/loans/${other.id}`)
    await desk.getByRole('button', { name: '请申请人当场评价' }).click()
    const link = desk.getByRole('link', { name: '在这台电脑上打开评价页' })
    await link.waitFor()
    await desk.getByRole('img', { name: '评价二维码，用手机扫' }).waitFor()
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await picture(desk, 'rating-7-code')
    const { page } = guest
    await page.goto((await link.getAttribute('href')) ?? '')
    await arrive(page, '请您评价')
    await page.getByLabel(/^非常满意/).check()
    await page.getByRole('button', { name: '提交评价' }).click()
    await arrive(page, '谢谢您的评价')
    assert.deepEqual(await findFaultsAsItStands(guest), [])
    await picture(page, 'rating-8-thanks')
  })

  step('has made none of the pages complain', async () => {
    const complaints = [reader, head, clerk, guest].flatMap((opened) => opened.complaints)
    // A form that was refused on purpose answers 422, which the browser remarks upon.
    assert.deepEqual(
      complaints.filter(({ text }) => !text.includes('status of 422')),
      [],
    )
  })
})
