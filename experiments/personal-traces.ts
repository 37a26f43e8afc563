import { createReadStream } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createGunzip } from 'node:zlib'
import type pg from 'pg'

/** A piece that every planted value of its kind begins with, in one of the forms it might have been written in. */
interface Needle {
  form: string
  bytes: Buffer
}

/** Base64 of a text that stands at each of the three places it can have within the bytes around it; only what it alone decides. */
function base64Forms(plain: Buffer): Needle[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), plain])
      .toString('base64')
      .replaceAll('=', '')
    const whole = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + plain.length) * 8) / 6))
    const forms = new Set([whole, whole.replaceAll('+', '-').replaceAll('/', '_')])
    return [...forms].map((form) => ({ form: `base64 at ${offset}`, bytes: Buffer.from(form) }))
  })
}

function formsOf(kind: string, text: string): Needle[] {
  const plain = Buffer.from(text)
  const little = Buffer.from(text, 'utf16le')
  const escaped = [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const hex = plain.toString('hex')
  const forms: Needle[] = [
    { form: 'UTF-8', bytes: plain },
    { form: 'UTF-16LE', bytes: little },
    { form: 'UTF-16BE', bytes: Buffer.from(little).swap16() },
    { form: 'hex', bytes: Buffer.from(hex) },
    { form: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    { form: 'JSON escapes', bytes: Buffer.from(escaped) },
    ...base64Forms(plain),
  ]
  return forms.map((needle) => ({ ...needle, form: `${kind} ${needle.form}` }))
}

const isGone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

async function isPacked(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** Looks for planted values in whatever is given to it. */
export class Search {
  /** What was found and where, each once. */
  readonly hits = new Set<string>()
  bytes = 0
  files = 0
  rows = 0
  readonly #needles: Needle[]
  readonly #longest: number

  /** @param planted What all values of a kind begin with: long enough that nothing else holds it. */
  constructor(planted: Readonly<Record<string, string>>) {
    this.#needles = Object.entries(planted).flatMap(([kind, text]) => formsOf(kind, text))
    this.#longest = Math.max(...this.#needles.map(({ bytes }) => bytes.length))
  }

  #look(content: Buffer, where: string): void {
    this.bytes += content.length
    for (const { form, bytes } of this.#needles) if (content.includes(bytes)) this.hits.add(`${form} in ${where}`)
  }

  async #lookInFlow(flow: AsyncIterable<Buffer>, where: string): Promise<void> {
    let before = Buffer.alloc(0)
    for await (const part of flow) {
      const content = Buffer.concat([before, part])
      this.#look(content, where)
      before = Buffer.from(content.subarray(Math.max(0, content.length - this.#longest)))
    }
  }

  /** Every file of a folder, unpacked where it is packed, but the database's own programs. */
  async inFolder(root: string): Promise<void> {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
      const where = relative(root, path)
      if (!entry.isFile() || /(?:^|\/)postgres-\d/.test(where)) continue
      try {
        const file = createReadStream(path, { highWaterMark: 1 << 20 })
        const flow = (await isPacked(path)) ? file.pipe(createGunzip({ chunkSize: 1 << 20 })) : file
        await this.#lookInFlow(flow, where)
        this.files += 1
      } catch (error) {
        // The database removes and renames files while it is looked at.
        if (!isGone(error)) throw error
      }
    }
  }

  /** Every row of every table that is the platform's, as text: compressed values of the files are plain in it, bytes hexadecimal. */
  async inTables(client: pg.Client): Promise<void> {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname like 'qichuang%'`,
    )
    for (const { name } of rows) {
      const lines = await client.query<{ line: string }>(`select planted::text as line from ${name} as planted`)
      for (const { line } of lines.rows) this.#look(Buffer.from(line), `table ${name}`)
      this.rows += lines.rows.length
    }
  }
}
