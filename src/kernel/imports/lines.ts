import type { SheetLine } from '../sheets/sheet.ts'
import type { ImportKind } from './import-kind.ts'

/** Which cell of a line belongs to which column; what is not there has no place. */
export type Mapping = Readonly<Record<string, number>>

/** Why a line holds no row. */
export type Skipped = '标题' | '表头' | '小标题' | '合计' | '说明'

export interface SortedLines {
  /** The heading of each cell, as the file has it. */
  header: readonly string[]
  mapping: Mapping
  rows: readonly SheetLine[]
  skipped: readonly { line: SheetLine; because: Skipped }[]
}

/** Headings are looked for no further down than this. */
const HEADER_WITHIN = 40
const TOTAL = /^(?:合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|合计数|本页.*计)/
const NOTE = /^(?:备注|说明|注[:：]|填表|制表|审核人|单位[:：（(]|日期[:：]|联系)/

/** Full-width letters and digits, spaces and marks make no difference in a heading. */
const plainHeading = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s*·:：()（）【】[\]"“”/、，,.。]/g, '')
    .toLowerCase()

const namesOf = ({ columns }: ImportKind) =>
  columns.map(({ key, zh, synonyms }) => ({ key, names: [zh, ...synonyms].map(plainHeading) }))

/** Columns by the headings of a line: first those that are named exactly, then those whose name a heading holds. */
function matchHeader(kind: ImportKind, cells: readonly string[]): Mapping {
  const headings = cells.map(plainHeading)
  const mapping: Record<string, number> = {}
  const isFree = (index: number) => !Object.values(mapping).includes(index)
  const fits = [
    (heading: string, name: string) => heading === name,
    (heading: string, name: string) =>
      heading.length < 20 && (heading.includes(name) || (heading.length > 1 && name.startsWith(heading))),
  ]
  for (const fit of fits) {
    for (const { key, names } of namesOf(kind)) {
      if (key in mapping) continue
      const found = headings.findIndex(
        (heading, index) => heading !== '' && isFree(index) && names.some((name) => fit(heading, name)),
      )
      if (found >= 0) mapping[key] = found
    }
  }
  return mapping
}

const differentIn = ({ cells }: SheetLine) => new Set(cells.filter((text) => text !== ''))

/** The line whose cells are headings: the one that names most of the columns, two at least; null where there is none. */
function findHeader(kind: ImportKind, lines: readonly SheetLine[]): SheetLine | null {
  let [best, most] = [null as SheetLine | null, 1]
  for (const line of lines.slice(0, HEADER_WITHIN)) {
    const count = Object.keys(matchHeader(kind, line.cells)).length
    // A title that is merged over all columns says the same in each.
    if (count > most && differentIn(line).size >= count) [best, most] = [line, count]
  }
  return best
}

function whySkipped(line: SheetLine, header: SheetLine): Skipped | null {
  const different = differentIn(line)
  const [first = ''] = different
  if (line.cells.join('|') === header.cells.join('|')) return '表头'
  if (TOTAL.test(first)) return '合计'
  if (different.size > 1) return NOTE.test(first) && different.size <= 2 ? '说明' : null
  return NOTE.test(first) || first.length > 30 ? '说明' : '小标题'
}

/** Sorts the lines of a file into headings, rows, and what is neither; null where no line names the columns. */
export function sortLines(kind: ImportKind, lines: readonly SheetLine[]): SortedLines | null {
  const header = findHeader(kind, lines)
  if (!header) return null
  const skipped: { line: SheetLine; because: Skipped }[] = []
  const rows: SheetLine[] = []
  for (const line of lines) {
    if (line === header) continue
    const because = line.number < header.number ? '标题' : whySkipped(line, header)
    if (because) skipped.push({ line, because })
    else rows.push(line)
  }
  return { header: header.cells, mapping: matchHeader(kind, header.cells), rows, skipped }
}
