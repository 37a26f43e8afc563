import assert from 'node:assert/strict'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, it } from 'node:test'
import { extract } from 'tar-stream'
import { loanIn, paperFile, refusal, testCity } from '../../../test/city.ts'
import type { Actor } from '../access/actor.ts'
import type { CaseReceipt } from '../cases/receipt.ts'

const city = await testCity()
after(() => city.close())

async function correctName(person: Actor, value: string): Promise<void> {
  const { clerk } = city.staff
  let receipt = await city.call<CaseReceipt>(person, 'correction.open', { targets: ['name'] })
  const act = async (actor: Actor, name: string, more: object = {}) => {
    const seen = { id: receipt.id, version: receipt.version }
    receipt = await city.call<CaseReceipt>(actor, `correction.${name}`, { ...seen, ...more })
  }
  const form = { items: [{ target: 'name', wrong: '登记时写错了', right: { value } }] }
  await city.call(person, 'paper.add', { id: receipt.id, kind: 'correctionProof' }, { file: paperFile() })
  await act(person, 'saveDraft', { form })
  await act(person, 'submit')
  await act(clerk, 'accept')
  await act(clerk, 'correct', { finding: '与证件原件一致。' })
}

it('a copy of one’s own file holds all of it, papers opened, and is as long as it says', async () => {
  const person = await city.person()
  const loan = await loanIn(city, person, 'accepted')
  await city.call(city.staff.reviewer, 'loan.reject', { id: loan.id, version: loan.version, ...refusal })
  await city.call(person, 'rating.give', { id: loan.id, stars: 5, words: '讲得很清楚' })
  await city.call(person, 'consent.withdraw', { purpose: 'messages' })
  await correctName(person, '改过的姓名')
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
  const letters = ['受理通知书', '不予推荐决定书', '更正告知书']
  const told = ['添置蒸箱和冷藏柜', '讲得很清楚', '改过的姓名', '登记时写错了', refusal.reason]
  for (const text of [copy.identity, copy.phone, '测试申请人', loan.number, ...letters, ...told])
    assert.ok(page.includes(text), text)
  assert.equal(copy.papers.length, 6)
  assert.deepEqual([copy.former.length, copy.ratings.length, copy.letters.length], [1, 1, 4])
  assert.ok(copy.consents.some(({ given }: { given: boolean }) => !given))
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
