import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Answer, assertProblem, fieldsOf, testServer } from '../../../test/server.ts'
import { totpCode } from '../../kernel/identity/totp.ts'
import { findNewestMessages } from '../../kernel/notifications/messages.ts'
import { sessionCookie } from './session-cookie.ts'

const server = await testServer()
after(() => server.close())
const { city, send } = server
const { clock } = city.platform

const phone = '13900001234'
const staffLogin = { login: 'clerk', password: 'a long enough password' }
const staffCode = () => totpCode('JBSWY3DPEHPK3PXP', clock.now())

/** The code in the message that went out last. */
async function newestCode(): Promise<string> {
  const [message] = await findNewestMessages(city.platform, 1)
  return /\d{6}/.exec(message?.body.reveal() ?? '')?.[0] ?? ''
}

async function logInByCode(): Promise<Answer> {
  clock.pass(60)
  assert.equal((await send(null, 'POST /sessions/codes', { phone })).statusCode, 200)
  return send(null, 'POST /sessions/person', { phone, code: await newestCode() })
}

const [name, days] = ['qichuang_session', 24 * 60 * 60]

/** The session's cookie as a browser would send it back; fails unless it is set with the flags it must have. */
function takeCookie(answer: Answer, seconds: number): string {
  const [session = '', device = ''] = [answer.headers['set-cookie']].flat().map(String)
  assert.match(device, /^qichuang_device=[\w-]{22}(?:\.[\w-]{43})+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=15552000$/)
  const [token = '', ...flags] = session.split('; ')
  assert.match(token, new RegExp(`^${name}=[\\w-]{43}$`))
  assert.deepEqual(flags, ['Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${seconds}`])
  assert.ok(!answer.body.includes(token.slice(name.length + 1)))
  assert.ok(!('token' in answer.json<object>()))
  return token
}

const whoIs = async (cookie: string | null) =>
  (await send(cookie, 'GET /session')).json<{ kind: string; name: string }>()

test('a person logs in by phone and code: the token stands in the cookie alone', async () => {
  const first = await logInByCode()
  assert.equal(first.statusCode, 200)
  assert.equal(first.json<{ firstTime: boolean }>().firstTime, true)
  assert.match(String(first.headers['cache-control']), /no-store/)
  const cookie = takeCookie(first, 30 * days)
  const session = await send(cookie, 'GET /session')
  assert.equal(session.json<{ kind: string }>().kind, 'person')
  assert.equal(session.headers['set-cookie'], undefined)
  assert.equal((await logInByCode()).json<{ firstTime: boolean }>().firstTime, false)
})

test('over TLS the cookie goes back over TLS alone', () => {
  const flags = (protocol: 'http' | 'https') => sessionCookie({ protocol }, { token: 'x', kind: 'staff' }).split('; ')
  assert.ok(flags('https').includes('Secure'))
  assert.ok(!flags('http').includes('Secure'))
})

test('staff log in by password and authenticator; their session is shorter', async () => {
  const answer = await send(null, 'POST /sessions/staff', { ...staffLogin, code: staffCode() })
  assert.equal(answer.statusCode, 200)
  const { kind, name: called } = await whoIs(takeCookie(answer, days / 2))
  assert.deepEqual({ kind, called }, { kind: 'staff', called: 'clerk' })
})

test('whatever is wrong in a log-in, one sentence is said', async () => {
  clock.pass(30)
  const wrong = [
    { ...staffLogin, code: '000000' },
    { ...staffLogin, password: 'another password', code: staffCode() },
    { ...staffLogin, login: 'nobody', code: staffCode() },
  ]
  const answers = await Promise.all(wrong.map((input) => send(null, 'POST /sessions/staff', input)))
  const details = answers.map((answer) => assertProblem(answer, 422).detail)
  assert.equal(new Set(details).size, 1)
  const byCode = await Promise.all(
    [phone, '13900009999'].map((one) => send(null, 'POST /sessions/person', { phone: one, code: '000000' })),
  )
  assert.deepEqual(
    byCode.map((answer) => fieldsOf(assertProblem(answer, 422))),
    [['code'], ['code']],
  )
  assert.equal(byCode[0]?.json<{ detail: string }>().detail, byCode[1]?.json<{ detail: string }>().detail)
  for (const answer of [...answers, ...byCode]) assert.equal(answer.headers['set-cookie'], undefined)
})

test('after ten tries one waits, and is told how long', async () => {
  const tries = []
  for (let count = 0; count < 11; count += 1) {
    tries.push(
      await send(
        null,
        'POST /sessions/person',
        { phone: '13900007777', code: '111111' },
        { remoteAddress: '10.0.0.7' },
      ),
    )
  }
  assert.deepEqual([...new Set(tries.slice(0, 10).map(({ statusCode }) => statusCode))], [422])
  const last = tries.at(-1) as Answer
  assertProblem(last, 429)
  assert.ok(Number(last.headers['retry-after']) > 0)
})

test('a device on which one has logged in is never locked out by guesses from elsewhere', async () => {
  const phone = '13900008888'
  const codes = async (more: object = {}) => send(null, 'POST /sessions/codes', { phone }, more)
  const logIn = async (code: string, more: object = {}) => send(null, 'POST /sessions/person', { phone, code }, more)
  await codes()
  const [, mark = ''] = [(await logIn(await newestCode())).headers['set-cookie']].flat().map(String)
  const known = { headers: { cookie: mark.split(';')[0] } }
  clock.pass(60)
  await codes()
  const stranger = { remoteAddress: '10.0.0.8' }
  for (let count = 0; count < 11; count += 1) await logIn('000000', stranger)
  assertProblem(await logIn('000000'), 429)
  // Neither the codes that the stranger asks for nor their tries count for it, and a code of its own works.
  assert.equal((await codes(known)).statusCode, 200)
  const code = await newestCode()
  assertProblem(await logIn(code, stranger), 429)
  assert.equal((await logIn(code, known)).statusCode, 200)
  // Its own guesses are counted as strictly.
  for (let count = 0; count < 10; count += 1) assertProblem(await logIn('000000', known), 422)
  assertProblem(await logIn('000000', known), 429)
  // Another account is no better known for it.
  const other = await send(
    null,
    'POST /sessions/person',
    { phone: '13900006666', code: '000000' },
    { ...known, ...stranger },
  )
  assertProblem(other, 429)
})

test('log-out ends the session and its cookie', async () => {
  const cookie = takeCookie(await logInByCode(), 30 * days)
  const ended = await send(cookie, 'POST /sessions/end')
  assert.equal(ended.statusCode, 200)
  assert.deepEqual(ended.json(), { ended: true, provider: null })
  assert.match(String(ended.headers['set-cookie']), new RegExp(`^${name}=; .*Max-Age=0`))
  assert.equal((await whoIs(cookie)).kind, 'anonymous')
  assertProblem(await send(cookie, 'POST /sessions/end'), 401)
})

test('a session that ran out, or that never was, is nobody’s', async () => {
  const cookie = takeCookie(await logInByCode(), 30 * days)
  assert.equal((await whoIs(cookie)).kind, 'person')
  clock.pass(30 * days)
  assert.equal((await whoIs(cookie)).kind, 'anonymous')
  const strange = ['', 'x'.repeat(43), '%ff%zz', "' or 1=1", '🍪'.repeat(20)]
  for (const token of strange) assert.equal((await whoIs(`${name}=${token}`)).kind, 'anonymous')
})
