import { inflateRawSync } from 'node:zlib'
import { refuseSheet, sheetLimits } from './sheet.ts'

/** One part of a zip archive, as its central directory tells (APPNOTE 4.3.12). */
interface Part {
  name: string
  flags: number
  method: number
  packedSize: number
  offset: number
}

const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8
const END_LENGTH = 22
const LONGEST_COMMENT = 65_535

const damaged = () => refuseSheet('damaged', '表格文件已损坏，打不开。请用表格软件打开后另存为 .xlsx，再重新上传。')

function findEnd(bytes: Buffer): number {
  for (let at = bytes.length - END_LENGTH; at >= Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT); at -= 1) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw damaged()
}

function readDirectory(bytes: Buffer): Part[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  if (count > sheetLimits.parts)
    throw refuseSheet('too-many-parts', '表格文件里的部件太多，像是特意制作的压缩包，没有收下。')
  const parts: Part[] = []
  for (let at = bytes.readUInt32LE(end + 16), index = 0; index < count; index += 1) {
    if (bytes.readUInt32LE(at) !== DIRECTORY) throw damaged()
    const nameLength = bytes.readUInt16LE(at + 28)
    parts.push({
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      packedSize: bytes.readUInt32LE(at + 20),
      offset: bytes.readUInt32LE(at + 42),
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return parts
}

/** The content of a part, unpacked no further than `most` bytes: what its directory says of its size may be a lie. */
function unpack(bytes: Buffer, part: Part, most: number): Buffer {
  if (bytes.readUInt32LE(part.offset) !== LOCAL) throw damaged()
  const start = part.offset + 30 + bytes.readUInt16LE(part.offset + 26) + bytes.readUInt16LE(part.offset + 28)
  const packed = bytes.subarray(start, start + part.packedSize)
  if (part.method === STORED) return packed
  if (part.method !== DEFLATED) throw damaged()
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
}

const isTooLarge = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'

function refuseParts(parts: readonly Part[]): void {
  const names = new Set(parts.map(({ name }) => name))
  if (parts.some(({ flags }) => flags & ENCRYPTED)) {
    throw refuseSheet('encrypted', '表格加了密码，打不开。请在表格软件里取消密码后另存，再重新上传。')
  }
  if (!names.has('[Content_Types].xml') || !names.has('xl/workbook.xml')) {
    throw refuseSheet('type', '这不是 Excel 表格（.xlsx）。请用表格软件另存为 .xlsx 或 .csv 后再上传。')
  }
  if (parts.some(({ name }) => /vbaProject\.bin$/i.test(name))) {
    throw refuseSheet('macros', '表格里带有宏，没有收下。请另存为不带宏的 .xlsx 后再上传。')
  }
}

/**
 * Looks through a workbook's archive before anything else does: each part unpacked within one budget, none encrypted, no macros,
 * no document type that declares entities. Throws a Refusal (422, field 'file').
 */
export function checkArchive(bytes: Buffer): void {
  let left: number = sheetLimits.unpackedBytes
  try {
    const parts = readDirectory(bytes)
    refuseParts(parts)
    for (const part of parts) {
      const content = unpack(bytes, part, left)
      left -= content.length
      if (/\.(?:xml|rels)$/i.test(part.name) && content.includes('<!DOCTYPE')) {
        throw refuseSheet('entities', '表格里夹带了不该有的内容，没有收下。请用表格软件另存为 .xlsx 后再上传。')
      }
    }
  } catch (error) {
    if (isTooLarge(error) || left < 0) {
      throw refuseSheet(
        'unpacked',
        '表格展开后太大，像是特意制作的压缩包，没有收下。请只保留要导入的内容，另存后再上传。',
      )
    }
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw damaged()
    throw error
  }
}
