import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { sql } from 'kysely'
import { placeCase, publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { testPlatform } from '../../../test/platform.ts'
import { loanFlow } from '../../modules/financing/flow.ts'
import { openDatabase } from '../db/connect.ts'
import type { Flow } from './flow.ts'
import { publishFlows } from './publish-flows.ts'

const flow: Flow = loanFlow

const database = await testDatabase()
const owner = openDatabase(database.ownerUrl, { max: 1 })
after(async () => {
  await owner.close()
  await database.close()
})
const platform = testPlatform(database.db)
await publishLoanFlow(database.ownerUrl)

const readPublished = async () => ({
  steps: await owner.db.selectFrom('flow_step').selectAll().orderBy('service').orderBy('state').execute(),
  moves: await owner.db.selectFrom('flow_action').selectAll().orderBy('action').orderBy('from_state').execute(),
})

describe('a published flow', () => {
  it('is published once, however often the server starts', async () => {
    const before = await readPublished()
    assert.equal(before.steps.length, Object.keys(flow.steps).length)
    await publishFlows(owner.db, [flow])
    assert.deepEqual(await readPublished(), before)
  })

  const withdraw = { ...loanFlow.actions.withdraw, from: ['draft'] }
  const changes: [name: string, changed: Flow][] = [
    ['a step more', { ...flow, steps: { ...flow.steps, parked: { box: 'accept', by: 'clerk', doing: '' } } }],
    ['another way', { ...flow, actions: { ...flow.actions, withdraw } }],
    ['an end that is none', { ...flow, steps: { ...flow.steps, rejected: { box: 'refuse', by: 'clerk', doing: '' } } }],
  ]
  for (const [name, changed] of changes) {
    it(`does not take ${name} under its version, but under the next, beside it`, async () => {
      const before = await readPublished()
      await assert.rejects(publishFlows(owner.db, [changed]), /guaranteedLoan version 1 is published/)
      assert.deepEqual(await readPublished(), before)
      await publishFlows(owner.db, [{ ...changed, service: name, version: 2 }, flow])
    })
  }

  const forged = [
    ['a state that no flow has', sql`update service_case set state = 'approved'`],
    ['a version that was not published', sql`update service_case set flow_version = 2`],
    ['the state of another service', sql`update service_case set service = 'anotherService'`],
  ] as const
  for (const [name, statement] of forged) {
    it(`keeps the database itself from taking ${name}`, async () => {
      await placeCase(platform)
      await assert.rejects(statement.execute(platform.db), { code: '23503' })
    })
  }

  const accepted = { action: 'accept', from_state: 'submitted', to_state: 'accepted' }
  const steps: [name: string, columns: typeof accepted, code?: string][] = [
    ['an action that there is not', { ...accepted, action: 'approve' }],
    ['an action from a state that it does not leave', { ...accepted, from_state: 'draft' }],
    ['an action to a state where it does not lead', { ...accepted, to_state: 'recommended' }],
  ]
  for (const [name, step] of steps) {
    it(`keeps the history from telling of ${name}`, async () => {
      const { id } = await placeCase(platform)
      const entry = {
        case_id: id,
        sequence: 2,
        round: 1,
        service: flow.service,
        flow_version: flow.version,
        actor_role: 'clerk',
        channel: 'window',
        at: platform.now(),
        previous_hash: '',
        hash: '',
      }
      const insert = (move: typeof accepted) =>
        platform.db
          .insertInto('case_event')
          .values({ ...entry, ...move })
          .execute()
      await assert.rejects(insert(step), { code: '23503' })
      await insert(accepted)
    })
  }
})
