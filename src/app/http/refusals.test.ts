import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { goodForm } from '../../../test/city.ts'
import { type Answer, assertProblem, fieldsOf, testServer } from '../../../test/server.ts'
import { createCaller } from '../caller.ts'
import { createServer } from '../server.ts'

const server = await testServer()
after(() => server.close())
const { city, send, app } = server
const me = await server.cookieOf(await city.person())
const clerk = await server.cookieOf(city.staff.clerk)
const draft = { division: '420502000000' }

interface Receipt {
  id: string
  version: number
}

describe('the key of a write', () => {
  test('is required, of 8 to 200 visible characters', async () => {
    for (const key of [null, '', 'short', 'with a space', '键'.repeat(8), 'k'.repeat(201)]) {
      const headers = key === null ? {} : { 'idempotency-key': Buffer.from(key).toString('latin1') }
      const answer = await send(me, 'POST /loans', draft, { key: null, headers })
      assert.deepEqual(fieldsOf(assertProblem(answer, 400)), ['Idempotency-Key'], `${key}`)
    }
  })

  test('sent twice gives one answer; with another body, or for something else, none', async () => {
    const key = 'the same twice'.replaceAll(' ', '-')
    const first = await send(me, 'POST /loans', draft, { key })
    const again = await send(me, 'POST /loans', draft, { key })
    assert.equal(first.statusCode, 200)
    assert.deepEqual(again.json(), first.json())
    const { id, version } = first.json<Receipt>()
    const others = [
      await send(me, 'POST /loans', { division: '420503000000' }, { key }),
      await send(me, `POST /loans/${id}/withdraw`, { version }, { key }),
    ]
    for (const other of others) assert.deepEqual(fieldsOf(assertProblem(other, 422)), ['Idempotency-Key'])
    assertProblem(await send(clerk, `POST /loans/${id}/submit`, { version }, { key }), 422)
  })
})

describe('a write that a browser sends', () => {
  const post = (headers: Record<string, string>) =>
    send(me, 'POST /me/notices/read', { ids: [city.staff.clerk.accountId] }, { headers })

  test('from another site is refused', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://example.com' },
      { origin: 'null' },
      { origin: 'http://localhost.example.com' },
      { origin: 'http://localhost:81' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: 'http://localhost' },
      { 'sec-fetch-site': 'SAME-ORIGIN' },
    ]
    for (const headers of foreign) assertProblem(await post(headers), 403)
    const logIn = await send(
      null,
      'POST /sessions/codes',
      { phone: '13900000000' },
      { headers: { origin: 'https://example.com' } },
    )
    assertProblem(logIn, 403)
  })

  test('from our own pages, or by a program, is taken', async () => {
    const ours: Record<string, string>[] = [
      {},
      { origin: 'http://localhost', host: 'localhost' },
      { 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none' },
    ]
    for (const headers of ours) assert.equal((await post(headers)).statusCode, 200)
  })
})

describe('who may not', () => {
  test('without an account is told to log in, before the input is looked at', async () => {
    for (const body of [{}, draft, { more: 1 }, [1]]) assertProblem(await send(null, 'POST /loans', body), 401)
    assertProblem(await send(null, 'GET /inbox?after=x'), 401)
    assertProblem(
      await send(null, `POST /cases/1/papers`, 'no file', { headers: { 'content-type': 'multipart/form-data' } }),
      401,
    )
  })

  test('in another role is told whose it is', async () => {
    const problem = assertProblem(await send(me, 'GET /inbox'), 403)
    assert.match(problem.detail ?? '', /窗口人员/)
    assertProblem(await send(me, 'POST /people', {}), 403)
    assertProblem(await send(clerk, 'POST /me/real-name', {}), 403)
  })

  test('on an old version is told what is', async () => {
    const applicant = await server.cookieOf(await city.person())
    const { id, version } = (await send(applicant, 'POST /loans', draft)).json<Receipt>()
    const form = { version, form: goodForm }
    assert.equal((await send(applicant, `POST /loans/${id}/draft`, form)).statusCode, 200)
    const stale = assertProblem(await send(applicant, `POST /loans/${id}/draft`, form), 409)
    assert.equal(stale.now?.version, version + 1)
    const second = assertProblem(await send(applicant, 'POST /loans', draft), 409)
    assert.equal(second.now?.id, id)
  })

  test('asks too often waits', async () => {
    const ask = () => send(null, 'POST /eligibility/guaranteed-loan', { answers: {} }, { remoteAddress: '10.0.0.9' })
    const answers: Answer[] = []
    for (let count = 0; count < 121; count += 1) answers.push(await ask())
    assert.deepEqual([...new Set(answers.slice(0, 120).map(({ statusCode }) => statusCode))], [200])
    const last = answers.at(-1) as Answer
    assertProblem(last, 429)
    assert.ok(Number(last.headers['retry-after']) > 0)
  })
})

test('every answer is sent with the headers that keep it where it belongs', async () => {
  const answers = [
    await send(me, 'GET /me/person'),
    await send(me, 'GET /me/cases'),
    await send(clerk, 'GET /inbox'),
    await send(null, 'GET /nothing'),
    await send(null, 'POST /loans', {}),
  ]
  for (const { headers } of answers) {
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.match(String(headers['cache-control']), /no-store/)
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.equal(headers['x-powered-by'], undefined)
    assert.equal(headers['access-control-allow-origin'], undefined)
    assert.match(String(headers['x-trace-id']), /^[0-9a-f-]{36}$/)
  }
})

test('the log tells of a request by method, route and outcome: no address, query, header or body', async () => {
  const lines: string[] = []
  const logger = { level: 'info', stream: { write: (line: string) => lines.push(line) } }
  const logging = await createServer({
    caller: createCaller(city.platform, city.operations),
    isReady: async () => true,
    logger,
  })
  const secret = '金丝雀'
  const [cookie, at] = [`qichuang_session=${secret.length}canary`, encodeURIComponent(secret)]
  await logging.inject({ url: `/api/v1/search?q=${at}canary`, headers: { cookie } })
  await logging.inject({ url: `/api/v1/policies/canary-${at}`, headers: { cookie } })
  await logging.inject({ url: `/canary/${at}?canary=1` })
  await logging.inject({ method: 'POST', url: '/api/v1/sessions/codes', payload: { phone: 'canary' } })
  await logging.close()
  const log = lines.join('')
  assert.equal(lines.filter((line) => line.includes('"msg":"answered"')).length, 4)
  assert.match(log, /"route":"\/api\/v1\/policies\/:slug"/)
  assert.doesNotMatch(log, /canary|%E9|金丝雀|127\.0\.0\.1/)
})

describe('over a network', () => {
  let port: number
  before(async () => {
    port = Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
  })

  const say = async (words: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.write(words)
    const answer = await text(socket)
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    return { head, problem: JSON.parse(body) as { status: number; title: string; traceId: string } }
  }

  test('what is no request is answered in Chinese too', async () => {
    const wrong: [number, string][] = [
      [400, 'HELLO\r\n\r\n'],
      [400, 'GET /api/v1/session HTTP/1.1\r\nno colon\r\n\r\n'],
      [431, `GET /api/v1/policies/${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
    ]
    for (const [status, words] of wrong) {
      const { head, problem } = await say(words)
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
      assert.match(head, /application\/problem\+json/)
      assert.ok(head.includes(problem.traceId))
      assert.equal(problem.status, status)
      assert.match(problem.title, /\p{Script=Han}{2}/u)
    }
  })
})
