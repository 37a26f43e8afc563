import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, describe } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenedPage } from '../browser.ts'
import { providerAt, type SignOnPeer, startSignOnPeer } from '../sign-on-peer.ts'
import { arrive, logIn } from './applicant.ts'
import { logInAtDesk } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { enterAs, findStaff } from './seeded.ts'

const phoneNumber = '13900007001'

/** A port that nobody has: the provider is told our address before we listen there. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Logs in at the provider's own page, or refuses there. */
async function logInThere(page: Page, login: string, answer = '登录并同意'): Promise<void> {
  await arrive(page, '登录服务')
  await page.getByLabel('账号').fill(login)
  await page.getByRole('button', { name: answer, exact: true }).click()
}

describe('single sign-on', () => {
  let house: House
  let peer: SignOnPeer
  let person: OpenedPage
  let clerk: OpenedPage

  before(async () => {
    const port = await findFreePort()
    const publicAddress = `http://127.0.0.1:${port}`
    peer = await startSignOnPeer({ publicAddress, providerIds: ['province', 'office'] })
    peer.accounts.lin = { phone_number: phoneNumber, phone_number_verified: false }
    peer.accounts.clerk = {}
    peer.accounts.second = {}
    const signOnProviders = [
      providerAt(peer, { id: 'province', name: '省政务服务账号', serves: 'person' }),
      // Where nobody listens.
      providerAt(
        { issuer: 'http://127.0.0.1:9', clientSecret: 'none' },
        { id: 'city', name: '市民卡账号', serves: 'person' },
      ),
      providerAt(peer, { id: 'office', name: '单位统一账号', serves: 'staff' }),
    ]
    house = await openHouse({ port, publicAddress, signOnProviders })
    person = await house.open({ javaScript: false })
    clerk = await house.openAtDesk()
  })
  after(async () => {
    await house.close()
    await peer.close()
  })
  const step = stepsIn(() => house)

  step('leads a person without scripts there and back, and asks for a code the first time', async () => {
    const { page } = person
    await page.goto('/login?next=%2Fme%2Fsessions')
    await picture(page, 'sign-on-1-login')
    assert.deepEqual(await findFaultsAsItStands(person), [])
    await page.getByRole('link', { name: '用省政务服务账号登录' }).click()
    await logInThere(page, 'lin')
    await page.getByText('第一次用“省政务服务账号”登录，还差一步').waitFor()
    await picture(page, 'sign-on-2-proof')
    await logIn(page, phoneNumber)
    await arrive(page, '登录设备')
    await page.getByText('省政务服务账号', { exact: true }).waitFor()
    await page.getByRole('button', { name: '解除与省政务服务账号的关联' }).waitFor()
    await picture(page, 'sign-on-3-sessions')
  })

  step('lets them out, here and there, and in again at once', async () => {
    const { page } = person
    await page.goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL('/')
    await page.goto('/login?next=%2Fme%2Fsessions')
    await page.getByRole('link', { name: '用省政务服务账号登录' }).click()
    await arrive(page, '登录设备')
    await page.getByText('用省政务服务账号登录').waitFor()
    await page.goto('/me')
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByText('已经退出启创').waitFor()
    await picture(page, 'sign-on-4-left')
    await page.getByRole('link', { name: '把那边也退出' }).click()
    await page.getByRole('button', { name: /yes/i }).click()
    await page.waitForURL('/')
  })

  step('says why nothing came of it when they refuse there', async () => {
    const { page } = person
    await page.goto('/login')
    await page.getByRole('link', { name: '用省政务服务账号登录' }).click()
    await logInThere(page, '', '不同意')
    await page.getByRole('alert').filter({ hasText: '您在对方页面上没有同意' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/login')
    await picture(page, 'sign-on-5-denied')
  })

  step('knows a member of staff only once they have linked it, logged in by password', async () => {
    const { page } = clerk
    await page.goto('/workbench/login')
    await page.getByRole('link', { name: '用单位统一账号登录' }).click()
    await logInThere(page, 'clerk')
    await page.getByRole('alert').filter({ hasText: '还没有和工作账号关联' }).waitFor()
    await picture(page, 'sign-on-6-unlinked')
    await logInAtDesk(page, 'clerk1')
    await page.getByRole('link', { name: '登录设备' }).click()
    await page.getByRole('link', { name: '关联单位统一账号' }).click()
    await page.getByRole('status').filter({ hasText: '已经关联' }).waitFor()
    await picture(page, 'sign-on-7-linked')
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('link', { name: '用单位统一账号登录' }).click()
    await arrive(page, '登录设备')
    await page.getByRole('cell', { name: '单位统一账号' }).waitFor()
    await page.getByText('窗口人员').first().waitFor()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.getByRole('status').filter({ hasText: '已经退出工作台' }).waitFor()
    await picture(page, 'sign-on-9-left')
  })

  step('knows one whom an administrator has linked', async () => {
    const administrator = await house.openAtDesk()
    await enterAs(house, administrator.page, await findStaff(house, 'administrator1'))
    const { id } = await findStaff(house, 'clerk2')
    await administrator.page.goto(`/workbench/staff/${id}`)
    await administrator.page.getByLabel('在单位统一账号的用户标识').fill('second')
    await administrator.page.getByRole('button', { name: '关联单位统一账号' }).click()
    await administrator.page.getByRole('status').filter({ hasText: '已关联单位统一账号' }).waitFor()
    assert.deepEqual(await findFaultsAsItStands(administrator), [])
    await picture(administrator.page, 'sign-on-10-by-administrator')
    const second = await house.openAtDesk()
    await second.page.goto('/workbench/login')
    await second.page.getByRole('link', { name: '用单位统一账号登录' }).click()
    await logInThere(second.page, 'second')
    await second.page.getByText('窗口员乙').first().waitFor()
    await Promise.all([administrator.close(), second.close()])
  })

  step('says so when the provider is not there, and the code still works', async () => {
    const { page } = person
    await page.goto('/login')
    await page.getByRole('link', { name: '用市民卡账号登录' }).click()
    await page.getByRole('alert').filter({ hasText: '现在连不上对方的登录服务' }).waitFor()
    await picture(page, 'sign-on-8-unreachable')
    await logIn(page, '13900007002')
    await arrive(page, '我的')
  })
})
