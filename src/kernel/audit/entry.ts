import type { Db } from '../db/connect.ts'

export interface AuditEntry {
  at: Date
  actorId: string | null
  actorRole: string
  operation: string
  subject?: { kind: string; id: string; division?: string } | undefined
  channel: string
  traceId: string
}

/** Writes one audit row, in the transaction of what it tells of; append-only, without personal data. */
export async function appendAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({
      at: entry.at,
      actor_id: entry.actorId,
      actor_role: entry.actorRole,
      operation: entry.operation,
      subject_kind: entry.subject?.kind ?? null,
      subject_id: entry.subject?.id ?? null,
      division: entry.subject?.division ?? null,
      channel: entry.channel,
      trace_id: entry.traceId,
    })
    .execute()
}
