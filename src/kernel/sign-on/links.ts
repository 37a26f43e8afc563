import { conflict } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { refuseSignOn } from './failures.ts'

/** A subject at a provider; what is stored of it is its blind index. */
export interface Subject {
  provider: string
  subject: string
}

const indexOf = ({ ciphers }: Platform, { provider, subject }: Subject) =>
  ciphers.blindIndex('subject', `${provider}:${subject}`)

export interface LinkedAccount {
  id: string
  kind: 'person' | 'staff'
  state: string
}

/** The account that a subject logs in to; undefined when it is linked to none. */
export async function findLinked(db: Db, platform: Platform, subject: Subject): Promise<LinkedAccount | undefined> {
  const found = await db
    .selectFrom('account_link')
    .innerJoin('account', 'account.id', 'account_link.account_id')
    .select(['account.id', 'account.kind', 'account.state'])
    .where('account_link.provider', '=', subject.provider)
    .where('account_link.subject_index', '=', indexOf(platform, subject))
    .where('account_link.ended_at', 'is', null)
    .executeTakeFirst()
  return found && { ...found, kind: found.kind as LinkedAccount['kind'] }
}

interface LinkDraft extends Subject {
  accountId: string
  /** The administrator who makes it; null for the account's own holder. */
  by: string | null
}

/**
 * Links a subject to an account, in place of the subject that this provider had for it before; does nothing when it is linked
 * so already. Throws a Refusal (409) when the subject belongs to another account.
 */
export async function link(tx: Tx, platform: Platform, { accountId, by, ...subject }: LinkDraft): Promise<void> {
  const now = platform.now()
  const known = await findLinked(tx, platform, subject)
  if (known?.id === accountId) return
  if (known) throw refuseSignOn('taken')
  await endLink(tx, accountId, subject.provider, now)
  await tx
    .insertInto('account_link')
    .values({
      id: newId(now),
      account_id: accountId,
      provider: subject.provider,
      subject_index: indexOf(platform, subject),
      linked_at: now,
      linked_by: by,
    })
    .execute()
}

/** Ends the link of an account to a provider; false when there was none. */
export async function endLink(tx: Tx, accountId: string, provider: string, now: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('account_link')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('provider', '=', provider)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return ended !== undefined
}

/** Since when an account has been linked, by provider. */
export async function findLinksOf(db: Db, accountId: string): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('account_link')
    .select(['provider', 'linked_at'])
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.provider, row.linked_at]))
}

export const notLinked = () =>
  conflict('not-linked', '这个登录方式没有关联', '可能已经在别处解除了关联。请刷新页面看现在的情况。')
