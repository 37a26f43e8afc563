import type { Content, ContentTable, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.d.ts'
import { type CalendarDate, formatFull } from '../../../shared/dates.ts'
import { drawQr } from '../qr.ts'
import type { LetterBlock, LetterContent } from '../schema.ts'

/** What is printed: the letter as it was issued, and how it is confirmed. */
export interface PrintJob {
  content: LetterContent
  hash: string
  checkCode: string
  verifyHref: string
}

// Lengths in points. Margins and sizes follow GB/T 9704-2012 (公文格式): 28 mm left, 26 mm right, titles of size 二号, text near 四号.
const page = { width: 595.28, left: 79, right: 74, top: 52, bottom: 62 }
const textWidth = page.width - page.left - page.right
const size = { office: 21, title: 22, text: 13, table: 11, small: 9.5 }
const color = { ink: '#1a1f25', soft: '#52606d', brand: '#1b4b8a', line: '#8a929c', faint: '#c9cdd2' }

const mark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none"><path fill="#e8a33d" d="M6 4.5h20v22H6Z"/><path stroke="${color.brand}" stroke-width="2.2" d="M6 26.5v-22h20v22h3.5"/><path fill="#ffffff" stroke="${color.brand}" stroke-width="2.2" d="m6 4.5 11.5 5v20L6 26.5Z"/></svg>`

const rule = (width: number, lineColor: string): Content => ({
  canvas: [{ type: 'line', x1: 0, y1: 0, x2: textWidth, y2: 0, lineWidth: width, lineColor }],
})

const thinLines: CustomTableLayout = {
  hLineWidth: () => 0.6,
  vLineWidth: () => 0.6,
  hLineColor: () => color.line,
  vLineColor: () => color.line,
  paddingLeft: () => 7,
  paddingRight: () => 7,
  paddingTop: () => 1.5,
  paddingBottom: () => 3,
}

const bare: CustomTableLayout = {
  defaultBorder: false,
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
}

const letterhead = ({ office }: LetterContent): Content[] => [
  {
    columns: [
      { svg: mark, width: 34, height: 34 },
      {
        text: office.name,
        width: '*',
        alignment: 'center',
        bold: true,
        fontSize: office.name.length > 16 ? 17 : size.office,
        characterSpacing: office.name.length > 16 ? 0.5 : 2,
        color: color.brand,
        margin: [0, office.name.length > 16 ? 5 : 2, 34, 0],
      },
    ],
    margin: [0, 0, 0, 6],
  },
  rule(1.8, color.brand),
  { ...(rule(0.6, color.brand) as object), margin: [0, 2.4, 0, 0] } as Content,
]

const indented = (text: string): Content => ({
  text,
  // Not justified: a long number does not break, and its line would stand full of holes.
  alignment: 'left',
  leadingIndent: 2 * size.text,
  margin: [0, 0, 0, 3],
})

const grid = (table: ContentTable['table']): Content => ({
  table: { dontBreakRows: true, ...table },
  layout: thinLines,
  fontSize: size.table,
  lineHeight: 1.2,
  margin: [0, 5, 0, 8],
})

const inShares = (shares: readonly number[]): number[] => {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  const lines = 14.6 * shares.length
  return shares.map((share) => ((textWidth - lines) * share) / whole)
}

function layoutBlock(part: LetterBlock): Content {
  if (part.block === 'paragraph') return indented(part.text)
  if (part.block === 'facts') {
    const body = part.items.map(({ term, value }) => [{ text: term, color: color.soft }, { text: value }])
    return grid({ widths: inShares([1, 3.4]), body })
  }
  const head = part.head.map((text) => ({ text, bold: true, alignment: 'center' as const }))
  const rows = part.rows.map((row) => row.map((text) => ({ text })))
  return grid({ headerRows: 1, widths: inShares(part.widths), body: [head, ...rows] })
}

/** Where the seal goes; never the picture of one. */
const sealPlace = (invented: boolean): Content => ({
  table: {
    widths: [48],
    heights: [50],
    body: [
      [
        {
          text: invented ? '（印章处）\n演示' : '（印章处）',
          alignment: 'center',
          color: color.soft,
          fontSize: size.small,
          margin: [0, invented ? 10 : 17, 0, 0],
        },
      ],
    ],
  },
  layout: { ...thinLines, hLineColor: () => color.faint, vLineColor: () => color.faint, paddingLeft: () => 4 },
})

const SIGNATURE_WIDTH = 184

/** The size of text, smaller where a name would not stand on one line, down to that of tables. */
const sizeWithin = (name: string, width: number): number =>
  Math.max(size.table, Math.min(size.text, Math.floor((10 * width) / name.length) / 10))

function closing({ content, checkCode, verifyHref, hash }: PrintJob): Content {
  const { size: modules, path } = drawQr(verifyHref)
  const qr = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${modules} ${modules}"><path fill="#000000" d="${path}"/></svg>`
  const proof: Content = {
    fontSize: size.small - 1,
    lineHeight: 1.05,
    color: color.soft,
    stack: [
      '扫码核验真伪，或者打开',
      content.verifyAddress,
      { text: ['校验码：', { text: checkCode, color: color.ink, bold: true }] },
      `校验值：${hash.slice(0, 16)}`,
    ],
  }
  const signature: Content = {
    margin: [6, 8, 0, 0],
    stack: [
      { text: content.office.name, alignment: 'right', fontSize: sizeWithin(content.office.name, SIGNATURE_WIDTH - 6) },
      { text: formatFull(content.issuedOn as CalendarDate), alignment: 'right', margin: [0, 2, 0, 0] },
    ],
  }
  return {
    margin: [0, 8, 0, 0],
    table: {
      widths: [70, '*', 58, SIGNATURE_WIDTH],
      body: [[{ svg: qr, width: 62, height: 62 }, proof, sealPlace(content.invented), signature]],
    },
    layout: bare,
  }
}

/** How to appeal, and the signature, which never stands on a page without a line of the text: a row of a table does not break. */
function ending(job: PrintJob): Content[] {
  const paragraphs = job.content.appeal.map(indented)
  const last = paragraphs.pop() ?? ''
  return [
    ...paragraphs,
    { table: { dontBreakRows: true, widths: ['*'], body: [[{ stack: [last, closing(job)] }]] }, layout: bare },
  ]
}

/** The proof of service (送达回证): filled in by hand where the letter is handed over, kept by the office, and recorded. */
const returnSlip = ({ number, title, caseNumber, addressee, office }: LetterContent): Content[] => {
  const row = (term: string, value: string, height = 0) => [
    { text: term, color: color.soft, margin: [0, height, 0, height] as [number, number, number, number] },
    { text: value, margin: [0, height, 0, height] as [number, number, number, number] },
  ]
  return [
    {
      text: '送达回证',
      pageBreak: 'before',
      alignment: 'center',
      bold: true,
      fontSize: size.title,
      characterSpacing: 3,
      margin: [0, 20, 0, 14],
    },
    grid({
      widths: inShares([1, 3.4]),
      body: [
        row('文书', `${title}　${number}`),
        row('办件编号', caseNumber),
        row('受送达人', addressee),
        row('送达机构', office.name),
        row('送达方式', '□ 当面送达　　□ 邮寄送达　　□ 短信或电子邮件'),
        row('送达地点', '', 8),
        row('收件人签名', `${'\u00a0'.repeat(90)}年　　月　　日`, 14),
        row('代收人签名及理由', `${'\u00a0'.repeat(90)}年　　月　　日`, 14),
        row('送达人签名', `${'\u00a0'.repeat(90)}年　　月　　日`, 14),
        row('备注', '', 18),
      ],
    }),
    {
      text: '本页由送达机构留存，送达后登记送达日期；救济期限从送达的次日起计算。',
      fontSize: size.small,
      color: color.soft,
    },
  ]
}

const footer =
  ({ number, invented, office }: LetterContent) =>
  (current: number, count: number): Content => ({
    margin: [page.left, 12, page.right, 0],
    fontSize: size.small,
    lineHeight: 1.3,
    color: color.soft,
    stack: [
      rule(0.5, color.faint),
      { text: `${office.address}　　电话：${office.phone}　　${office.hours}`, margin: [0, 5, 0, 0] },
      {
        columns: [
          { text: `${number}${invented ? '（演示，不具效力）' : ''}`, width: '*' },
          { text: `第 ${current} 页，共 ${count} 页`, width: 110, alignment: 'right' },
        ],
      },
    ],
  })

/** A letter as a page of A4, sober and in the order of official letters; the same letter gives the same document, to the byte. */
export function layoutLetter(job: PrintJob): TDocumentDefinitions {
  const { content } = job
  return {
    pageSize: 'A4',
    pageMargins: [page.left, page.top, page.right, page.bottom],
    version: '1.7',
    language: 'zh-CN',
    tagged: true,
    displayTitle: true,
    info: {
      title: `${content.title}（${content.number}）`,
      author: content.office.name,
      subject: content.service,
      creator: '启创',
      producer: '启创',
      creationDate: new Date(`${content.issuedOn}T00:00:00Z`),
    },
    defaultStyle: { font: 'Noto', fontSize: size.text, lineHeight: 1.26, color: color.ink },
    content: [
      ...letterhead(content),
      { text: content.number, alignment: 'right', fontSize: size.table, margin: [0, 9, 0, 0] },
      {
        text: content.title,
        alignment: 'center',
        bold: true,
        fontSize: size.title,
        characterSpacing: 3,
        margin: [0, 9, 0, 8],
      },
      { text: `${content.addressee}：`, margin: [0, 0, 0, 4] },
      ...content.blocks.map(layoutBlock),
      ...ending(job),
      ...returnSlip(content),
    ],
    footer: footer(content),
  }
}
