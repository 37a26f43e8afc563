import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Upload, Visit } from '../web/api/portal-api.ts'
import { keepPages } from './kept-pages.ts'
import { type PortalBuild, portal } from './portal-server.ts'

const page = `<!DOCTYPE html><title>页面</title>${'内容'.repeat(1000)}`
const html = { 'content-type': 'text/html; charset=utf-8' }

/** Reads the whole of an upload's stream, counting only. */
async function measure({ fields, file }: Upload) {
  let size = 0
  if (file) for await (const chunk of file.stream) size += chunk.byteLength
  return { fields, name: file?.name ?? null, size }
}

let rendered = 0
const keptPages = keepPages()

const answers: Record<string, (request: Request, visit: Visit) => Response | Promise<Response>> = {
  '/reading': () => new Response(page, { headers: { ...html, 'cache-control': 'public, max-age=60' } }),
  '/counted': () => new Response(`<p>${++rendered}`, { headers: { ...html, 'cache-control': 'public, max-age=60' } }),
  '/own': () => new Response(page, { headers: html }),
  '/interactive': (_request, visit) => new Response(page, { headers: { ...html, 'x-script-nonce': visit.api.nonce } }),
  '/in': (_request, visit) => {
    visit.api.cookies.push('session=1; HttpOnly')
    return new Response(null, { status: 303, headers: { location: '/me' } })
  },
  '/form': async (request) => new Response(await request.text(), { headers: { 'content-type': 'text/plain' } }),
  '/upload': async (_request, visit) => {
    const upload = await visit.upload()
    return Response.json(upload && (await measure(upload)))
  },
  '/late': async (_request, visit) => {
    const upload = await visit.upload()
    await sleep(100)
    return Response.json(upload && (await measure(upload)))
  },
  '/unread': async (_request, visit) => Response.json({ name: (await visit.upload())?.file?.name }),
}

/** The least that answers like a build of the portal: this file is about what stands around it. */
const serverBuild: PortalBuild = {
  entry: {
    module: {
      makeContext: (visit) => visit,
      createRequestHandler: () => async (request, visit) =>
        answers[new URL(request.url).pathname]?.(request, visit as Visit) ?? new Response(null, { status: 404 }),
    },
  },
}

let app: FastifyInstance
let folder: string
let address: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portal-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'assets', 'root-1234.css'), 'body{}')
  await writeFile(join(folder, 'robots.txt'), 'User-agent: *')
  app = Fastify()
  const nobody = { kind: 'anonymous' as const, name: null, roles: [], verification: 'none' as const }
  const session = { ...nobody, unread: 0, consentDue: false, acting: null, lapsed: false }
  const makeApi = async (_request: unknown, nonce: string) => ({
    run: () => Promise.reject(new Error('not called')),
    session,
    nonce,
    cookies: [],
    drawQr: () => ({ size: 0, path: '' }),
    demo: false,
  })
  await app.register(cookie)
  await app.register(portal({ clientFolder: folder, serverBuild, makeApi, keptPages }))
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})

