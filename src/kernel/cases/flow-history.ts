import { canonicalJson } from '../../shared/canonical.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { type Checked, type Finding, isHashedAs } from '../audit/verify.ts'
import type { Db, Tx } from '../db/connect.ts'

/** One step of something that runs a flow without being a case, such as the publishing of a policy (no party, no channel). */
export interface FlowEvent {
  subjectId: string
  sequence: number
  service: string
  flowVersion: number
  action: string
  /** Null where it begins. */
  from: string | null
  to: string
  actorId: string | null
  actorRole: string
  /** What the history keeps of it; never personal data. */
  detail: Record<string, unknown>
  at: Date
}

/** The hash that chains an event to the one before it; the first is chained to the empty string. */
const hashEvent = (event: FlowEvent, previousHash: string): string =>
  sha256Hex(canonicalJson({ ...event, at: event.at.toISOString(), previousHash }))

const selectEvents = (db: Db) =>
  db
    .selectFrom('flow_event')
    .select([
      'id',
      'subject_id as subjectId',
      'sequence',
      'service',
      'flow_version as flowVersion',
      'action',
      'from_state as from',
      'to_state as to',
      'actor_id as actorId',
      'actor_role as actorRole',
      'detail',
      'at',
      'previous_hash as previousHash',
      'hash',
    ])

/** Appends one step to the history of something whose row the caller has locked. */
export async function appendFlowEvent(tx: Tx, event: Omit<FlowEvent, 'sequence'>): Promise<void> {
  const last = await selectEvents(tx)
    .where('subject_id', '=', event.subjectId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const sequence = (last?.sequence ?? 0) + 1
  const previousHash = last?.hash ?? ''
  await tx
    .insertInto('flow_event')
    .values({
      subject_id: event.subjectId,
      sequence,
      service: event.service,
      flow_version: event.flowVersion,
      action: event.action,
      from_state: event.from,
      to_state: event.to,
      actor_id: event.actorId,
      actor_role: event.actorRole,
      detail: JSON.stringify(event.detail),
      at: event.at,
      previous_hash: previousHash,
      hash: hashEvent({ ...event, sequence }, previousHash),
    })
    .execute()
}

export type FlowEventRow = Awaited<ReturnType<typeof findFlowEvents>>[number]

/** The history of one thing that the caller has already been let see, oldest first. */
export const findFlowEvents = (db: Db, subjectId: string) =>
  selectEvents(db).where('subject_id', '=', subjectId).orderBy('sequence').execute()

const BATCH = 500

type Place = { subjectId: string; sequence: number; hash: string } | null

/** What does not fit in one event, read after the one before it. */
function compareEvent({ id, previousHash, hash, ...event }: FlowEventRow, before: Place): Finding[] {
  const found = { where: `flow_event ${id}`, place: `编审经过的第 ${event.sequence} 步` }
  const follows = before?.subjectId === event.subjectId ? before : { sequence: 0, hash: '' }
  const findings: Finding[] = []
  if (previousHash !== follows.hash || event.sequence !== follows.sequence + 1) {
    findings.push({ ...found, what: 'chain-broken' })
  }
  const told = { ...event, detail: event.detail as Record<string, unknown> }
  if (!isHashedAs(hash, () => hashEvent(told, previousHash))) findings.push({ ...found, what: 'changed' })
  return findings
}

/** Follows every chain once, in batches, and names each step that was changed or does not follow; a cut tail the seals show. */
export async function verifyFlowEvents(
  db: Db,
  { checked }: { checked?: Checked } = {},
): Promise<{ entries: number; findings: Finding[] }> {
  const findings: Finding[] = []
  let entries = 0
  for (let place: Place = null; ; ) {
    const after: Place = place
    let query = selectEvents(db).orderBy('subject_id').orderBy('sequence').limit(BATCH)
    if (after) {
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('subject_id', 'sequence'), '>', tuple(after.subjectId, after.sequence)),
      )
    }
    const rows = await query.execute()
    for (const row of rows) {
      findings.push(...compareEvent(row, place))
      place = { subjectId: row.subjectId, sequence: row.sequence, hash: row.hash }
    }
    entries += rows.length
    await checked?.(rows.length)
    if (rows.length < BATCH) return { entries, findings }
  }
}
