import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildFaces } from '../../scripts/build.ts'
import {
  assertNoStart,
  clearAway,
  databaseOf,
  findDatabase,
  isRunning,
  newFolder,
  type Program,
  startProgram,
  stopProgram,
} from '../../test/program.ts'
import { correctionFlow } from '../kernel/corrections/flow.ts'
import { withClient } from '../kernel/db/client.ts'
import { DEFAULT_SCHEMA } from '../kernel/db/connect.ts'
import { loanFlow } from '../modules/financing/flow.ts'

const isRoot = process.getuid?.() === 0
const dataFolder = newFolder()
const [privateFolder, unfinished] = [newFolder(0o700), newFolder()]

// Otherwise the first start would build them while it is waited for.
before(() => buildFaces({ log: () => {} }))
after(() => clearAway([dataFolder, privateFolder, unfinished]))

const read = async <T>(address: string, path: string): Promise<T> =>
  (await fetch(`${address}${path}`)).json() as Promise<T>

const ask = <Row extends object>(question: string): Promise<Row[]> =>
  withClient(databaseOf(dataFolder).ownerUrl, async (client) => {
    await client.query(`set search_path = ${DEFAULT_SCHEMA}, public`)
    return (await client.query<Row>(question)).rows
  })

const counted = [
  'division',
  'office',
  'account',
  'role_grant',
  'person',
  'policy',
  'search_entry',
  'service_case',
  'parameter',
  'rule',
]

/** How many rows each table that is seeded has, as its owner sees them. */
const countRows = () =>
  ask<{ name: string; count: number }>(
    counted.map((name) => `select '${name}' as name, count(*)::int as count from ${name}`).join(' union all '),
  )

let program: Program
let filled: Awaited<ReturnType<typeof countRows>>

test('the first start fills an empty folder with a city that is lived in', async () => {
  program = startProgram({ DATA_DIR: dataFolder })
  const address = await program.address()
  await program.says('/demo/accounts')
  assert.equal(program.output.error, '')

  assert.equal((await fetch(`${address}/api/health`)).status, 200)
  const offices = await read<{ items: object[] }>(address, '/api/v1/offices')
  assert.ok(offices.items.length >= 7)
  const policies = await read<{ items: object[]; next: string }>(address, '/api/v1/policies')
  const rest = await read<{ items: object[] }>(address, `/api/v1/policies?after=${policies.next}`)
  assert.ok(policies.items.length + rest.items.length >= 30)
  const found = await read<{ items: object[] }>(address, `/api/v1/search?q=${encodeURIComponent('担保贷款')}`)
  assert.ok(found.items.length > 0)

  for (const { service, steps } of [loanFlow, correctionFlow]) {
    const states = await ask<{ state: string }>(`select distinct state from service_case where service = '${service}'`)
    assert.deepEqual(states.map(({ state }) => state).sort(), Object.keys(steps).sort())
  }
  filled = await countRows()

  const accounts = await read<{ items: { login: string; password: string; code: string }[] }>(
    address,
    '/api/v1/demo/accounts',
  )
  const { login, password, code } = accounts.items[0] as (typeof accounts.items)[number]
  assert.ok(program.output.out.includes(`${login} / ${password}`))
  const body = JSON.stringify({ login, password, code })
  const headers = { 'content-type': 'application/json' }
  assert.equal((await fetch(`${address}/api/v1/sessions/staff`, { method: 'POST', headers, body })).status, 200)
})

/** Begins a request and goes no further than half its body; gives what sends the rest. */
async function beginSlowly(address: string): Promise<() => Promise<IncomingMessage>> {
  const body = JSON.stringify({ answers: {} })
  const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' }
  const sending = request(`${address}/api/v1/eligibility/guaranteed-loan`, { method: 'POST', headers })
  sending.flushHeaders()
  await once(sending, 'continue')
  sending.write(body.slice(0, 5))
  return async () => {
    sending.end(body.slice(5))
    const [answer] = (await once(sending, 'response')) as [IncomingMessage]
    return answer
  }
}

const isClosed = (address: string) =>
  fetch(`${address}/api/health`).then(
    () => false,
    () => true,
  )

test('told to stop it answers what is under way, takes nothing new, and stops the database last', async () => {
  const address = await program.address()
  const { pid } = databaseOf(dataFolder)
  const finish = await beginSlowly(address)
  program.signal('SIGTERM')
  program.signal('SIGINT')
  while (!(await isClosed(address))) await sleep(20)
  assert.ok(isRunning(pid))
  const answer = await finish()
  assert.equal(answer.statusCode, 200)
  assert.match(await text(answer), /"result"/)
  assert.equal(await program.ended, 0)
  assert.equal(program.output.error, '')
  assert.ok(!isRunning(pid))
})

test('a port in use: one sentence, nothing left running', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const refused = startProgram({ DATA_DIR: dataFolder, PORT: String(port) })
  await assertNoStart(refused, new RegExp(`端口 ${port} 已被占用`), dataFolder)
  taken.close()
})

test('the next start finds everything as it was, and seeds nothing again; a second beside it is refused', async () => {
  program = startProgram({ DATA_DIR: dataFolder })
  await program.address()
  assert.doesNotMatch(program.output.out, /正在准备演示城市|数据库变更|第一次启动/)
  assert.deepEqual(await countRows(), filled)
  const second = startProgram({ DATA_DIR: dataFolder })
  await assertNoStart(second, /正被另一个运行中的启创使用/)
  await ask(`insert into schema_migration (number, name, sha256) values (9999, '9999_later', '-')`)
  await stopProgram(program)
})

test('a database of a newer version is left alone', async () => {
  await assertNoStart(startProgram({ DATA_DIR: dataFolder }), /更新版本的启创.*9999_later/, dataFolder)
})

test('told to stop while it starts, it stops once it has', async () => {
  const starting = startProgram({ DATA_DIR: unfinished, DEMO: 'off' })
  await starting.says('数据库变更')
  const { pid } = databaseOf(unfinished)
  await stopProgram(starting)
  assert.ok(!isRunning(pid))
})

/** Where the note says that the database is; in its usual place without one. */
function placeOf(folder: string): string {
  const note = join(folder, 'database-place')
  return existsSync(note) ? readFileSync(note, 'utf8').trim() : join(folder, 'database')
}

test('in a private folder it starts as well: root puts the database where its account gets to', async () => {
  const folder = join(privateFolder, 'data')
  const start = () => startProgram({ DEMO: 'off' }, privateFolder)
  const first = start()
  try {
    await first.address()
    const place = placeOf(folder)
    assert.match(place, isRoot ? /^\/var\/lib\/qichuang\/database-\w+$/ : /\/data\/database$/)
    assert.ok(isRunning(findDatabase(join(place, 'cluster')).pid))
    await stopProgram(first)
    const again = start()
    await again.address()
    assert.equal(placeOf(folder), place)
    assert.doesNotMatch(again.output.out, /第一次启动/)
    await stopProgram(again)
  } finally {
    const place = placeOf(folder)
    await clearAway([place])
    if (isRoot && existsSync(dirname(place)) && readdirSync(dirname(place)).length === 0) rmdirSync(dirname(place))
    rmSync(folder, { recursive: true, force: true })
  }
})
