import { readPlainCell } from '../../shared/spreadsheet-text.ts'
import { refuseSheet, type SheetLine, sheetLimits } from './sheet.ts'

const UTF8_MARK = [0xef, 0xbb, 0xbf]

const begins = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, index) => bytes[index] === byte)

/** In UTF-16 of Chinese tables every second byte of the separators is zero; UTF-8 and GB18030 hold no zero byte at all. */
function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even + odd === 0) return null
  return odd >= even ? 'utf-16le' : 'utf-16be'
}

function encodingOf(bytes: Uint8Array): string {
  if (begins(bytes, [0xff, 0xfe])) return 'utf-16le'
  if (begins(bytes, [0xfe, 0xff])) return 'utf-16be'
  if (begins(bytes, UTF8_MARK)) return 'utf-8'
  return guessUtf16(bytes) ?? 'utf-8'
}

/** A text file in UTF-8, UTF-16 or GB18030 (GB 18030-2022, which Chinese spreadsheets save by default), by its bytes. */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes)
  for (const one of encoding === 'utf-8' ? ['utf-8', 'gb18030'] : [encoding]) {
    try {
      return new TextDecoder(one, { fatal: true }).decode(bytes)
    } catch {
      // The next encoding may fit.
    }
  }
  throw refuseSheet('encoding', '文字编码无法识别。请用表格软件另存为 .xlsx，或另存为“CSV UTF-8”后再上传。')
}

/** The separator that the first lines use most, outside of quotes. */
function separatorOf(text: string): string {
  const head = text.slice(0, 4000).replaceAll(/"[^"]*"/g, '')
  const counted = [',', '\t', ';', '，'].map((mark) => ({ mark, count: head.split(mark).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).mark
}

/** What has been read of one line so far. */
class LineReader {
  /** Line of the text on which it began. */
  begun = 1
  quoted = false
  #cells: string[] = []
  #cell = ''

  get isEmpty(): boolean {
    return this.#cells.length === 0 && this.#cell.trim() === ''
  }

  add(character: string): void {
    this.#cell += character
    if (this.#cell.length > sheetLimits.cellCharacters * 4) {
      throw refuseSheet('cell', `第 ${this.begun} 行有一格太长。请检查引号是否成对，或删去多余的内容。`)
    }
  }

  /** A quote opens a cell that has nothing but spaces yet; anywhere else it is a character like others. */
  open(): void {
    if (this.#cell.trim() === '') {
      this.#cell = ''
      this.quoted = true
    } else this.add('"')
  }

  endCell(): void {
    this.#cells.push(readPlainCell(this.#cell.trim()))
    this.#cell = ''
  }

  /** Gives the line, and begins the next on that line of the text. */
  endLine(next: number): SheetLine {
    this.endCell()
    const line = { number: this.begun, cells: this.#cells }
    this.#cells = []
    this.begun = next
    return line
  }
}

/** Splits text with separators as RFC 4180 has it: quotes around what holds separators, doubled quotes within. */
export function* splitLines(text: string): Generator<SheetLine> {
  const separator = separatorOf(text)
  const reader = new LineReader()
  let number = 1
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\n') number += 1
    if (reader.quoted) {
      if (character !== '"') reader.add(character)
      else if (text[at + 1] !== '"') reader.quoted = false
      else {
        reader.add('"')
        at += 1
      }
    } else if (character === '"') reader.open()
    else if (character === separator) reader.endCell()
    else if (character === '\n') yield reader.endLine(number)
    else reader.add(character)
  }
  if (reader.quoted) {
    throw refuseSheet('quotes', `第 ${reader.begun} 行的引号没有成对，后面的内容读不出来。请检查后重新上传。`)
  }
  if (!reader.isEmpty) yield reader.endLine(number)
}
