import { type Actor, anonymous, roles } from '../src/kernel/access/actor.ts'
import { endSession } from '../src/kernel/identity/sessions.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { dateIn } from '../src/shared/dates.ts'
import { placeStaff } from '../test/accounts.ts'
import { wujiagang, xiling, yichang } from '../test/city.ts'
import type { TestServer } from '../test/server.ts'
import type { Holdings } from './access-holdings.ts'

/** How a member of staff's division stands to that of the first holdings; the second ones lie beside it. */
const places = { own: xiling, sibling: wujiagang, parent: yichang, child: '420502091000' } as const

export interface Caller {
  who: string
  actor: Actor
  cookie: string | null
  /** A session like that of the cookie, for when theirs has ended. */
  renew: () => Promise<string | null>
  /** What they may be taken for: nobody, or one who holds these roles. */
  holds: 'nothing' | readonly string[]
  /** Whose holdings they reach, by division or as their own. */
  reaches: readonly Holdings[]
}

/** Whether an operation's policy names this caller. */
export function isNamed({ policy: { allows } }: Operation, { holds }: Pick<Caller, 'holds'>): boolean {
  if (allows === 'anyone') return true
  if (holds === 'nothing') return false
  return allows === 'signedIn' || allows.some((role) => holds.includes(role))
}

type Making = Omit<Caller, 'cookie' | 'renew' | 'reaches'> & Partial<Pick<Caller, 'renew' | 'reaches'>>

async function makeCaller(server: TestServer, making: Making): Promise<Caller> {
  const { renew = () => server.cookieOf(making.actor), reaches = [] } = making
  return { ...making, cookie: await renew(), renew, reaches }
}

async function makeStaff(server: TestServer, both: readonly Holdings[]): Promise<Caller[]> {
  const { db, now } = server.city.platform
  const made: Caller[] = []
  for (const role of roles) {
    for (const [place, division] of Object.entries(places)) {
      const actor = await placeStaff(db, now(), { role, division })
      const reaches = both.filter((one) => one.division === division || place === 'parent')
      made.push(await makeCaller(server, { who: `${role} ${place}`, actor, holds: [role], reaches }))
    }
  }
  return made
}

/** Acting for the enterprise, in a session of its own. */
export async function actingCookie(
  server: TestServer,
  { applicant, things }: Pick<Holdings, 'applicant' | 'things'>,
): Promise<string | null> {
  const cookie = await server.cookieOf(applicant)
  const answer = await server.send(cookie, 'POST /session/acting', { agencyId: things.agency })
  if (answer.statusCode !== 200) throw new Error(answer.body)
  return cookie
}

/** Everyone else: without an account, without a right any more, applicants and the agents of their enterprises. */
async function makeOthers(server: TestServer, both: readonly Holdings[]): Promise<Caller[]> {
  const { platform, person } = server.city
  const { db, now } = platform
  const clerk = (more: object = {}) => placeStaff(db, now(), { role: 'clerk', division: xiling, ...more })
  const gone = await clerk()
  const ended = await makeCaller(server, { who: 'ended session', actor: gone, holds: 'nothing' })
  const session = db.selectFrom('session').select('id').where('account_id', '=', String(gone.accountId))
  await endSession(db, (await session.executeTakeFirstOrThrow()).id, now())
  const owners = both.flatMap((one, index): Making[] => [
    { who: `applicant ${index + 1}`, actor: one.applicant, holds: ['entrepreneur'], reaches: [one] },
    {
      who: `agent ${index + 1}`,
      actor: one.agent,
      holds: ['agent'],
      reaches: [one],
      renew: () => actingCookie(server, one),
    },
  ])
  const others: Making[] = [
    { who: 'anonymous', actor: anonymous, holds: 'nothing' },
    { who: 'disabled account', actor: await clerk({ state: 'disabled' }), holds: 'nothing' },
    { who: 'role taken back', actor: await clerk({ until: dateIn(now()) }), holds: [] },
    { who: 'another person', actor: await person({ division: wujiagang }), holds: ['entrepreneur'] },
    ...owners,
  ]
  return [ended, ...(await Promise.all(others.map((one) => makeCaller(server, one))))]
}

/** One of every kind there is: each role in each place, and everyone else. */
export const makeCallers = async (server: TestServer, both: readonly Holdings[]): Promise<Caller[]> => [
  ...(await makeStaff(server, both)),
  ...(await makeOthers(server, both)),
]
