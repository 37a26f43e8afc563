import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { inPieces, jpegFile, pdfFile, pngFile, virusTestFile } from '../../../test/sample-files.ts'
import { Refusal } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { sealingKey } from '../ciphers/envelope.ts'
import { decryptStream, encryptStream } from '../ciphers/streams.ts'
import { aesSuite, SealBroken } from '../ciphers/suites.ts'
import { fileLimits, receiveFile } from './receive.ts'
import { folderStorage } from './storage.ts'

const root = await mkdtemp(join(tmpdir(), 'qichuang-files-'))
after(() => rm(root, { recursive: true, force: true }))
const storage = folderStorage(root)
const key = sealingKey(randomBytes(8).toString('hex'), randomBytes(32))

const filesLeft = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

function receive(name: string, content: Buffer | Readable, limits = fileLimits) {
  return receiveFile({
    storage,
    storageKey: newId(new Date()),
    seal: encryptStream(aesSuite, key),
    file: { name, stream: content instanceof Readable ? content : inPieces(content) },
    limits,
  })
}

async function refuses(code: string, name: string, content: Buffer | Readable, limits = fileLimits) {
  await assert.rejects(receive(name, content, limits), (error: unknown) => {
    assert.ok(error instanceof Refusal, String(error))
    const [fault] = error.parts.errors ?? []
    assert.equal(fault?.code, code)
    assert.equal(fault.field, 'file')
    return true
  })
  assert.deepEqual(await filesLeft(), [], name)
}

test('good papers are taken in, sealed, and come back as they were', async () => {
  const good: [string, string, Buffer][] = [
    ['执照.pdf', 'application/pdf', pdfFile(randomBytes(300_000))],
    ['照片.JPG', 'image/jpeg', jpegFile({ width: 4000, height: 3000, before: 3 })],
    ['扫描.jpeg', 'image/jpeg', jpegFile({ width: 40, height: 30 })],
    ['截图.png', 'image/png', pngFile({ width: 300, height: 200 })],
    ['带信息的截图.png', 'image/png', pngFile({ width: 300, height: 200, before: 90_000 })],
  ]
  for (const [name, mediaType, content] of good) {
    const received = await receive(name, content)
    assert.equal(received.name, name)
    assert.equal(received.mediaType, mediaType)
    assert.equal(received.size, content.length)
    assert.equal(received.sha256, createHash('sha256').update(content).digest('hex'))
    const [path = ''] = await filesLeft()
    assert.ok(!(await readFile(path)).includes(content.subarray(0, 8)), 'the plain file is on disk')
    const opened = await buffer((await storage.read(received.storageKey)).pipe(decryptStream(key)))
    assert.ok(opened.equals(content))
    await received.discard()
    assert.deepEqual(await filesLeft(), [])
  }
})

test('a name that promises none of our types is refused before a byte is read', async () => {
  for (const name of [
    '病毒.exe',
    '执照.pdf.exe',
    '页面.html',
    '图.svg',
    '图.gif',
    '表.xlsx',
    'pdf',
    '.pdf',
    '',
    '../..',
  ]) {
    const stream = inPieces(pdfFile())
    await refuses('ending', name, stream)
    assert.equal(stream.readableDidRead, false)
  }
})

test('content that is not what the name promises is refused', async () => {
  const pdf = pdfFile()
  const wrong: [string, Buffer][] = [
    ['a.pdf', pngFile({ width: 3, height: 3 })],
    ['a.png', pdf],
    ['a.jpg', pngFile({ width: 3, height: 3 })],
    ['a.png', jpegFile({ width: 3, height: 3 })],
    ['a.pdf', Buffer.from('MZ\u0090\u0000 this program cannot be run in DOS mode')],
    ['a.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a.pdf', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a.pdf', Buffer.from('%PD')],
    ['a.jpg', Buffer.from([0xff])],
    ['a.pdf', randomBytes(100_000)],
  ]
  for (const [name, content] of wrong) await refuses('type', name, content)
})

test('a file that is two things at once is refused', async () => {
  const script = Buffer.from('<script>alert(1)</script>\n')
  await refuses('type', 'a.pdf', Buffer.concat([script, pdfFile()]))
  await refuses('type', 'a.pdf', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), pdfFile()]))
  await refuses('type', 'a.pdf', Buffer.concat([Buffer.from('GIF89a=1;'), pdfFile()]))
  await refuses('type', 'a.png', Buffer.concat([Buffer.from('\n'), pngFile({ width: 3, height: 3 })]))
  const archiveEnd = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])
  const archive = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), deflateRawSync(Buffer.alloc(1000)), archiveEnd])
  await refuses('archive', 'a.pdf', Buffer.concat([pdfFile(), archive]))
  await refuses('archive', 'a.png', Buffer.concat([pngFile({ width: 3, height: 3 }), archive]))
  await refuses('archive', 'a.jpg', Buffer.concat([jpegFile({ width: 3, height: 3 }), archive, Buffer.from('junk')]))
  // Archives of other kinds open behind a file too, as ones that unpack themselves do.
  const others = ['PK\x06\x07\0\0\0\0', 'Rar!\x1a\x07\0', 'Rar!\x1a\x07\x01\0', "7z\xbc\xaf'\x1c\0", 'MSCF\0\0\0\0']
  for (const mark of others) {
    await refuses('archive', 'a.pdf', Buffer.concat([pdfFile(), Buffer.from(mark, 'latin1'), Buffer.alloc(100)]))
  }
})

