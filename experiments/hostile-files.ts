import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { jpegFile, pdfFile, pngFile, virusTestFile } from '../test/sample-files.ts'

export interface HostileFile {
  what: string
  name: string
  content: Buffer
  /** Taken in with nothing left of what was hostile: another name, or given back as nothing but an attachment of a plain type. */
  harmless?: boolean
}

const MEBIBYTE = 1024 * 1024
const latin = (text: string) => Buffer.from(text, 'latin1')
const join = (...parts: (Buffer | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : part)))

/** A ZIP of one entry. */
function zip(entry: string, plain: Buffer): Buffer {
  const [name, packed] = [Buffer.from(entry), deflateRawSync(plain)]
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(crc32(plain), 10)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(plain.length, 18)
  common.writeUInt16LE(name.length, 22)
  const local = join('PK\x03\x04', common, name, packed)
  const central = join('PK\x01\x02', Buffer.from([20, 0]), common, Buffer.alloc(14), name)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(1, 4)
  end.writeUInt16LE(1, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(local.length, 12)
  return join(local, central, 'PK\x05\x06', end)
}

const bomb = zip('zeros', Buffer.alloc(32 * MEBIBYTE))
const nested = Array.from({ length: 6 }).reduce<Buffer>((inner) => zip('inner.zip', inner), bomb)
const slip = zip('../../../../etc/cron.d/own', Buffer.from('* * * * * root id'))
const page = '<!doctype html><script>alert(document.cookie)</script>'
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>`
const pdf = pdfFile()
const png = pngFile({ width: 3, height: 3 })
const jpeg = jpegFile({ width: 3, height: 3 })
const flood = { width: 65_535, height: 65_535 }

const file = (what: string, name: string, content: Buffer | string): HostileFile => ({
  what,
  name,
  content: typeof content === 'string' ? Buffer.from(content) : content,
})
const harmless = (what: string, name: string, content: Buffer = pdf): HostileFile => ({
  what,
  name,
  content,
  harmless: true,
})

/** Everything but the endless file and the one that breaks off, which are no whole files. */
export const hostileFiles: readonly HostileFile[] = [
  file('a zip bomb under its own name', 'bomb.zip', bomb),
  file('a zip bomb named a PDF', 'bomb.pdf', bomb),
  file('a zip bomb in six layers', 'nested.pdf', nested),
  file('a zip bomb behind a PDF', 'report.pdf', join(pdf, bomb)),
  file('a nested zip behind a picture', 'picture.png', join(png, nested)),
  file('a gzip bomb', 'log.pdf', gzipSync(Buffer.alloc(32 * MEBIBYTE))),
  file('a zip that climbs out of its folder', 'slip.pdf', slip),
  file('a zip that climbs, behind a photograph', 'photo.jpg', join(jpeg, slip)),
  file(
    'a 64-bit zip behind a PDF',
    'large.pdf',
    join(pdf, 'PK\x06\x07', Buffer.alloc(16), 'PK\x05\x06', Buffer.alloc(18, 255)),
  ),
  file('a RAR behind a PDF', 'form.pdf', join(pdf, 'Rar!\x1a\x07\x01\0', Buffer.alloc(200))),
  file('a 7z behind a picture', 'scan.png', join(png, "7z\xbc\xaf'\x1c", Buffer.alloc(200))),
  file('EICAR as a text', 'eicar.txt', virusTestFile),
  file('EICAR named a PDF', 'eicar.pdf', virusTestFile),
  file('EICAR within a PDF', 'paper.pdf', pdfFile(Buffer.from(virusTestFile))),
  file('EICAR across two pieces of the flow', 'two.pdf', pdfFile(join(Buffer.alloc(65_400, 32), virusTestFile))),
  file('EICAR behind a photograph', 'me.jpg', join(jpeg, virusTestFile)),
  file('a pixel flood as PNG', 'wide.png', pngFile(flood)),
  file('a pixel flood as JPEG', 'wide.jpg', jpegFile(flood)),
  file('a pixel flood behind a megabyte of metadata', 'deep.jpg', jpegFile({ ...flood, before: 17 })),
  file('a picture of no size', 'none.png', pngFile({ width: 0, height: 0 })),
  file('a page named a PDF', 'page.pdf', page),
  file('a page under its own name', 'page.html', page),
  file('a picture that runs a script', 'logo.svg', svg),
  file('a picture that runs a script, named a PNG', 'logo.png', svg),
  file('a script before a PDF', 'both.pdf', join(page, pdf)),
  file('a GIF that is a script', 'gif.jpg', 'GIF89a/*=1;alert(1)//*/'),
  file('a program for Windows named a PDF', 'setup.pdf', join('MZ\x90\0\x03', Buffer.alloc(500))),
  file('a program for Linux named a PNG', 'tool.png', join('\x7fELF\x02\x01\x01', Buffer.alloc(500))),
  file('a program behind two endings', '身份证.pdf.exe', pdf),
  file('an office file with macros', 'plan.docm', zip('word/vbaProject.bin', Buffer.alloc(100))),
  file('an empty file', 'empty.pdf', ''),
  file('one byte more than allowed', 'big.pdf', join(pdf, Buffer.alloc(20 * MEBIBYTE - pdf.length + 1, 32))),
  harmless('a path up to the system', '../../../../etc/passwd.pdf'),
  harmless('a path of Windows', 'C:\\Windows\\System32\\drivers.pdf'),
  harmless('a name that turns the direction of writing', 'invoice\u202efdp.exe.pdf'),
  harmless('a name of ten thousand characters', `${'长'.repeat(10_000)}.pdf`),
  harmless('a name that is markup', '<img src=x onerror=alert(1)>.pdf'),
  harmless('a page within a PDF, valid as both', 'valid.pdf', pdfFile(Buffer.from(page))),
]
