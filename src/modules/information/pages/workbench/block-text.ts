import { readBlocks } from '../../schema/body-text.ts'
import type { Block } from './work-view.ts'

export const blockKinds: readonly { value: Block['kind']; label: string; hint: string }[] = [
  { value: 'heading', label: '小标题', hint: '例如 第一条 补贴对象' },
  { value: 'paragraph', label: '段落', hint: '' },
  { value: 'list', label: '列表', hint: '一行一项' },
  { value: 'numbered', label: '编号列表', hint: '一行一项，编号自动加' },
  { value: 'table', label: '表格', hint: '一行一行写，格与格之间用 | 隔开；第一行是表头。可从 Excel 复制来粘贴' },
]

/** A block as it is typed: items a line each, cells of a row parted by bars. */
export function typeBlock(block: Block): string {
  if (block.kind === 'table') return (block.rows ?? []).map((row) => row.join(' | ')).join('\n')
  if (block.kind === 'list' || block.kind === 'numbered') return (block.items ?? []).join('\n')
  return block.text ?? ''
}

/** Reads what was typed as a block of that kind. */
export function readBlock(kind: Block['kind'], text: string): Block {
  if (kind === 'table') return { kind, rows: text.split('\n').map((line) => line.split(/ ?[|｜\t] ?/)) }
  if (kind === 'list' || kind === 'numbered') return { kind, items: text.split('\n') }
  return { kind, text }
}

/** Several paragraphs that are pasted at once, put in order; nothing when it is one line. */
export function readPasted(text: string): Block[] {
  return text.trim().includes('\n') ? readBlocks(text) : []
}
