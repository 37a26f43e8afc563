import type { Db } from '../db/connect.ts'

/** An event of our own: past tense, versioned, without personal data. */
export interface EventDraft {
  type: string
  version: number
  /** Events of one key are delivered in order; a case's id where it is about a case. */
  key: string
  payload: Record<string, unknown>
  at: Date
}

export interface DeliveredEvent extends Omit<EventDraft, 'at'> {
  id: number
  at: string
}

/** Writes an event in the transaction of what it tells of; it is delivered after the commit, at least once. */
export async function emitEvent(db: Db, event: EventDraft): Promise<void> {
  await db
    .insertInto('outbox_event')
    .values({ ...event, payload: JSON.stringify(event.payload) })
    .execute()
}
