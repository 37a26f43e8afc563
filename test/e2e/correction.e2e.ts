import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import type { OpenedPage } from '../browser.ts'
import { pdfFile } from '../sample-files.ts'
import { arrive } from './applicant.ts'
import { actAtDesk, logInAtDesk, openCase, sendAct } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { enterAs, findSeededCases } from './seeded.ts'

const right = '向改正'

describe('a name put right', () => {
  let house: House
  let own: OpenedPage
  let desk: OpenedPage
  let number = ''

  before(async () => {
    house = await openHouse()
    const { recommended } = await findSeededCases(house)
    own = await house.open()
    await enterAs(house, own.page, { id: recommended.accountId, kind: 'person' })
    desk = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  step('is asked for from one’s own file, with what is wrong, what is right and a proof', async () => {
    const { page } = own
    await page.goto('/me/file')
    await page.getByRole('link', { name: '申请更正姓名' }).click()
    await arrive(page, '申请更正')
    assert.ok(await page.getByLabel(/^姓名：/).isChecked())
    await picture(page, 'correction-new')
    await page.getByRole('button', { name: '下一步，填写正确的内容' }).click()
    await arrive(page, '填写正确的内容')
    await page.getByLabel('正确的姓名').fill(right)
    await page.getByLabel('姓名错在哪里，为什么').fill('登记的时候写错了一个字。')
    await picture(page, 'correction-fill')
    await page.getByRole('button', { name: '保存，下一步上传证明' }).click()
    await arrive(page, '上传证明并提交')
    await page.getByText('还差 1 项，补齐后才能提交申请。').waitFor()
    const file = { name: '身份证.pdf', mimeType: 'application/pdf', buffer: pdfFile() }
    await page.getByLabel('选择文件：证明材料').setInputFiles(file)
    await page.getByRole('button', { name: /^上传\s?：证明材料/ }).click()
    await page.getByRole('link', { name: file.name }).waitFor()
    await picture(page, 'correction-send')
    await page.getByRole('button', { name: '提交申请' }).click()
    await arrive(page, '个人信息更正：已提交')
    number = /GZ\d{17}/.exec(await page.getByRole('main').innerText())?.[0] ?? ''
    assert.ok(number)
  })

  step('is held against the proof at the desk, and decided', async () => {
    const { page } = desk
    await logInAtDesk(page, 'clerk1')
    await openCase(page, number)
    await page.getByRole('cell', { name: right }).waitFor()
    await actAtDesk(page, '受理', '已办：受理')
    await page.getByRole('button', { name: '核实无误，更正', exact: true }).click()
    await page.getByLabel('核实情况', { exact: true }).fill('与身份证原件核对一致，原登记有误。')
    await picture(page, 'correction-desk')
    await sendAct(page, '核实无误，更正', '已办：核实无误，更正')
  })

  step('stands in the file, and what was there before beside it', async () => {
    const { page } = own
    await page.reload()
    await arrive(page, '个人信息更正：已更正')
    await page.getByText('更正前', { exact: true }).waitFor()
    await page.getByRole('link', { name: '更正告知书' }).waitFor()
    await picture(page, 'correction-done')
    await page.goto('/me/file?show=identity')
    await page.getByText(right).first().waitFor()
    await page.getByRole('heading', { name: '更正前的内容' }).waitFor()
    await picture(page, 'my-file-corrected')
  })

  step('is taken in at the window for whoever comes there, and left to a colleague to decide', async () => {
    const { page } = desk
    const { accepted } = await findSeededCases(house)
    await page.goto(`/workbench/people/${accepted.partyId}`)
    await page.getByRole('link', { name: '个人信息更正' }).click()
    await page.getByLabel(/^手机号：/).check()
    await picture(page, 'correction-window-choose')
    await page.getByRole('button', { name: '下一步，填写正确的内容' }).click()
    await page.getByLabel('正确的手机号').fill('19000029999')
    await page.getByLabel('手机号错在哪里，为什么').fill('换了号码，本人到窗口，已核对身份证。')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('status').filter({ hasText: '已保存' }).waitFor()
    const file = { name: '号码证明.pdf', mimeType: 'application/pdf', buffer: pdfFile() }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText(file.name).waitFor()
    await picture(page, 'correction-window')
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.getByRole('heading', { level: 1, name: /^GZ/ }).waitFor()
    await actAtDesk(page, '受理', '已办：受理')
    assert.ok(await page.getByRole('button', { name: '核实无误，更正', exact: true }).isDisabled())
    await page.getByText('这件是您在窗口替申请人交的，请由其他人员核对后决定。').first().waitFor()
  })
})
