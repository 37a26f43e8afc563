import { type Selectable, sql } from 'kysely'
import type { Tables } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { everywhere } from '../operations/everywhere.ts'
import { type AttachmentRef, type AttachmentSources, makeAttachments } from './attachments.ts'
import { type Message, openMessage } from './messages.ts'
import { nextAllowed } from './quiet-hours.ts'
import { kindOfFault, type SendFaultKind, sendFaults } from './send-fault.ts'
import type { Medium } from './template-text.ts'

/** The way out of the house for one medium. */
export interface MessagePort {
  /**
   * Fails with a SendFault when the message was not taken; gives up by itself within 30 s. `id` stays the same however often
   * it is tried, so that the other side can tell a second try from a second message.
   */
  send(message: Message & { id: string }): Promise<void>
}

/** Null: the medium is off, and what is queued for it fails at once. */
export type MessagePorts = Readonly<Record<Medium, MessagePort | null>>

/** Sends nothing: in the demonstration the mailbox page shows what would have gone out. */
export const demonstrationPort: MessagePort = { send: async () => {} }

const AT_ONCE = 20
/** How long a claim holds: longer than a port takes to give up. */
const CLAIM_SECONDS = 120
export const MOST_TRIES = 8
const PAUSE_SECONDS = { usual: 30, urgent: 2 } as const
const LONGEST_PAUSE_SECONDS = 60 * 60
const JITTER = 0.2

type Row = Selectable<Tables['outbound_message']>

interface Post {
  platform: Platform
  sources: AttachmentSources
}

/**
 * Takes what is due, the urgent first, for this process alone. The claim is a statement of its own, so that no transaction, and
 * no connection, is held while a gateway keeps us waiting; one that was left by a process that died is taken again.
 */
async function claimDue(platform: Platform, medium: Medium): Promise<Row[]> {
  const at = platform.now()
  const until = new Date(at.getTime() + CLAIM_SECONDS * 1000)
  const claim = sql<Row>`
    update outbound_message set state = 'sending', claimed_until = ${until}, tries = tries + 1
    where id in (
      select id from outbound_message
      where medium = ${medium}
        and ((state = 'queued' and next_try_at <= ${at}) or (state = 'sending' and claimed_until < ${at}))
      order by urgent desc, next_try_at
      limit ${AT_ONCE}
      for update skip locked)
    returning *`
  return (await everywhere(platform, (tx) => claim.execute(tx))).rows
}

const attachmentOf = ({ attachment_kind: kind, attachment_id: id }: Row): AttachmentRef | null =>
  kind && id ? { kind, id } : null

async function trySending(
  { platform, sources }: Post,
  port: MessagePort | null,
  row: Row,
): Promise<SendFaultKind | null> {
  if (row.expires_at && row.expires_at <= platform.now()) return 'expired'
  if (!port) return 'off'
  let message: Message
  try {
    message = openMessage(platform, row)
  } catch {
    return 'unreadable'
  }
  return makeAttachments(platform, sources, attachmentOf(row))
    .then((attachments) => port.send({ ...message, attachments, id: row.id }))
    .then(() => null, kindOfFault)
}

/** How long to wait after so many tries, in milliseconds: twice as long each time, and not all at one instant. */
export function pauseAfter(tries: number, urgent: boolean, random = Math.random): number {
  const seconds = Math.min(PAUSE_SECONDS[urgent ? 'urgent' : 'usual'] * 2 ** (tries - 1), LONGEST_PAUSE_SECONDS)
  return Math.round(seconds * 1000 * (1 + JITTER * (2 * random() - 1)))
}

function outcomeOf(platform: Platform, row: Row, fault: SendFaultKind | null) {
  const now = platform.now()
  if (!fault) return { state: 'sent', sent_at: now, fault: null }
  if (sendFaults[fault].permanent || row.tries >= MOST_TRIES) return { state: 'failed', fault }
  const quiet =
    row.quiet_from === null || row.quiet_until === null ? null : { from: row.quiet_from, until: row.quiet_until }
  const next = nextAllowed(new Date(now.getTime() + pauseAfter(row.tries, row.urgent)), quiet)
  return { state: 'queued', fault, next_try_at: next }
}

/** Writes down what came of it, unless the claim has gone over to another process meanwhile. */
async function record(platform: Platform, row: Row, fault: SendFaultKind | null): Promise<void> {
  await everywhere(platform, (tx) =>
    tx
      .updateTable('outbound_message')
      .set({ ...outcomeOf(platform, row, fault), claimed_until: null })
      .where('id', '=', row.id)
      .where('state', '=', 'sending')
      .where('tries', '=', row.tries)
      .execute(),
  )
}

async function sendOne(post: Post, port: MessagePort | null, row: Row): Promise<boolean> {
  const { platform } = post
  const fault = await trySending(post, port, row)
  // That a medium is off was said at the start; it is no news with every message.
  if (fault && fault !== 'off')
    platform.log({ level: 'error', job: 'messages', messageId: row.id, medium: row.medium, fault })
  await record(platform, row, fault)
  return fault === null
}

/**
 * Sends what is due by one medium: claim, send, record. What is not taken comes again after a growing pause, at most eight
 * times; what never will be is given up at once. Gives the number sent.
 */
export async function sendDue(
  platform: Platform,
  ports: MessagePorts,
  medium: Medium,
  sources: AttachmentSources = {},
): Promise<number> {
  const rows = await claimDue(platform, medium)
  const sent = await Promise.all(rows.map((row) => sendOne({ platform, sources }, ports[medium], row)))
  return sent.filter(Boolean).length
}
