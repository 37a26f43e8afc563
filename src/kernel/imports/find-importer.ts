import type { CalendarDate } from '../../shared/dates.ts'
import { type Actor, anonymous, type Role } from '../access/actor.ts'
import type { Db } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'

/**
 * Whoever began an import, with the roles they hold today: a right taken back counts for the rows not yet written. Nobody where
 * their account has been disabled.
 */
export async function findImporter(db: Db, accountId: string, today: CalendarDate): Promise<Actor> {
  const account = await db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('id', '=', accountId)
    .where('kind', '=', 'staff')
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (!account) return anonymous
  const grants = await db
    .selectFrom('role_grant')
    .select(['role', 'division', 'office_id'])
    .where('account_id', '=', accountId)
    .where('valid_from', '<=', today)
    .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', today)]))
    .execute()
  return {
    ...anonymous,
    kind: 'staff',
    accountId,
    name: account.name,
    grants: grants.map(({ role, division, office_id }) => ({
      role: role as Role,
      division: division as DivisionCode,
      officeId: office_id,
    })),
  }
}
