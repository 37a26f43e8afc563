import { Readable } from 'node:stream'
import { crc32, deflateSync } from 'node:zlib'

/** The test file of virus scanners (EICAR), put together here so that no scanner stops at this file. */
export const virusTestFile = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** A PDF of one empty page; `padding` is put into it as a stream of its own. */
export function pdfFile(padding: Buffer = Buffer.alloc(0)): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ]
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('')
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n${body}4 0 obj\n<< /Length ${padding.length} >>\nstream\n`),
    padding,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n'),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}

/** A white PNG in grey; of huge ones only the header is true. `before` is a chunk of so many bytes before the picture. */
export function pngFile({ width, height, before = 0 }: { width: number; height: number; before?: number }): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.writeUInt8(8, 8)
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width, 0xff)])
  const rows = width * height < 1_000_000 ? Buffer.concat(Array<Buffer>(height).fill(row)) : Buffer.alloc(1)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(before > 0 ? [chunk('eXIf', Buffer.alloc(before))] : []),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The outline of a JPEG: `before` segments of 60,000 bytes that begin with `filling`, the frame header, no picture. */
export function jpegFile(options: { width: number; height: number; before?: number; filling?: Buffer }): Buffer {
  const { width, height, before = 0, filling = Buffer.alloc(0) } = options
  const content = Buffer.alloc(60_000 - 2)
  filling.copy(content)
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 60_000 >> 8, 60_000 & 0xff]), content])
  const frame = Buffer.from([0xff, 0xc0, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(height, 5)
  frame.writeUInt16BE(width, 7)
  const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, 0, 0xff, 0xd9])
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...Array<Buffer>(before).fill(segment), frame, scan])
}

/** Bytes as they come over a network, in pieces of one size. */
export function inPieces(file: Buffer, size = 16 * 1024): Readable {
  const pieces = Array.from({ length: Math.ceil(file.length / size) }, (_, index) =>
    file.subarray(index * size, (index + 1) * size),
  )
  return Readable.from(pieces)
}
