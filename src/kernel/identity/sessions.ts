import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { dateIn } from '../../shared/dates.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import type { Actor, Grant } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'

const DAY = 24 * 60 * 60

/** How long a session lasts, in seconds; the cookie lasts as long. */
export const sessionSeconds = { person: 30 * DAY, staff: DAY / 2 } as const

/** Begins a session (会话) and gives its token, 32 random bytes in base64url; only the token's hash is kept. */
export async function openSession(
  db: Db,
  account: { id: string; kind: keyof typeof sessionSeconds; provider?: string },
  now: Date,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('session')
    .values({
      id: newId(now),
      token_hash: sha256Hex(token),
      account_id: account.id,
      provider: account.provider ?? null,
      created_at: now,
      expires_at: new Date(now.getTime() + sessionSeconds[account.kind] * 1000),
    })
    .execute()
  return token
}

/** Ends a session; its token is worth nothing from the next request on. Gives the provider by which it began, if one. */
export async function endSession(db: Db, id: string, now: Date): Promise<string | null> {
  const ended = await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('provider')
    .executeTakeFirst()
  return ended?.provider ?? null
}

/**
 * Who a token stands for, with the roles they hold today: one query, made at each request, so that a session ended, an account
 * disabled or a role revoked counts at the next one. Null when it stands for nobody.
 */
export async function findActor(db: Db, token: string, now: Date): Promise<Actor | null> {
  if (!/^[\w-]{43}$/.test(token)) return null
  const today = dateIn(now)
  const found = await db
    .selectFrom('session')
    .innerJoin('account', 'account.id', 'session.account_id')
    .leftJoin('role_grant', (join) =>
      join
        .onRef('role_grant.account_id', '=', 'account.id')
        .on('role_grant.valid_from', '<=', today)
        .on((on) => on.or([on('role_grant.valid_to', 'is', null), on('role_grant.valid_to', '>', today)])),
    )
    .select(['session.id as sessionId', 'account.id as accountId', 'account.kind', 'account.party_id', 'account.name'])
    .select(
      sql<Grant[]>`coalesce(
        json_agg(
          json_build_object('role', role, 'division', division, 'officeId', office_id) order by role_grant.id
        ) filter (where role_grant.id is not null),
        '[]')`.as('grants'),
    )
    .where('session.token_hash', '=', sha256Hex(token))
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', now)
    .where('account.state', '=', 'active')
    .groupBy(['session.id', 'account.id'])
    .executeTakeFirst()
  if (!found) return null
  const { kind, party_id: partyId, ...rest } = found
  return { ...rest, kind: kind as 'person' | 'staff', partyId }
}
