import type { PolicyBlock } from '../schema.ts'

const CHAPTER = /^第[〇零一二三四五六七八九十百\d]+[章节条](?:\s|　|$)/
const POINT = /^[一二三四五六七八九十]+、/
const ITEM = /^(?:[-•·●]\s*|（[一二三四五六七八九十\d]+）|\([\d]+\))/
const SHORT = 40

const isHeading = (line: string) =>
  line.length <= SHORT && (CHAPTER.test(line) || POINT.test(line)) && !/[。；]$/.test(line)

/**
 * Puts a pasted text in order: short numbered lines become headings, lines with tabs a table, lines that begin with a mark or
 * （一） a list, every other line a paragraph. What it takes wrongly the editor changes by hand.
 */
export function readBlocks(text: string): PolicyBlock[] {
  const blocks: PolicyBlock[] = []
  for (const line of text.split(/\r?\n/).map((one) => one.trim())) {
    if (line === '') continue
    const last = blocks.at(-1)
    if (line.includes('\t')) {
      const row = line.split('\t').map((cell) => cell.trim())
      if (last?.kind === 'table') last.rows?.push(row)
      else blocks.push({ kind: 'table', rows: [row] })
    } else if (isHeading(line)) blocks.push({ kind: 'heading', text: line })
    else if (ITEM.test(line)) {
      const item = line.replace(/^[-•·●]\s*/, '')
      if (last?.kind === 'list') last.items?.push(item)
      else blocks.push({ kind: 'list', items: [item] })
    } else blocks.push({ kind: 'paragraph', text: line })
  }
  return blocks
}

/** The words of a block, as one text. */
export function sayBlock(block: PolicyBlock): string {
  if (block.kind === 'table') return (block.rows ?? []).map((row) => row.join(' | ')).join('\n')
  if (block.kind === 'list' || block.kind === 'numbered') return (block.items ?? []).join('\n')
  return block.text ?? ''
}

export const isEmptyBlock = (block: PolicyBlock): boolean => sayBlock(block).trim() === ''
