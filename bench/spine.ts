import { createHmac, randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import { SESSION_COOKIE } from '../src/app/http/session-cookie.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { type House, openHouse, type Served } from './house.ts'
import type { Size } from './load/load.ts'
import { tokenOf } from './load/load.ts'
import { Random } from './load/random.ts'
import { questions } from './load/texts.ts'
import type { Act, Load } from './measure/callers.ts'
import type { Request } from './measure/connection.ts'
import { memoryOf } from './measure/memory.ts'
import { type Compared, type Comparison, compare } from './measure/rounds.ts'

/** How the measuring goes. */
export interface Course {
  /** Names of the acts to measure; null for all. */
  only: readonly string[] | null
  rounds: number
  load: Load
  /** Where V8 leaves a profile of the platform's process when it stops; null for none. */
  profileFolder: string | null
}

const signedToken = () => {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const text = `${encode({ alg: 'HS256' })}.${encode({ sub: 'bench' })}`
  return `${text}.${createHmac('sha256', 'limit').update(text).digest('base64url')}`
}
const signed = { authorization: `Bearer ${signedToken()}` }

const as = (account: string) => ({ cookie: `${SESSION_COOKIE}=${tokenOf(account)}` })

/** A case that waits for someone, and whose session takes the step. */
interface Waiting {
  id: string
  number: string
  version: number
  account: string
  division: string
}

const waitingIn = async (client: ClientBase, state: string, actor: string): Promise<Waiting[]> =>
  (
    await client.query<Waiting>(
      `select service_case.id, service_case.number, service_case.version, service_case.division, actor.id as account
       from service_case join account as actor on ${actor}
       where service_case.state = $1 order by md5(service_case.id::text) limit 60000`,
      [state],
    )
  ).rows

const byApplicant = 'actor.party_id = service_case.party_id'
const byClerk = "actor.login = 'clerk-' || service_case.division"

/** What is asked of the platform, found in the rows that were loaded. */
interface Stock {
  drafts: Waiting[]
  submitted: Waiting[]
  any: Waiting[]
  clerks: { account: string; division: string }[]
  policies: string[]
}

const readStock = (house: House): Promise<Stock> =>
  withClient(house.cluster.superuserUrl, async (client) => {
    await client.query('set search_path = qichuang, public')
    const clerks = await client.query<{ account: string; division: string }>(
      "select id as account, substr(login, 7) as division from account where login like 'clerk-%' order by login",
    )
    return {
      drafts: await waitingIn(client, 'draft', byApplicant),
      submitted: await waitingIn(client, 'submitted', byClerk),
      any: await waitingIn(client, 'recommended', byClerk),
      clerks: clerks.rows,
      policies: [],
    }
  })

/** Gives each item once; null when there is none left. */
const once = (items: Waiting[], request: (item: Waiting) => Request) => () => {
  const item = items.pop()
  return item ? request(item) : null
}

const random = new Random(11)

const write = (name: string, path: (item: Waiting) => string, item: Waiting): Request => ({
  method: 'POST',
  path: path(item),
  headers: { ...as(item.account), 'idempotency-key': `${name}-${randomUUID()}` },
  body: { version: item.version },
})

const form = {
  group: 'graduate',
  businessKind: 'soleTrader',
  businessName: '测量早点铺',
  businessRegisteredOn: '2026-03-02',
  businessAddress: '测量路 12 号',
  purpose: '添置设备和冷藏柜，采购原料，支付半年的房租。',
}

/** The limit's create: four rows in one statement. */
const create = (limit: Served, stock: Stock): Act => ({
  name: 'limit: create in one statement',
  address: limit.address,
  next: () => {
    const one = random.pick(stock.any)
    return {
      method: 'POST',
      path: '/cases',
      headers: signed,
      body: {
        number: one.number,
        service: 'loan',
        party: one.id,
        division: one.division,
        channel: 'online',
        amount: 1,
        form,
      },
    }
  },
})

function comparisons(platform: Served, limit: Served & { still: string }, stock: Stock, cases: number): Comparison[] {
  const ours = (name: string, next: Act['next'], expects?: readonly number[]): Act => ({
    name,
    address: platform.address,
    next,
    ...(expects ? { expects } : {}),
  })
  const theirs = (name: string, path: () => string): Act => ({
    name: `limit: ${name}`,
    address: limit.address,
    next: () => ({ method: 'GET', path: path(), headers: signed }),
  })
  const list = theirs('list of 20', () => `/cases?division=${random.pick(stock.clerks).division}&state=submitted`)
  const read = theirs('read by id', () => `/cases/${1 + random.below(cases)}`)
  const question = () => encodeURIComponent(random.pick(questions))
  const still: Act = { name: 'static page', address: limit.still, next: () => ({ method: 'GET', path: '/' }) }
  return [
    {
      name: 'submit',
      ours: ours(
        'submit',
        once(stock.drafts, (item) => write('submit', ({ id }) => `/api/v1/loans/${id}/submit`, item)),
      ),
      limit: [create(limit, stock)],
      rateAtLeast: 0.5,
      p99AtMost: 3,
    },
    {
      name: 'decide',
      ours: ours(
        'accept',
        once(stock.submitted, (item) => write('accept', ({ id }) => `/api/v1/loans/${id}/accept`, item)),
      ),
      limit: [create(limit, stock)],
      rateAtLeast: 0.4,
    },
    {
      name: 'inbox',
      ours: ours('inbox', () => {
        const { account } = random.pick(stock.clerks)
        return { method: 'GET', path: '/api/v1/inbox?view=mine&state=submitted&sort=due', headers: as(account) }
      }),
      limit: [list],
      rateAtLeast: 0.7,
    },
    {
      name: 'case page',
      ours: ours('case page', () => {
        const { id, account } = random.pick(stock.any)
        return { method: 'GET', path: `/api/v1/loans/${id}`, headers: as(account) }
      }),
      limit: [read, list],
      rateAtLeast: 0.6,
    },
    {
      name: 'search',
      ours: ours('search', () => ({ method: 'GET', path: `/api/v1/search?q=${question()}` })),
      limit: [theirs('search', () => `/search?q=${question()}`)],
      rateAtLeast: 2,
      p99AtMost: 1 / 3,
    },
    {
      name: 'public page',
      ours: ours('public page', () => ({
        method: 'GET',
        path: '/catalogue',
        headers: { accept: 'text/html', 'accept-encoding': 'gzip' },
      })),
      limit: [still],
      rateAtLeast: 0.4,
    },
  ]
}

const round = (value: number): number => Number(value.toPrecision(3))

const row = ({ name, ours, limit, rate, p99, holds }: Compared) => ({
  act: name,
  'ours/s': round(ours.rate),
  'limit/s': round(limit.rate),
  'rate ×': round(rate),
  'ours p99 ms': round(ours.p99),
  'limit p99 ms': round(limit.p99),
  'p99 ×': round(p99),
  holds,
})

/** Everything of the spine against the limit: rates and p99 at 32 callers, start and memory. */
export async function benchSpine(size: Size, { only, rounds, load, profileFolder }: Course) {
  const house = await openHouse(size)
  const platform = await house.startPlatform(profileFolder)
  const limit = await house.startLimit()
  try {
    const stock = await readStock(house)
    const resting = [memoryOf(platform.child), memoryOf(limit.child)]
    const results: Compared[] = []
    const chosen = comparisons(platform, limit, stock, size.cases).filter(({ name }) => only?.includes(name) ?? true)
    for (const comparison of chosen) {
      results.push(await compare(comparison, rounds, load))
      console.table(results.slice(-1).map(row))
    }
    const [ourRest = 0, theirRest = 0] = resting
    const memory = { rest: ourRest / theirRest, load: memoryOf(platform.child) / memoryOf(limit.child) }
    const start = platform.startedIn / limit.startedIn
    console.table(results.map(row))
    const holds = results.every((one) => one.holds) && memory.rest <= 2 && memory.load <= 2.5 && start <= 5
    const figures = Object.fromEntries(results.map(({ name, ours, limit: theirs }) => [name, { ours, limit: theirs }]))
    const ratios = {
      ...Object.fromEntries(results.map(({ name, rate, p99 }) => [name, { rate: round(rate), p99: round(p99) }])),
      memory: { rest: round(memory.rest), load: round(memory.load) },
      start: round(start),
    }
    return { name: 'spine', figures, ratios, holds }
  } finally {
    await platform.stop()
    await limit.stop()
    await house.stop()
  }
}
