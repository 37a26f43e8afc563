import { join } from 'node:path'
import { loadSealKey } from '../src/kernel/audit/seal-key.ts'
import { withClient } from '../src/kernel/db/client.ts'
import { DEFAULT_SCHEMA, openDatabase } from '../src/kernel/db/connect.ts'
import { startEmbedded } from '../src/kernel/db/embedded.ts'
import { verifyEverything } from '../src/kernel/verification/verify-everything.ts'
import { canonicalJson } from '../src/shared/canonical.ts'
import type { House } from './crash-house.ts'
import type { Acknowledged } from './crash-writes.ts'

const quiet = { info: () => {}, error: (line: string) => console.error(line) }

/** What is written once for each write, in words that can be compared. */
type Tally = Map<string, number>

function count(words: Iterable<string>): Tally {
  const tally: Tally = new Map()
  for (const word of words) tally.set(word, (tally.get(word) ?? 0) + 1)
  return tally
}

function compare(told: Tally, found: Tally) {
  let [missing, more] = [0, 0]
  for (const word of new Set([...told.keys(), ...found.keys()])) {
    const difference = (told.get(word) ?? 0) - (found.get(word) ?? 0)
    if (difference > 0) missing += difference
    else more -= difference
  }
  return { missing, more }
}

interface Found {
  keys: { actor_key: string; key: string; response: unknown }[]
  audited: { operation: string; subject: string }[]
  history: { action: string; case_id: string }[]
  cases: { id: string }[]
}

const readAll = (superuserUrl: string, since: Date): Promise<Found> =>
  withClient(superuserUrl, async (client) => {
    await client.query(`set search_path = ${DEFAULT_SCHEMA}`)
    const read = async (text: string) => (await client.query(text, [since])).rows
    return {
      keys: await read('select actor_key, key, response from idempotency where created_at >= $1'),
      audited: await read(`select operation, subject_id as subject from audit_entry
        where at >= $1 and (operation like 'loan.%' or operation = 'paper.add')`),
      history: await read('select action, case_id from case_event where at >= $1'),
      cases: await read('select id from service_case where opened_at >= $1'),
    }
  })

const unmoving = ['loan.open', 'loan.saveDraft', 'paper.add']
const actOf = (operation: string) => operation.slice('loan.'.length)

/**
 * Looks at what lies in the database of a house at rest against what was acknowledged since an instant: the key with its answer, the audit
 * row, the step in the history, the case. What is missing was lost, what is there more often than told was done twice.
 */
export async function findDifferences(house: House, acknowledged: readonly Acknowledged[], since: Date) {
  const database = await startEmbedded({ folder: join(house.folder, 'database'), log: quiet })
  try {
    const found = await readAll(database.superuserUrl, since)
    const answers = new Map(found.keys.map((row) => [`${row.actor_key} ${row.key}`, canonicalJson(row.response)]))
    const told = new Map(acknowledged.map((write) => [`${write.accountId} ${write.key}`, canonicalJson(write.answer)]))
    const keys = {
      missing: [...told].filter(([key, answer]) => answers.get(key) !== answer).length,
      more: [...answers.keys()].filter((key) => !told.has(key)).length,
    }
    const subjectOf = ({ operation, caseId, answer }: Acknowledged) =>
      operation === 'paper.add' ? (answer as { id: string }).id : caseId
    const steps = acknowledged.filter(({ operation }) => !unmoving.includes(operation))
    const opened = acknowledged.filter(({ operation }) => operation === 'loan.open')
    const audited = compare(
      count(acknowledged.map((write) => `${write.operation} ${subjectOf(write)}`)),
      count(found.audited.map(({ operation, subject }) => `${operation} ${subject}`)),
    )
    const history = compare(
      count(steps.map(({ operation, caseId }) => `${actOf(operation)} ${caseId}`)),
      count(found.history.map(({ action, case_id }) => `${action} ${case_id}`)),
    )
    const cases = compare(count(opened.map(({ caseId }) => caseId)), count(found.cases.map(({ id }) => id)))
    const { db, close } = openDatabase(database.superuserUrl, { max: 2 })
    const key = await loadSealKey(house.folder, { mayMake: false })
    const { findings } = await verifyEverything(db, key).finally(close)
    const all = [keys, audited, history, cases]
    return {
      lost: all.reduce((sum, { missing }) => sum + missing, 0),
      doubled: all.reduce((sum, { more }) => sum + more, 0),
      brokenSeals: findings.map(({ where, what }) => `${where} ${what}`),
    }
  } finally {
    await database.stop()
  }
}
