import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Refusal, type RefusalParts } from '../../shared/errors.ts'
import { refuseSheet, type Sheet, type SheetLine, sheetLimits } from './sheet.ts'
import { decodeText, splitLines } from './text-file.ts'

const MEGABYTES = 512
const PATIENCE = 30_000

/** The container of old Excel files, and of new ones under a password (MS-CFB). */
const COMPOUND = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
const ZIP = Buffer.from('PK\x03\x04', 'latin1')
/** How a compound file names the part that holds an encrypted workbook: in UTF-16. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le')

type FromWorker = { sheet: Sheet } | { refusal: RefusalParts } | { fault: string }

async function readInThread(bytes: Buffer): Promise<Sheet> {
  const worker = new Worker(new URL('./workbook-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  })
  const timer = setTimeout(() => void worker.terminate(), PATIENCE)
  try {
    const heard = once(worker, 'message').then(([message]) => message as FromWorker)
    const ended = once(worker, 'exit').then((): FromWorker => ({ fault: 'the thread ended' }))
    const message = await Promise.race([heard, ended])
    if ('sheet' in message) return message.sheet
    if ('refusal' in message) throw new Refusal(message.refusal)
  } catch (error) {
    if (error instanceof Refusal) throw error
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
  throw refuseSheet('damaged', '表格打不开，可能已损坏或太复杂。请用表格软件打开后另存为 .xlsx，再重新上传。')
}

function refuseCompound(bytes: Buffer): never {
  if (bytes.includes(ENCRYPTED)) {
    throw refuseSheet('encrypted', '表格加了密码，打不开。请在表格软件里取消密码后另存，再重新上传。')
  }
  throw refuseSheet('old', '这是旧版的 Excel 文件（.xls）。请用表格软件另存为 .xlsx 后再上传。')
}

function readText(bytes: Buffer): Sheet {
  const lines: SheetLine[] = []
  for (const line of splitLines(decodeText(bytes))) {
    if (line.cells.length > sheetLimits.columns) {
      throw refuseSheet('columns', `第 ${line.number} 行超过了 ${sheetLimits.columns} 列。请删去用不到的列后再上传。`)
    }
    if (line.cells.some((text) => text !== '')) lines.push(line)
    if (lines.length > sheetLimits.lines) {
      throw refuseSheet('lines', `表格超过了 ${sheetLimits.lines} 行。请分成几个文件导入。`)
    }
  }
  if (lines.length === 0) throw refuseSheet('empty', '表格里没有内容。请确认后重新上传。')
  return { name: '', lines }
}

/**
 * Reads a spreadsheet by what its bytes are, whatever its name says: an Excel workbook (.xlsx) in a thread of its own, or text with
 * separators in UTF-8, UTF-16 or GB18030. Throws a Refusal (422, field 'file') that says what to do.
 */
export async function readSheet(bytes: Buffer): Promise<Sheet> {
  if (bytes.length === 0) throw refuseSheet('empty', '这是一个空文件。请确认后重新上传。')
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND)) refuseCompound(bytes)
  if (bytes.subarray(0, ZIP.length).equals(ZIP)) return readInThread(bytes)
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') {
    throw refuseSheet('type', '这是 PDF，不是表格。请上传 .xlsx 或 .csv 文件。')
  }
  return readText(bytes)
}

/** Collects an arriving file no further than the limit: whoever sends more is stopped there. Throws a Refusal (422, field 'file'). */
export async function collectSheet(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > sheetLimits.bytes) {
      const megabytes = sheetLimits.bytes / 1024 / 1024
      throw refuseSheet('too-large', `表格超过了 ${megabytes} MB。请删去用不到的工作表和图片，或分成几个文件导入。`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
