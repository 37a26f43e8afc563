import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type City, loanIn, refusal, testCity, wujiagang, xiling } from '../../../test/city.ts'
import { refusalOf } from '../../../test/platform.ts'
import { Refusal } from '../../shared/errors.ts'
import type { Actor } from '../access/actor.ts'
import type { DivisionCode } from '../divisions/division.ts'
import type { CaseReceipt } from './receipt.ts'

let city: City
before(async () => {
  city = await testCity()
})
after(() => city.close())

const seen = ({ id, version }: CaseReceipt) => ({ id, version })

/** What came of calls made at once: the answers, and what the others were refused with. */
async function settle(calls: readonly Promise<CaseReceipt>[]) {
  const outcomes = await Promise.allSettled(calls)
  return {
    done: outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    refused: outcomes.flatMap((one) => {
      if (one.status === 'fulfilled') return []
      assert.ok(one.reason instanceof Refusal, String(one.reason))
      return [one.reason.parts]
    }),
  }
}

const countHistory = async (id: string) =>
  (await city.platform.db.selectFrom('case_event').select('id').where('case_id', '=', id).execute()).length

describe('acts on one case', () => {
  it('on an old version are refused with what is true now', async () => {
    const sent = await loanIn(city, await city.person(), 'submitted')
    const stale = { ...seen(sent), version: sent.version - 1 }
    const answer = await refusalOf(city.call(city.staff.clerk, 'loan.accept', stale))
    assert.deepEqual([answer.status, answer.code], [409, 'stale'])
    const now = answer.now as { state: string; stateLabel: string; version: number; allowed: { action: string }[] }
    assert.deepEqual([now.state, now.stateLabel, now.version], ['submitted', '已提交', sent.version])
    assert.deepEqual(
      now.allowed.map((one) => one.action),
      ['askOnce', 'accept', 'reject', 'withdraw'],
    )
    assert.equal(await countHistory(sent.id), 1)
  })

  it('by two clerks at once: exactly one wins, the other learns what happened', async () => {
    const second = { ...city.staff.clerk, accountId: city.staff.cityClerk.accountId }
    const sent = await loanIn(city, await city.person(), 'submitted')
    const { done, refused } = await settle([
      city.call(city.staff.clerk, 'loan.accept', seen(sent)),
      city.call(second, 'loan.reject', { ...seen(sent), ...refusal }),
    ])
    assert.deepEqual([done.length, refused.length], [1, 1])
    assert.deepEqual([refused[0]?.status, refused[0]?.code], [409, 'stale'])
    assert.equal(refused[0]?.now?.state, done[0]?.state)
    assert.equal(await countHistory(sent.id), 2)
  })

  it('many at once move it one step', async () => {
    const own = await city.person()
    const sent = await loanIn(city, own, 'submitted')
    const { done, refused } = await settle(
      Array.from({ length: 20 }, () => city.call<CaseReceipt>(own, 'loan.withdraw', seen(sent))),
    )
    assert.deepEqual([done.length, refused.length], [1, 19])
    assert.equal(await countHistory(sent.id), 2)
  })
})

describe('openings of one service for one person', () => {
  const open = (actor: Actor) => city.call<CaseReceipt>(actor, 'loan.open', { division: xiling })

  it('fifty at once give one case, and its number to the others', async () => {
    const own = await city.person()
    const { done, refused } = await settle(Array.from({ length: 50 }, () => open(own)))
    assert.equal(done.length, 1)
    for (const { status, code, now } of refused) {
      assert.deepEqual([status, code, now?.id, now?.number], [409, 'already-open', done[0]?.id, done[0]?.number])
    }
    const cases = await city.platform.db
      .selectFrom('service_case')
      .select('id')
      .where('party_id', '=', own.partyId)
      .execute()
    assert.equal(cases.length, 1)
  })

  it('a refused case does not reopen beside a newer one, and says which that is', async () => {
    const own = await city.person()
    const rejected = await loanIn(city, own, 'rejected')
    const newer = await open(own)
    const answer = await refusalOf(city.call(own, 'loan.reopen', seen(rejected)))
    assert.deepEqual([answer.status, answer.code, answer.now?.number], [409, 'already-open', newer.number])
    await city.call(own, 'loan.withdraw', seen(newer))
    const reopened = await city.call<CaseReceipt>(own, 'loan.reopen', seen(rejected))
    assert.deepEqual([reopened.state, reopened.number], ['draft', rejected.number])
  })

  it('reopening and opening at once leave one of them open', async () => {
    const own = await city.person()
    const rejected = await loanIn(city, own, 'rejected')
    const calls = Array.from({ length: 10 }, (_, turn) =>
      turn % 2 === 0 ? open(own) : city.call<CaseReceipt>(own, 'loan.reopen', seen(rejected)),
    )
    const { done, refused } = await settle(calls)
    assert.equal(done.length, 1)
    assert.deepEqual([...new Set(refused.map((one) => one.status))], [409])
  })
})

describe('someone with roles in two places', () => {
  it('acts in each by the roles held there, and is recorded by that role and its office', async () => {
    const { clerk, reviewer } = city.staff
    const elsewhere = reviewer.grants.map((grant) => ({ ...grant, division: wujiagang as DivisionCode }))
    const both: Actor = { ...clerk, grants: [...elsewhere, ...clerk.grants] }
    const sent = await loanIn(city, await city.person(), 'submitted')
    const accepted = await city.call<CaseReceipt>(both, 'loan.accept', seen(sent))
    const entry = await city.platform.db
      .selectFrom('case_event')
      .select(['actor_role', 'office_id'])
      .where('case_id', '=', sent.id)
      .where('action', '=', 'accept')
      .executeTakeFirstOrThrow()
    assert.deepEqual(entry, { actor_role: 'clerk', office_id: clerk.grants[0]?.officeId })
    const another: Actor = { ...both, accountId: city.staff.cityReviewer.accountId }
    const answer = await refusalOf(city.call(another, 'loan.reject', { ...seen(accepted), ...refusal }))
    assert.equal(answer.status, 403, 'the reviewer of another district reviews nothing here')
  })
})
