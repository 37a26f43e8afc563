import { newId } from '../../shared/ids.ts'
import type { Personal } from '../../shared/personal.ts'
import type { Db } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'

export type Medium = 'sms' | 'email'

/** A message by SMS or e-mail; to whom and what it says is personal data. */
export interface Message {
  medium: Medium
  /** Why it is sent, for counting: `loginCode`. */
  purpose: string
  recipient: Personal
  body: Personal
}

/** The way out of the house for one medium. `send` fails when the message was not taken; it gives up by itself within 30 s. */
export interface MessagePort {
  send(message: Message): Promise<void>
}

export type MessagePorts = Readonly<Record<Medium, MessagePort>>

/** Sends nothing: in the demonstration the mailbox page shows what would have gone out. */
export const demonstrationPort: MessagePort = { send: async () => {} }

const BATCH = 200
/** What could not be sent for so long is given up. */
const GIVE_UP_AFTER = 24 * 60 * 60 * 1000

/**
 * Lays a message into the queue, sealed, in the transaction of what it belongs to; it is sent after the commit. `at` is when
 * what it tells of happened: from then on it is counted how long it waits.
 */
export async function queueMessage(db: Db, platform: Platform, message: Message, at = platform.now()): Promise<void> {
  const { ciphers } = platform
  await db
    .insertInto('outbound_message')
    .values({
      id: newId(at),
      medium: message.medium,
      purpose: message.purpose,
      recipient_cipher: ciphers.sealOwn('message.recipient', message.recipient),
      body_cipher: ciphers.sealOwn('message.body', message.body),
      created_at: at,
    })
    .execute()
}

/**
 * Sends what waits, oldest first: each at least once, in a transaction of its own that holds its row, so that two processes do
 * not send it twice. What a port does not take stays for the next time, for a day. Gives the number sent.
 */
export async function sendQueued(platform: Platform, ports: MessagePorts): Promise<number> {
  const waiting = await platform.db
    .selectFrom('outbound_message')
    .select('id')
    .where('state', '=', 'queued')
    .orderBy('created_at')
    .limit(BATCH)
    .execute()
  let sent = 0
  for (const { id } of waiting) if (await sendOne(platform, ports, id)) sent += 1
  return sent
}

function sendOne(platform: Platform, ports: MessagePorts, id: string): Promise<boolean> {
  return platform.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('outbound_message')
      .select(messageColumns)
      .where('id', '=', id)
      .where('state', '=', 'queued')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    if (!row) return false
    const message = openMessage(platform, row)
    const fault = await ports[message.medium].send(message).then(() => null, nameOf)
    if (fault) platform.log({ level: 'error', job: 'messages', messageId: id, medium: message.medium, fault })
    const tooOld = platform.now().getTime() - row.created_at.getTime() > GIVE_UP_AFTER
    if (fault && !tooOld) return false
    await tx
      .updateTable('outbound_message')
      .set(fault ? { state: 'failed' } : { state: 'sent', sent_at: platform.now() })
      .where('id', '=', id)
      .execute()
    return !fault
  })
}

// What a gateway has to say might quote the recipient: only the kind of its fault is logged.
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'unknown')

const messageColumns = ['medium', 'purpose', 'recipient_cipher', 'body_cipher', 'created_at'] as const

function openMessage(
  { ciphers }: Platform,
  row: { medium: string; purpose: string; recipient_cipher: Buffer; body_cipher: Buffer },
): Message {
  return {
    medium: row.medium as Medium,
    purpose: row.purpose,
    recipient: ciphers.openOwn('message.recipient', row.recipient_cipher),
    body: ciphers.openOwn('message.body', row.body_cipher),
  }
}

/** The newest messages, opened, newest first: for the demonstration mailbox alone. */
export async function findNewestMessages(platform: Platform, limit: number): Promise<(Message & { at: Date })[]> {
  const rows = await platform.db
    .selectFrom('outbound_message')
    .select(messageColumns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...openMessage(platform, row), at: row.created_at }))
}
