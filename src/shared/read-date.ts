import { type CalendarDate, isDate } from './dates.ts'

const pad = (text: string) => text.padStart(2, '0')
const FIRST_EXCEL_DAY = Date.UTC(1899, 11, 30)
const DAY = 24 * 60 * 60 * 1000
/** Serial numbers of 1950 to 2099: others are more likely something else. */
const [EARLIEST_SERIAL, LATEST_SERIAL] = [18_264, 73_050]

const digitsOf: Readonly<Record<string, string>> = {
  〇: '0',
  零: '0',
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
}

/** 三 3, 十 10, 十二 12, 二十 20, 三十一 31. */
function readChineseNumber(text: string): string {
  if (!text.includes('十')) return Array.from(text, (one) => digitsOf[one] ?? one).join('')
  const [tens = '', ones = ''] = text.split('十')
  return `${digitsOf[tens] ?? (tens === '' ? '1' : tens)}${digitsOf[ones] ?? (ones === '' ? '0' : ones)}`
}

const SEPARATED = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/
const CHINESE = /^([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$/
const RUN_TOGETHER = /^(\d{4})(\d{2})(\d{2})$/

/**
 * Reads a day as people write it in tables: 2026-1-3, 2026/01/03, 2026.1.3, 2026年1月3日, 二〇二六年一月三日, 20260103, also in full
 * width, and a spreadsheet's serial number. Null where it is no day.
 */
export function readDate(text: string): CalendarDate | null {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim()
  const found = SEPARATED.exec(plain) ?? RUN_TOGETHER.exec(plain) ?? CHINESE.exec(plain)
  if (found) {
    const [year = '', month = '', day = ''] = found.slice(1).map(readChineseNumber)
    const date = `${year}-${pad(month)}-${pad(day)}`
    return isDate(date) ? date : null
  }
  const serial = Number(plain)
  if (!/^\d{5}(?:\.\d+)?$/.test(plain) || serial < EARLIEST_SERIAL || serial > LATEST_SERIAL) return null
  return new Date(FIRST_EXCEL_DAY + Math.floor(serial) * DAY).toISOString().slice(0, 10) as CalendarDate
}
