import { seedOffices } from '../src/app/demonstration/offices.ts'
import { SESSION_COOKIE } from '../src/app/http/session-cookie.ts'
import type { Role } from '../src/kernel/access/actor.ts'
import type { DivisionCode } from '../src/kernel/divisions/division.ts'
import { seedDemonstrationDivisions } from '../src/kernel/divisions/store.ts'
import { createStaff, openPersonAccount } from '../src/kernel/identity/accounts.ts'
import { openSession } from '../src/kernel/identity/sessions.ts'
import { startHouse } from '../test/e2e/seeded-house.ts'

/**
 * The whole platform in a process of its own, so that all it writes out is in its log, with staff who are logged in. It logs in whomever its
 * parent names, and ends with it.
 */
const [dataFolder = '', backups = ''] = process.argv.slice(2)
const division = '420502000000'
const running = await startHouse(dataFolder, {
  demonstration: false,
  backup: { folder: backups, everyMilliseconds: null, keep: 7 },
  observation: { logLevel: 'info', metricsPort: null, trustedProxies: [] },
})
const { platform } = running
const { db } = platform

const cookieOf = async (id: string, kind: 'person' | 'staff') =>
  `${SESSION_COOKIE}=${await openSession(db, { id, kind }, platform.now())}`

async function placeStaff(): Promise<Record<string, string>> {
  const offices = await db.transaction().execute(async (tx) => {
    await seedDemonstrationDivisions(tx)
    return seedOffices(tx, platform.now())
  })
  const cookies: Record<string, string> = {}
  const roles: readonly (readonly [Role, string | null])[] = [
    ['clerk', `${division} window`],
    ['administrator', null],
  ]
  for (const [role, office] of roles) {
    const grants = [
      { role, division: division as DivisionCode, officeId: office === null ? null : (offices[office] ?? null) },
    ]
    const draft = { login: role, name: role, password: 'a long enough password', totpSecret: 'JBSWY3DPEHPK3PXP' }
    cookies[role] = await cookieOf(await createStaff(db, platform, { ...draft, grants }), 'staff')
  }
  return cookies
}

process.on('message', async (partyId: string) => {
  const account = await db.transaction().execute((tx) => openPersonAccount(tx, partyId, platform.now()))
  process.send?.(await cookieOf(account.id, 'person'))
})
process.once('disconnect', async () => {
  await running.stop()
  process.exit(0)
})
process.send?.({ address: running.address, cookies: await placeStaff() })
