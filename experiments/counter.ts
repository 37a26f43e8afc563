import { randomUUID } from 'node:crypto'
import { Random } from '../bench/load/random.ts'
import { readConfig } from '../src/app/config.ts'
import { queues, startWork } from '../src/app/work.ts'
import { type Actor, anonymous } from '../src/kernel/access/actor.ts'
import { DEFAULT_SCHEMA, openDatabase, roleOf } from '../src/kernel/db/connect.ts'
import { folderStorage } from '../src/kernel/documents/storage.ts'
import { installQueues } from '../src/kernel/jobs/queues.ts'
import { goodForm, paperFile, xiling } from '../test/city.ts'
import { placeMember } from '../test/offices.ts'
import { testServer } from '../test/server.ts'
import { asOwner } from './as-owner.ts'
import { atOnce } from './at-once.ts'
import type { Course } from './experiment.ts'
import { unlocked } from './unlocked.ts'

const CONNECTIONS = 8
const CLERKS = 20
/** Those who call at once, for each connection to the database that there is. */
const CALLERS_A_CONNECTION = 6
export const CALLERS = CONNECTIONS * CALLERS_A_CONNECTION

export interface Clerk {
  accountId: string
  cookie: string
}

/** One call and its answer; times in milliseconds since the process began. */
export interface Call {
  route: string
  status: number
  body: Record<string, unknown>
  began: number
  ended: number
}

export type Counter = Awaited<ReturnType<typeof openCounter>>

/** The control: nothing is locked, and the database lets two steps of a case take the same place. */
const removePlaces = (ownerUrl: string) =>
  asOwner(
    ownerUrl,
    'alter table case_event drop constraint case_event_case_id_sequence_key',
    'alter table case_holding drop constraint case_holding_pkey',
    'drop index case_holding_open',
    'drop index service_case_one_open',
  )

/** A window with twenty clerks, on a server with few connections, and the work that follows each step running beside it. */
export async function openCounter({ seed, broken }: Course) {
  const server = await testServer()
  const { city } = server
  const { platform, ownerUrl, appUrl, folder } = city
  const own = openDatabase(appUrl, { max: CONNECTIONS })
  platform.db = broken ? unlocked(own.db) : own.db
  if (broken) await removePlaces(ownerUrl)
  await installQueues({ ownerUrl, appRole: roleOf(appUrl), schema: DEFAULT_SCHEMA, queues })
  const worker = await startWork({
    config: readConfig({ DATA_DIR: folder, DEMO: 'on' }),
    appUrl,
    platform,
    storage: folderStorage(folder),
    operations: city.operations,
  })
  const officeId = city.staff.clerk.grants[0]?.officeId ?? ''
  const cookieOf = async (actor: Actor) => (await server.cookieOf(actor)) ?? ''
  const clerks: Clerk[] = []
  for (let count = 0; count < CLERKS; count += 1) {
    const accountId = await placeMember(platform, { officeId, division: xiling, name: `${count} 号窗口` })
    clerks.push({ accountId, cookie: await cookieOf({ ...anonymous, kind: 'staff', accountId }) })
  }
  const calls: Call[] = []
  return {
    city,
    clerks,
    calls,
    cookieOf,
    random: new Random(seed),
    async call(cookie: string, route: string, body: object): Promise<Call> {
      const began = performance.now()
      const answer = await server.send(cookie, route, body)
      const call = { route, status: answer.statusCode, body: answer.json(), began, ended: performance.now() }
      calls.push(call)
      return call
    },
    async close() {
      await worker.stop()
      await own.close()
      await server.close()
    },
  }
}

/** Fills in a draft: form and papers. Gives its newest version. */
async function fillDraft({ city }: Counter, applicant: Actor, id: string): Promise<number> {
  const receipt = await city.call<{ version: number }>(applicant, 'loan.saveDraft', { id, version: 1, form: goodForm })
  for (const kind of ['identity', 'group', 'licence', 'place', 'plan']) {
    await city.call(applicant, 'paper.add', { id, kind }, { file: paperFile() })
  }
  return receipt.version
}

const CROWD = 50

/** Fifty openings and then fifty submissions at once for one person, by themselves and by clerks. */
export async function crowd(counter: Counter) {
  const { city, clerks, call, cookieOf } = counter
  const applicant = await city.person()
  const cookie = await cookieOf(applicant)
  const opened = await atOnce(CROWD, CROWD, (index) =>
    index % 5 === 0
      ? call(clerks[index % CLERKS]?.cookie ?? '', 'POST /loans', { division: xiling, partyId: applicant.partyId })
      : call(cookie, 'POST /loans', { division: xiling }),
  )
  const { id } = (opened.find(({ status }) => status === 200)?.body ?? { id: randomUUID() }) as { id: string }
  const version = await fillDraft(counter, applicant, id)
  const submitted = await atOnce(CROWD, CROWD, (index) =>
    call(index % 5 === 0 ? (clerks[index % CLERKS]?.cookie ?? '') : cookie, `POST /loans/${id}/submit`, { version }),
  )
  return { id, version: version + 1, partyId: applicant.partyId, opened, submitted }
}

/** One application, handed in without any crowd. */
export async function handIn(counter: Counter) {
  const { city } = counter
  const applicant = await city.person()
  const { id } = await city.call<{ id: string }>(applicant, 'loan.open', { division: xiling })
  const version = await fillDraft(counter, applicant, id)
  const sent = await city.call<{ version: number }>(applicant, 'loan.submit', { id, version })
  return { id, version: sent.version }
}
