import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { eventually, type House, openHouse, picture, stepsIn } from './harness.ts'
import { declareRealName, httpCaller, logInByPhone } from './http-caller.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { inventApplicant } from './people.ts'
import { enterAs, findSeededCases, findStaff } from './seeded.ts'

describe('a person who wants their data erased', () => {
  let house: House
  let own: OpenedPage
  let desk: OpenedPage
  let partyId: string
  const applicant = inventApplicant(71)

  before(async () => {
    house = await openHouse()
    const caller = httpCaller(house.address)
    await logInByPhone(caller, applicant.phone)
    await declareRealName(caller, applicant)
    partyId = (await caller.call('person.getOwnFile', {})).id
    const accounts = house.platform.db.selectFrom('account').select('id').where('party_id', '=', partyId)
    own = await house.open()
    await enterAs(house, own.page, { ...(await accounts.executeTakeFirstOrThrow()), kind: 'person' })
    desk = await house.openAtDesk()
    await enterAs(house, desk.page, await findStaff(house, 'auditor1'))
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('reads why not while a case is open', async () => {
    const { submitted } = await findSeededCases(house)
    const other = await house.open()
    await enterAs(house, other.page, { id: submitted.accountId, kind: 'person' })
    await other.page.goto('/me/erasure')
    await other.page.getByRole('heading', { name: '现在还不能删除' }).waitFor()
    await picture(other.page, 'erasure-1-obstacles')
    assert.deepEqual(await findFaultsAsItStands(other), [])
    assert.equal(await other.page.getByRole('button', { name: '申请删除我的信息' }).count(), 0)
    await other.close()
  })

  step('asks for it from their file, with a confirmation, and may withdraw it', async () => {
    const { page } = own
    await page.goto('/me/file')
    await page.getByRole('link', { name: '删除我的信息' }).click()
    await page.getByRole('heading', { level: 1, name: '删除我的信息' }).waitFor()
    await page.getByLabel('我知道删除后不能恢复').check()
    await picture(page, 'erasure-2-ask')
    await page.getByRole('button', { name: '申请删除我的信息' }).click()
    await page.getByText('等另一人批准').waitFor()
    await picture(page, 'erasure-3-receipt')
    assert.deepEqual(await findFaultsAsItStands(own), [])
    await page.getByRole('button', { name: '撤回删除申请' }).click()
    await page.getByText('已撤回').first().waitFor()
    assert.deepEqual(await findFaultsAsItStands(own), [])
    await page.getByRole('button', { name: '申请删除我的信息' }).click()
    await page.getByText('请先勾选').first().waitFor()
    await page.getByLabel('我知道删除后不能恢复').check()
    await page.getByRole('button', { name: '申请删除我的信息' }).click()
    await page.getByText('等另一人批准').waitFor()
  })

  step('is approved by a second person at the workbench', async () => {
    const { page } = desk
    await page.goto('/workbench/erasures')
    await page.getByRole('heading', { level: 1, name: '到期与删除' }).waitFor()
    await page.getByRole('row').filter({ hasText: '没有档案要保存的服务对象' }).first().waitFor()
    await picture(page, 'erasure-4-desk')
    assert.deepEqual(await findFaultsAsItStands(desk), [])
    await page.getByLabel('理由', { exact: true }).selectOption({ label: '本人申请删除' })
    await page.getByLabel('状态', { exact: true }).selectOption({ label: '等另一人批准' })
    assert.match(page.url(), /ground=ownWish/)
    const row = page.getByRole('row').filter({ hasText: '本人申请删除' }).first()
    await row.getByRole('button', { name: '批准' }).click()
    assert.deepEqual(await findFaultsAsItStands(desk), [])
    await page.getByRole('button', { name: '确认批准删除' }).click()
    await page.getByText('没有符合条件的。').waitFor()
  })

  step('is gone: the data, and the log-in', async () => {
    await eventually(async () => {
      const found = await house.platform.db
        .selectFrom('erasure')
        .select('state')
        .where('party_id', '=', partyId)
        .orderBy('id', 'desc')
        .executeTakeFirst()
      assert.equal(found?.state, 'done')
    })
    await own.page.goto('/me')
    await own.page.waitForURL(/\/login/)
    await desk.page.goto('/workbench/erasures?state=done')
    await desk.page.getByRole('row').filter({ hasText: '个人信息已删除' }).first().waitFor()
    await picture(desk.page, 'erasure-5-done')
  })
})
