import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { workbench } from './workbench-server.ts'

let folder: string
let app: FastifyInstance

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workbench-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<script nonce="__CSP_NONCE__"></script><style nonce="__CSP_NONCE__">')
  await writeFile(join(folder, 'assets', 'main-1234.js'), 'export {}')
  app = Fastify()
  await app.register(workbench({ folder }))
})

after(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const get = (url: string) => app.inject({ method: 'GET', url })

test('every address below /workbench answers with the one page, never kept', async () => {
  for (const url of ['/workbench', '/workbench/', '/workbench/inbox?state=submitted', '/workbench/loans/1']) {
    const { statusCode, headers } = await get(url)
    assert.equal(statusCode, 200, url)
    assert.match(String(headers['content-type']), /^text\/html/)
    assert.equal(headers['cache-control'], 'private, no-store')
  }
})

test('each answer has a nonce of its own, in its policy and in its page', async () => {
  const answers = await Promise.all([get('/workbench'), get('/workbench')])
  const nonces = answers.map(({ headers, body }) => {
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(String(headers['content-security-policy'])) ?? []
    assert.equal(body, `<script nonce="${nonce}"></script><style nonce="${nonce}">`)
    return nonce
  })
  assert.notEqual(nonces[0], nonces[1])
})

test('the policy allows no inline script and no stranger', async () => {
  const policy = String((await get('/workbench')).headers['content-security-policy'])
  assert.match(policy, /default-src 'none'/)
  assert.match(policy, /frame-ancestors 'none'/)
  assert.doesNotMatch(policy.replace("style-src-attr 'unsafe-inline'", ''), /unsafe|https?:/)
})

test('assets are kept for ever; one that is not there is not the page', async () => {
  const asset = await get('/workbench/assets/main-1234.js')
  assert.equal(asset.statusCode, 200)
  assert.match(String(asset.headers['cache-control']), /max-age=31536000, immutable/)
  assert.equal((await get('/workbench/assets/gone-1.js')).statusCode, 404)
  assert.equal((await get('/workbench/assets/..%2findex.html')).statusCode, 404)
})
