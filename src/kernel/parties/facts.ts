import type { CalendarDate } from '../../shared/dates.ts'
import type { Tx } from '../db/connect.ts'
import { isOneWith } from './merged.ts'

export type FactSource = 'declared' | 'paper' | 'register' | 'case'

export interface FactDraft {
  /** Key in the fact dictionary. */
  key: string
  /** Never an identifier: no name, no number of a person. */
  value: string | number | boolean | readonly string[]
}

export interface FactRecord {
  partyId: string
  facts: readonly FactDraft[]
  source: FactSource
  /** What it was read from: the id of a case, a paper, a register. */
  sourceRef: string | null
  /** Account that recorded it; null for the system. */
  by: string | null
  today: CalendarDate
  at: Date
}

/** Adds what has become known of a party; what was known before stays in the table, and the newest of a key counts. */
export async function recordFacts(tx: Tx, record: FactRecord): Promise<void> {
  if (record.facts.length === 0) return
  const rows = record.facts.map(({ key, value }) => ({
    party_id: record.partyId,
    key,
    value: JSON.stringify(value),
    valid_from: record.today,
    source: record.source,
    source_ref: record.sourceRef,
    recorded_at: record.at,
    recorded_by: record.by,
  }))
  await tx.insertInto('fact').values(rows).execute()
}

export interface Fact {
  value: FactDraft['value']
  source: FactSource
  sourceRef: string | null
  /** Instant, ISO 8601 in UTC. */
  recordedAt: string
}

/** What is known of a party in reach of this transaction, and of those who are one with it: by key, the newest fact of each. */
export async function findFacts(tx: Tx, partyId: string): Promise<Record<string, Fact>> {
  const rows = await tx
    .selectFrom('fact')
    .distinctOn('key')
    .select(['key', 'value', 'source', 'source_ref', 'recorded_at'])
    .where(isOneWith(partyId))
    .orderBy('key')
    .orderBy('id', 'desc')
    .execute()
  const facts = rows.map((row): [string, Fact] => [
    row.key,
    {
      value: row.value as FactDraft['value'],
      source: row.source as FactSource,
      sourceRef: row.source_ref,
      recordedAt: row.recorded_at.toISOString(),
    },
  ])
  return Object.fromEntries(facts)
}
