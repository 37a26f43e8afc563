import { type Actor, anonymous, type Role } from '../src/kernel/access/actor.ts'
import type { Db } from '../src/kernel/db/connect.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import { type CalendarDate, dateIn } from '../src/shared/dates.ts'
import { newId } from '../src/shared/ids.ts'

export interface StaffPlace {
  role: Role
  division: string
  state?: 'active' | 'disabled'
  /** First day on which the role is no longer held. */
  until?: CalendarDate
}

/** A member of staff who can have a session but no password: making many with one takes its time. */
export async function placeStaff(db: Db, now: Date, { role, division, state, until }: StaffPlace): Promise<Actor> {
  const id = newId(now)
  const name = `${role} ${division}`
  await db
    .insertInto('account')
    .values({ id, kind: 'staff', login: id, name, password_hash: '-', created_at: now, ...(state && { state }) })
    .execute()
  await db
    .insertInto('role_grant')
    .values({ id: newId(now), account_id: id, role, division, valid_from: dateIn(now), valid_to: until ?? null })
    .execute()
  return {
    ...anonymous,
    kind: 'staff',
    accountId: id,
    name,
    grants: [{ role, division: division as DivisionCode, officeId: null }],
  }
}
