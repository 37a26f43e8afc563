import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { testDatabase } from '../../test/database.ts'
import { testPlatform } from '../../test/platform.ts'
import { providerAt, type SignOnPeer, startSignOnPeer, walkThrough } from '../../test/sign-on-peer.ts'
import { seedDivisions } from '../kernel/divisions/store.ts'
import { folderStorage } from '../kernel/documents/storage.ts'
import { createSignOnClient } from '../kernel/sign-on/client.ts'
import { createCaller } from './caller.ts'
import { composeOperations } from './modules.ts'
import { createServer } from './server.ts'
import { signOnRoutes } from './sign-on-routes.ts'

const publicAddress = 'http://127.0.0.1:9'

let app: FastifyInstance
let peer: SignOnPeer
let close: () => Promise<void>

before(async () => {
  const database = await testDatabase()
  const platform = testPlatform(database.db, { now: new Date() })
  await database.db.transaction().execute((tx) => seedDivisions(tx))
  peer = await startSignOnPeer({ publicAddress, providerIds: ['province'] })
  const province = { id: 'province', name: '省账号', serves: 'person', vouchesForPhone: true } as const
  const providers = [
    providerAt(peer, province),
    providerAt({ issuer: 'http://127.0.0.1:9', clientSecret: 'x' }, { ...province, id: 'gone' }),
    providerAt({ issuer: 'http://127.0.0.1:9', clientSecret: 'x' }, { ...province, id: 'office', serves: 'staff' }),
  ]
  const signOnClients = providers.map((provider) =>
    createSignOnClient({ provider, publicAddress, now: platform.now, log: platform.log }),
  )
  const operations = composeOperations({ storage: folderStorage('/nowhere'), demonstration: [], signOnClients })
  const caller = createCaller(platform, operations)
  app = await createServer({ caller, isReady: async () => true, faces: [signOnRoutes(caller)] })
  close = async () => {
    await app.close()
    await peer.close()
    await database.close()
  }
})
after(() => close())

interface Cookie {
  name: string
  value: string
  line: string
}

const cookiesOf = (answer: { headers: Record<string, unknown> }): Cookie[] =>
  [answer.headers['set-cookie'] ?? []].flat().map((line) => {
    const [pair = ''] = String(line).split(';')
    const [name = '', value = ''] = pair.split('=', 2)
    return { name, value, line: String(line) }
  })

const get = (url: string, cookies: readonly Cookie[] = []) =>
  app.inject({ url, headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') } })

async function comeBack(next: string) {
  const begun = await get(`/login/sso/province?next=${encodeURIComponent(next)}`)
  const cookies = cookiesOf(begun)
  peer.accounts.lin = { phone_number: '13900009001', phone_number_verified: true }
  const callback = await walkThrough(String(begun.headers.location), { login: 'lin' })
  return { begun, cookies, url: callback.slice(publicAddress.length) }
}

describe('the addresses of single sign-on', () => {
  test('lead there with PKCE, state and nonce, and a sealed cookie that scripts can’t read', async () => {
    const { begun, cookies } = await comeBack('/me')
    assert.equal(begun.statusCode, 303)
    const { searchParams, origin } = new URL(String(begun.headers.location))
    assert.equal(origin, peer.issuer)
    assert.equal(searchParams.get('redirect_uri'), `${publicAddress}/login/sso/province/callback`)
    assert.equal(searchParams.get('code_challenge_method'), 'S256')
    for (const name of ['state', 'nonce', 'code_challenge'])
      assert.ok((searchParams.get(name) ?? '').length >= 43, name)
    const [ticket] = cookies
    assert.match(
      ticket?.line ?? '',
      /^qichuang_sign_on_province=[\w-]+; Path=\/login\/sso; HttpOnly; SameSite=Lax; Max-Age=600$/,
    )
    assert.equal(ticket?.value.includes(String(searchParams.get('state'))), false)
    assert.match(String(begun.headers['cache-control']), /no-store/)
    assert.equal(begun.headers['referrer-policy'], 'no-referrer')
  })

  test('come back with a session and without the ticket; the same answer again is of no use', async () => {
    const { cookies, url } = await comeBack('/loans/new?from=home')
    const back = await get(url, cookies)
    assert.deepEqual([back.statusCode, back.headers.location], [303, '/loans/new?from=home'])
    const set = cookiesOf(back)
    assert.deepEqual(
      set.map(({ name, value }) => [name, value !== '']),
      [
        ['qichuang_sign_on_province', false],
        ['qichuang_session', true],
      ],
    )
    assert.equal((await get('/api/v1/session', set)).json<{ kind: string }>().kind, 'person')
    assert.equal((await get(url, cookies)).headers.location, '/login?sso=province&failed=used')
    assert.equal((await get(url)).headers.location, '/login?sso=province&failed=expired')
  })

  test('never lead anywhere else, whatever they are told', async () => {
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/a b']) {
      const { cookies, url } = await comeBack(next)
      assert.equal((await get(url, cookies)).headers.location, '/me', next)
    }
  })

  test('tell on the log-in page of either face what went wrong', async () => {
    assert.equal((await get('/login/sso/gone')).headers.location, '/login?sso=gone&failed=unreachable')
    assert.equal((await get('/login/sso/office')).headers.location, '/workbench/login?sso=office&failed=unreachable')
    const none = await get('/login/sso/none')
    assert.equal(none.statusCode, 404)
    assert.match(none.body, /没有找到这个登录方式/)
    assert.equal((await get('/login/sso/province/complete?next=/me')).statusCode, 401)
  })

  test('lead out at the provider too', async () => {
    const { location } = (await get('/login/sso/province/end')).headers
    const { searchParams, href } = new URL(String(location))
    assert.ok(href.startsWith(peer.issuer))
    assert.equal(searchParams.get('post_logout_redirect_uri'), `${publicAddress}/`)
  })
})
