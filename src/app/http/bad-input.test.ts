import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { goodForm } from '../../../test/city.ts'
import { type Answer, assertProblem, fieldsOf, type Sending, testServer } from '../../../test/server.ts'

const server = await testServer()
after(() => server.close())
const { city, send, app } = server
const applicant = await city.person()
const me = await server.cookieOf(applicant)
const clerk = await server.cookieOf(city.staff.clerk)
const division = '420502000000'

/** Sends text as JSON, whatever it is. */
const sendText = (route: string, text: string, cookie: string | null = me, more: Sending = {}): Promise<Answer> =>
  send(cookie, route, text, { ...more, headers: { 'content-type': 'application/json', ...more.headers } })

const codes = 'POST /sessions/codes'
const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`

describe('a body that cannot be read at all', () => {
  const bodies: Record<string, string> = {
    'cut off': '{"phone":',
    'no JSON': "{phone:'1'}",
    empty: '',
    'a list': '[{"phone":"13900000000"}]',
    'a text': '"13900000000"',
    null: 'null',
    'a number beyond all numbers': '1e400',
    '10,000 lists': nested(10_000, '[', ']'),
    '10,000 objects': nested(10_000, '{"phone":', '}'),
    'a field named __proto__': '{"phone":"13900000000","__proto__":{"admin":true}}',
    'a prototype by constructor': '{"phone":"13900000000","constructor":{"prototype":{"admin":true}}}',
    'half of UTF-16': '{"phone":"\\ud83',
  }
  for (const [what, body] of Object.entries(bodies)) {
    test(what, async () => {
      assertProblem(await sendText(codes, body), 400)
    })
  }

  test('depth where anything goes', async () => {
    const answers = nested(10_000, '{"a":', '}')
    assertProblem(await sendText('POST /eligibility/guaranteed-loan', `{"answers":{"a":${answers}}}`, null), 400)
  })

  test('more parts than any form has', async () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`a${index}`, 1]))
    assertProblem(await send(null, 'POST /eligibility/guaranteed-loan', { answers: many }), 400)
  })

  test('another type of content', async () => {
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'x',
    ]) {
      const answer = await sendText(codes, '{"phone":"13900000000"}', null, { headers: { 'content-type': type } })
      assertProblem(answer, 415)
    }
  })

  test('too big', async () => {
    assertProblem(await send(null, codes, { phone: '1'.repeat(1024 * 1024) }), 413)
  })
})

describe('a body that can be read and is wrong names every field', () => {
  const register = { name: '测试', phone: '13900004321', identityNumber: '110101199001011237', division }
  const cases: [what: string, route: string, body: object | string, fields: string[]][] = [
    ['nothing given', 'POST /people', {}, ['name', 'phone', 'identityNumber', 'division']],
    ['a field too many', codes, { phone: '13900000000', admin: true }, ['admin']],
    ['wrong types', 'POST /people', { name: 1, phone: [], identityNumber: {}, division: null }, Object.keys(register)],
    ['too long', 'POST /people', { ...register, name: '长'.repeat(101) }, ['name']],
    ['NUL', 'POST /people', { ...register, name: '测\0试' }, ['name']],
    [
      'half a character',
      'POST /people',
      JSON.stringify({ ...register, name: '试' }).replace('试', '\\ud83d'),
      ['name'],
    ],
    ['half a character as a name', 'POST /people', `{"\\udc00":1,"name":"试"}`, ['\uFFFD']],
    ['1e400', 'POST /me/real-name', '{"name":"测试","identityNumber":"1","version":1e400}', ['version']],
    ['a text for a number', 'POST /me/real-name', { name: '测试', identityNumber: '1', version: '1' }, ['version']],
    ['a division that is none', 'POST /loans', { division: '123' }, ['division']],
    ['a question that is none', 'POST /eligibility/guaranteed-loan', { answers: { toString: 1 } }, ['toString']],
    ['a service that is none', 'POST /eligibility/other', { answers: {} }, ['service']],
    ['a case that is none', 'POST /loans/1/submit', { version: 1 }, ['id']],
    ['nobody as applicant', 'POST /loans', { division, partyId: '00000000-0000-7000-8000-000000000000' }, ['partyId']],
  ]
  const staffOnly = ['POST /people', 'POST /loans']
  for (const [what, route, body, fields] of cases) {
    test(what, async () => {
      const cookie = staffOnly.includes(route) ? clerk : me
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      const problem = assertProblem(await sendText(route, text, cookie), 422)
      assert.deepEqual(fieldsOf(problem).sort(), [...fields].sort())
    })
  }

  test('a day that there is not', async () => {
    const other = await server.cookieOf(await city.person())
    const { id, version } = (await send(other, 'POST /loans', { division })).json<{ id: string; version: number }>()
    const form = { ...goodForm, businessRegisteredOn: '2026-02-30' }
    const answer = await send(other, `POST /loans/${id}/draft`, { version, form })
    assert.deepEqual(fieldsOf(assertProblem(answer, 422)), ['businessRegisteredOn'])
  })

  test('more than a few at once: every field of a form', async () => {
    const loan = (await send(me, 'POST /loans', { division })).json<{ id: string; version: number }>()
    const wrong = {
      group: 'king',
      businessKind: 1,
      businessName: '',
      businessRegisteredOn: 'yesterday',
      businessAddress: 'x',
      purpose: 'x',
      requestedAmount: -1,
      requestedMonths: 1,
      earlierLoans: 1.5,
      ownDebts: ['none'],
      spouseDebts: 'none',
      cleanCredit: 'yes',
      truthful: false,
    }
    const answer = await send(me, `POST /loans/${loan.id}/draft`, {
      version: loan.version,
      form: { ...wrong, more: 1 },
    })
    const named = fieldsOf(assertProblem(answer, 422)).map((field) => field.split('.')[1])
    assert.deepEqual([...new Set(named)].sort(), [...Object.keys(wrong), 'more'].sort())
  })
})

describe('an address that is wrong', () => {
  test('in a query: named like a field', async () => {
    const wrong: Record<string, string> = {
      '/search?q=%00': 'q',
      '/search?q=a&q=b': 'q',
      '/search?q=ab&__proto__=1': '__proto__',
      '/search': 'q',
      '/policies?topic=cats': 'topic',
      '/policies?after=nothing': 'after',
      '/divisions?parent=1': 'parent',
    }
    for (const [path, field] of Object.entries(wrong)) {
      assert.deepEqual(fieldsOf(assertProblem(await send(null, `GET ${path}`), 422)), [field], path)
    }
    for (const path of ['/inbox?state=%00', '/inbox?q=%00', '/inbox?division=0', '/inbox?view=x']) {
      assertProblem(await send(clerk, `GET ${path}`), 422)
    }
  })

  test('a place in a list that nobody was given', async () => {
    const places = [
      'x',
      '1~1',
      `1~${'-'.repeat(36)}`,
      `2026-02-30~${applicant.partyId}`,
      `9999999999-01-01~${applicant.partyId}`,
    ]
    for (const place of places) {
      const answer = await send(clerk, `GET /inbox?after=${encodeURIComponent(place)}`)
      assert.deepEqual(fieldsOf(assertProblem(answer, 400)), ['after'], place)
      assertProblem(await send(clerk, `GET /inbox?view=all&after=${encodeURIComponent(place)}`), 400)
    }
  })

  test('in its path', async () => {
    assertProblem(await send(null, `GET /policies/${'a'.repeat(200)}`), 422)
    assertProblem(await send(null, `GET /policies/${'a'.repeat(5000)}`), 414)
    assertProblem(await send(null, 'GET /policies/%ff%fe'), 400)
    assertProblem(await send(null, 'GET /policies/%E4%B8'), 400)
    assertProblem(await send(me, 'GET /loans/%00'), 422)
    assertProblem(await send(me, 'GET /loans/..%2f..%2fetc%2fpasswd'), 422)
  })

  test('outside the API it is answered by a page', async () => {
    const answer = await app.inject({ url: '/policies/%ff' })
    assert.equal(answer.statusCode, 400)
    assert.match(String(answer.headers['content-type']), /^text\/html/)
    assert.match(answer.body, /地址无法识别/)
  })

  test('of nothing, or with a method that it does not take', async () => {
    assertProblem(await send(null, 'GET /nothing'), 404)
    assertProblem(await send(null, 'POST /nothing', {}), 404)
    assertProblem(await app.inject({ url: '/nothing' }), 404)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      const answer = await app.inject({ method, url: `/api/v1/loans/${applicant.partyId}` })
      assertProblem(answer, 405)
      assert.equal(answer.headers.allow, 'GET')
    }
    const both = await app.inject({ method: 'DELETE', url: '/api/v1/eligibility/guaranteed-loan' })
    assert.equal(both.headers.allow, 'GET, POST')
  })
})
