import { sql } from 'kysely'
import type { CalendarDate } from '../../shared/dates.ts'
import type { Personal } from '../../shared/personal.ts'
import type { Db } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { type QuietHours, usualQuietHours } from './quiet-hours.ts'
import type { Medium } from './template-text.ts'
import type { Topic } from './templates.ts'

/** How a party can be told of something, and how they want to be. */
export interface Contact {
  partyId: string
  division: string
  phone: Personal | null
  /** Confirmed. */
  email: Personal | null
  muted: readonly string[]
  quiet: QuietHours | null
}

interface ContactRow {
  division: string
  wrapped_key: Buffer | null
  phone_cipher: Buffer | null
  email_cipher: Buffer | null
  muted: string[] | null
  quiet_from: number | null
  quiet_until: number | null
  has_setting: boolean
}

const quietOf = ({ has_setting, quiet_from, quiet_until }: ContactRow): QuietHours | null => {
  if (!has_setting) return usualQuietHours
  return quiet_from === null || quiet_until === null ? null : { from: quiet_from, until: quiet_until }
}

/** The contact of a party, in reach or not; null where there is no such party. Without a key nothing of theirs can be opened. */
export async function findContact(db: Db, { ciphers }: Platform, partyId: string): Promise<Contact | null> {
  const { rows } = await sql<ContactRow>`select * from find_contact(${partyId})`.execute(db)
  const [row] = rows
  if (!row) return null
  const key = row.wrapped_key && ciphers.unwrap(row.wrapped_key)
  const open = (field: string, sealed: Buffer | null) => (key && sealed ? ciphers.openText(key, field, sealed) : null)
  return {
    partyId,
    division: row.division,
    phone: open('phone', row.phone_cipher),
    email: open('email', row.email_cipher),
    muted: row.muted ?? [],
    quiet: quietOf(row),
  }
}

/**
 * By whom a party is told: a person themselves; an enterprise by everyone who may act for it on that day (代办人).
 */
export async function findContacts(db: Db, platform: Platform, partyId: string, on: CalendarDate): Promise<Contact[]> {
  const [own, { rows }] = await Promise.all([
    findContact(db, platform, partyId),
    sql<{ party_id: string }>`select party_id from agents_of(${partyId}, ${on}::date)`.execute(db),
  ])
  const agents = await Promise.all(rows.map((row) => findContact(db, platform, row.party_id)))
  return [own, ...agents].filter((contact) => contact !== null)
}

export const muteOf = (topic: Topic, medium: Medium): string => `${topic}.${medium}`
