import type { Tx } from '../src/kernel/db/connect.ts'
import type { RegionScope } from '../src/kernel/divisions/scope.ts'
import { enterScope } from '../src/kernel/operations/run.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { openPartyByPhone } from '../src/kernel/parties/register.ts'
import { dateIn, parseDate } from '../src/shared/dates.ts'
import { Personal } from '../src/shared/personal.ts'
import type { TestPlatform } from './platform.ts'

let made = 0

/** A mobile number that no other test of this process has. */
export const newPhone = () => `139${String(++made).padStart(8, '0')}`

/** The valid number of nobody, that no other test of this process has. */
export function newResidentId(): string {
  made += 1
  return makeResidentId(parseDate(`${1950 + Math.floor(made / 1000)}-05-17`), made % 1000)
}

/** Someone who has logged in by phone and told nothing more: the id of their party. */
export const newPerson = (platform: TestPlatform, phone: string, division: string): Promise<string> =>
  platform.db
    .transaction()
    .execute((tx) => openPartyByPhone(tx, platform, new Personal(phone), { division, today: dateIn(platform.now()) }))

/** A transaction that reaches so far. */
export const within = <T>(platform: TestPlatform, scope: RegionScope, use: (tx: Tx) => Promise<T>): Promise<T> =>
  platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, scope)
    return use(tx)
  })
