import { createHmac } from 'node:crypto'
import type { ClientBase } from 'pg'
import { hashSeal } from '../../src/kernel/audit/rows.ts'
import { loadSealKey } from '../../src/kernel/audit/seal-key.ts'
import { type Ciphers, createCiphers } from '../../src/kernel/ciphers/ciphers.ts'
import { loadKeys } from '../../src/kernel/ciphers/keys.ts'
import { withClient } from '../../src/kernel/db/client.ts'
import { sha256Hex } from '../../src/shared/hash.ts'
import { type CaseRows, Cases, caseTables, EARLY } from './cases.ts'
import { type Cell, copyRows } from './copy.ts'
import { People, type Person, personColumns } from './people.ts'
import { type County, loadPlaces } from './place.ts'
import { Random } from './random.ts'
import { textColumns, textRow } from './texts.ts'

/** How much is loaded. */
export interface Size {
  cases: number
  texts: number
  seed: number
}

export interface LoadOptions extends Size {
  superuserUrl: string
  dataFolder: string
  now: Date
  log(line: string): void
}

const BATCH = 20_000
/** Three cases for every two persons. */
const PERSONS_SHARE = 2 / 3
const DAY = 24 * 60 * 60 * 1000
const YEARS = 3 * 365

/** The token of an account's session: made from its id, so that the callers know it without it being kept. */
export const tokenOf = (account: string): string => createHmac('sha256', 'bench').update(account).digest('base64url')

type Rows = Record<string, (readonly Cell[])[]>

/** Copies what a batch has for each table, in an order in which each finds what it refers to. */
async function flush(
  client: ClientBase,
  rows: Rows,
  columns: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  await client.query('begin')
  for (const [table, names] of Object.entries(columns)) await copyRows(client, table, names, rows[table] ?? [])
  await client.query('commit')
}

const partyTables = {
  party: ['id', 'kind', 'division', 'created_at'],
  person: personColumns,
  account: ['id', 'kind', 'party_id', 'created_at'],
} as const

const rowsOfPerson = (person: Person): Rows => ({
  party: [[person.id, 'person', person.county.code, person.createdAt]],
  person: [person.row],
  account: [[person.account, 'person', person.id, person.createdAt]],
})

function append(rows: Rows, more: Readonly<Record<string, readonly (readonly Cell[])[]>>): void {
  for (const [table, added] of Object.entries(more)) {
    rows[table] ??= []
    rows[table].push(...added)
  }
}

/** A share of the cases with the persons they belong to; batches are whole, so that nothing is kept between them. */
function inventBatch(
  people: People,
  cases: Cases,
  first: number,
  count: number,
  now: Date,
): { rows: Rows; made: CaseRows[] } {
  const rows: Rows = {}
  const made: CaseRows[] = []
  const persons: Person[] = []
  const personCount = Math.max(1, Math.round(count * PERSONS_SHARE))
  for (let index = 0; index < count; index += 1) {
    const openedAt = new Date(now.getTime() - (20 + (((first + index) * 7919) % YEARS)) * DAY)
    const isFirst = index < personCount
    const person = isFirst ? people.invent(first + index, openedAt) : (persons[index % personCount] as Person)
    if (isFirst) {
      persons.push(person)
      append(rows, rowsOfPerson(person))
    }
    const one = cases.invent(first + index, person, isFirst, openedAt)
    append(rows, one.rows)
    made.push(one)
  }
  return { rows, made }
}

async function loadCases(
  client: ClientBase,
  ciphers: Ciphers,
  counties: readonly County[],
  options: LoadOptions,
): Promise<void> {
  const random = new Random(options.seed)
  const [people, cases] = [new People(ciphers, random, counties), new Cases(ciphers, random)]
  for (let first = 0; first < options.cases; first += BATCH) {
    const { rows } = inventBatch(people, cases, first, Math.min(BATCH, options.cases - first), options.now)
    await flush(client, rows, { ...partyTables, ...caseTables })
    options.log(`  ${first + BATCH} cases`)
  }
}

