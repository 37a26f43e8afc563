import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, describe, it } from 'node:test'
import { testServer } from '../../../test/server.ts'
import { totpCode } from '../../kernel/identity/totp.ts'
import { createCaller } from '../caller.ts'
import { createServer } from '../server.ts'

const server = await testServer()
after(() => server.close())
const { platform, operations } = server.city
const proxy = '10.20.30.40'

/** Logs a member of staff in as a proxy at some address would pass it on, and tells whom the server saw and which cookie it set. */
async function logInThrough(trustedProxies: string[], remoteAddress: string) {
  const app = await createServer({
    caller: createCaller(platform, operations),
    isReady: async () => true,
    trustedProxies,
  })
  const seen: string[] = []
  app.addHook('onRequest', async ({ ip, protocol }) => {
    seen.push(`${protocol} ${ip}`)
  })
  // A code is good once.
  platform.clock.pass(60)
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/sessions/staff',
    remoteAddress,
    headers: {
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'idempotency-key': randomUUID(),
    },
    payload: {
      login: 'clerk',
      password: 'a long enough password',
      code: totpCode('JBSWY3DPEHPK3PXP', platform.now()),
    },
  })
  await app.close()
  assert.equal(answer.statusCode, 200, answer.body)
  return { seen, secure: String(answer.headers['set-cookie']).split('; ').includes('Secure') }
}

describe('a request with what a proxy says of it', () => {
  it('is believed from a trusted proxy: the visitor’s address, and a cookie for TLS alone', async () => {
    assert.deepEqual(await logInThrough([proxy], proxy), { seen: ['https 203.0.113.9'], secure: true })
  })

  it('is not believed from anyone else, nor where no proxy is trusted', async () => {
    const stranger = '192.0.2.7'
    assert.deepEqual(await logInThrough([proxy], stranger), { seen: [`http ${stranger}`], secure: false })
    assert.deepEqual(await logInThrough([], proxy), { seen: [`http ${proxy}`], secure: false })
  })
})
