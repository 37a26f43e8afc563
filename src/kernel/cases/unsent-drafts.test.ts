import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type City, goodForm, loanIn, paperFile, testCity, xiling } from '../../../test/city.ts'
import { flows } from '../../app/modules.ts'
import type { Actor } from '../access/actor.ts'
import type { CaseReceipt } from './receipt.ts'
import { closeUnsent, unsentDays, warnedDays } from './unsent-drafts.ts'

const DAY = 24 * 60 * 60

let city: City
before(async () => {
  city = await testCity()
})
after(() => city.close())

const draftOf = (person: Actor) => city.call<CaseReceipt>(person, 'loan.open', { division: xiling })
const passDays = (days: number) => city.platform.clock.pass(days * DAY)
const close = () => closeUnsent(city.platform, flows)
const caseOf = (id: string) =>
  city.platform.db
    .selectFrom('service_case')
    .select(['state', 'version', 'ended_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

async function noticesOf(person: Actor & { partyId: string }): Promise<string[]> {
  const rows = await city.platform.db
    .selectFrom('notice')
    .select('title')
    .where('party_id', '=', person.partyId)
    .orderBy('created_at')
    .execute()
  return rows.map(({ title }) => title)
}

test('a draft left alone is told of once, then withdrawn by the system, and can be applied for anew', async () => {
  const person = await city.person()
  const draft = await draftOf(person)
  passDays(unsentDays - warnedDays - 1)
  assert.equal(await close(), 0)
  assert.deepEqual(await noticesOf(person), [])
  passDays(2)
  assert.equal(await close(), 0)
  assert.equal(await close(), 0)
  assert.deepEqual(await noticesOf(person), ['创业担保贷款：还没有提交，快要作废了'])
  passDays(warnedDays)
  assert.equal(await close(), 1)
  assert.equal(await close(), 0)
  const ended = await caseOf(draft.id)
  assert.equal(ended.state, 'withdrawn')
  assert.ok(ended.ended_at)
  const history = await city.platform.db
    .selectFrom('case_event')
    .select(['action', 'actor_role', 'actor_id', 'detail'])
    .where('case_id', '=', draft.id)
    .orderBy('sequence', 'desc')
    .executeTakeFirstOrThrow()
  assert.deepEqual([history.action, history.actor_role, history.actor_id], ['withdraw', 'system', null])
  assert.match(JSON.stringify(history.detail), /超过 180 天没有改动/)
  assert.equal((await draftOf(person)).state, 'draft')
})

test('one that is saved again, or gets a paper, is kept; what was handed in is none of this', async () => {
  const [saver, filer, applicant] = [await city.person(), await city.person(), await city.person()]
  const [saved, filed] = [await draftOf(saver), await draftOf(filer)]
  await loanIn(city, applicant, 'submitted')
  passDays(unsentDays - 1)
  await city.call(filer, 'paper.add', { id: filed.id, kind: 'identity' }, { file: paperFile() })
  await city.call(saver, 'loan.saveDraft', { id: saved.id, version: saved.version, form: goodForm })
  passDays(2)
  await close()
  assert.equal((await caseOf(saved.id)).state, 'draft')
  assert.equal((await caseOf(filed.id)).state, 'draft')
})
