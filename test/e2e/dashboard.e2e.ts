import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive } from './applicant.ts'
import { logInAtDesk } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'

/** Figures: seen by an auditor down the divisions, with the funnel on the flow's chart; and in part by everyone. */
describe('figures of what happened', () => {
  let house: House
  let auditor: OpenedPage

  before(async () => {
    house = await openHouse()
    auditor = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  const figure = async (name: string) =>
    Number(
      await auditor.page
        .getByRole('listitem')
        .filter({ has: auditor.page.getByText(name, { exact: true }) })
        .locator('.figure__value')
        .innerText(),
    )

  step('stand first as numbers, each with what it means', async () => {
    const { page } = auditor
    await logInAtDesk(page, 'auditor1', '统计')
    await page.getByText('今年', { exact: true }).click()
    await page.waitForURL(/period=year/)
    await page.getByText(/\d{4}年1月1日至/).waitFor()
    await page.getByText('申请人交出、由机构接手的次数', { exact: false }).waitFor()
    assert.ok((await figure('收件')) > 10)
    await page.locator('.picture svg').first().waitFor()
    await picture(page, 'dashboard-1-city')
  })

  step('add up over the divisions, and are gone down into', async () => {
    const { page } = auditor
    const whole = await figure('收件')
    const rows = await page.getByRole('region', { name: '下级地区' }).getByRole('row').all()
    const received = await Promise.all(rows.slice(1).map((row) => row.getByRole('cell').first().innerText()))
    assert.equal(
      received.reduce((sum, text) => sum + Number(text), 0),
      whole,
    )
    await page.getByRole('link', { name: '西陵区' }).click()
    await page.waitForURL(/division=420502000000/)
    await page.getByRole('navigation', { name: '地区' }).getByText('西陵区').waitFor()
    await page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    assert.ok((await figure('收件')) < whole)
    await picture(page, 'dashboard-2-county')
    await page.getByRole('link', { name: '宜昌市', exact: true }).click()
  })

  step('stand on the flow’s own chart, and go out as a file', async () => {
    const { page } = auditor
    await page
      .getByRole('region', { name: '流程漏斗' })
      .getByText(/贷款受理（\d+ 次/)
      .first()
      .waitFor({ state: 'attached' })
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出（XLSX）' }).click()
    assert.match((await download).suggestedFilename(), /^统计-\d{4}-01-01-.*\.xlsx$/)
  })

  step('are in part for everyone, with nothing below five', async () => {
    const reader = await house.open({ javaScript: false })
    await reader.page.goto('/figures')
    await arrive(reader.page, '服务数据')
    await reader.page.getByText('创业担保贷款').first().waitFor()
    await picture(reader.page, 'dashboard-3-public')
    assert.deepEqual(reader.complaints, [])
  })

  step('have made the page complain of nothing', async () => {
    assert.deepEqual(auditor.complaints, [])
  })
})
