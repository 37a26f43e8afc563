import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe } from 'node:test'
import ExcelJS from 'exceljs'
import { makeResidentId } from '../../src/kernel/parties/demonstration-id.ts'
import { readSheet } from '../../src/kernel/sheets/read-sheet.ts'
import { parseDate } from '../../src/shared/dates.ts'
import type { OpenedPage } from '../browser.ts'
import { logInAtDesk } from './desk.ts'
import { type House, openHouse, picture, stepsIn } from './harness.ts'
import { findFaultsAsItStands } from './page-faults.ts'

const numberOf = (sequence: number) => makeResidentId(parseDate('1994-02-11'), sequence)

/** A register as an office keeps it: a title over all columns, a merged place, a section, figures for numbers, a total. */
async function messyRegister(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('花名册')
  sheet.addRow(['西陵区创业者花名册（演示）'])
  sheet.mergeCells('A1:E1')
  sheet.addRow(['序号', '姓名', '身份证号码', '联系电话', '所在区县'])
  sheet.addRow(['一、第一批'])
  sheet.mergeCells('A3:E3')
  sheet.addRow([1, '屈听澜', numberOf(701), 19_310_000_701, '西陵区'])
  sheet.addRow([2, '秦怀瑾', numberOf(702), '１９３１００００７０２', null])
  sheet.mergeCells('E4:E5')
  sheet.addRow([3, '易晚晴', Number('429999199402110703'), '19310000703', '西陵区'])
  sheet.addRow([4, '黎东篱', numberOf(704), '12345', '西陵区'])
  sheet.addRow(['合计', 4])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** Journey: a messy register is imported with bad rows, which are told with their reasons. */
describe('an import with bad rows', () => {
  let house: House
  let clerk: OpenedPage
  before(async () => {
    house = await openHouse()
    clerk = await house.openAtDesk()
  })
  after(() => house.close())
  const step = stepsIn(() => house)

  const choose = async (name: string, buffer: Buffer) => {
    const { page } = clerk
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '选择表格并检查' }).click()
    await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer })
  }

  step('refuses what is no table in plain words, and the page stays as it was', async () => {
    const { page } = clerk
    await logInAtDesk(page, 'clerk1')
    await page.getByRole('link', { name: '从表格导入' }).click()
    await page.getByRole('heading', { level: 1, name: '从表格导入' }).waitFor()
    await choose('老表格.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]))
    await page.getByRole('alert').getByText('这是旧版的 Excel 文件（.xls）').waitFor()
    // The browser prints that an answer was a refusal, which it should be.
    assert.deepEqual(
      (await findFaultsAsItStands(clerk)).filter((fault) => !fault.includes('status of 422')),
      [],
    )
    await picture(page, 'import-1-refused')
  })

  step('checks every row before anything is written, and says what is wrong with each', async () => {
    const { page } = clerk
    await choose('花名册.xlsx', await messyRegister())
    await page.getByText('2 行可以导入').waitFor()
    const rows = page.getByRole('group', { name: '各行内容' }).getByRole('row')
    await rows.filter({ hasText: '易晚晴' }).getByText('末尾几位已经丢失').waitFor()
    await rows.filter({ hasText: '黎东篱' }).getByText('手机号').waitFor()
    await page.getByRole('radio', { name: '跳过的 3 行' }).check()
    await rows.filter({ hasText: '合计' }).first().waitFor()
    assert.ok(await page.getByRole('button', { name: '全部成功才导入' }).isDisabled())
    assert.deepEqual(await findFaultsAsItStands(clerk), [])
    await picture(page, 'import-2-checked')
  })

  step('writes the good rows, hands the result over, and the people are there', async () => {
    const { page } = clerk
    await page.getByRole('button', { name: '只导入没有问题的 2 行' }).click()
    await page.getByText('已导入 2 行。').waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '下载结果表' }).click()
    const { lines } = await readSheet(await readFile(await (await download).path()))
    assert.equal(lines.filter(({ cells }) => cells[1] === '已导入').length, 2)
    assert.ok(lines.some(({ cells }) => cells.includes(numberOf(702))))
    await picture(page, 'import-3-done')
    await page.getByRole('link', { name: '找人' }).click()
    await page.getByLabel('手机号、证件号或姓名').last().fill('19310000702')
    await page.getByLabel('手机号、证件号或姓名').last().press('Enter')
    await page.getByRole('link', { name: '打开档案' }).waitFor()
  })
})
