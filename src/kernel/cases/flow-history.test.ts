import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { publishLoanFlow } from '../../../test/cases.ts'
import { testDatabase } from '../../../test/database.ts'
import { openDatabase } from '../db/connect.ts'
import { appendFlowEvent, findFlowEvents, verifyFlowEvents } from './flow-history.ts'

const database = await testDatabase()
const owner = openDatabase(database.ownerUrl, { max: 1 })
after(async () => {
  await owner.close()
  await database.close()
})
before(() => publishLoanFlow(database.ownerUrl))

const path = [
  { action: 'open', from: null, to: 'draft' },
  { action: 'submit', from: 'draft', to: 'submitted' },
  { action: 'accept', from: 'submitted', to: 'accepted' },
]

const common = { service: 'guaranteedLoan', flowVersion: 1, actorId: randomUUID(), actorRole: 'clerk' }

async function goThrough(): Promise<string> {
  const subjectId = randomUUID()
  for (const step of path) {
    const event = { ...common, ...step, subjectId, detail: { 说明: step.action }, at: new Date() }
    await database.db.transaction().execute((tx) => appendFlowEvent(tx, event))
  }
  return subjectId
}

/** What the owner can do to a table that refuses it to everyone. */
const force = (statement: string) =>
  owner.db.transaction().execute(async (tx) => {
    await sql`alter table flow_event disable trigger user`.execute(tx)
    await sql.raw(statement).execute(tx)
    await sql`alter table flow_event enable trigger user`.execute(tx)
  })

test('a history without a case is kept in order, chained, and verified', async () => {
  const ids = [await goThrough(), await goThrough()]
  const rows = await findFlowEvents(database.db, ids[0] ?? '')
  assert.deepEqual(
    rows.map(({ sequence, from, to }) => [sequence, from, to]),
    path.map(({ from, to }, index) => [index + 1, from, to]),
  )
  assert.deepEqual(await verifyFlowEvents(database.db), { entries: 6, findings: [] })
})

test('a step that the flow does not have is refused by the database, and a step is never changed', async () => {
  const event = { ...common, subjectId: randomUUID(), action: 'accept', from: 'draft', to: 'accepted', detail: {} }
  await assert.rejects(
    database.db.transaction().execute((tx) => appendFlowEvent(tx, { ...event, at: new Date() })),
    /foreign key/,
  )
  await assert.rejects(database.db.updateTable('flow_event').set({ actor_role: 'x' }).execute())
})

test('a changed step and a missing one are named', async () => {
  const [first, second] = [await goThrough(), await goThrough()]
  const [one] = await findFlowEvents(database.db, first)
  const [, two, three] = await findFlowEvents(database.db, second)
  await force(`update flow_event set detail = '{"说明":"别的"}' where id = ${one?.id}`)
  await force(`delete from flow_event where id = ${two?.id}`)
  const [four, five] = await findFlowEvents(database.db, await goThrough())
  await force(`update flow_event set at = 'infinity' where id = ${four?.id}`)
  await force(`update flow_event set detail = '{"much": 1e400}' where id = ${five?.id}`)
  const { findings } = await verifyFlowEvents(database.db)
  const told = Object.fromEntries(findings.map(({ where, what }) => [where, what]))
  assert.deepEqual(told, {
    [`flow_event ${one?.id}`]: 'changed',
    [`flow_event ${three?.id}`]: 'chain-broken',
    [`flow_event ${four?.id}`]: 'changed',
    [`flow_event ${five?.id}`]: 'changed',
  })
})
