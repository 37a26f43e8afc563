import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { goodForm, testCity } from '../../test/city.ts'
import type { Actor } from '../kernel/access/actor.ts'
import { openDatabase } from '../kernel/db/connect.ts'
import { openSession } from '../kernel/identity/sessions.ts'
import { makeResidentId } from '../kernel/parties/demonstration-id.ts'
import { parseDate } from '../shared/dates.ts'
import { createCaller } from './caller.ts'
import { SESSION_COOKIE } from './http/session-cookie.ts'
import { createServer } from './server.ts'

const city = await testCity()
const lines: string[] = []
const stream = { write: (line: string) => void lines.push(line) }
const platform = { ...city.platform, log: (entry: Record<string, unknown>) => stream.write(JSON.stringify(entry)) }
const app = await createServer({
  caller: createCaller(platform, city.operations),
  isReady: async () => true,
  logger: { level: 'trace', stream },
})
after(async () => {
  await app.close()
  await city.close()
})

/** What nobody should ever read in a log; each is sent somewhere below. */
const personal = {
  name: '欧阳日志',
  phone: '19912345678',
  identityNumber: makeResidentId(parseDate('1993-05-20'), 441),
  email: 'ouyang.log@example.com',
  purpose: '给欧阳家的铺子添置蒸箱',
}

/** A value as it could stand in a line: as it is, and as addresses and JSON write it. */
const writings = (value: string) => [
  value,
  encodeURIComponent(value),
  JSON.stringify(value)
    .slice(1, -1)
    .replace(/[^\0-\x7f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
]

async function send(actor: Actor | null, method: 'GET' | 'POST', url: string, payload?: object) {
  const session = actor?.accountId && { id: actor.accountId, kind: actor.kind as 'person' | 'staff' }
  const token = session ? await openSession(city.platform.db, session, city.platform.now()) : null
  const headers = { 'idempotency-key': randomUUID(), ...(token ? { cookie: `${SESSION_COOKIE}=${token}` } : {}) }
  return app.inject({ method, url, headers, ...(payload ? { payload } : {}) })
}

test('no line of the log holds anything that a person said of themselves, whether it went well or not', async () => {
  const { name, phone, identityNumber, email, purpose } = personal
  const { clerk } = city.staff
  const registered = await send(clerk, 'POST', '/api/v1/people', {
    name,
    phone,
    identityNumber,
    division: '420502000000',
  })
  assert.equal(registered.statusCode, 200, registered.body)
  const person = await city.personOf(registered.json<{ id: string }>().id)
  const opened = await city.call<{ id: string; version: number }>(person, 'loan.open', { division: '420502000000' })
  const draft = (version: unknown) => ({ version, form: { ...goodForm, purpose } })
  assert.equal((await send(person, 'POST', `/api/v1/loans/${opened.id}/draft`, draft(opened.version))).statusCode, 200)
  const statuses = [
    await send(person, 'POST', `/api/v1/loans/${opened.id}/draft`, draft(phone)),
    await send(person, 'POST', `/api/v1/loans/${opened.id}/draft`, draft(0)),
    await send(person, 'POST', '/api/v1/me/notice-settings/email', { email }),
    await send(null, 'POST', '/api/v1/session/code', { phone: `${phone}9` }),
    await send(clerk, 'GET', `/api/v1/people?q=${encodeURIComponent(identityNumber)}`),
    await send(clerk, 'GET', `/api/v1/inbox?q=${encodeURIComponent(name)}&none=${phone}`),
    await send(null, 'GET', `/api/v1/people/${encodeURIComponent(name)}/${phone}`),
    await send(null, 'GET', `/${encodeURIComponent(name)}?phone=${phone}`),
  ].map(({ statusCode }) => statusCode)
  assert.ok(statuses.includes(422) || statuses.includes(400), String(statuses))
  assert.ok(statuses.includes(404), String(statuses))
  assert.ok(
    statuses.every((status) => status < 500),
    String(statuses),
  )
  const owner = openDatabase(city.ownerUrl, { max: 1 })
  await owner.db.schema.alterTable('loan').renameTo('loan_away').execute()
  const broken = await send(person, 'POST', `/api/v1/loans/${opened.id}/draft`, draft(opened.version + 1))
  await owner.db.schema.alterTable('loan_away').renameTo('loan').execute()
  await owner.close()
  assert.equal(broken.statusCode, 500)
  assert.ok(
    lines.some((line) => line.includes(broken.json<{ traceId: string }>().traceId)),
    'faults are told with their trace',
  )
  assert.ok(lines.length >= 11, `${lines.length} lines`)
  for (const [what, value] of Object.entries(personal)) {
    for (const writing of writings(value)) {
      const found = lines.filter((line) => line.includes(writing))
      assert.deepEqual(found, [], `${what} is in the log`)
    }
  }
})
