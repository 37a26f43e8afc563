import assert from 'node:assert/strict'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, it } from 'node:test'
import { extract } from 'tar-stream'
import { loanIn, testCity } from '../../../test/city.ts'

const city = await testCity()
after(() => city.close())

it('a copy of one’s own file holds all of it, papers opened, and is as long as it says', async () => {
  const person = await city.person()
  const loan = await loanIn(city, person, 'accepted')
  const file = await city.call<{ size: number; stream: Readable; name: string }>(person, 'person.copyOwn')
  const bytes = await buffer(file.stream)
  assert.equal(bytes.length, file.size)
  const entries = new Map<string, Buffer>()
  const archive = extract()
  archive.end(bytes)
  for await (const entry of archive) entries.set(entry.header.name, await buffer(entry))
  const copy = JSON.parse(String(entries.get('file.json')))
  const page = String(entries.get('file.html'))
  assert.match(copy.identity, /^\d{17}[\dX]$/)
  for (const text of [copy.identity, copy.phone, '测试申请人', loan.number]) assert.ok(page.includes(text), text)
  assert.equal(copy.papers.length, 5)
  for (const { entry, size } of copy.papers) {
    assert.equal(entries.get(entry)?.length, size)
    assert.match(String(entries.get(entry)), /^%PDF/)
  }
  const looked = await city.platform.db
    .selectFrom('audit_entry')
    .select(['subject_id', 'actor_id'])
    .where('operation', '=', 'person.copyOwn')
    .execute()
  assert.deepEqual(looked, [{ subject_id: person.partyId, actor_id: person.accountId }])
})
