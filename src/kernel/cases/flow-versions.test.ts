import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Type } from 'typebox'
import { type City, loanIn, testCity } from '../../../test/city.ts'
import { callAs, refusalOf } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { only } from '../access/policy.ts'
import { type Database, openDatabase } from '../db/connect.ts'
import { StartProblem } from '../db/start-problem.ts'
import { defineOperation } from '../operations/operation.ts'
import { act } from './act.ts'
import type { Flow } from './flow.ts'
import { publishFlows } from './publish-flows.ts'
import type { CaseReceipt } from './receipt.ts'

const earlier: Flow = loanFlow

/** The next version: what has been handed in can no longer be withdrawn. */
const newest: Flow = {
  ...earlier,
  version: earlier.version + 1,
  earlier: [...(earlier.earlier ?? []), earlier],
  actions: { ...earlier.actions, withdraw: { ...loanFlow.actions.withdraw, from: ['draft'] } },
}

const withdraw = defineOperation({
  name: 'test.withdraw',
  summary: '撤回',
  http: 'POST /test/:id/withdraw',
  policy: only('entrepreneur'),
  input: Type.Object({ id: Type.String(), version: Type.Integer() }),
  output: Type.Object({ id: Type.String(), number: Type.String(), state: Type.String(), version: Type.Integer() }),
  handle: (ctx, input) => act(ctx, newest, 'withdraw', input),
})

describe('when a flow gets a new version', () => {
  let city: City
  let owner: Database
  before(async () => {
    city = await testCity()
    owner = openDatabase(city.ownerUrl, { max: 1 })
    await publishFlows(owner.db, [newest])
  })
  after(async () => {
    await owner.close()
    await city.close()
  })

  const open = async () => {
    const person = await city.person()
    return { person, loan: await loanIn(city, person, 'submitted') }
  }

  it('a case that runs keeps the one it began by, and its history says so', async () => {
    const { person, loan } = await open()
    const receipt = await callAs<CaseReceipt>(city.platform, withdraw, person, { id: loan.id, version: loan.version })
    assert.equal(receipt.state, 'withdrawn')
    const last = await owner.db
      .selectFrom('case_event')
      .select(['action', 'flow_version'])
      .where('case_id', '=', loan.id)
      .orderBy('sequence', 'desc')
      .executeTakeFirst()
    assert.deepEqual(last, { action: 'withdraw', flow_version: earlier.version })
  })

  it('a case that began by the new one goes by it', async () => {
    const { person, loan } = await open()
    await owner.db.updateTable('service_case').set({ flow_version: newest.version }).where('id', '=', loan.id).execute()
    const { code } = await refusalOf(callAs(city.platform, withdraw, person, { id: loan.id, version: loan.version }))
    assert.equal(code, 'not-allowed-now')
  })

  it('a program that has dropped the version of some case does not start', async () => {
    await assert.rejects(publishFlows(owner.db, [{ ...newest, earlier: [] }]), (error: Error) => {
      assert.ok(error instanceof StartProblem)
      assert.match(error.message, /guaranteedLoan 的第 1 版.*没有这一版/)
      return true
    })
  })
})
