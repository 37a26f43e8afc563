import { canonicalJson } from '../../shared/canonical.ts'
import { sha256Hex } from '../../shared/hash.ts'
import type { Db } from '../db/connect.ts'

export interface HistoryEntry {
  caseId: string
  sequence: number
  round: number
  service: string
  flowVersion: number
  action: string
  from: string
  to: string
  actorId: string | null
  actorRole: string
  officeId: string | null
  channel: string
  detail: Record<string, unknown>
  at: Date
}

/** The hash that chains an entry to the one before it; the first is chained to the empty string. */
export const hashEntry = (entry: HistoryEntry, previousHash: string): string =>
  sha256Hex(canonicalJson({ ...entry, at: entry.at.toISOString(), previousHash }))

/** Appends one entry to a case's history (its row is locked by the caller) and gives the new head of its chain. */
export async function appendHistory(db: Db, entry: HistoryEntry, previousHash: string): Promise<string> {
  const hash = hashEntry(entry, previousHash)
  await db
    .insertInto('case_event')
    .values({
      case_id: entry.caseId,
      sequence: entry.sequence,
      round: entry.round,
      service: entry.service,
      flow_version: entry.flowVersion,
      action: entry.action,
      from_state: entry.from,
      to_state: entry.to,
      actor_id: entry.actorId,
      actor_role: entry.actorRole,
      office_id: entry.officeId,
      channel: entry.channel,
      detail: JSON.stringify(entry.detail),
      at: entry.at,
      previous_hash: previousHash,
      hash,
    })
    .execute()
  return hash
}
