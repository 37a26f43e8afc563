import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { placeStaff } from '../../test/accounts.ts'
import { goodForm, loanIn, wujiagang, xiling, yichang } from '../../test/city.ts'
import { proposedAgency } from '../../test/enterprises.ts'
import { goodInput } from '../../test/inputs.ts'
import { type Answer, assertProblem, testServer } from '../../test/server.ts'
import { type Actor, anonymous, type Role, roles } from '../kernel/access/actor.ts'
import { endSession } from '../kernel/identity/sessions.ts'
import { isWrite, type Operation } from '../kernel/operations/operation.ts'
import { makeResidentId } from '../kernel/parties/demonstration-id.ts'
import { dateIn, parseDate } from '../shared/dates.ts'
import { newId } from '../shared/ids.ts'

const server = await testServer()
after(() => server.close())
const { city, send } = server
const { db, now } = { db: city.platform.db, now: city.platform.now() }

/** What must be read by nobody out of reach: of the applicant, of their form, of their papers. */
const canary = {
  name: '欧阳金丝雀',
  phone: '13712345678',
  residentId: makeResidentId(parseDate('1993-03-03'), 77),
  businessName: '金丝雀早点铺',
  businessAddress: '金丝雀路 7 号',
  paper: '金丝雀的身份证.pdf',
}
const { id: partyId } = await city.call<{ id: string }>(city.staff.cityClerk, 'person.register', {
  name: canary.name,
  phone: canary.phone,
  identityNumber: canary.residentId,
  division: xiling,
})
const owner = await city.personOf(partyId)
const { businessName, businessAddress } = canary
const loan = await loanIn(city, owner, 'recommended', { ...goodForm, businessName, businessAddress })
const { papers } = await city.call<{ papers: { files: { id: string }[] }[] }>(owner, 'loan.get', { id: loan.id })
const letters = await city.call<{ items: { id: string }[] }>(owner, 'letter.find', { case: loan.id })
const letterId = letters.items[0]?.id ?? ''
const paperId = papers[0]?.files[0]?.id ?? ''
const { id: importId } = await city.call<{ id: string }>(
  city.staff.clerk,
  'import.begin',
  { kind: 'people' },
  { file: { name: '名册.csv', stream: Readable.from([Buffer.from(`姓名,证件号码,手机号\n${canary.name},,\n`)]) } },
)

const secrets = Object.values(canary).flatMap((text) => [
  text,
  encodeURIComponent(text),
  JSON.stringify(text).slice(1, -1),
])
const findSecret = ({ body, headers }: Answer) =>
  secrets.find((text) => `${body}${JSON.stringify(headers)}`.includes(text))

/** How a member of staff's division stands to that of the case. */
const places = { own: xiling, sibling: wujiagang, parent: yichang, child: '420502091000' } as const
type Place = keyof typeof places
const reaching: readonly Place[] = ['own', 'parent']

interface Caller {
  who: string
  cookie: string | null
  /** What they may be taken for: nobody, or one who holds these roles. */
  holds: 'nothing' | readonly string[]
  reaches: boolean
}

const caller = async (who: string, actor: Actor, holds: Caller['holds'], reaches = false): Promise<Caller> => ({
  who,
  cookie: await server.cookieOf(actor),
  holds,
  reaches,
})

async function makeStaff(): Promise<(Caller & { role: Role; place: Place })[]> {
  const made = []
  for (const role of roles) {
    for (const place of Object.keys(places) as Place[]) {
      const actor = await placeStaff(db, now, { role, division: places[place] })
      made.push({ ...(await caller(`${role} ${place}`, actor, [role], reaching.includes(place))), role, place })
    }
  }
  return made
}

async function makeOthers(): Promise<Caller[]> {
  const stranger = await city.person({ division: wujiagang })
  const disabled = await placeStaff(db, now, { role: 'clerk', division: xiling, state: 'disabled' })
  const relieved = await placeStaff(db, now, { role: 'clerk', division: xiling, until: dateIn(now) })
  const gone = await placeStaff(db, now, { role: 'clerk', division: xiling })
  const ended = await caller('ended session', gone, 'nothing')
  const session = await db
    .selectFrom('session')
    .select('id')
    .where('account_id', '=', String(gone.accountId))
    .executeTakeFirstOrThrow()
  await endSession(db, session.id, now)
  return [
    await caller('anonymous', anonymous, 'nothing'),
    await caller('disabled account', disabled, 'nothing'),
    ended,
    await caller('role taken back', relieved, []),
    await caller('another person', stranger, ['entrepreneur']),
    await caller('the applicant', owner, ['entrepreneur'], true),
  ]
}

