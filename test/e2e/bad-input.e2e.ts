import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import type { OpenedPage } from '../browser.ts'
import { pdfFile, virusTestFile } from '../sample-files.ts'
import { arrive, fillBusiness } from './applicant.ts'
import { type House, openHouse, picture } from './harness.ts'
import {
  addPaper,
  declareRealName,
  goodForm,
  type HttpCaller,
  httpCaller,
  logInByPhone,
  requiredKinds,
  xiling,
} from './http-caller.ts'
import { inventApplicant } from './people.ts'

/** Presses a button that sends a form, for the status of the answer; the page that comes of it is there by then. */
async function send(page: Page, button: string | RegExp): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.waitForEvent('load'),
    page.getByRole('button', { name: button }).click(),
  ])
  return answer.status()
}

/** What a field says beside itself, by its own references. */
const saysBeside = (page: Page, label: string | RegExp) =>
  page.getByLabel(label).evaluate((field) =>
    (field.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent ?? '')
      .join(' '),
  )

/** The fields of the one form that posts, as the browser would send them. */
const readFields = (page: Page): Promise<Record<string, string>> =>
  page.getByRole('main').evaluate((main) => {
    const form = main.querySelector<HTMLFormElement>('form[method=post]')
    return Object.fromEntries(new FormData(form ?? undefined)) as Record<string, string>
  })

