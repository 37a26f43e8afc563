import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { readPdfLines } from '../pdf-text.ts'
import { arrive } from './applicant.ts'
import { logInAtDesk, openCase } from './desk.ts'
import { eventually, type House, openHouse, picture, stepsIn } from './harness.ts'
import * as http from './http-caller.ts'
import { findFaults } from './page-faults.ts'
import { inventApplicant } from './people.ts'

const weChat =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN'

/** The journey of a numbered paper (文书): issued with a rejection, read, handed over, appealed against in time, confirmed. */
describe('a decision on paper', () => {
  const applicant = inventApplicant(31)
  const refusal = {
    article: '财金〔2023〕75号 创业担保贷款部分关于创业经营的规定',
    reason: '经营地址与营业执照登记的地址不一致，无法确认实际经营场所。',
    wayOut: '请把经营地址改成执照上的地址，或先办理地址变更登记，再重新申请。',
  }
  let house: House
  let person: OpenedPage
  let clerk: OpenedPage
  let number: string
  let own: http.HttpCaller

  before(async () => {
    house = await openHouse()
    own = http.httpCaller(house.address)
    const window = http.httpCaller(house.address)
    await http.logInAsStaff(window, 'clerk3')
    await window.call('person.register', { ...applicant, division: http.xiling })
    await http.logInByPhone(own, applicant.phone)
    const sent = await http.sendLoan(own)
    await window.call('loan.reject', { id: sent.id, version: sent.version, ...refusal })
    number = sent.number
    person = await house.open({ javaScript: false })
    await own.continueIn(person.page)
    clerk = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is printed at the window, and its service recorded with who signed', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk1')
    await openCase(page, number)
    const shelf = page.getByRole('region', { name: '文书' })
    await shelf.getByText('还没有送达').waitFor()
    const download = page.waitForEvent('download')
    await shelf.getByRole('link', { name: '打印 PDF' }).click()
    const stream = await (await download).createReadStream()
    const lines = readPdfLines(Buffer.concat(await stream.toArray()))
      .flat()
      .join('')
    assert.match(lines, /不予受理决定书/)
    assert.match(lines, /送达回证/)
    await shelf.getByRole('button', { name: '登记送达' }).click()
    await shelf.getByRole('button', { name: '登记送达', exact: true }).click()
    await shelf.getByText('送达回证：请写明签收人').waitFor()
    await shelf.getByLabel('送达回证').fill('本人签收')
    await picture(page, 'letters-1-desk')
    await shelf.getByRole('button', { name: '登记送达', exact: true }).click()
    await shelf.getByText(/送达$/).first().waitFor()
  })

  step('is read by the applicant on a phone, with the days until which it may be appealed against', async () => {
    const { page } = person
    await page.goto('/me/letters')
    await arrive(page, '我的文书')
    await page.getByRole('link', { name: '不予受理决定书' }).click()
    await arrive(page, '不予受理决定书')
    await page.getByText(/申请行政复议，最晚.*提起行政诉讼，最晚/).waitFor()
    for (const words of Object.values(refusal)) await page.getByRole('definition').filter({ hasText: words }).waitFor()
    await page.getByText('窗口当面送达').waitFor()
    await page.getByText('网上查看').waitFor()
    await page.getByRole('img', { name: /在另一台设备上打开/ }).waitFor()
    await picture(page, 'letters-2-read')
  })

  step('is confirmed to whoever holds it, by number and code', async () => {
    const { page } = person
    await page.getByRole('link', { name: '核验这份文书' }).click()
    await arrive(page, '文书核验')
    await page.getByText('这份文书是本平台发出的').waitFor()
    await picture(page, 'letters-3-confirmed')
    assert.ok(!(await page.locator('main').innerText()).includes(applicant.name))
    await page.getByLabel('校验码').fill('00000-00000')
    await page.getByRole('button', { name: '核验' }).click()
    await page.getByText('没有找到编号和校验码都相符的文书').waitFor()
    await picture(page, 'letters-4-unknown')
  })

  step('is read within WeChat, where nothing can be downloaded, and sent by mail from there', async () => {
    const { items } = await own.call('letter.find', {})
    const letter = items.find(({ kind }) => kind === 'nonAcceptanceDecision')
    const opened = await house.open({ userAgent: weChat })
    await own.continueIn(opened.page)
    const { page } = opened
    await page.goto(`/letters/${letter?.id}`)
    await page.getByText('微信里不能下载文件').waitFor()
    assert.equal(await page.getByRole('link', { name: '下载 PDF' }).count(), 0)
    await page.getByRole('link', { name: '填写并核对邮箱' }).waitFor()
    await own.call('noticeSetting.requestEmail', { email: 'reader@example.com' })
    const findMail = async (words: RegExp) => {
      const { items: mails } = await own.call('demo.getMailbox', {})
      const found = mails.find(({ recipient, body }) => recipient.startsWith('r') && words.test(body))
      assert.ok(found, `a mail that says ${words}`)
      return found.body
    }
    const asked = await eventually(() => findMail(/验证码是 \d{6}/))
    await own.call('noticeSetting.confirmEmail', { code: /验证码是 (\d{6})/.exec(asked)?.[1] ?? '' })
    await page.reload()
    await page.getByRole('button', { name: '发到我的邮箱 r***@example.com' }).click()
    await page.getByText('已经发往您的邮箱').waitFor()
    await eventually(() => findMail(/不予受理决定书.*附件/s))
    await picture(page, 'letters-5-wechat')
    await page.getByRole('button', { name: '发到我的邮箱 r***@example.com' }).click()
    await page.getByText('刚刚发过').first().waitFor()
    const { papers } = await own.call('person.getOwnFile', {})
    await page.goto(`/papers/${papers[0]?.id}`)
    await page.getByText('微信里不能下载文件').waitFor()
    await page.getByRole('button', { name: '发到我的邮箱 r***@example.com' }).click()
    await page.getByText('已经发往您的邮箱').waitFor()
    await picture(page, 'letters-6-wechat-paper')
    await page.goto('/me/file/copy')
    await page.getByText('微信里不能下载文件').waitFor()
    await page.getByRole('button', { name: '发到我的邮箱 r***@example.com' }).click()
    await page.getByText('已经发往您的邮箱').waitFor()
    await picture(page, 'letters-7-wechat-copy')
    await eventually(() => findMail(/我的档案.*附件/s))
    await opened.close()
  })

  step('is on pages that are in order at both widths', async () => {
    const { items } = await own.call('letter.find', {})
    const opened = await house.open()
    await own.continueIn(opened.page)
    const letter = items.find(({ kind }) => kind === 'nonAcceptanceDecision')
    for (const path of ['/me/letters', `/letters/${letter?.id}`]) assert.deepEqual(await findFaults(opened, path), [])
    await opened.close()
  })

  step('has made none of the pages complain, but of the receipt that was missing', async () => {
    const others = clerk.complaints.filter(({ text }) => !text.includes('422'))
    assert.deepEqual([...person.complaints, ...others], [])
  })
})
