import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { maskPhone } from '../../src/shared/personal.ts'
import { pdfFile, pngFile } from '../sample-files.ts'
import { eventually } from './harness.ts'
import type { Applicant } from './people.ts'

/** Reads in the demonstration mailbox, in a window of its own, the newest message to a recipient, partly hidden, that says so. */
export async function readMail(page: Page, recipient: string, says: RegExp): Promise<string> {
  const mailbox = await page.context().newPage()
  try {
    return await eventually(async () => {
      await mailbox.goto('/demo/mailbox')
      const messages = await mailbox.getByRole('listitem').filter({ hasText: recipient }).allTextContents()
      const found = messages.find((message) => says.test(message))
      assert.ok(found, `a message to ${recipient} that says ${says}`)
      return found
    })
  } finally {
    await mailbox.close()
  }
}

/** The same by SMS, to a number. */
export const readMessage = (page: Page, phone: string, says: RegExp): Promise<string> =>
  readMail(page, maskPhone(phone), says)

/** Waits until the page's one heading says so. */
export const arrive = (page: Page, title: string | RegExp) =>
  page.getByRole('heading', { level: 1, name: title }).waitFor()

/**
 * Logs in on the page's log-in form by phone and one-time code. The first time this is the registration, and the terms are
 * agreed to before going on.
 */
export async function logIn(page: Page, phone: string): Promise<void> {
  await arrive(page, '登录')
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = page.getByLabel('短信验证码')
  await code.waitFor()
  const message = await readMessage(page, phone, /验证码/)
  await code.fill(/验证码 (\d{6})/.exec(message)?.[1] ?? '')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
  if (new URL(page.url()).pathname === '/consents/due') {
    await page.getByRole('button', { name: '同意并继续' }).click()
  }
}

/** Fills in who the applicant is, on the page that asks for it. */
export async function declareRealName(page: Page, { name, identityNumber }: Applicant): Promise<void> {
  await arrive(page, '实名信息')
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('证件号码').fill(identityNumber)
  await page.getByRole('button', { name: '保存实名信息' }).click()
}

/** Chooses where the business is, as far as its street, and opens the draft. */
export async function openLoan(page: Page): Promise<void> {
  await arrive(page, '您在哪里经营？')
  await page.getByLabel('市', { exact: true }).selectOption('宜昌市')
  await page.getByRole('button', { name: /选好了，继续|换一个地方/ }).click()
  await page.getByLabel('县（市、区）').selectOption('西陵区')
  await page.getByRole('button', { name: /选好了，继续|换一个地方/ }).click()
  await page.getByLabel('街道（乡镇）').selectOption({ index: 1 })
  await page.getByRole('button', { name: '开始填写' }).click()
  await arrive(page, '填写创业担保贷款申请')
}

/** The answers to the check of a graduate with a business of their own. */
export async function answerQuestions(page: Page): Promise<void> {
  await choose(page, /您属于下面哪一类人员/, /高校毕业生/)
  await page.getByLabel(/您的出生日期/).fill('1998-04-12')
  await choose(page, /已经办理登记/, '是')
  await choose(page, /您的经营主体是哪一种/, '个体工商户')
  await page.getByLabel(/您想贷多少钱/).fill('20 万')
  await page.getByLabel(/您想贷多长时间/).fill('24')
  await page.getByLabel(/您以前获得过几次/).fill('0')
  await choose(page, /您本人还有哪些没有还清的贷款/, /^没有/)
  await choose(page, /您的配偶还有哪些没有还清的贷款/, /^没有/)
  await choose(page, /信用报告没有逾期/, '是')
}

/** One of a few answers under a question. */
const choose = (page: Page, question: string | RegExp, answer: string | RegExp) =>
  page.getByRole('group', { name: question }).getByLabel(answer, { exact: true }).check()

const saveAndGoOn = (page: Page) => page.getByRole('button', { name: '保存并继续' }).click()

/** The first part: group and business. */
export async function fillBusiness(page: Page, { address = '西陵一路 12 号' } = {}): Promise<void> {
  await choose(page, '申请人类别', /高校毕业生/)
  await choose(page, '经营主体类型', '个体工商户')
  await page.getByLabel('经营主体名称').fill('演示面包房')
  await page.getByLabel('登记日期').fill('2026-03-02')
  await page.getByLabel('经营地址').fill(address)
  await saveAndGoOn(page)
}

/** The second part: what is wanted, as people write amounts. */
export async function fillNeed(page: Page): Promise<void> {
  await arrive(page, '贷款需求')
  await page.getByLabel('贷款用途').fill('购买烘焙设备 12 万元，付半年房租 3 万元，用每月的营业收入还款。')
  await page.getByLabel('申请金额').fill('20 万')
  await page.getByLabel('申请期限').fill('24')
  await saveAndGoOn(page)
}

/** The third part: earlier loans, debts and credit. */
export async function fillCredit(page: Page): Promise<void> {
  await arrive(page, '信用与债务')
  await page.getByLabel('已获得创业担保贷款次数').fill('0')
  await choose(page, /您本人还有哪些没有还清的贷款/, '国家助学贷款')
  await choose(page, /您的配偶还有哪些没有还清的贷款/, /^没有/)
  await choose(page, '您本人的信用记录', '没有不良信用记录')
  await saveAndGoOn(page)
  await arrive(page, '材料')
}

/** The papers that a registered sole trader hands in, by what they are called. */
export const loanPapers = ['身份证件', '类别证明', '营业执照', '经营场所证明', '创业计划']

let made = 0

/** A paper as people have it: photographed, or saved as a document; each with a name of its own. */
function paperFile(title: string) {
  made += 1
  return /身份证|营业执照/.test(title)
    ? { name: `${title}${made}.png`, mimeType: 'image/png', buffer: pngFile({ width: 320, height: 200 }) }
    : { name: `${title}${made}.pdf`, mimeType: 'application/pdf', buffer: pdfFile() }
}

/** Hands in one paper of a kind; beside one that is there already, it unfolds the field for another. */
export async function handInPaper(page: Page, title: string): Promise<void> {
  const file = paperFile(title)
  const another = page.getByText(`再传一个文件：${title}`)
  if (await another.isVisible()) await another.click()
  await page.getByLabel(`选择文件：${title}`).setInputFiles(file)
  await page.getByRole('button', { name: new RegExp(`^上传\\s?：${title}`) }).click()
  await page.getByRole('link', { name: file.name }).waitFor()
}

/** Promises that all of it is true, and sends it. */
export async function sendLoan(page: Page): Promise<void> {
  await arrive(page, '核对并提交')
  await page.getByLabel(/我承诺以上内容真实/).check()
  await page.getByRole('button', { name: '提交申请' }).click()
}

/** The number of the case that a page tells of. */
export async function readNumber(page: Page): Promise<string> {
  const [number] = /DK\d{17}/.exec(await page.getByRole('main').innerText()) ?? []
  assert.ok(number, 'the page tells the number of the case')
  return number
}
