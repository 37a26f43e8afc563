import type { SheetLine } from '../sheets/sheet.ts'
import type { ImportColumn, ImportKind, ReadingContext } from './import-kind.ts'
import type { Mapping } from './lines.ts'

/** A row as it was read: the operation's input, or every fault of it, in Chinese. */
export interface ReadRow {
  line: number
  input: object | null
  faults: readonly string[]
}

/** Full-width digits and letters in their one form; Chinese marks stay. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (one) => one.normalize('NFKC'))
    .replaceAll(/[\u00A0\u3000\u200B\uFEFF]/g, ' ')
    .trim()

function readCell(column: ImportColumn, text: string, context: ReadingContext) {
  if (text === '') return column.required ? { fault: '没有填写' } : null
  return column.read ? column.read(text, context) : { value: text }
}

function readRow(
  kind: ImportKind,
  line: SheetLine,
  mapping: Mapping,
  context: ReadingContext,
): ReadRow & { keys: Map<string, string> } {
  const values: Record<string, unknown> = {}
  const faults: string[] = []
  for (const column of kind.columns) {
    const at = mapping[column.key]
    const reading = readCell(column, at === undefined ? '' : plain(line.cells[at] ?? ''), context)
    if (reading && 'fault' in reading) faults.push(`${column.zh}：${reading.fault}`)
    else if (reading) values[column.key] = reading.value
  }
  faults.push(...(kind.check?.(values) ?? []))
  const keys = new Map(
    kind.unique.flatMap((key) => (values[key] === undefined ? [] : [[key, String(values[key])] as const])),
  )
  return { line: line.number, input: faults.length > 0 ? null : kind.toInput(values), faults, keys }
}

/** Reads rows into inputs: each row with every fault of it, those among them that say the same of what must differ as well. */
export function readRows(
  kind: ImportKind,
  lines: readonly SheetLine[],
  mapping: Mapping,
  context: ReadingContext,
): ReadRow[] {
  const seen = new Map<string, number>()
  const titles = new Map(kind.columns.map(({ key, zh }) => [key, zh]))
  return lines.map((line) => {
    const { keys, ...row } = readRow(kind, line, mapping, context)
    const repeated = [...keys].flatMap(([key, value]) => {
      const earlier = seen.get(`${key} ${value}`)
      if (earlier === undefined) seen.set(`${key} ${value}`, line.number)
      return earlier === undefined ? [] : [`${titles.get(key)}：和第 ${earlier} 行重复`]
    })
    return repeated.length > 0 ? { ...row, input: null, faults: [...row.faults, ...repeated] } : row
  })
}
