import { createHmac, randomUUID } from 'node:crypto'
import type { ClientBase } from 'pg'
import { SESSION_COOKIE } from '../src/app/http/session-cookie.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { type ActName, actNames, goals } from './goals.ts'
import type { House, Served } from './house.ts'
import { tokenOf } from './load/load.ts'
import { Random } from './load/random.ts'
import { questions } from './load/texts.ts'
import type { Act } from './measure/callers.ts'
import type { Request } from './measure/connection.ts'
import type { Comparison } from './measure/rounds.ts'

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
export interface Stock {
  drafts: Waiting[]
  submitted: Waiting[]
  any: Waiting[]
  clerks: { account: string; division: string }[]
}

export const readStock = (house: House): Promise<Stock> =>
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

/** What the platform is asked, by the names of the goals. */
export function ourActs(platform: Served, stock: Stock): Record<ActName, Act> {
  const act = (name: ActName, next: Act['next']): Act => ({ name, address: platform.address, next })
  const question = () => encodeURIComponent(random.pick(questions))
  let fresh = 0
  return {
    submit: act(
      'submit',
      once(stock.drafts, (item) => write('submit', ({ id }) => `/api/v1/loans/${id}/submit`, item)),
    ),
    decide: act(
      'decide',
      once(stock.submitted, (item) => write('accept', ({ id }) => `/api/v1/loans/${id}/accept`, item)),
    ),
    inbox: act('inbox', () => {
      const { account } = random.pick(stock.clerks)
      return { method: 'GET', path: '/api/v1/inbox?view=mine&state=submitted&sort=due', headers: as(account) }
    }),
    'case page': act('case page', () => {
      const { id, account } = random.pick(stock.any)
      return { method: 'GET', path: `/api/v1/loans/${id}`, headers: as(account) }
    }),
    search: act('search', () => ({ method: 'GET', path: `/api/v1/search?q=${question()}` })),
    'public page': act('public page', () => ({
      method: 'GET',
      path: '/catalogue',
      headers: { accept: 'text/html', 'accept-encoding': 'gzip' },
    })),
    // An address that nobody asked for before is in no store of kept pages.
    'rendered page': act('rendered page', () => {
      fresh += 1
      return { method: 'GET', path: `/?n=${fresh}`, headers: { accept: 'text/html' } }
    }),
  }
}

/** What the limit is asked in the place of each. */
function limitActs(limit: Served & { still: string }, stock: Stock, cases: number): Record<ActName, Act[]> {
  const act = (name: string, path: () => string, address = limit.address): Act => ({
    name: `limit: ${name}`,
    address,
    next: () => ({ method: 'GET', path: path(), headers: signed }),
  })
  const list = act('list of 20', () => `/cases?division=${random.pick(stock.clerks).division}&state=submitted`)
  const read = act('read by id', () => `/cases/${1 + random.below(cases)}`)
  return {
    submit: [create(limit, stock)],
    decide: [create(limit, stock)],
    inbox: [list],
    'case page': [read, list],
    search: [act('search', () => `/search?q=${encodeURIComponent(random.pick(questions))}`)],
    'public page': [act('static page', () => '/', limit.still)],
    'rendered page': [act('rendered page', () => '/page')],
  }
}

/** Each act with what it is compared with and its goal. */
export function comparisons(
  platform: Served,
  limit: Served & { still: string },
  stock: Stock,
  cases: number,
): Comparison[] {
  const [ours, theirs] = [ourActs(platform, stock), limitActs(limit, stock, cases)]
  return actNames.map((name) => ({ name, ours: ours[name], limit: theirs[name], ...goals[name] }))
}
