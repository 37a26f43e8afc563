import { sql } from 'kysely'
import { canonicalJson } from '../../shared/canonical.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { type Checked, type Finding, isHashedAs } from '../audit/verify.ts'
import type { Db } from '../db/connect.ts'

export interface HistoryEntry {
  caseId: string
  sequence: number
  round: number
  service: string
  flowVersion: number
  action: string
  from: string
  to: string
  actorId: string | null
  actorRole: string
  officeId: string | null
  channel: string
  detail: Record<string, unknown>
  at: Date
}

/** The hash that chains an entry to the one before it; the first is chained to the empty string. */
export const hashEntry = (entry: HistoryEntry, previousHash: string): string =>
  sha256Hex(canonicalJson({ ...entry, at: entry.at.toISOString(), previousHash }))

/** Appends one entry to a case's history (its row is locked by the caller) and gives the new head of its chain. */
export async function appendHistory(db: Db, entry: HistoryEntry, previousHash: string): Promise<string> {
  const hash = hashEntry(entry, previousHash)
  await db
    .insertInto('case_event')
    .values({
      case_id: entry.caseId,
      sequence: entry.sequence,
      round: entry.round,
      service: entry.service,
      flow_version: entry.flowVersion,
      action: entry.action,
      from_state: entry.from,
      to_state: entry.to,
      actor_id: entry.actorId,
      actor_role: entry.actorRole,
      office_id: entry.officeId,
      channel: entry.channel,
      detail: JSON.stringify(entry.detail),
      at: entry.at,
      previous_hash: previousHash,
      hash,
    })
    .execute()
  return hash
}

export interface HistoryVerification {
  cases: number
  entries: number
  findings: Finding[]
}

const BATCH = 200

interface Spine {
  id: string
  number: string
  state: string
  history_hash: string
}

const entryColumns = [
  'case_id',
  'sequence',
  'round',
  'service',
  'flow_version',
  'action',
  'from_state',
  'to_state',
  'actor_id',
  'actor_role',
  'office_id',
  'channel',
  'detail',
  'at',
  'previous_hash',
  'hash',
] as const

/** The steps of these cases as they were hashed, each case's in their order. */
async function readHistories(db: Db, caseIds: readonly string[]) {
  const rows = await db
    .selectFrom('case_event')
    .select(entryColumns)
    // As text: an id that somebody made up may be beyond our numbers.
    .select(sql<string>`id::text`.as('name'))
    .where('case_id', 'in', caseIds)
    .orderBy('case_id')
    .orderBy('sequence')
    .execute()
  return Map.groupBy(rows, (row) => row.case_id)
}

type HistoryRow = Awaited<ReturnType<typeof readHistories>> extends Map<string, (infer Row)[]> ? Row : never

/** A row as it was hashed. */
export const readEntry = (row: Omit<HistoryRow, 'name'>): HistoryEntry => ({
  caseId: row.case_id,
  sequence: row.sequence,
  round: row.round,
  service: row.service,
  flowVersion: row.flow_version,
  action: row.action,
  from: row.from_state,
  to: row.to_state,
  actorId: row.actor_id,
  actorRole: row.actor_role,
  officeId: row.office_id,
  channel: row.channel,
  detail: row.detail as Record<string, unknown>,
  at: row.at,
})

/** What does not fit in one case: a changed step, one that does not follow the one before it, a head or state not the last's. */
function compareHistory(spine: Spine, rows: readonly HistoryRow[]): Finding[] {
  const findings: Finding[] = []
  let previousHash = ''
  for (const row of rows) {
    const found = { where: `case_event ${row.name}`, place: `办件 ${spine.number} 的第 ${row.sequence} 步` }
    if (row.previous_hash !== previousHash) findings.push({ ...found, what: 'chain-broken' })
    if (!isHashedAs(row.hash, () => hashEntry(readEntry(row), row.previous_hash)))
      findings.push({ ...found, what: 'changed' })
    previousHash = row.hash
  }
  const where = `service_case ${spine.number}`
  if (spine.history_hash !== previousHash) findings.push({ where, what: 'tail-cut' })
  else if (rows.length > 0 && rows.at(-1)?.to_state !== spine.state) findings.push({ where, what: 'changed' })
  return findings
}

/** One batch of cases with their steps, as they stand at one moment. */
const readBatch = (db: Db, after: string) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const spines = await tx
        .selectFrom('service_case')
        .select(['id', 'number', 'state', 'history_hash'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(BATCH)
        .execute()
      const ids = spines.map((spine) => spine.id)
      return { spines, histories: ids.length > 0 ? await readHistories(tx, ids) : new Map<string, HistoryRow[]>() }
    })

/**
 * Follows each case's chain of steps from its beginning to the hash on its spine, batch by batch, and names every step and case
 * that does not fit. `checked` is told of each batch.
 */
export async function verifyHistories(db: Db, { checked }: { checked?: Checked } = {}): Promise<HistoryVerification> {
  const result: HistoryVerification = { cases: 0, entries: 0, findings: [] }
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { spines, histories } = await readBatch(db, after)
    for (const spine of spines) {
      const rows = histories.get(spine.id) ?? []
      result.cases += 1
      result.entries += rows.length
      result.findings.push(...compareHistory(spine, rows))
    }
    const last = spines.at(-1)
    if (!last) return result
    await checked?.([...histories.values()].reduce((sum, rows) => sum + rows.length, 0))
    after = last.id
  }
}