test('the test file of virus scanners is found wherever it stands, also across pieces', async () => {
  await refuses('type', 'a.pdf', Buffer.from(virusTestFile.slice(0, 20)))
  await refuses('virus', 'a.pdf', Buffer.from(virusTestFile))
  await refuses('virus', 'a.pdf', pdfFile(Buffer.from(virusTestFile)))
  const deep = pdfFile(Buffer.concat([randomBytes(200_000), Buffer.from(virusTestFile), randomBytes(10)]))
  for (const size of [1_000, 7, 65_536]) await refuses('virus', 'a.pdf', inPieces(deep, size))
})

test('an empty file is refused', async () => {
  await refuses('empty', 'a.pdf', Readable.from([]))
  await refuses('empty', 'a.png', Readable.from([Buffer.alloc(0)]))
})

test('a picture of too many pixels, or of none, is refused', async () => {
  await refuses('too-many-pixels', 'a.png', pngFile({ width: 50_000, height: 50_000 }))
  await refuses('too-many-pixels', 'a.jpg', jpegFile({ width: 65_000, height: 65_000, before: 2 }))
  await refuses('damaged', 'a.png', pngFile({ width: 0, height: 7 }))
  await refuses('damaged', 'a.jpg', jpegFile({ width: 0, height: 7 }))
  await refuses('damaged', 'a.jpg', jpegFile({ width: 100, height: 100, before: 1 }).subarray(0, 30_000))
})

test('a file without end is stopped at the limit, and its reading with it', async () => {
  let sent = 0
  const endless = Readable.from(
    (async function* () {
      yield pdfFile()
      for (;;) {
        sent += 65_536
        yield Buffer.alloc(65_536, 0x20)
      }
    })(),
  )
  await refuses('too-large', 'a.pdf', endless)
  assert.ok(endless.destroyed)
  assert.ok(sent <= fileLimits.bytes + 64 * 65_536, `${sent} bytes were read`)
  const exactly = pdfFile(Buffer.alloc(1_000))
  const received = await receive('a.pdf', exactly, { ...fileLimits, bytes: exactly.length })
  await received.discard()
  await refuses('too-large', 'a.pdf', exactly, { ...fileLimits, bytes: exactly.length - 1 })
})

test('a sender who breaks off leaves nothing, however they do it', async () => {
  const content = pdfFile(randomBytes(200_000))
  const withError = Readable.from(
    (async function* () {
      yield content.subarray(0, 100_000)
      throw new Error('aborted')
    })(),
  )
  await refuses('incomplete', 'a.pdf', withError)
  const closed = new Readable({ read() {} })
  closed.push(content.subarray(0, 100_000))
  setTimeout(() => closed.destroy(), 20)
  await refuses('incomplete', 'a.pdf', closed)
})

test('a file that was cut or changed on disk does not come back in silence', async () => {
  const content = pdfFile(randomBytes(200_000))
  const received = await receive('a.pdf', content)
  const [path = ''] = await filesLeft()
  const { length } = await readFile(path)
  await truncate(path, length - 70_000)
  const stream = (await storage.read(received.storageKey)).pipe(decryptStream(key))
  await assert.rejects(buffer(stream), SealBroken)
  await received.discard()
})

test('names are cleaned', async () => {
  const received = await receive('../../..\\秘密\u202e\u0000.pdf', pdfFile())
  assert.equal(received.name, '秘密.pdf')
  await received.discard()
})
