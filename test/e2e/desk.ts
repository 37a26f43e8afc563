import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { pdfFile } from '../sample-files.ts'
import { eventually } from './harness.ts'

/** What the page of demonstration accounts tells of one member of staff at this moment. */
async function readAccount(page: Page, login: string): Promise<{ password: string; code: string }> {
  const accounts = await page.context().newPage()
  try {
    await accounts.goto('/demo/accounts')
    const terms = await accounts.getByRole('term').allTextContents()
    const values = await accounts.getByRole('definition').allTextContents()
    const from = values.indexOf(login)
    const tell = (term: string) => values[terms.indexOf(term, from)] ?? ''
    assert.ok(from >= 0, `an account ${login}`)
    return { password: tell('密码'), code: tell('动态码') }
  } finally {
    await accounts.close()
  }
}

/** Logs a member of staff in at the workbench; a code is good once, so each of them once a file of journeys. */
export async function logInAtDesk(page: Page, login: string, beginsAt: string | RegExp = '收件箱'): Promise<void> {
  await page.goto('/workbench')
  await page.getByLabel('账号').fill(login)
  const { password, code } = await readAccount(page, login)
  await page.getByLabel('密码').fill(password)
  await page.getByLabel('动态验证码').fill(code)
  await page.getByRole('button', { name: '登录工作台' }).click()
  await page.getByRole('heading', { level: 1, name: beginsAt }).waitFor()
}

/** Finds a case in the inbox by its number and opens it. */
export async function openCase(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: '收件箱' }).click()
  await page.getByLabel('办件编号').fill(number)
  await page.getByLabel('办件编号').press('Enter')
  await page.getByRole('link', { name: number }).click()
  await page.getByRole('heading', { level: 1, name: number }).waitFor()
}

/** Compares the identity paper with what was declared, and confirms it. */
export async function verifyRealName(page: Page, { name, identityNumber }: { name: string; identityNumber: string }) {
  await page.getByRole('button', { name: '核验实名' }).click()
  assert.equal(await page.getByLabel('姓名').inputValue(), name)
  assert.equal(await page.getByLabel('证件号码').inputValue(), identityNumber)
  await page.getByRole('button', { name: '核对一致，核验实名' }).click()
  await page.getByRole('button', { name: '核验实名' }).waitFor({ state: 'detached' })
}

/** Takes an action that needs nothing but the button, and the second look at what it will do. */
export async function actAtDesk(page: Page, button: string, done: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await sendAct(page, button, done)
}

/** Sends the action whose form is open. */
export async function sendAct(page: Page, button: string, done: string): Promise<void> {
  await page.getByRole('region', { name: button }).getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('status').filter({ hasText: done }).waitFor()
}

/** One of the options of a field that unfolds; pressed again where the list was still moving and took no notice. */
export async function pick(page: Page, field: string | RegExp, option: string | RegExp): Promise<void> {
  const box = page.getByRole('combobox', { name: field })
  await box.click()
  await eventually(async () => {
    const isOpen = (await box.getAttribute('aria-expanded')) === 'true'
    if (isOpen) await page.getByRole('option', { name: option }).or(page.getByTitle(option)).last().click()
    await wait(isOpen ? 300 : 0)
    assert.equal(await box.getAttribute('aria-expanded'), 'false')
  })
}

/** Takes papers in at the desk, one of each kind, by what the kinds are called. */
export async function handInAtDesk(page: Page, papers: readonly string[]): Promise<void> {
  for (const paper of papers) {
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: new RegExp(`^选择文件.*${paper}`) }).click()
    await (await chooser).setFiles({ name: `${paper}.pdf`, mimeType: 'application/pdf', buffer: pdfFile() })
    await page.getByRole('button', { name: new RegExp(`^移除\\s?${paper}`) }).waitFor()
  }
}
