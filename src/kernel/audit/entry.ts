import type { Db } from '../db/connect.ts'

export interface AuditEntry {
  at: Date
  actorId: string | null
  actorRole: string
  operation: string
  subject?: { kind: string; id: string; division?: string } | undefined
  /** Parties whose data were shown beside the subject, as in a list. */
  shown?: readonly string[]
  channel: string
  traceId: string
}

const rowOf = (entry: AuditEntry) => ({
  at: entry.at,
  actor_id: entry.actorId,
  actor_role: entry.actorRole,
  operation: entry.operation,
  subject_kind: entry.subject?.kind ?? null,
  subject_id: entry.subject?.id ?? null,
  division: entry.subject?.division ?? null,
  channel: entry.channel,
  trace_id: entry.traceId,
  ...(entry.shown?.length ? { detail: JSON.stringify({ shown: entry.shown }) } : { detail: '{}' }),
})

/** Writes one audit row, in the transaction of what it tells of; append-only, without personal data. */
export const appendAudit = (db: Db, entry: AuditEntry): Promise<void> => appendAudits(db, [entry])

/** The same for several, in one statement. */
export async function appendAudits(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  await db.insertInto('audit_entry').values(entries.map(rowOf)).execute()
}
