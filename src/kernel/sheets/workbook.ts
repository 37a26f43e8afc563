import ExcelJS from 'exceljs'
import { checkArchive } from './archive.ts'
import { refuseSheet, type Sheet, type SheetLine, sheetLimits } from './sheet.ts'

/** Beyond these a number has lost its last digits: written with an exponent, as a spreadsheet saves it to text. */
const LARGEST_EXACT = 999_999_999_999_999

const pad = (value: number) => String(value).padStart(2, '0')

/** A spreadsheet's dates have no time zone; the library gives them as UTC. */
const dateText = (date: Date): string =>
  Number.isNaN(date.getTime())
    ? ''
    : `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`

function numberText(value: number): string {
  if (Math.abs(value) > LARGEST_EXACT) return value.toExponential(5).toUpperCase()
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(15)))
}

/** What a cell shows, as text: the result of a formula, the text of a link, nothing for an error. */
function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (value instanceof Date) return dateText(value)
  if ('richText' in value)
    return value.richText
      .map(({ text }) => text)
      .join('')
      .trim()
  if ('text' in value) return textOf(value.text as ExcelJS.CellValue)
  if ('result' in value) return textOf(value.result as ExcelJS.CellValue)
  return ''
}

function readLines(worksheet: ExcelJS.Worksheet): SheetLine[] {
  const lines: SheetLine[] = []
  worksheet.eachRow({ includeEmpty: false }, (row, number) => {
    if (row.cellCount > sheetLimits.columns) {
      throw refuseSheet('columns', `表格的列数超过了 ${sheetLimits.columns} 列。请删去用不到的列后再上传。`)
    }
    const cells = Array.from({ length: row.cellCount }, (_, index) =>
      textOf(row.getCell(index + 1).value).slice(0, sheetLimits.cellCharacters),
    )
    if (cells.some((text) => text !== '')) lines.push({ number, cells })
    if (lines.length > sheetLimits.lines) {
      throw refuseSheet('lines', `表格超过了 ${sheetLimits.lines} 行。请分成几个文件导入。`)
    }
  })
  return lines
}

/** Reads the first visible sheet with content of an Excel workbook (.xlsx, ECMA-376). Throws a Refusal (422, field 'file'). */
export async function readWorkbook(bytes: Buffer): Promise<Sheet> {
  checkArchive(bytes)
  const workbook = new ExcelJS.Workbook()
  // Its type asks for an ArrayBuffer-backed buffer of an older @types/node.
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer)
  for (const worksheet of workbook.worksheets) {
    if (worksheet.state !== 'visible') continue
    const lines = readLines(worksheet)
    if (lines.length > 0) return { name: worksheet.name, lines }
  }
  throw refuseSheet('empty', '表格里没有内容。请确认数据在第一张没有隐藏的工作表里，再重新上传。')
}