after(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const post = (path: string, headers: Record<string, string>, body: BodyInit = 'a=1') =>
  fetch(address + path, { method: 'POST', headers, body, redirect: 'manual' })

const ours = { 'sec-fetch-site': 'same-origin' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test('a public page carries an ETag and is not sent twice', async () => {
  const first = await fetch(`${address}/reading`)
  assert.equal(await first.text(), page)
  const etag = first.headers.get('etag') ?? ''
  assert.match(first.headers.get('vary') ?? '', /Cookie/)
  const again = await fetch(`${address}/reading`, { headers: { 'if-none-match': etag } })
  assert.equal(again.status, 304)
  const head = await fetch(`${address}/reading`, { method: 'HEAD' })
  assert.equal(head.headers.get('etag'), etag)
})

test('a public page is rendered once for all who read without a session, and anew when something has changed', async () => {
  const read = async (cookie = '') => (await fetch(`${address}/counted`, { headers: { cookie } })).text()
  const first = await read()
  assert.equal(await read(), first)
  assert.notEqual(await read('qichuang_view=elder.usual.auto'), first)
  assert.notEqual(await read('qichuang_session=x'), first)
  assert.notEqual(await read('qichuang_kiosk=1'), first)
  assert.equal(await read(), first)
  keptPages.drop()
  assert.notEqual(await read(), first)
})

test('any other page is private and runs no script but those of its own nonce', async () => {
  const own = await fetch(`${address}/own`)
  assert.equal(own.headers.get('cache-control'), 'private, no-store')
  assert.equal(own.headers.get('etag'), null)
  assert.match(own.headers.get('content-security-policy') ?? '', /script-src 'none'/)
  const policies = await Promise.all(
    [1, 2].map(async () => (await fetch(`${address}/interactive`)).headers.get('content-security-policy') ?? ''),
  )
  assert.match(policies[0] ?? '', /script-src 'nonce-[\w+/=]{24}'/)
  assert.notEqual(policies[0], policies[1])
})

test('cookies of operations go out with the answer', async () => {
  const answer = await post('/in', { ...ours, ...form })
  assert.equal(answer.status, 303)
  assert.equal(answer.headers.get('set-cookie'), 'session=1; HttpOnly')
})

test('a post from another site is refused, as a page in Chinese', async () => {
  const foreign: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]
  for (const headers of foreign) {
    const answer = await post('/form', { ...form, ...headers })
    assert.equal(answer.status, 403)
    assert.match(await answer.text(), /<h1>您没有办理这件事的权限<\/h1>/)
  }
})

test('a form comes through; what is no form comes without its body', async () => {
  assert.equal(await (await post('/form', { ...ours, ...form }, 'phone=1&名=王')).text(), 'phone=1&名=王')
  assert.equal(await (await post('/form', { ...ours, 'content-type': 'application/json' }, '{')).text(), '')
  assert.equal((await post('/form', { ...ours, ...form }, 'a'.repeat(300_000))).status, 413)
})

test('an upload streams through with the fields before it', async () => {
  const body = new FormData()
  body.set('kind', 'licence')
  body.set('file', new File([new Uint8Array(3_000_000)], '执照.pdf'))
  const answer = await post('/upload', ours, body)
  assert.deepEqual(await answer.json(), { fields: { kind: 'licence' }, name: '执照.pdf', size: 3_000_000 })
})

test('an upload that is read late, after all of it has come, is whole', async () => {
  const body = new FormData()
  body.append('file', new Blob(['%PDF-1.4 small']), 'a.pdf')
  const answer = await fetch(`${address}/late`, { method: 'POST', headers: ours, body })
  assert.deepEqual(await answer.json(), { fields: {}, name: 'a.pdf', size: 14 })
})

test('no file chosen and no multipart at all are told apart', async () => {
  const body = new FormData()
  body.set('kind', 'licence')
  body.set('file', new File([], ''))
  assert.deepEqual(await (await post('/upload', ours, body)).json(), {
    fields: { kind: 'licence' },
    name: null,
    size: 0,
  })
  assert.equal(await (await post('/upload', { ...ours, ...form })).json(), null)
})

test('a file too large is cut off one byte past the limit, or refused at once by its length', async () => {
  const limit = 20 * 1024 * 1024
  const slightly = new FormData()
  slightly.set('file', new File([new Uint8Array(limit + 500_000)], 'a.pdf'))
  const cut = (await (await post('/upload', ours, slightly)).json()) as { size: number }
  assert.equal(cut.size, limit + 1)
  const far = new FormData()
  far.set('file', new File([new Uint8Array(limit + 2_000_000)], 'a.pdf'))
  const answer = await post('/upload', ours, far)
  assert.equal(answer.status, 413)
  assert.match(await answer.text(), /文件太大了/)
})

test('an upload that nobody reads does not hold up the answer or the next request', async () => {
  const body = new FormData()
  body.set('file', new File([new Uint8Array(5_000_000)], 'a.pdf'))
  assert.deepEqual(await (await post('/unread', ours, body)).json(), { name: 'a.pdf' })
  assert.equal((await fetch(`${address}/own`)).status, 200)
})

test('hashed assets are kept for ever, the few others for an hour', async () => {
  const asset = await fetch(`${address}/assets/root-1234.css`)
  assert.equal(asset.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  const robots = await fetch(`${address}/robots.txt`)
  assert.equal(robots.headers.get('cache-control'), 'public, max-age=3600')
})
