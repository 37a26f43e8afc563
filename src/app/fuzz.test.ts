import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { placeStaff } from '../../test/accounts.ts'
import { loanIn, paperFile, yichang } from '../../test/city.ts'
import { agentOf } from '../../test/enterprises.ts'
import { goodInput, type Known, wrongInput } from '../../test/inputs.ts'
import { pdfFile } from '../../test/sample-files.ts'
import { type Answer, findLeak, testServer } from '../../test/server.ts'
import { roles } from '../kernel/access/actor.ts'
import { isWrite, type Operation } from '../kernel/operations/operation.ts'
import { makeResidentId } from '../kernel/parties/demonstration-id.ts'
import { demonstrationPolicies } from '../modules/information/demonstration/index.ts'
import { seedInformation } from '../modules/information/seed.ts'
import { parseDate } from '../shared/dates.ts'
import { facts } from './modules.ts'

/** Calls of each operation; always the same ones, so that a failure can be looked at again. */
const RUNS = 60
const SEED = 20_261_122

const server = await testServer()
after(() => server.close())
const { city, send } = server
const { clerk, reviewer, editor } = city.staff

const applicants = [await city.person(), await city.person(), await city.person({ verified: false })]
const [first, second] = applicants
if (!first || !second) throw new Error('there are applicants')
const cases = [await loanIn(city, first, 'submitted'), await loanIn(city, second, 'draft')]
const paper = await city.call<{ id: string }>(
  second,
  'paper.add',
  { id: cases[1]?.id, kind: 'other' },
  { file: paperFile() },
)
const acting = await agentOf(city)

await city.platform.db.transaction().execute((tx) => seedInformation(tx, city.platform.now()))
const slugs = demonstrationPolicies.map(({ slug }) => slug)

/** Answers to one question each, right or wrong. */
const answers = Object.keys(facts).flatMap((key) =>
  [true, 0, 20_000_000, 'graduate', '2026-02-30', ['homeLoan'], -1, 1e308, null, {}].map((value) => ({ [key]: value })),
)

const known: Known = {
  id: [
    ...cases.map(({ id }) => id),
    paper.id,
    acting.agencyId,
    acting.agent.partyId,
    ...applicants.map(({ partyId }) => partyId),
  ],
  partyId: applicants.map(({ partyId }) => partyId),
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
  after: [slugs[0], 'every.20', `2026-11-25~${first.partyId}`, `2026-11-25T00:00:00.000Z~${first.partyId}`],
  answers,
}

/** Fills the values into the address, the query and the body, as a caller who trusts whatever they are. */
function address(
  { http }: Operation,
  input: Record<string, unknown>,
): { route: string; rest: Record<string, unknown> } {
  const rest = { ...input }
  const textOf = (value: unknown) =>
    encodeURIComponent((typeof value === 'object' ? JSON.stringify(value) : String(value)).toWellFormed())
  const route = http.replaceAll(/:(\w+)/g, (_, name: string) => {
    const { [name]: value } = rest
    delete rest[name]
    return textOf(value)
  })
  if (http.startsWith('POST')) return { route, rest }
  const query = Object.entries(rest).map(([name, value]) => `${textOf(name)}=${textOf(value)}`)
  return { route: `${route}?${query.join('&')}`, rest: {} }
}

function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value))
  form.append('file', new Blob([new Uint8Array(pdfFile())]), '材料.pdf')
  return form
}

async function call(operation: Operation, cookie: string | null, input: Record<string, unknown>): Promise<Answer> {
  const { route, rest } = address(operation, input)
  const body = operation.receive ? formOf(rest) : rest
  // One address for each operation: tries to log in run into their limit, and no call into that of a minute.
  return send(cookie, route, isWrite(operation) ? body : undefined, {
    remoteAddress: `10.1.0.${city.operations.indexOf(operation)}`,
  })
}

function assertSound(answer: Answer): void {
  assert.ok(answer.statusCode < 500, `${answer.statusCode} ${answer.body}`)
  assert.equal(findLeak(answer.body), null)
  if (answer.statusCode >= 400) assert.match(answer.body, /\p{Script=Han}{2}/u)
}

/** One of each role that the city has nobody for. */
const rarer = await Promise.all(
  roles
    .filter((role) => !Object.values(city.staff).some(({ grants }) => grants.some((grant) => grant.role === role)))
    .map((role) => placeStaff(city.platform.db, city.platform.now(), { role, division: yichang })),
)

let calls = 0
after(() => console.log(`${calls} calls of ${city.operations.length} operations`))

for (const operation of city.operations) {
  test(`${operation.name} never fails and shows nothing of its inside`, async () => {
    const { allows } = operation.policy
    const actors = [first, second, clerk, reviewer, editor, ...rarer].filter(
      ({ kind, grants }) =>
        typeof allows === 'string' ||
        allows.includes(kind === 'person' ? 'entrepreneur' : (grants[0]?.role ?? 'agent')),
    )
    const input = fc.oneof(goodInput(operation.input, known), wrongInput(operation.input, known))
    const property = fc.asyncProperty(fc.constantFrom(...actors), input, async (actor, values) => {
      calls += 1
      assertSound(await call(operation, await server.cookieOf(actor), values))
    })
    await fc.assert(property, { numRuns: RUNS, seed: SEED })
  })
}