async function loadTexts(
  client: ClientBase,
  counties: readonly County[],
  { texts, seed, log }: LoadOptions,
): Promise<void> {
  const random = new Random(seed + 1)
  for (let first = 0; first < texts; first += BATCH) {
    const made = Array.from({ length: Math.min(BATCH, texts - first) }, (_, index) =>
      textRow(random, first + index, random.uneven(counties).code),
    )
    await copyRows(
      client,
      'search_entry',
      textColumns,
      made.map(({ row }) => row),
    )
    await copyRows(
      client,
      'limit_text',
      ['id', 'title', 'body', 'words'],
      made.map(({ text, words }, index) => [first + index, text.title, `${text.summary}\n${text.body}`, words]),
    )
    log(`  ${first + made.length} texts`)
  }
}

/** Sessions for those who will call: every clerk and reviewer, and the applicants of cases still to be sent. */
async function loadSessions(client: ClientBase, now: Date): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select id from account where login like 'clerk-%' or login like 'reviewer-%'
     union all
     select account.id from account join service_case using (party_id) where service_case.state = 'draft'`,
  )
  const expires = new Date(now.getTime() + 10 * YEARS * DAY)
  await copyRows(
    client,
    'session',
    ['id', 'token_hash', 'account_id', 'created_at', 'expires_at'],
    rows.map(({ id }, index) => [new Random(index).id(now), sha256Hex(tokenOf(id)), id, now, expires]),
  )
}

/** What was loaded was not written by the platform: it stands before its first seal, so that the sealer leaves it alone. */
async function loadSeal(client: ClientBase, dataFolder: string, now: Date): Promise<void> {
  const key = await loadSealKey(dataFolder)
  const content = { from: '0', to: String(Number(EARLY) + 1), rows: [], previousHash: '' }
  const hash = hashSeal(content)
  const { rows } = await client.query<{ id: number }>(
    `insert into seal (from_xid, to_xid, rows, previous_hash, hash, signature, sealed_at)
     values ($1, $2, '[]', '', $3, $4, $5) returning id`,
    [content.from, content.to, hash, key.sign(hash), now],
  )
  await key.writeHead({ id: Number(rows[0]?.id), hash, signature: key.sign(hash) })
}

/** The limit's own rows, as many and as wide as the platform's. */
async function loadLimit(client: ClientBase): Promise<void> {
  await client.query(`
    insert into limit_case (number, service, state, party_id, division, channel, holder, office_id, clock_limit, clock_started_on,
      due_on, form, requested_amount, opened_at, submitted_at, ended_at)
    select number, service, state, party_id, division, channel, holder, office_id, clock_limit, clock_started_on, due_on,
      '{"group":"graduate","businessKind":"soleTrader","businessName":"测量早点铺","purpose":"添置设备和冷藏柜，采购原料"}',
      20000000, opened_at, submitted_at, ended_at
    from service_case`)
  await client.query(`
    insert into limit_history (case_id, action, from_state, to_state, actor_id, detail, at)
    select limit_case.id, action, from_state, to_state, coalesce(actor_id, case_id), detail, at
    from case_event join service_case on service_case.id = case_id join limit_case using (number)`)
}

/**
 * Fills a migrated database with cases, their people, histories and papers' records, and texts to search, in the shape and sealing
 * that the platform gives them; the same seed gives the same rows, but for keys and sealed bytes.
 */
export async function load(options: LoadOptions): Promise<void> {
  const ciphers = createCiphers({ ...(await loadKeys(options.dataFolder, { mayMake: false })), suite: 'aes' })
  await withClient(options.superuserUrl, async (client) => {
    await client.query('set search_path = qichuang, public')
    await client.query("set synchronous_commit = off; set session_replication_role = 'replica'")
    const counties = await loadPlaces(client, new Random(options.seed), options.now)
    await loadCases(client, ciphers, counties, options)
    await loadTexts(client, counties, options)
    await loadSessions(client, options.now)
    await loadSeal(client, options.dataFolder, options.now)
    await loadLimit(client)
    await client.query('vacuum analyze')
    await client.query('checkpoint')
  })
}
