import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { arrive } from './applicant.ts'
import { eventually, type House, openHouse, picture, stepsIn } from './harness.ts'
import { enterAs, findSeededCases, findStaff, type SeededCase } from './seeded.ts'

describe('one’s own file', () => {
  let house: House
  let own: OpenedPage
  let seeded: SeededCase

  before(async () => {
    house = await openHouse()
    seeded = (await findSeededCases(house)).accepted
    own = await house.open()
    await enterAs(house, own.page, { id: seeded.accountId, kind: 'person' })
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is found from one’s own page and tells what is known, from where and how often it was used', async () => {
    const { page } = own
    await page.goto('/me')
    await page.getByRole('link', { name: '我的档案', exact: true }).click()
    await arrive(page, '我的档案')
    await page
      .getByText(/来源：/)
      .first()
      .waitFor()
    await page
      .getByText(/\*{3,}/)
      .first()
      .waitFor()
    await picture(page, 'my-file')
  })

  step('shows name, phone and number in full when asked to', async () => {
    const { page } = own
    await page.getByRole('link', { name: /显示完整的/ }).click()
    await page.getByText(/^1\d{10}/).waitFor()
    await page.getByRole('link', { name: '隐去一部分' }).click()
    assert.equal(await page.getByText(/^1\d{10}/).count(), 0)
  })

  step('tells who looked', async () => {
    const desk = await house.openAtDesk()
    await enterAs(house, desk.page, await findStaff(house, 'clerk1'))
    await desk.page.goto(`/workbench/people/${seeded.partyId}`)
    await desk.page.getByRole('heading', { name: '谁看过' }).waitFor()
    await picture(desk.page, 'person-page')
    await desk.close()
    const { page } = own
    await eventually(async () => {
      await page.goto('/me/looks')
      assert.match(await page.getByRole('main').innerText(), /窗口人员\s*查看了：服务对象的信息/)
    })
    await picture(page, 'who-looked')
  })

  step('is taken home as one file', async () => {
    const { page } = own
    await page.goto('/me/file')
    await page.getByRole('link', { name: /取得全部档案的副本/ }).click()
    await page.getByRole('heading', { level: 1, name: '档案副本' }).waitFor()
    await picture(page, 'own-copy')
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: /下载全部档案/ }).click()
    const download = await waiting
    assert.match(download.suggestedFilename(), /^我的档案-.*\.tar$/)
    assert.equal(await download.failure(), null)
  })
})
