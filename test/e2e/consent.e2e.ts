import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { placeStaff } from '../accounts.ts'
import type { OpenedPage } from '../browser.ts'
import { arrive, readMessage } from './applicant.ts'
import { logInAtDesk } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'
import { enterAs } from './seeded.ts'

const phoneNumber = '13900008001'

describe('consent', () => {
  let house: House
  let person: OpenedPage

  before(async () => {
    house = await openHouse()
    person = await house.open({ javaScript: false })
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  async function logIn(): Promise<void> {
    const { page } = person
    await page.goto('/login')
    await page.getByLabel('手机号').fill(phoneNumber)
    await page.getByRole('button', { name: '获取验证码' }).click()
    const message = await readMessage(page, phoneNumber, /验证码/)
    await page.getByLabel('短信验证码').fill(/验证码 (\d{6})/.exec(message)?.[1] ?? '')
    await page.getByRole('button', { name: '登录', exact: true }).click()
  }

  step('is asked before anything else, and whoever goes on has seen what it is about', async () => {
    const { page } = person
    await logIn()
    await arrive(page, '请先看一看')
    await page.getByRole('heading', { name: '服务条款' }).waitFor()
    await page.getByRole('heading', { name: '个人信息处理说明' }).waitFor()
    await picture(page, 'consent-1-due')
    assert.deepEqual(await findFaultsAsItStands(person), [])
    await page.goto('/loans/new')
    await arrive(page, '请先看一看')
    await page.getByRole('button', { name: '同意并继续' }).click()
    await arrive(page, '您在哪里经营？')
  })

  step('is listed with its history, and taken back one by one', async () => {
    const { page } = person
    await page.goto('/me')
    await page.getByRole('link', { name: '我的同意' }).click()
    await arrive(page, '我的同意')
    assert.equal(await page.getByText(/^同意《/).count(), 2)
    await picture(page, 'consent-2-own')
    await page.getByRole('button', { name: '撤回：用短信和邮件告诉您办理进度' }).click()
    await page.getByRole('status').filter({ hasText: '已经撤回' }).waitFor()
    await page.getByRole('button', { name: '撤回：服务条款' }).click()
    await arrive(page, '请先看一看')
    await page.getByRole('button', { name: '不同意，退出登录' }).click()
    await arrive(page, /您想办什么/)
  })

  step('is taken down by the clerk for whoever stands at the window', async () => {
    const clerk = await house.openAtDesk()
    const { page } = clerk
    await logInAtDesk(page, 'clerk3')
    await page.getByRole('link', { name: '找人' }).click()
    await page.getByLabel('手机号、证件号或姓名').fill(phoneNumber)
    await page.getByRole('button', { name: '查找' }).click()
    await page.getByRole('link', { name: '打开档案' }).click()
    await page.getByRole('button', { name: '登记同意或撤回' }).click()
    await picture(page, 'consent-3-desk')
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await page.getByRole('button', { name: '登记同意', exact: true }).click()
    await page
      .getByText(/^已同意，/)
      .first()
      .waitFor()
    await clerk.close()
    const accounts = house.platform.db.selectFrom('account').select('id').where('kind', '=', 'person')
    const { id } = await accounts.orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    await enterAs(house, person.page, { id, kind: 'person' })
    await person.page.goto('/me')
    await arrive(person.page, '我的')
  })

  step('is asked for again when an administrator has published a new version', async () => {
    const administrator = await house.openAtDesk()
    const { page } = administrator
    const { db, now } = house.platform
    const { accountId } = await placeStaff(db, now(), { role: 'administrator', division: '420500000000' })
    await enterAs(house, page, { id: String(accountId), kind: 'staff' })
    await page.goto('/workbench/consent-texts')
    await page.getByRole('button', { name: '改写《个人信息处理说明》' }).click()
    const body = page.getByLabel('内容')
    await body.fill(`${await body.inputValue()}\n\n从今天起，也可以在自助机上查看和撤回。`)
    await page.reload()
    await page.getByRole('button', { name: '改写《个人信息处理说明》' }).click()
    await picture(page, 'consent-4-new-version')
    assert.deepEqual(await findFaultsAsItStands(administrator), [])
    await page.getByRole('button', { name: '发布第 2 版' }).click()
    await page.getByRole('status').filter({ hasText: '第 2 版已经发布' }).waitFor()
    await administrator.close()
    await person.page.goto('/me/notices')
    await arrive(person.page, '请先看一看')
    await person.page.getByText('从今天起，也可以在自助机上查看和撤回。').waitFor()
    await person.page.getByRole('button', { name: '同意并继续' }).click()
    await arrive(person.page, '通知')
  })
})
