import { newId } from '../../shared/ids.ts'
import type { Personal } from '../../shared/personal.ts'
import type { Db } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { everywhere } from '../operations/everywhere.ts'
import type { Attachment, AttachmentRef } from './attachments.ts'
import { nextAllowed, type QuietHours } from './quiet-hours.ts'
import type { Medium } from './template-text.ts'

/** A message by SMS or e-mail; to whom and what it says is personal data. */
export interface Message {
  medium: Medium
  /** Code of the template it was written by: `loginCode`. */
  purpose: string
  recipient: Personal
  /** Of an e-mail; null for SMS. */
  subject: Personal | null
  body: Personal
  /** Of an e-mail: what goes with it. */
  attachments?: readonly Attachment[]
}

/** A message on its way into the queue, with whose it is and until when it is of use. */
export interface MessageDraft extends Omit<Message, 'attachments'> {
  partyId?: string | null
  caseId?: string | null
  /** Where its party is, a division's code, or the root while it is nobody's: for whom the log of sendings shows it to. */
  division: string
  /** Of an e-mail: what goes with it, made only when it is sent. */
  attachment?: AttachmentRef | null
  urgent?: boolean
  quiet?: QuietHours | null
  expiresAt?: Date | null
  /** When what it tells of happened; now unless told. */
  at?: Date
}

/**
 * Lays a message into the queue, sealed, in the transaction of what it belongs to; it is sent after the commit, and not within
 * the recipient's quiet hours.
 */
export async function queueMessage(db: Db, platform: Platform, draft: MessageDraft): Promise<void> {
  const { ciphers } = platform
  const { medium, purpose, recipient, subject, body, quiet = null, at = platform.now() } = draft
  await db
    .insertInto('outbound_message')
    .values({
      id: newId(at),
      medium,
      purpose,
      recipient_cipher: ciphers.sealOwn('message.recipient', recipient),
      subject_cipher: subject && ciphers.sealOwn('message.subject', subject),
      body_cipher: ciphers.sealOwn('message.body', body),
      party_id: draft.partyId ?? null,
      case_id: draft.caseId ?? null,
      division: draft.division,
      attachment_kind: draft.attachment?.kind ?? null,
      attachment_id: draft.attachment?.id ?? null,
      urgent: draft.urgent ?? false,
      quiet_from: quiet?.from ?? null,
      quiet_until: quiet?.until ?? null,
      next_try_at: nextAllowed(at, quiet),
      expires_at: draft.expiresAt ?? null,
      created_at: at,
    })
    .execute()
}

const sealedColumns = ['medium', 'purpose', 'recipient_cipher', 'subject_cipher', 'body_cipher'] as const

/** A message as it lies in its row. */
export interface SealedMessage {
  medium: string
  purpose: string
  recipient_cipher: Buffer
  subject_cipher: Buffer | null
  body_cipher: Buffer
}

/** Opens a message. Throws SealBroken. */
export const openMessage = ({ ciphers }: Platform, row: SealedMessage): Message => ({
  medium: row.medium as Medium,
  purpose: row.purpose,
  recipient: ciphers.openOwn('message.recipient', row.recipient_cipher),
  subject: row.subject_cipher && ciphers.openOwn('message.subject', row.subject_cipher),
  body: ciphers.openOwn('message.body', row.body_cipher),
})

/** The newest messages, opened, newest first: for the demonstration mailbox alone. */
export async function findNewestMessages(platform: Platform, limit: number): Promise<(Message & { at: Date })[]> {
  const rows = await everywhere(platform, (tx) =>
    tx
      .selectFrom('outbound_message')
      .select([...sealedColumns, 'created_at'])
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
  )
  return rows.map((row) => ({ ...openMessage(platform, row), at: row.created_at }))
}

const DAY = 24 * 60 * 60 * 1000

/** Deletes what has been sent, or given up, so many days ago. */
export async function pruneMessages(platform: Platform, keptDays: number): Promise<void> {
  await everywhere(platform, (tx) =>
    tx
      .deleteFrom('outbound_message')
      .where('state', 'in', ['sent', 'failed'])
      .where('created_at', '<', new Date(platform.now().getTime() - keptDays * DAY))
      .execute(),
  )
}
