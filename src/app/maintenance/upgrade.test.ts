import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmodSync, cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { buildFaces } from '../../../scripts/build.ts'
import { newReachableFolder, runMaintenance } from '../../../test/backups.ts'
import { clearAway, databaseOf, type Program, startProgram, stopProgram } from '../../../test/program.ts'
import { withTables } from './table-hashes.ts'

const kept = fileURLToPath(new URL('../../../test/kept/0.1.0', import.meta.url))

const folder = newReachableFolder()
const data = join(folder, 'data')

/** How many rows of each table the kept export holds; see test/kept/README.md for how it was made. */
const rowsThen = {
  account: 41,
  audit_entry: 338,
  case_event: 70,
  division: 153,
  document: 160,
  fact: 392,
  judgement: 12,
  loan: 36,
  notice: 68,
  outbox_event: 70,
  party: 36,
  person: 36,
  policy: 36,
  role_grant: 5,
  seal: 1,
  service_case: 36,
}

let program: Program
let address: string
before(async () => {
  await buildFaces({ log: () => {} })
  // As they are checked out, keys may be open to others, which a start refuses.
  cpSync(join(kept, 'keys'), join(folder, 'old', 'keys'), { recursive: true })
  for (const name of ['master.json', 'seal.pem']) chmodSync(join(folder, 'old', 'keys', name), 0o600)
})
after(async () => {
  await clearAway([data])
  rmSync(folder, { recursive: true, force: true })
})

const ask = <Row extends object>(question: string): Promise<Row[]> =>
  withTables(databaseOf(data).ownerUrl, async (client) => (await client.query<Row>(question)).rows)

const countRows = async () => {
  const counts = await ask<{ name: string; count: number }>(
    Object.keys(rowsThen)
      .map((name) => `select '${name}' as name, count(*)::int as count from ${name}`)
      .join(' union all '),
  )
  return Object.fromEntries(counts.map(({ name, count }) => [name, count]))
}

test('the data of version 0.1.0 come into today’s program row by row, and their seals hold', async () => {
  const from = ['--from', join(kept, 'everything.tar'), '--keys-from', join(folder, 'old')]
  const { code, out, error } = await runMaintenance('import', from, { DATA_DIR: data, DEMO: 'off' })
  assert.deepEqual([code, error], [0, ''])
  assert.match(out, /每张表都已逐行核对/)
})

test('today’s program starts on them, keeps every row, and goes on with what was open', async () => {
  cpSync(join(kept, 'demonstration'), join(data, 'demonstration'), { recursive: true })
  program = startProgram({ DATA_DIR: data, DEMO: 'on' })
  address = await program.address()
  assert.doesNotMatch(program.output.out, /正在准备演示城市/)
  const now = await countRows()
  for (const [table, rows] of Object.entries(rowsThen)) assert.ok((now[table] ?? 0) >= rows, `${table}: ${now[table]}`)
  assert.equal((await fetch(`${address}/api/health`)).status, 200)
})

const call = async <Output>(method: 'GET' | 'POST', path: string, body?: object, cookie = ''): Promise<Output> => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), cookie }
  const answer = await fetch(`${address}/api/v1${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  assert.equal(answer.status, 200, `${path}: ${await answer.clone().text()}`)
  return (await answer.json()) as Output
}

/** A session's cookie of a clerk of that time, by the password of that time. */
async function logIn(login: string): Promise<string> {
  type Accounts = { items: { login: string; password: string; code: string }[] }
  const { items } = await call<Accounts>('GET', '/demo/accounts')
  const { password, code } = items.find((one) => one.login === login) ?? assert.fail()
  const answer = await fetch(`${address}/api/v1/sessions/staff`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password, code }),
  })
  assert.equal(answer.status, 200)
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

interface Item {
  id: string
  applicant: string
  version: number
}

test('a case that was open goes on under its own flow version, its applicant’s name and papers still readable', async () => {
  const cookie = await logIn('clerk1')
  const { items } = await call<{ items: Item[] }>('GET', '/inbox?view=all&state=submitted', undefined, cookie)
  const [open] = items
  assert.match(open?.applicant ?? '', /^\p{Script=Han}/u)
  const view = await call<Item>('GET', `/loans/${open?.id}`, undefined, cookie)
  const gaps = [{ item: '经营场所证明', says: '请补交完整的租赁合同。' }]
  const path = `/loans/${open?.id}/ask-once`
  const receipt = await call<{ state: string }>('POST', path, { version: view.version, gaps }, cookie)
  assert.equal(receipt.state, 'supplement')
  const events = await ask<{ flow_version: number; sequence: number }>(
    `select flow_version, sequence from case_event where case_id = '${open?.id}' order by sequence`,
  )
  assert.ok(events.length > 1)
  assert.deepEqual([...new Set(events.map((event) => event.flow_version))], [1])
})

test('verifying finds the old seals and the new ones whole', async () => {
  await stopProgram(program)
  const verified = await runMaintenance('../verify', [], { DATA_DIR: data })
  assert.deepEqual([verified.code, verified.error], [0, ''])
  assert.match(verified.out, /从导出导入（已签名）.*\n没有发现改动。\n$/)
})