/** The portal's forms in a browser that runs no script, given what they should not be given. */
describe('a form of the portal', () => {
  let house: House
  let own: HttpCaller
  let opened: OpenedPage
  let loan: string

  before(async () => {
    house = await openHouse()
    own = httpCaller(house.address)
    await logInByPhone(own, inventApplicant(31).phone)
    loan = (await own.call('loan.open', { division: xiling })).id
    opened = await house.open({ javaScript: false })
    await own.continueIn(opened.page)
  })
  after(() => house.close())

  /** Everything that was refused stands in the summary at the head, and leads to its field. */
  async function assertRefused(page: Page, faults: Record<string, RegExp>): Promise<void> {
    const summary = page.getByRole('alert')
    for (const [label, says] of Object.entries(faults)) {
      assert.match(await saysBeside(page, label), says)
      await summary.getByRole('link', { name: says }).waitFor()
    }
    assert.equal(await summary.getByRole('link').count(), Object.keys(faults).length)
  }

  it('to log in keeps the number that is none, and says what is wrong with a code', async () => {
    const { page, close } = await house.open({ javaScript: false })
    await page.goto('/login')
    await page.getByLabel('手机号').fill('12345')
    assert.equal(await send(page, '获取验证码'), 422)
    await assertRefused(page, { 手机号: /手机号/ })
    assert.equal(await page.getByLabel('手机号').inputValue(), '12345')
    await page.getByLabel('手机号').fill('13900009999')
    assert.equal(await send(page, '获取验证码'), 200)
    await page.getByLabel('短信验证码').fill('12')
    assert.equal(await send(page, /^登录$/), 422)
    await assertRefused(page, { 短信验证码: /6 位/ })
    await page.getByLabel('短信验证码').fill('000000')
    assert.equal(await send(page, /^登录$/), 422)
    await assertRefused(page, { 短信验证码: /不对或已失效/ })
    assert.equal(await send(page, '重新发送'), 429)
    await page.getByText(/请 \d+ 秒后再获取/).waitFor()
    await close()
  })

  it('that checks eligibility keeps the answers that it can’t read or that contradict each other', async () => {
    const { page } = opened
    await page.goto('/eligibility/guaranteed-loan')
    await page.getByLabel(/您想贷多少钱/).fill('很多钱')
    await page.getByLabel(/您想贷多长时间/).fill('两年')
    const debts = page.getByRole('group', { name: /您本人还有哪些没有还清的贷款/ })
    await debts.getByLabel('住房贷款').check()
    await debts.getByLabel(/^没有/).check()
    assert.equal(await send(page, '查看结果'), 422)
    assert.equal(await page.getByLabel(/您想贷多少钱/).inputValue(), '很多钱')
    assert.equal(await page.getByLabel(/您想贷多长时间/).inputValue(), '两年')
    assert.ok(await debts.getByLabel('住房贷款').isChecked())
    assert.equal(await page.getByRole('alert').getByRole('link').count(), 3)
    await picture(page, 'bad-input-1-eligibility')
  })

  it('for the real name keeps what was typed beside what is wrong with it', async () => {
    const { page } = opened
    await page.goto('/me/real-name')
    assert.equal(await send(page, '保存实名信息'), 422)
    await assertRefused(page, { 姓名: /姓名.*还没有填写/, 证件号码: /证件号码.*还没有填写/ })
    await page.getByLabel('姓名').fill('钟')
    await page.getByLabel('证件号码').fill('429999199804120001')
    assert.equal(await send(page, '保存实名信息'), 422)
    assert.match(await saysBeside(page, '证件号码'), /身份证/)
    assert.equal(await page.getByLabel('证件号码').inputValue(), '429999199804120001')
    assert.equal(await page.getByLabel('姓名').inputValue(), '钟')
    await picture(page, 'bad-input-2-real-name')
    await page.getByLabel('证件类型').selectOption('护照')
    await page.getByLabel('姓名').fill('Jane Roe')
    await page.getByLabel('证件号码').fill('123456789')
    assert.equal(await send(page, '保存实名信息'), 422)
    await assertRefused(page, { 签发国家或地区: /三个字母/, 出生日期: /照证件填写/ })
    assert.equal(await page.getByLabel('证件类型').inputValue(), 'passport')
    await picture(page, 'bad-input-2-passport')
  })

  it('of the application tells every fault at once and saves nothing of it', async () => {
    const { page } = opened
    await page.goto(`/loans/${loan}/apply/need`)
    await page.getByLabel('贷款用途').evaluate((field) => field.removeAttribute('maxlength'))
    const long = '买设备'.repeat(200)
    await page.getByLabel('贷款用途').fill(long)
    await page.getByLabel('申请金额').fill('30 亿')
    await page.getByLabel('申请期限').fill('600')
    assert.equal(await send(page, '保存并继续'), 422)
    await assertRefused(page, {
      贷款用途: /最多 500 个字/,
      申请金额: /不能大于 100 万元/,
      申请期限: /不能大于 60 个月/,
    })
    assert.equal(await page.getByLabel('贷款用途').inputValue(), long)
    assert.equal(await page.getByLabel('申请金额').inputValue(), '30 亿')
    await picture(page, 'bad-input-3-need')
    assert.deepEqual((await own.call('loan.get', { id: loan })).form, {})
  })

  it('shows hostile text as the text it is', async () => {
    const { page } = opened
    const hostile = '"><img src=x onerror=alert(1)>{{7*7}}'
    await page.goto(`/loans/${loan}/apply/applicant`)
    await fillBusiness(page, { address: hostile })
    await arrive(page, '贷款需求')
    await page.goto(`/loans/${loan}/check`)
    await page.getByRole('definition').filter({ hasText: hostile }).waitFor()
    assert.equal(await page.getByRole('main').getByRole('img').count(), 0)
  })

  it('for papers refuses what is no paper, and says why beside it', async () => {
    const { page } = opened
    await page.goto(`/loans/${loan}/apply/papers`)
    const tries: [name: string, content: Buffer, says: RegExp][] = [
      ['plan.exe', Buffer.from('MZ'), /PDF/],
      ['plan.pdf', Buffer.from('这不是 PDF'), /PDF|内容/],
      ['plan.pdf', Buffer.concat([pdfFile(), Buffer.from(virusTestFile)]), /病毒/],
    ]
    for (const [name, buffer, says] of tries) {
      await page.getByLabel('选择文件：创业计划').setInputFiles({ name, mimeType: 'application/pdf', buffer })
      assert.equal(await send(page, /^上传\s?：创业计划/), 422)
      assert.match(await saysBeside(page, '选择文件：创业计划'), says)
    }
    assert.equal(await send(page, /^上传\s?：创业计划/), 422)
    assert.match(await saysBeside(page, '选择文件：创业计划'), /还没有选择文件/)
    await picture(page, 'bad-input-4-papers')
    const { papers } = await own.call('loan.get', { id: loan })
    assert.ok(papers.every(({ files }) => files.length === 0))
  })

  it('that is sent from a page that has grown old says so in plain words, and loses nothing', async () => {
    const { page } = opened
    const other = await page.context().newPage()
    for (const tab of [page, other]) await tab.goto(`/loans/${loan}/apply/need`)
    await other.getByLabel('申请期限').fill('12')
    await other.getByRole('button', { name: '保存并继续' }).click()
    await arrive(other, '信用与债务')
    await page.getByLabel('申请期限').fill('24')
    assert.equal(await send(page, '保存并继续'), 409)
    await page.getByText('这个办件刚刚有了变化').waitFor()
    assert.equal(await page.getByLabel('申请期限').inputValue(), '24')
    await picture(page, 'bad-input-5-stale')
    await page.getByRole('button', { name: '保存并继续' }).click()
    await arrive(page, '信用与债务')
    assert.equal((await own.call('loan.get', { id: loan })).form.requestedMonths, 24)
    await other.close()
  })

  it('has one effect however often it is sent', async () => {
    const { page } = opened
    await declareRealName(own, inventApplicant(31))
    const { version } = await own.call('loan.get', { id: loan })
    await own.call('loan.saveDraft', { id: loan, version, form: goodForm })
    for (const kind of requiredKinds) await addPaper(own, loan, kind)
    await page.goto(`/loans/${loan}/check`)
    assert.equal(await send(page, '提交申请'), 422)
    assert.match(await saysBeside(page, /我承诺以上内容真实/), /同意的话勾选它/)
    await page.getByLabel(/我承诺以上内容真实/).check()
    const form = await readFields(page)
    assert.ok(form.idempotencyKey)
    const post = () => page.context().request.post(`/loans/${loan}/check`, { form, maxRedirects: 0 })
    const answers = [await Promise.all([post(), post()]), [await post()]].flat()
    for (const answer of answers) {
      assert.ok([303, 302].includes(answer.status()), `${answer.status()}`)
    }
    const { history } = await own.call('loan.get', { id: loan })
    assert.deepEqual(
      history.map(({ action }) => action),
      ['submit'],
    )
  })

  it('and a case of someone else is as if it were not there', async () => {
    const stranger = httpCaller(house.address)
    await logInByPhone(stranger, inventApplicant(32).phone)
    const { page, close } = await house.open({ javaScript: false })
    await stranger.continueIn(page)
    for (const part of ['', '/check', '/apply/need', '/receipt']) {
      assert.equal((await page.goto(`/loans/${loan}${part}`))?.status(), 404)
      await arrive(page, /没有找到/)
    }
    await picture(page, 'bad-input-6-not-found')
    const post = await page
      .context()
      .request.post(`/loans/${loan}/withdraw`, { form: { version: '1', idempotencyKey: 'stranger-1' } })
    assert.equal(post.status(), 404)
    await close()
  })
})
