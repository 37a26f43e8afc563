import { newId } from '../src/shared/ids.ts'
import type { TestPlatform } from './platform.ts'

/** An office of a division that no other test has; its division's code comes back with its id. */
export async function placeOffice({ db, now }: TestPlatform, division: string, kind = 'window'): Promise<string> {
  const id = newId(now())
  await db
    .insertInto('office')
    .values({ id, name: `测试${division}`, kind, division, address: '', phone: '' })
    .execute()
  return id
}

export interface MemberPlace {
  officeId: string
  division: string
  role?: string
  name?: string
}

/** Somebody who belongs to an office, with a role there and no password. */
export async function placeMember(platform: TestPlatform, place: MemberPlace): Promise<string> {
  const { db, now } = platform
  const id = newId(now())
  const { officeId, division, role = 'clerk', name = '测试人员' } = place
  await db
    .insertInto('account')
    .values({ id, kind: 'staff', login: id, name, password_hash: '-', created_at: now() })
    .execute()
  const grant = { id: newId(now()), account_id: id, role, division, office_id: officeId, valid_from: '2026-01-01' }
  await db.insertInto('role_grant').values(grant).execute()
  return id
}

/** Lets somebody be away from one day to another, with or without a deputy. */
export async function placeAbsence(
  { db, now }: TestPlatform,
  accountId: string,
  [firstDay, lastDay]: readonly [string, string],
  deputyId: string | null = null,
): Promise<string> {
  const id = newId(now())
  await db
    .insertInto('absence')
    .values({
      id,
      account_id: accountId,
      deputy_id: deputyId,
      kind: 'annual',
      first_day: firstDay,
      last_day: lastDay,
      recorded_at: now(),
    })
    .execute()
  return id
}
