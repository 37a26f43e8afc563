import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { addDays, dateIn } from '../../src/shared/dates.ts'
import type { OpenedPage } from '../browser.ts'
import { openCase, pick } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import * as http from './http-caller.ts'
import { inventApplicant } from './people.ts'
import { enterAs, findStaff } from './seeded.ts'

/** One of the options of a field that unfolds. */
/** Working names of the two clerks at the window of 西陵区, by log-in name. */
const names = { clerk1: '窗口员甲', clerk4: '窗口员丁' } as const
type Login = keyof typeof names

describe('an absence, its deputy, and a hand-over', () => {
  let house: House
  let administrator: OpenedPage
  let away: { login: Login; opened: OpenedPage }
  let deputy: { login: Login; opened: OpenedPage }
  let decided: string
  let kept: string

  async function holderOf(number: string): Promise<string> {
    const row = await house.platform.db
      .selectFrom('service_case')
      .leftJoin('account', 'account.id', 'service_case.assignee_id')
      .select('account.login')
      .where('service_case.number', '=', number)
      .executeTakeFirstOrThrow()
    return row.login ?? ''
  }

  /** A loan that has been submitted by somebody whom the window has registered. */
  async function submit(window: http.HttpCaller, index: number): Promise<string> {
    const applicant = inventApplicant(index)
    await window.call('person.register', { ...applicant, division: http.xiling })
    const own = http.httpCaller(house.address)
    await http.logInByPhone(own, applicant.phone)
    return (await http.sendLoan(own)).number
  }

  async function openAs(login: string): Promise<OpenedPage> {
    const opened = await house.openAtDesk()
    await enterAs(house, opened.page, await findStaff(house, login))
    return opened
  }

  before(async () => {
    house = await openHouse()
    const window = http.httpCaller(house.address)
    await http.logInAsStaff(window, 'clerk3')
    decided = await submit(window, 31)
    const login = (await holderOf(decided)) as Login
    let count = 40
    do kept = await submit(window, ++count)
    while ((await holderOf(kept)) !== login)
    const other: Login = login === 'clerk1' ? 'clerk4' : 'clerk1'
    away = { login, opened: await openAs(login) }
    deputy = { login: other, opened: await openAs(other) }
    administrator = await openAs('administrator1')
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('begins with the administrator: the cases in hand go to the deputy at once', async () => {
    const { page } = administrator
    await page.goto('/workbench/absences')
    const today = dateIn(new Date())
    await pick(page, '谁请假', new RegExp(`^${names[away.login]} `))
    await page.getByLabel('从', { exact: true }).fill(today)
    await page.getByLabel('到（含这一天）').fill(addDays(today, 2))
    await pick(page, '代理人', new RegExp(`^${names[deputy.login]} `))
    await picture(page, 'absence-1-record')
    await page.getByRole('button', { name: '登记请假' }).click()
    await page.getByText('已登记，手里的办件已经交出。').waitFor()
    assert.deepEqual([await holderOf(decided), await holderOf(kept)], [deputy.login, deputy.login])
  })

  step('lets the deputy find them among their own, told what they are, and decide one', async () => {
    const { page } = deputy.opened
    await page.goto('/workbench/staff-notices')
    await page.getByText(new RegExp(`您代理 ${names[away.login]} 的 \\d+ 件`)).waitFor()
    await page.goto('/workbench/inbox')
    await page.getByRole('link', { name: decided }).waitFor()
    await picture(page, 'absence-2-inbox')
    await openCase(page, decided)
    await page.getByText('请假代理').first().waitFor()
    await page.getByRole('region', { name: '办件接力' }).scrollIntoViewIfNeeded()
    await picture(page, 'absence-3-relay')
    await page.getByRole('button', { name: '受理', exact: true }).click()
    await page.getByRole('region', { name: '受理' }).getByRole('button', { name: '受理', exact: true }).click()
    await page.getByRole('status').filter({ hasText: '已办：受理' }).waitFor()
  })

  step('ends, and what was not decided comes back', async () => {
    const { page } = administrator
    await page.getByRole('button', { name: `${names[away.login]}销假` }).click()
    await page.getByRole('button', { name: `${names[away.login]}销假` }).waitFor({ state: 'detached' })
    assert.equal(await holderOf(kept), away.login)
    assert.notEqual(await holderOf(decided), away.login)
    const own = away.opened.page
    await own.goto('/workbench/inbox')
    await own.getByRole('link', { name: kept }).waitFor()
    assert.equal(await own.getByRole('link', { name: decided }).count(), 0)
  })

  step('then many are handed on at once, after a look at each', async () => {
    const { page } = administrator
    await page.goto('/workbench/inbox?view=waiting&state=submitted&division=420502000000')
    const box = page.getByRole('checkbox', { name: `选中 ${kept}` })
    await box.check()
    await page.getByRole('button', { name: '转办选中的 1 件' }).click()
    const panel = page.getByRole('region', { name: '批量转办' })
    await pick(page, '转给谁', new RegExp(`^${names[away.login]} `))
    await panel.getByText(`已经在${names[away.login]}手里`).waitFor()
    assert.ok(await panel.getByRole('button', { name: '转办这 1 件' }).isDisabled())
    await pick(page, '转给谁', new RegExp(`^${names[deputy.login]} `))
    await panel.getByText('都可以转给').waitFor()
    await panel.getByLabel('理由').fill('下周值班调整')
    await picture(page, 'absence-4-bulk')
    await panel.getByRole('button', { name: '转办这 1 件' }).click()
    await page.getByRole('status').filter({ hasText: '已转办 1 件' }).waitFor()
    assert.equal(await holderOf(kept), deputy.login)
  })

  step('and whoever leaves hands everything over in one act', async () => {
    const { page } = administrator
    const { id } = await findStaff(house, deputy.login)
    await page.goto(`/workbench/staff/${id}`)
    await page.getByRole('link', { name: '离岗交接' }).click()
    await pick(page, '接手的人', new RegExp(`^${names[away.login]} `))
    await page.getByRole('cell', { name: kept }).waitFor()
    await page.getByLabel('理由').fill('调往市局工作')
    await picture(page, 'absence-5-hand-over')
    // Whoever must keep away from one of them cannot have it; somebody else is named for that one.
    for (const row of await page.getByRole('row', { name: /要回避这件/ }).all()) {
      await row.getByRole('combobox').click()
      await page
        .getByTitle(/^窗口员丙 /)
        .last()
        .click()
    }
    await page.getByRole('cell', { name: /要回避这件/ }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '办理交接' }).click()
    await page.getByText('这个账号已停用，不能登录。').waitFor()
    assert.equal(await holderOf(kept), away.login)
    await picture(page, 'absence-6-left')
    await deputy.opened.page.goto('/workbench/inbox')
    await deputy.opened.page.getByRole('button', { name: '登录工作台' }).waitFor()
  })

  step('has made none of the pages complain', () => {
    assert.deepEqual([...administrator.complaints, ...away.opened.complaints], [])
    return Promise.resolve()
  })
})
