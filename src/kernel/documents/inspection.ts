import { createHash } from 'node:crypto'
import { invalid, type Refusal } from '../../shared/errors.ts'
import { endingOf } from './file-name.ts'
import { type FileType, findTypeByEnding, HEAD_LENGTH, sniffType } from './file-types.ts'
import { type ImageSize, JpegSizeReader, readPngSize } from './image-size.ts'

export interface FileLimits {
  /** Size of the file. */
  bytes: number
  /** Width times height of an image: a small file may unfold to a picture that no machine can show. */
  pixels: number
}

/** What is known of a file that has passed. */
export interface Inspected {
  mediaType: FileType['mediaType']
  size: number
  sha256: string
}

const archived = '文件里夹带了压缩包，没有收下。请把材料另存为普通的 PDF 或图片后再上传。'

/** Archives open behind a file that is something else: the end of a ZIP (APPNOTE 4.3.15, 4.3.16), the beginnings of the others. */
const archiveMarks = [
  'PK\x05\x06\0\0\0\0',
  'PK\x06\x07\0\0\0\0',
  'Rar!\x1a\x07',
  "7z\xbc\xaf'\x1c",
  'MSCF\0\0\0\0',
] as const

/** Byte sequences that no paper holds: the test file of virus scanners, and archives. */
const hostileMarks = [
  {
    mark: Buffer.from('$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!'),
    code: 'virus',
    says: '文件里查出了病毒特征，没有收下。请在电脑上杀毒后，换一份重新上传。',
  },
  ...archiveMarks.map((mark) => ({ mark: Buffer.from(mark, 'latin1'), code: 'archive', says: archived })),
]
const LONGEST_MARK = Math.max(...hostileMarks.map(({ mark }) => mark.length))
const MEBIBYTE = 1024 * 1024
const NO_BYTES = Buffer.alloc(0)

const refuse = (code: string, message: string): Refusal =>
  invalid([{ field: 'file', code, message }], '这个文件不能收下')

/** The kind of file that a cleaned name promises. Throws a Refusal (422, field 'file') when it is none that we take. */
export function promisedType(name: string): FileType {
  const type = findTypeByEnding(endingOf(name))
  if (!type) {
    throw refuse('ending', '只收 PDF、JPG、PNG 文件，文件名要以 .pdf、.jpg 或 .png 结尾。请转换格式后再上传。')
  }
  return type
}

/**
 * Looks at a file while it flows by, and passes it on unchanged: size, type by its first bytes against the type that its name
 * promises, hostile content, size of the picture, hash. Keeps no more than a few kilobytes. Throws a Refusal (422, field
 * 'file') at the first fault.
 */
export class Inspection {
  readonly #type: FileType
  readonly #limits: FileLimits
  readonly #hash = createHash('sha256')
  readonly #jpeg = new JpegSizeReader()
  #size = 0
  #head = NO_BYTES
  #sniffed = false
  #tail = NO_BYTES

  constructor(type: FileType, limits: FileLimits) {
    this.#type = type
    this.#limits = limits
  }

  /** A stage of a pipeline. */
  async *watch(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      await this.#take(chunk)
      yield chunk
    }
    await this.#end()
  }

  /** What is known once everything has flowed by. */
  finish(): Inspected {
    return { mediaType: this.#type.mediaType, size: this.#size, sha256: this.#hash.digest('hex') }
  }

  async #take(chunk: Buffer): Promise<void> {
    this.#size += chunk.length
    if (this.#size > this.#limits.bytes) {
      const limit = this.#limits.bytes / MEBIBYTE
      throw refuse('too-large', `文件超过了 ${limit} MB。请压缩图片、降低扫描清晰度，或分成几个文件上传。`)
    }
    this.#hash.update(chunk)
    this.#refuseHostile(chunk)
    if (this.#type.mediaType === 'image/jpeg') this.#jpeg.take(chunk)
    if (this.#head.length < HEAD_LENGTH) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_LENGTH - this.#head.length)])
    }
    if (this.#head.length === HEAD_LENGTH) await this.#sniff()
  }

  async #end(): Promise<void> {
    if (this.#size === 0) throw refuse('empty', '这是一个空文件。请确认文件能正常打开，再重新上传。')
    await this.#sniff()
    if (this.#type.mediaType === 'image/jpeg') this.#refuseFlood(this.#jpeg.size)
  }

  async #sniff(): Promise<void> {
    if (this.#sniffed) return
    this.#sniffed = true
    if ((await sniffType(this.#head)) !== this.#type) {
      throw refuse('type', '文件的内容和文件名的后缀不一致，或不是 PDF、JPG、PNG。请用原来的软件另存一次再上传。')
    }
    if (this.#type.mediaType === 'image/png') this.#refuseFlood(readPngSize(this.#head))
  }

  #refuseHostile(chunk: Buffer): void {
    const seen = Buffer.concat([this.#tail, chunk])
    const found = hostileMarks.find(({ mark }) => seen.includes(mark))
    if (found) throw refuse(found.code, found.says)
    this.#tail = Buffer.from(seen.subarray(Math.max(0, seen.length - LONGEST_MARK + 1)))
  }

  #refuseFlood(size: ImageSize | null): void {
    const pixels = size ? size.width * size.height : 0
    if (pixels === 0) throw refuse('damaged', '这张图片打不开，可能没有传完整。请确认能正常打开，再重新上传。')
    if (pixels > this.#limits.pixels) {
      const limit = this.#limits.pixels / 1_000_000
      throw refuse('too-many-pixels', `图片超过了 ${limit} 百万像素。请缩小尺寸后再上传。`)
    }
  }
}
