import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { enterAs, findStaff } from './seeded.ts'

describe('a verification at the workbench', () => {
  let house: House
  let desk: OpenedPage

  before(async () => {
    house = await openHouse()
    desk = await house.openAtDesk()
    await enterAs(house, desk.page, await findStaff(house, 'auditor1'))
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is started from the audit page, and followed to its result', async () => {
    const { page } = desk
    await page.goto('/workbench/audit')
    const panel = page.getByRole('region', { name: '核验' })
    await panel.getByText('还没有在这里核验过').waitFor()
    assert.deepEqual(await findFaultsAsItStands(desk), [])
    await panel.getByRole('button', { name: '核验全部封印和办理经过' }).click()
    await panel.getByText('正在核验：').waitFor()
    await picture(page, 'verification-1-running')
    await panel.getByText('未发现改动').waitFor()
    await picture(page, 'verification-2-result')
    assert.deepEqual(await findFaultsAsItStands(desk), [])
  })

  step('stays on the list with who and when', async () => {
    const { page } = desk
    await page.getByRole('link', { name: '历次核验' }).click()
    await page.getByRole('heading', { level: 1, name: '历次核验' }).waitFor()
    const row = page.getByRole('row').filter({ hasText: '未发现改动' })
    await row.getByText(/\d+ 条，\d+ 个封印/).waitFor()
    await picture(page, 'verification-3-list')
    assert.deepEqual(await findFaultsAsItStands(desk), [])
    assert.deepEqual(desk.complaints, [])
  })
})
