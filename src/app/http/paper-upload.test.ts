import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { Agent, type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { after, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pdfFile, virusTestFile } from '../../../test/sample-files.ts'
import { testServer } from '../../../test/server.ts'
import { everything } from '../../kernel/divisions/scope.ts'
import { enterScope } from '../../kernel/operations/run.ts'
import type { Problem } from './problem.ts'

const MEBIBYTE = 1024 * 1024
const server = await testServer()
after(() => server.close())
const { city } = server

let address: string
let cookie: string
let caseId: string

before(async () => {
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
beforeEach(async () => {
  cookie = (await server.cookieOf(await city.person())) ?? ''
  caseId = (await server.send(cookie, 'POST /loans', { division: '420502000000' })).json<{ id: string }>().id
})

const papersOf = () => `${address}/api/v1/cases/${caseId}/papers`
const headersOf = () => ({ cookie, 'idempotency-key': randomUUID() })

interface Draft {
  fields?: Record<string, string>
  file?: Buffer | null
  name?: string
  /** Fields behind the file. */
  last?: Record<string, string>
}

function formOf({ fields = { kind: 'identity' }, file = pdfFile(), name = 'a.pdf', last = {} }: Draft = {}): FormData {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  if (file) form.append('file', new Blob([new Uint8Array(file)]), name)
  for (const [field, value] of Object.entries(last)) form.append(field, value)
  return form
}

const upload = (draft: Draft) => fetch(papersOf(), { method: 'POST', headers: headersOf(), body: formOf(draft) })

/** Everything that lies in the storage, and the rows of this case's papers. */
async function countKept(): Promise<{ files: number; rows: number }> {
  const entries = await readdir(city.folder, { recursive: true, withFileTypes: true })
  const rows = await city.platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    return tx.selectFrom('document').select('id').where('case_id', '=', caseId).execute()
  })
  return { files: entries.filter((entry) => entry.isFile()).length, rows: rows.length }
}

/** Waits until something is so; gives up after some seconds. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500 && !(await isSo()); tries += 1) await sleep(20)
}

async function assertRefused(answer: Response | { status: number; problem: Problem }, status: number, field?: string) {
  const problem = answer instanceof Response ? ((await answer.json()) as Problem) : answer.problem
  assert.equal(answer.status, status, JSON.stringify(problem))
  assert.match(problem.detail ?? '', /\p{Script=Han}{2}/u)
  if (field)
    assert.deepEqual(
      problem.errors?.map((error) => error.field),
      [field],
    )
}

describe('a paper sent over HTTP', () => {
  test('is taken in, and given back as an attachment under its Chinese name', async () => {
    const paper = pdfFile(Buffer.from('内容'.repeat(10_000)))
    const taken = await upload({ file: paper, name: "身份证 (正面)'复印件.pdf" })
    assert.equal(taken.status, 200)
    const { id, size } = (await taken.json()) as { id: string; size: number }
    assert.equal(size, paper.length)
    for (const asked of [id, id.toUpperCase()]) {
      const given = await fetch(`${address}/api/v1/papers/${asked}/content`, { headers: { cookie } })
      assert.equal(given.status, 200)
      assert.deepEqual(Buffer.from(await given.arrayBuffer()), paper)
      assert.equal(given.headers.get('content-type'), 'application/pdf')
      assert.equal(given.headers.get('x-content-type-options'), 'nosniff')
      assert.match(given.headers.get('cache-control') ?? '', /no-store/)
      const [kind, name = ''] = (given.headers.get('content-disposition') ?? '').split("; filename*=UTF-8''")
      assert.equal(kind, 'attachment')
      assert.match(name, /^[\w.~%-]+$/)
      assert.equal(decodeURIComponent(name), "身份证 (正面)'复印件.pdf")
    }
  })

  test('is seen by nobody out of reach', async () => {
    const taken = await upload({})
    const { id } = (await taken.json()) as { id: string }
    for (const actor of [await city.person(), city.staff.otherClerk]) {
      const other = await server.cookieOf(actor)
      const answer = await server.send(other, `GET /papers/${id}/content`)
      assert.equal(answer.statusCode, 404)
      assert.equal(answer.headers['content-disposition'], undefined)
    }
  })
})

describe('what is refused leaves nothing behind', () => {
  let earlier: number
  beforeEach(async () => {
    earlier = (await countKept()).files
  })
  const assertNothingKept = async () => assert.deepEqual(await countKept(), { files: earlier, rows: 0 })

  const refused: Record<string, [draft: () => Draft, field: string]> = {
    'no file': [() => ({ file: null }), 'file'],
    'nothing at all': [() => ({ fields: {}, file: null }), 'file'],
    'an empty file': [() => ({ file: Buffer.alloc(0) }), 'file'],
    'a field behind the file': [
      () => ({ fields: {}, file: pdfFile(Buffer.alloc(2 * MEBIBYTE)), last: { kind: 'identity' } }),
      'kind',
    ],
    'a kind that the service does not take': [() => ({ fields: { kind: 'passport' } }), 'kind'],
    'a field too many': [() => ({ fields: { kind: 'identity', admin: '1' } }), 'admin'],
    'a field named like a prototype': [() => ({ fields: { ['__proto__']: 'identity' } }), 'kind'],
    'an ending that we do not take': [() => ({ name: 'a.exe' }), 'file'],
    'content that is not what its name says': [() => ({ file: Buffer.from('<script>') }), 'file'],
    'a virus': [() => ({ file: pdfFile(Buffer.from(virusTestFile)) }), 'file'],
    'too large by what it says of itself': [() => ({ file: pdfFile(Buffer.alloc(21 * MEBIBYTE)) }), 'file'],
  }
  for (const [what, [draft, field]] of Object.entries(refused)) {
    test(what, async () => {
      await assertRefused(await upload(draft()), 422, field)
      await assertNothingKept()
    })
  }

  test('more fields than a paper has, and then a file', async () => {
    const fields = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`field${index}`, 'x']))
    await assertRefused(await upload({ fields, file: pdfFile(Buffer.alloc(2 * MEBIBYTE)) }), 422)
    await assertNothingKept()
  })

  test('without a key, before it is read', async () => {
    const answer = await fetch(papersOf(), { method: 'POST', headers: { cookie }, body: formOf() })
    await assertRefused(answer, 400, 'Idempotency-Key')
    await assertNothingKept()
  })

  test('no form, or one whose parts cannot be told apart', async () => {
    const send = (type: string, body: string) =>
      fetch(papersOf(), { method: 'POST', headers: { ...headersOf(), 'content-type': type }, body })
    await assertRefused(await send('application/json', '{"kind":"identity"}'), 415)
    await assertRefused(await send('multipart/form-data', 'kind=identity'), 400, 'file')
    await assertRefused(await send('multipart/form-data; boundary=x', '--x\r\nnot a header\r\n\r\n'), 400, 'file')
    await assertRefused(await send('multipart/form-data; boundary=x', 'no boundary in it'), 400, 'file')
    const cut = '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\niden'
    await assertRefused(await send('multipart/form-data; boundary=x', cut), 400, 'file')
    await assertNothingKept()
  })

  /** Begins to send a file of unknown length, piece by piece. */
  function beginUpload() {
    const agent = new Agent({ keepAlive: true })
    const headers = { ...headersOf(), 'content-type': 'multipart/form-data; boundary=x' }
    const sending = request(papersOf(), { method: 'POST', headers, agent })
    const answered = new Promise<IncomingMessage | null>((resolve) => {
      sending.once('response', resolve).once('error', () => resolve(null))
    })
    sending.write('--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\nidentity\r\n')
    sending.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\n')
    return { sending, answered, agent }
  }

  test('too large, found while it streams', async () => {
    const { sending, answered, agent } = beginUpload()
    const piece = Buffer.alloc(MEBIBYTE, ' ')
    for (let sent = 0; sent < 24; sent += 1) {
      if (!sending.write(piece))
        await Promise.race([new Promise((resolve) => sending.once('drain', resolve)), answered])
    }
    sending.end('\r\n--x--\r\n')
    const answer = await answered
    assert.ok(answer)
    await assertRefused({ status: answer.statusCode ?? 0, problem: (await json(answer)) as Problem }, 422, 'file')
    agent.destroy()
    await assertNothingKept()
  })

  test('broken off by the sender', async () => {
    const { sending, answered, agent } = beginUpload()
    sending.write(Buffer.alloc(MEBIBYTE, ' '))
    await until(async () => (await countKept()).files > earlier)
    sending.destroy()
    assert.equal(await answered, null)
    agent.destroy()
    await until(async () => (await countKept()).files === earlier)
    await assertNothingKept()
  })
})
