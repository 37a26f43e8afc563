import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { dateIn } from '../../shared/dates.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { newId } from '../../shared/ids.ts'
import type { Actor, Grant } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import { gather } from '../db/gather.ts'

const DAY = 24 * 60 * 60

/** How long a session lasts, in seconds; the cookie lasts as long. */
export const sessionSeconds = { person: 30 * DAY, staff: DAY / 2 } as const

/** How long a session lasts that is not used, in seconds: whoever has left a desk or a phone is logged out. */
export const idleSeconds = { person: 14 * DAY, staff: 2 * 60 * 60 } as const

/** When a session was last used is written down this often, in seconds. */
const SEEN_EVERY = 5 * 60

export interface SessionDraft {
  /** The account's. */
  id: string
  kind: keyof typeof sessionSeconds
  /** Provider of single sign-on by which it begins. */
  provider?: string | undefined
  /** What it begins on, in plain words. */
  device?: string | null | undefined
}

/** Begins a session (会话) and gives its token, 32 random bytes in base64url; only the token's hash is kept. */
export async function openSession(db: Db, account: SessionDraft, now: Date): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('session')
    .values({
      id: newId(now),
      token_hash: sha256Hex(token),
      account_id: account.id,
      provider: account.provider ?? null,
      device: account.device ?? null,
      seen_at: now,
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

interface FoundSession {
  tokenHash: string
  sessionId: string
  accountId: string
  kind: string
  name: string | null
  party_id: string | null
  mergedIds: string[]
  created_at: Date
  seen_at: Date | null
  agency_id: string | null
  principal: string | null
  grants: Grant[]
}

const isToken = (token: string) => /^[\w-]{43}$/.test(token)

/** Sessions that hold, by the hash of their tokens, with the roles that their accounts hold today. */
async function findByHash(db: Db, hashes: readonly string[], now: Date): Promise<FoundSession[]> {
  const today = dateIn(now)
  // In one statement, and without calling survivor_of: a function costs as much as all the rest, and most have nothing to look up.
  const { rows } = await sql<FoundSession>`
    select session.token_hash as "tokenHash", session.id as "sessionId", account.id as "accountId", account.kind, account.name,
      coalesce(merge.survivor_id, account.party_id) as party_id,
      array(
        select merged_id from party_merge
        where survivor_id = coalesce(merge.survivor_id, account.party_id) and undone_at is null) as "mergedIds",
      session.created_at, session.seen_at, session.agency_id,
      case when session.agency_id is not null
        then agency_principal(session.agency_id, account.party_id, ${today}::date) end as principal,
      coalesce((
        select json_agg(json_build_object('role', role, 'division', division, 'officeId', office_id) order by id)
        from role_grant
        where account_id = account.id and valid_from <= ${today}::date and (valid_to is null or valid_to > ${today}::date)),
        '[]') as grants
    from session
    join account on account.id = session.account_id
    left join party_merge as merge on merge.merged_id = account.party_id and merge.undone_at is null
    where session.token_hash = any(${hashes}::text[]) and session.ended_at is null and session.expires_at > ${now}
      and account.state = 'active'`.execute(db)
  return rows
}

/** The actor of a session; null where it was left unused for too long. */
async function enter(db: Db, found: FoundSession, now: Date): Promise<Actor | null> {
  const {
    tokenHash: _,
    kind: text,
    party_id: partyId,
    created_at,
    seen_at,
    agency_id: agencyId,
    principal,
    ...rest
  } = found
  const kind = text as 'person' | 'staff'
  const unused = (now.getTime() - (seen_at ?? created_at).getTime()) / 1000
  if (unused > idleSeconds[kind]) return null
  if (seen_at === null || unused >= SEEN_EVERY) await markSeen(db, rest.sessionId, now)
  const self = { ...rest, kind, partyId }
  if (agencyId === null || partyId === null) return self
  if (principal === null) return { ...self, lapsedAgencyId: agencyId }
  return { ...self, partyId: principal, mergedIds: [], actingFor: { agencyId, ownPartyId: partyId } }
}

/**
 * Who a token stands for, with the roles they hold today: asked at each request, so that a session ended, an account disabled, a
 * role revoked or an agency ended counts at the next one. Null when it stands for nobody.
 */
export async function findActor(db: Db, token: string, now: Date): Promise<Actor | null> {
  if (!isToken(token)) return null
  const [found] = await findByHash(db, [sha256Hex(token)], now)
  return found ? enter(db, found, now) : null
}

/** As findActor, for a server: requests that come in together are looked up by one query. */
export function actorFinder(db: Db, clock: () => Date): (token: string) => Promise<Actor | null> {
  const find = gather<string, FoundSession>(async (hashes) => {
    const rows = await findByHash(db, hashes, clock())
    return new Map(rows.map((row) => [row.tokenHash, row]))
  })
  return async (token) => {
    if (!isToken(token)) return null
    const found = await find(sha256Hex(token))
    return found ? enter(db, found, clock()) : null
  }
}

/** Lets a session act for another by an agency, or for the person themselves again; which agencies hold is asked at each request. */
export async function setAgency(db: Db, sessionId: string, agencyId: string | null): Promise<void> {
  await db.updateTable('session').set({ agency_id: agencyId }).where('id', '=', sessionId).execute()
}

const markSeen = (db: Db, id: string, now: Date) =>
  db.updateTable('session').set({ seen_at: now }).where('id', '=', id).execute()

/** An account's sessions that still hold, the newest first. */
export async function findSessions(db: Db, account: { id: string; kind: keyof typeof idleSeconds }, now: Date) {
  const idle = new Date(now.getTime() - idleSeconds[account.kind] * 1000)
  return db
    .selectFrom('session')
    .select(['id', 'device', 'provider', 'created_at', 'seen_at'])
    .where('account_id', '=', account.id)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where(({ fn, ref }) => sql<boolean>`${fn.coalesce(ref('seen_at'), ref('created_at'))} > ${idle}`)
    .orderBy('id', 'desc')
    .execute()
}

interface Ending {
  accountId: string
  /** This one alone. */
  only?: string
  /** All but this one. */
  except?: string | null
}

/** Ends sessions of an account and says how many ended. */
export async function endSessions(db: Db, { accountId, only, except }: Ending, now: Date): Promise<number> {
  const ended = await db
    .updateTable('session')
    .set({ ended_at: now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .$if(Boolean(except), (query) => query.where('id', '!=', except ?? ''))
    .returning('id')
    .execute()
  return ended.length
}

/** How long a session that is over is kept, in days. */
export const sessionsKeptDays = 30

/** Removes sessions that have been over for thirty days; for the timed jobs. */
export async function forgetOldSessions(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - sessionsKeptDays * DAY * 1000)
  await db
    .deleteFrom('session')
    .where(({ or, eb }) => or([eb('ended_at', '<', before), eb('expires_at', '<', before)]))
    .execute()
}
