import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Type } from 'typebox'
import { loadFaces } from '../src/app/faces.ts'
import { facts } from '../src/app/modules.ts'
import { roles } from '../src/kernel/access/actor.ts'
import type { Operation } from '../src/kernel/operations/operation.ts'
import { makeResidentId } from '../src/kernel/parties/demonstration-id.ts'
import { demonstrationPolicies } from '../src/modules/information/demonstration/index.ts'
import { seedInformation } from '../src/modules/information/seed.ts'
import { parseDate } from '../src/shared/dates.ts'
import { placeStaff } from '../test/accounts.ts'
import { loanIn, paperFile, yichang } from '../test/city.ts'
import { agentOf } from '../test/enterprises.ts'
import { testServer } from '../test/server.ts'
import { makeFormPages } from './fuzz-pages.ts'

/** A server in a process of its own, so that its memory is its own, and a city for it. It is ended by its parent. */
const broken = process.argv.includes('broken')

/** The control: whatever comes is taken for what an operation asks for. */
const letAnythingThrough = (operations: readonly Operation[]): readonly Operation[] =>
  operations.map((operation) => ({ ...operation, input: Type.Object({}, { additionalProperties: true }) }))

const server = await testServer({
  faces: loadFaces,
  trustedProxies: ['127.0.0.1'],
  ...(broken && { serve: letAnythingThrough }),
})
const { city } = server
const { db, now } = city.platform
const address = await server.app.listen({ port: 0, host: '127.0.0.1' })
await db.transaction().execute((tx) => seedInformation(tx, now()))

const [first, second, third] = [await city.person(), await city.person(), await city.person({ verified: false })]
const submitted = await loanIn(city, first, 'submitted')
const draft = await loanIn(city, second, 'draft')
const kept = { id: draft.id, kind: 'other' }
const paper = await city.call<{ id: string }>(second, 'paper.add', kept, { file: paperFile() })
const correction = await city.call<{ id: string }>(first, 'correction.open', { targets: ['phone'] })
const acting = await agentOf(city)

/** One of each role that the city has nobody for. */
const rarer = await Promise.all(
  roles
    .filter((role) => !Object.values(city.staff).some(({ grants }) => grants.some((grant) => grant.role === role)))
    .map((role) => placeStaff(db, now(), { role, division: yichang })),
)
const actors = [first, second, third, acting.person, ...Object.values(city.staff), ...rarer]
const callers = await Promise.all(
  actors.map(async (actor) => ({
    role: actor.kind === 'person' ? 'entrepreneur' : (actor.grants[0]?.role ?? ''),
    cookie: await server.cookieOf(actor),
  })),
)
const agentCookie = await server.cookieOf(acting.person)
await server.send(agentCookie, 'POST /session/acting', { agencyId: acting.agencyId })

const slugs = demonstrationPolicies.map(({ slug }) => slug)
/** Answers to one question each, right or wrong. */
const answers = Object.keys(facts).flatMap((key) =>
  [true, 0, 20_000_000, 'graduate', '2026-02-30', ['homeLoan'], -1, 1e308, null, {}].map((value) => ({ [key]: value })),
)
const parties = [first, second, third].map(({ partyId }) => partyId)
/** Mostly what a caller means is something there is. */
const known = {
  id: [submitted.id, draft.id, paper.id, correction.id, acting.agencyId, acting.agent.partyId, ...parties],
  partyId: parties,
  version: [1, 2, 3],
  division: ['420502000000', '420503000000', '420500000000', '420502'],
  parent: ['420500000000', '429000000000'],
  name: ['钟小满', '阿依古丽·买买提'],
  phone: ['13900001111', '13900002222', '+86 139 0000 3333'],
  identityNumber: [1, 2, 3].map((count) => makeResidentId(parseDate('1996-07-08'), count)),
  value: ['13900001111', '钟小满'],
  kind: ['identity', 'plan', 'other'],
  slug: slugs,
  q: ['担保贷款', '创业', 'dk4205'],
  after: [slugs[0], 'every.20', `2026-11-25~${parties[0]}`, `2026-11-25T00:00:00.000Z~${parties[0]}`],
  answers,
}

const pages = await makeFormPages(server)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

process.on('message', async (said: 'look' | 'end') => {
  if (said === 'end') {
    await server.close()
    process.disconnect()
    return
  }
  // What the test's platform keeps of its log is no memory of the product.
  city.platform.logged.length = 0
  collect()
  const { rss, heapUsed, external } = process.memoryUsage()
  process.send?.({ rss, held: heapUsed + external })
})
process.send?.({ address, callers: [...callers, { role: 'agent', cookie: agentCookie }], known, pages })
