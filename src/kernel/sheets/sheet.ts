import { invalid, type Refusal } from '../../shared/errors.ts'

/** A sheet as it was read: its lines with the numbers a spreadsheet shows, each cell as text. Empty lines are left out. */
export interface Sheet {
  /** Name of the sheet that was read; empty for a text file. */
  name: string
  lines: readonly SheetLine[]
}

export interface SheetLine {
  /** Counted from 1, as the spreadsheet numbers it. */
  number: number
  /** Dates as 'YYYY-MM-DD'; a merged cell's text stands in every cell it covers. */
  cells: readonly string[]
}

/** What a file may hold at most. */
export const sheetLimits = {
  bytes: 10 * 1024 * 1024,
  /** Unpacked, all parts of a workbook together. */
  unpackedBytes: 120 * 1024 * 1024,
  parts: 2000,
  lines: 20_000,
  columns: 100,
  cellCharacters: 2000,
} as const

/** A spreadsheet that cannot be read, with what to do about it (422, field 'file'). */
export const refuseSheet = (code: string, message: string): Refusal =>
  invalid([{ field: 'file', code, message }], '这个表格不能导入')
