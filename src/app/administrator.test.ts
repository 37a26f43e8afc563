import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { buildFaces } from '../../scripts/build.ts'
import { clearAway, newFolder, type Program, runProgram, startProgram, stopProgram } from '../../test/program.ts'
import { totpCode } from '../kernel/identity/totp.ts'

const dataFolder = newFolder()
const environment = { DATA_DIR: dataFolder, DEMO: 'off' }
const division = '420500000000'
const password = 'eight wild horses, two carts'

before(() => buildFaces({ log: () => {} }))
after(() => clearAway([dataFolder]))

const make = (...more: string[]) =>
  runProgram(
    'administrator.ts',
    ['--login', 'first', '--name', '首位管理员', '--division', division, ...more],
    environment,
  )

interface Answer<Body> {
  status: number
  body: Body
  cookie: string
}

async function post<Body>(address: string, path: string, body: object, cookie = ''): Promise<Answer<Body>> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), cookie }
  const answer = await fetch(`${address}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const [set = ''] = answer.headers.getSetCookie()
  return { status: answer.status, body: (await answer.json()) as Body, cookie: set.split(';')[0] ?? '' }
}

let program: Program
let link: string

test('before the first start, and while the server runs, the command says what to do', async () => {
  const unknown = await runProgram('administrator.ts', [], environment)
  assert.equal(unknown.code, 1)
  assert.match(unknown.error, /用法：npm run administrator/)
  program = startProgram(environment)
  await program.address()
  const { code, error } = await make()
  assert.equal(code, 1)
  assert.match(error, /\p{Script=Han}{4}/u)
  assert.doesNotMatch(error, /\bat .+:\d+/)
  await stopProgram(program)
})

test('makes the first administrator and shows the link once; asked again, a newer link', async () => {
  const [first, second] = [await make(), await make()]
  assert.deepEqual([first.code, second.code], [0, 0], first.error + second.error)
  const linkIn = (text: string) => /\/workbench\/set-up#([\w-]{43})/.exec(text)?.[1] ?? ''
  link = linkIn(second.out)
  assert.ok(link && link !== linkIn(first.out))
})

test('an installation without demonstration can then be set up: log in, institution, window, staff', async () => {
  program = startProgram(environment)
  const address = await program.address()
  const begun = await post<{ login: string; secret: string }>(address, '/staff-set-up/begin', { link })
  assert.deepEqual([begun.status, begun.body.login], [200, 'first'])
  const code = () => totpCode(begun.body.secret, new Date())
  assert.equal((await post(address, '/staff-set-up', { link, password, code: code() })).status, 200)
  // The code that proved the authenticator is used up; the next but one step is taken, which clocks that go wrong by 30 s allow.
  const next = totpCode(begun.body.secret, new Date(Date.now() + 30_000))
  const { status, cookie } = await post(address, '/sessions/staff', { login: 'first', password, code: next })
  assert.equal(status, 200)

  const institution = { name: '宜昌市公共就业服务局', division, phone: '0717-1234567' }
  const { body: made } = await post<{ id: string }>(address, '/institutions', institution, cookie)
  const place = { address: '市民大道 1 号', phone: '', latitude: null, longitude: null, capacity: 4, endedOn: null }
  const openings = [{ weekday: 1, opens: 540, closes: 720 }]
  const office = {
    institution: made.id,
    name: '市民大厅窗口',
    kind: 'window',
    division,
    services: [],
    openings,
    closures: [],
  }
  const { body: window } = await post<{ id: string }>(address, '/offices', { ...office, ...place }, cookie)
  const grants = [{ role: 'clerk', division, officeId: window.id }]
  const draft = { login: 'window1', name: '窗口一号', desk: '1 号', grants }
  assert.equal((await post(address, '/staff', draft, cookie)).status, 200)

  const offices = await fetch(`${address}/api/v1/offices`).then(
    (answer) => answer.json() as Promise<{ items: object[] }>,
  )
  assert.equal(offices.items.length, 1)
  await stopProgram(program)
})
