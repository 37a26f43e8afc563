import { inflateRawSync } from 'node:zlib'
import { readPdfLines } from '../test/pdf-text.ts'
import type { Answer } from '../test/server.ts'
import type { Holdings } from './access-holdings.ts'

/** The parts of a ZIP file, unpacked: what a spreadsheet says lies in them. */
function unzipped(bytes: Buffer): string {
  const parts: string[] = []
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    parts.push(bytes.readUInt16LE(at + 8) === 8 ? inflateRawSync(bytes.subarray(begin)).toString() : '')
  }
  return parts.join('\n')
}

/** All that an answer says to whoever gets it: headers, and the body, that of a letter or a spreadsheet too. */
function textOf({ headers, body, rawPayload }: Answer): string {
  const kind = String(headers['content-type'])
  const inside = kind.includes('pdf')
    ? readPdfLines(rawPayload).flat().join('\n')
    : rawPayload.subarray(0, 2).toString() === 'PK'
      ? unzipped(rawPayload)
      : ''
  return `${JSON.stringify(headers)}\n${body}\n${inside}`
}

const spellings = (word: string) => [...new Set([word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)])]

/** The first canary word in a text. */
export const findWord = (text: string, words: readonly string[]): string | undefined =>
  words.find((word) => spellings(word).some((spelling) => text.includes(spelling)))

/** The first canary word in an answer that was not in what was asked: what callers bring along they know already. */
export function findTold(answer: Answer, asked: object, holdings: readonly Holdings[]): string | undefined {
  const brought = JSON.stringify(asked)
  const words = holdings.flatMap((one) => one.words).filter((word) => !brought.includes(word))
  return findWord(textOf(answer), words)
}
