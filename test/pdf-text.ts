import { inflateSync } from 'node:zlib'

interface PdfObject {
  id: number
  head: string
  stream: Buffer
}

/** The objects of a PDF as pdfkit writes them, with their streams inflated. */
function readObjects(pdf: Buffer): PdfObject[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([whole, id = '', body = ''], _index) => {
    const at = body.indexOf('stream\n')
    if (at < 0) return { id: Number(id), head: whole, stream: Buffer.alloc(0) }
    const raw = Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1')
    const head = body.slice(0, at)
    return { id: Number(id), head, stream: head.includes('/FlateDecode') ? inflateSync(raw) : raw }
  })
}

const hexText = (hex: string): string => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  return bytes.swap16().toString('utf16le')
}

/** What the glyphs of a font mean, from its ToUnicode table. */
function readMeanings(stream: Buffer): Map<number, string> {
  const meanings = new Map<number, string>()
  for (const [, from = '', , list = ''] of stream.toString('latin1').matchAll(/<(\w+)> <(\w+)> \[([^\]]*)\]/g)) {
    const texts = [...list.matchAll(/<([\w ]*)>/g)].map(([, hex = '']) => hexText(hex))
    for (const [index, text] of texts.entries()) meanings.set(Number.parseInt(from, 16) + index, text)
  }
  return meanings
}

const reference = (head: string, name: string): number =>
  Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? Number.NaN)

/** The lines of text on each page, from top to bottom, as they were set: what a reader's eye meets. */
export function readPdfLines(pdf: Buffer): string[][] {
  const objects = new Map(readObjects(pdf).map((one) => [one.id, one]))
  const fonts = new Map<string, Map<number, string>>()
  const meaningsOf = (name: string, page: PdfObject): Map<number, string> => {
    const resources = objects.get(reference(page.head, 'Resources'))?.head ?? page.head
    const font = objects.get(reference(resources, name))?.head ?? ''
    return readMeanings(objects.get(reference(font, 'ToUnicode'))?.stream ?? Buffer.alloc(0))
  }
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head))
  return pages.map((page) => {
    const lines = new Map<string, { x: number; text: string }[]>()
    let [font, x, y] = ['', 0, '']
    const content = objects.get(reference(page.head, 'Contents'))?.stream.toString('latin1') ?? ''
    for (const line of content.split('\n')) {
      const placed = /^1 0 0 1 ([\d.]+) ([\d.]+) Tm$/.exec(line)
      if (placed) [x, y] = [Number(placed[1]), placed[2] ?? '']
      font = /^\/(F\d+) [\d.]+ Tf$/.exec(line)?.[1] ?? font
      if (!/\bTJ$/.test(line)) continue
      const meanings = fonts.get(font) ?? meaningsOf(font, page)
      fonts.set(font, meanings)
      const glyphs = [...line.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
      const text = glyphs.map((glyph) => meanings.get(Number.parseInt(glyph, 16)) ?? '').join('')
      lines.set(y, [...(lines.get(y) ?? []), { x, text }])
    }
    return [...lines].map(([, parts]) =>
      parts
        .toSorted((a, b) => a.x - b.x)
        .map(({ text }) => text)
        .join(''),
    )
  })
}
