import { dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { Personal } from '../../shared/personal.ts'
import type { Role } from '../access/actor.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'
import { hashPassword } from './passwords.ts'
import { endSessions } from './sessions.ts'

export interface GrantDraft {
  role: Role
  division: string
  officeId?: string | null
}

export interface StaffDraft {
  login: string
  /** Working name, shown beside what they do. */
  name: string
  password: string
  /** Secret of their authenticator, base32. */
  totpSecret: string
  grants: readonly GrantDraft[]
}

/** The one form of a log-in name: full-width letters and capitals make no difference. */
export const normaliseLogin = (login: string): string => login.normalize('NFKC').trim().toLowerCase()

const SECRET_FIELD = 'account.totp'

/** Makes an account (账号) for a member of staff, with roles that hold from today on. Gives its id. */
export async function createStaff(
  db: Db,
  platform: Pick<Platform, 'ciphers' | 'now'>,
  draft: StaffDraft,
): Promise<string> {
  const now = platform.now()
  const id = newId(now)
  await db
    .insertInto('account')
    .values({
      id,
      kind: 'staff',
      login: normaliseLogin(draft.login),
      name: draft.name,
      password_hash: await hashPassword(draft.password),
      totp_cipher: platform.ciphers.sealOwn(SECRET_FIELD, new Personal(draft.totpSecret)),
      created_at: now,
    })
    .execute()
  if (draft.grants.length === 0) return id
  const grants = draft.grants.map((grant) => ({
    id: newId(now),
    account_id: id,
    role: grant.role,
    division: grant.division,
    office_id: grant.officeId ?? null,
    valid_from: dateIn(now),
  }))
  await db.insertInto('role_grant').values(grants).execute()
  return id
}

/** The staff account of a log-in name, whatever its state, its authenticator's secret opened. */
export async function findStaff({ db, ciphers }: Platform, login: string) {
  const found = await db
    .selectFrom('account')
    .select(['id', 'state', 'password_hash', 'totp_cipher'])
    .where('login', '=', normaliseLogin(login))
    .executeTakeFirst()
  if (!found?.totp_cipher) return undefined
  return { ...found, totpSecret: ciphers.openOwn(SECRET_FIELD, found.totp_cipher).reveal() }
}

/** Sets what a staff account logs in with; the step is that of the code that proved the authenticator. All its sessions end. */
export async function setCredentials(
  tx: Tx,
  platform: Pick<Platform, 'ciphers' | 'now'>,
  accountId: string,
  { password, totpSecret, step }: { password: string; totpSecret: string; step: number },
): Promise<void> {
  await tx
    .updateTable('account')
    .set({
      password_hash: await hashPassword(password),
      totp_cipher: platform.ciphers.sealOwn(SECRET_FIELD, new Personal(totpSecret)),
      totp_last_step: step,
    })
    .where('id', '=', accountId)
    .execute()
  await endSessions(tx, { accountId }, platform.now())
}

/** The account of a person's party, made when there is none yet. */
export async function openPersonAccount(tx: Tx, partyId: string, now: Date) {
  const made = await tx
    .insertInto('account')
    .values({ id: newId(now), kind: 'person', party_id: partyId, created_at: now })
    .onConflict((conflict) => conflict.column('party_id').doNothing())
    .returning(['id', 'state'])
    .executeTakeFirst()
  if (made) return { ...made, firstTime: true }
  const known = await tx
    .selectFrom('account')
    .select(['id', 'state'])
    .where('party_id', '=', partyId)
    .executeTakeFirstOrThrow()
  return { ...known, firstTime: false }
}
