import type { TableHash } from './table-hashes.ts'

/**
 * An export is one tar file: `manifest.json` first, `tables/….copy.gz` with each table as COPY writes it, `files/…` with the sealed
 * papers, `head.json` and `erased.jsonl` where there are any, and `papers.jsonl`, the list of the papers, last of all.
 */
export const ENTRIES = {
  manifest: 'manifest.json',
  papers: 'papers.jsonl',
  head: 'head.json',
  erased: 'erased.jsonl',
} as const

export const tableEntry = (table: string) => `tables/${table}.copy.gz`
export const paperEntry = (key: string) => `files/${key}`

export interface ExportedTable extends TableHash {
  /** In the order in which its rows are written. */
  columns: string[]
}

export interface ExportedSequence {
  name: string
  value: string
  called: boolean
}

/** What an export says of itself. */
export interface ExportManifest {
  format: 1
  program: string
  migration: number
  exportedAt: string
  tables: ExportedTable[]
  sequences: ExportedSequence[]
  /** Events that some subscriber has not finished with; they are delivered anew. */
  unfinishedEvents: number[]
  /** Above every transaction number in the rows: the next cluster's go on from here. */
  nextNumber: string
}
