import { Readable } from 'node:stream'
import { toCsv } from '../../shared/spreadsheet-text.ts'
import type { FileAnswer } from '../operations/operation.ts'

export type SheetForm = 'xlsx' | 'csv'

/** A table on its way out: everything in it is text, and stays text whoever opens it. */
export interface SheetOut {
  /** Name of the file without its ending, and of the sheet. */
  name: string
  header: readonly string[]
  rows: readonly (readonly string[])[]
}

const mediaTypes = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
} as const

const MOST_WIDTH = 48

/** Chinese characters take two places. */
const widthOf = (text: string) =>
  Array.from(text, (character) => (character > '\u2E7F' ? 2 : 1)).reduce((sum, one) => sum + one, 0)

async function toWorkbook({ name, header, rows }: SheetOut): Promise<Buffer> {
  // Loaded when first needed: it brings a hundred files of others along, and most processes write none.
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.Workbook()
  const worksheet = workbook.addWorksheet(name.slice(0, 31).replaceAll(/[\\/*?:[\]]/g, ' '), {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  worksheet.columns = header.map((text, index) => ({
    header: text,
    width: Math.min(
      MOST_WIDTH,
      2 + Math.max(widthOf(text), ...rows.slice(0, 200).map((row) => widthOf(row[index] ?? ''))),
    ),
    // Text by its format too: what a long number or a formula is written over later stays as it was.
    style: { numFmt: '@' },
  }))
  worksheet.getRow(1).font = { bold: true }
  for (const row of rows) worksheet.addRow([...row])
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** Writes a table for download, as a workbook or as CSV: no formulas, and long numbers with all their digits. */
export async function exportSheet(sheet: SheetOut, form: SheetForm): Promise<FileAnswer> {
  const bytes = form === 'xlsx' ? await toWorkbook(sheet) : Buffer.from(toCsv([sheet.header, ...sheet.rows]))
  return {
    name: `${sheet.name}.${form}`,
    mediaType: mediaTypes[form],
    size: bytes.length,
    stream: Readable.from([bytes]),
  }
}