const staff = await makeStaff()
const others = await makeOthers()

/** Each call from an address of its own, so that no limit of a minute is met. */
let calls = 0
const nextAddress = () => {
  calls += 1
  return `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`
}

const isAllowed = ({ policy: { allows } }: Operation, { holds }: Caller): boolean => {
  if (allows === 'anyone') return true
  if (holds === 'nothing') return false
  return allows === 'signedIn' || allows.some((role) => holds.includes(role))
}

/** The operation's address with every parameter of its path filled in, and the rest of the input for its body. */
function addressed({ http }: Operation, input: Record<string, unknown>) {
  const rest = { ...input }
  const route = http.replaceAll(/:(\w+)/g, (_, name: string) => {
    const { [name]: value } = rest
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  return { route, rest }
}

/** An input that no operation takes: whoever may not call must not even hear of that. */
const callWrongly = (operation: Operation, { cookie }: Caller) => {
  const { route } = addressed(operation, { id: '1', slug: '1', service: '1' })
  const write = isWrite(operation)
  return send(cookie, write ? route : `${route}?nonsense=1`, write ? { nonsense: 1 } : undefined, {
    remoteAddress: nextAddress(),
  })
}

test('every operation lets in exactly whom its policy names, before the input is looked at', async (context) => {
  const cells = { let_in: 0, unauthenticated: 0, forbidden: 0 }
  for (const operation of city.operations) {
    for (const one of [...staff, ...others]) {
      const cell = `${operation.name} by ${one.who}`
      const answer = await callWrongly(operation, one)
      if (isAllowed(operation, one)) {
        assert.ok([400, 415, 422].includes(answer.statusCode), `${cell}: ${answer.statusCode} ${answer.body}`)
        cells.let_in += 1
      } else {
        assertProblem(answer, one.holds === 'nothing' ? 401 : 403)
        cells[one.holds === 'nothing' ? 'unauthenticated' : 'forbidden'] += 1
      }
      assert.equal(findSecret(answer), undefined, cell)
    }
  }
  assert.equal(
    Object.values(cells).reduce((sum, count) => sum + count),
    city.operations.length * (staff.length + others.length),
  )
  context.diagnostic(
    `${city.operations.length} operations, ${staff.length + others.length} callers: ${JSON.stringify(cells)}`,
  )
})

const window = await db
  .selectFrom('office')
  .select(['id', 'institution_id'])
  .where('division', '=', xiling)
  .where('kind', '=', 'window')
  .executeTakeFirstOrThrow()
const agency = await proposedAgency(city, owner)
await city.call(city.staff.clerk, 'agency.confirm', agency)
const { principalId } = await city.call<{ principalId: string }>(owner, 'agency.get', { id: agency.id })

const [absence, recusal] = [newId(now), newId(now)]
await db
  .insertInto('absence')
  .values({
    id: absence,
    account_id: String(city.staff.clerk.accountId),
    kind: 'annual',
    first_day: '2030-01-01',
    last_day: '2030-01-02',
    recorded_at: now,
  })
  .execute()
await db
  .insertInto('recusal')
  .values({
    id: recusal,
    account_id: String(city.staff.clerk.accountId),
    party_id: partyId,
    kind: 'other',
    recorded_at: now,
  })
  .execute()
const { id: correction } = await city.call<{ id: string }>(owner, 'correction.open', { targets: ['phone'] })
const verification = newId(now)
await db
  .insertInto('verification_run')
  .values({
    id: verification,
    started_by: String(city.staff.clerk.accountId),
    started_at: now,
    division: xiling,
  })
  .execute()

const erasure = newId(now)
await db
  .insertInto('erasure')
  .values({
    id: erasure,
    party_id: partyId,
    division: xiling,
    origin: 'retention',
    rule: 'idlePerson',
    due_on: dateIn(now),
    state: 'proposed',
    proposed_at: now,
  })
  .execute()
/** Things of 西陵区 other than the case, by the first word of the operations on them. */
const things: Readonly<Record<string, string | null>> = {
  staff: city.staff.clerk.accountId,
  office: window.id,
  institution: window.institution_id,
  import: importId,
  letter: letterId,
  agency: agency.id,
  enterprise: principalId,
  absence,
  recusal,
  correction,
  verification,
  erasure,
}

/** The thing that an operation is about, by its name; an act is on a version that never was, so that nothing changes. */
function aboutCanary({ name }: Operation) {
  const twice = { mergedId: partyId, otherId: partyId, mergedVersion: 999 }
  if (name.startsWith('person.')) return { id: partyId, version: 999, ...twice }
  const thing = things[name.split('.')[0] ?? '']
  if (thing) return { id: thing, version: 999 }
  return { id: name.startsWith('paper.') && name !== 'paper.add' ? paperId : loan.id, version: 999 }
}

const withForm = (rest: Record<string, unknown>) => {
  const form = new FormData()
  for (const [field, value] of Object.entries(rest)) form.append(field, String(value))
  form.append('file', new Blob(['%PDF-1.4']), 'a.pdf')
  return form
}

async function callAboutCanary(operation: Operation, { cookie }: Caller): Promise<Answer> {
  const { properties = {}, required = [] } = operation.input as unknown as { properties?: object; required?: string[] }
  const [sample = {}] = fc.sample(goodInput(operation.input), { numRuns: 1, seed: 7 })
  const asked = Object.entries({ ...sample, ...aboutCanary(operation) }).filter(
    ([name]) => name in properties && required.includes(name),
  )
  const { route, rest } = addressed(operation, Object.fromEntries(asked))
  const body = operation.receive ? withForm(rest) : rest
  return send(cookie, route, isWrite(operation) ? body : undefined, { remoteAddress: nextAddress() })
}

describe('what belongs to an applicant', () => {
  const callers = [...staff, ...others]
  const onOne = city.operations.filter(({ input }) => (input as { required?: string[] }).required?.includes('id'))

  test('is not there for those out of reach, whatever they ask for, and is for those who reach it', async (context) => {
    const cells = { reached: 0, hidden: 0 }
    for (const operation of onOne) {
      for (const one of callers.filter((each) => isAllowed(operation, each))) {
        const answer = await callAboutCanary(operation, one)
        const cell = `${operation.name} by ${one.who}: ${answer.statusCode} ${answer.body}`
        if (one.reaches) {
          assert.ok(![401, 404].includes(answer.statusCode) && answer.statusCode < 500, cell)
          cells.reached += 1
        } else {
          assertProblem(answer, 404)
          assert.equal(findSecret(answer), undefined, cell)
          cells.hidden += 1
        }
      }
    }
    assert.ok(cells.reached > 0 && cells.hidden > 0)
    context.diagnostic(`${onOne.length} operations on one thing: ${JSON.stringify(cells)}`)
  })

  test('stands in no list and no search of those out of reach', async () => {
    const lookUps = [
      { by: 'phone', value: canary.phone },
      { by: 'identity', value: canary.residentId },
      { by: 'name', value: canary.name },
    ]
    for (const one of staff.filter(({ role }) => role === 'clerk' || role === 'reviewer')) {
      for (const lookUp of lookUps) {
        const answer = await send(one.cookie, 'POST /people/find', lookUp, { remoteAddress: nextAddress() })
        assert.equal(answer.statusCode, 200)
        const { items } = answer.json<{ items: { inReach: boolean; name: string | null }[] }>()
        if (one.reaches)
          assert.deepEqual(
            items.map(({ inReach }) => inReach),
            [true],
          )
        else assert.ok(items.every(({ inReach, name }) => !inReach && name === null))
        assert.equal(findSecret(answer), undefined, `${one.who} ${lookUp.by}`)
      }
      for (const query of [
        'view=all',
        'state=recommended&view=all',
        `q=${loan.number}&view=all`,
        `division=${xiling}&view=all`,
      ]) {
        const answer = await send(one.cookie, `GET /inbox?${query}`)
        const { items } = answer.json<{ items: { id: string }[] }>()
        assert.equal(
          items.some(({ id }) => id === loan.id),
          one.reaches,
          `${one.who} ${query}`,
        )
        assert.equal(findSecret(answer), undefined, one.who)
      }
    }
    for (const one of callers.filter(({ reaches }) => !reaches)) {
      for (const path of [
        '/me/person',
        '/me/cases',
        '/me/notices',
        '/session',
        `/search?q=${encodeURIComponent(canary.name)}`,
      ]) {
        const answer = await send(one.cookie, `GET ${path}`)
        assert.ok(answer.statusCode < 500)
        const echoed = path.startsWith('/search') && answer.statusCode === 200
        if (!echoed || answer.json<{ items: [] }>().items.length > 0)
          assert.equal(findSecret(answer), undefined, one.who)
      }
    }
  })
})
