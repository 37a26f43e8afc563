import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { declareRealName, httpCaller, logInByPhone } from './http-caller.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { inventApplicant } from './people.ts'
import { enterAs, findStaff } from './seeded.ts'

describe('a person registered twice', () => {
  let house: House
  let desk: OpenedPage
  const { identityNumber, ...applicant } = inventApplicant(61)
  const second = { ...applicant, phone: inventApplicant(62).phone, identityNumber }

  const logIns: ReturnType<typeof httpCaller>[] = []

  before(async () => {
    house = await openHouse()
    for (const person of [{ ...applicant, identityNumber }, second]) {
      const own = httpCaller(house.address)
      await logInByPhone(own, person.phone)
      await declareRealName(own, person)
      logIns.push(own)
    }
    desk = await house.openAtDesk()
    await enterAs(house, desk.page, await findStaff(house, 'clerk3'))
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('stands in the worklist with why', async () => {
    const { page } = desk
    await page.goto('/workbench/duplicates')
    await page.getByRole('heading', { level: 1, name: '疑似重复' }).waitFor()
    await page.getByRole('row').filter({ hasText: '证件号码相同' }).first().waitFor()
    await picture(page, 'merge-duplicates')
    assert.deepEqual(await findFaultsAsItStands(desk), [])
  })

  step('is merged after a look at both', async () => {
    const { page } = desk
    const row = page.getByRole('row').filter({ hasText: '证件号码相同' })
    await row.first().getByRole('link', { name: '核对并合并' }).click()
    await page.getByRole('heading', { level: 1, name: '合并档案' }).waitFor()
    await picture(page, 'merge-preview')
    assert.deepEqual(await findFaultsAsItStands(desk), [])
    await page.getByLabel('合并理由').fill('本人带身份证到窗口核对，是同一个人')
    await page.getByRole('button', { name: '合并这两份档案' }).click()
    await page.getByRole('heading', { name: '合并过来的档案' }).waitFor()
    await picture(page, 'merge-done')
  })

  step('reads of it in either log-in’s own file', async () => {
    for (const own of logIns) {
      const { accounts } = await own.call('person.getOwnFile', {})
      assert.ok(accounts.length >= 2, `${accounts.length} accounts`)
      const { items } = await own.call('person.findOwnLooks', {})
      assert.ok(items.some(({ what }) => what.includes('并入')))
    }
  })

  step('is two again when that is undone', async () => {
    const { page } = desk
    await page.getByRole('button', { name: '撤销合并' }).click()
    await page.getByLabel('撤销理由').fill('两位同名，合并有误')
    await page.getByRole('button', { name: '确认撤销合并' }).click()
    await page.getByRole('heading', { name: '合并过来的档案' }).waitFor({ state: 'detached' })
    await page.goto('/workbench/duplicates')
    await page.getByRole('row').filter({ hasText: '证件号码相同' }).first().waitFor()
  })
})
