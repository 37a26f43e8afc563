import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Random } from '../bench/load/random.ts'
import { appendAudits } from '../src/kernel/audit/entry.ts'
import { loadSealKey } from '../src/kernel/audit/seal-key.ts'
import { sealRows } from '../src/kernel/audit/sealer.ts'
import { appendFlowEvent } from '../src/kernel/cases/flow-history.ts'
import { appendHistory, type HistoryEntry, hashEntry } from '../src/kernel/cases/history.ts'
import { publishFlows } from '../src/kernel/cases/publish-flows.ts'
import { openDatabase } from '../src/kernel/db/connect.ts'
import { SUPERUSER } from '../src/kernel/db/embedded/roles.ts'
import { transact } from '../src/kernel/db/transact.ts'
import { loanFlow } from '../src/modules/financing/flow.ts'
import { policyFlow } from '../src/modules/information/flow.ts'
import { testDatabase } from '../test/database.ts'

const DIVISION = '420502000000'
const loanSteps = ['submit', 'askOnce', 'supply', 'accept', 'recommend'] as const
const policySteps = ['organise', 'submit', 'publish', 'supersede'] as const
/** Of a thousand entries; the others are plain rows of the audit. */
const TURN = { cases: 60, policies: 25, entries: 1000 }

export type Trail = Awaited<ReturnType<typeof openTrail>>

/** An empty database with a key for its seals in a folder of its own, and a superuser's hand on it. */
export async function openTrail(seed: number) {
  const database = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'qichuang-trail-'))
  const superuserUrl = Object.assign(new URL(database.ownerUrl), { username: SUPERUSER }).href
  const owner = openDatabase(database.ownerUrl, { max: 1 })
  await publishFlows(owner.db, [loanFlow, policyFlow]).finally(owner.close)
  const superuser = openDatabase(superuserUrl, { max: 1 })
  const random = new Random(seed)
  const now = new Date('2026-11-23T02:00:00Z')
  const partyId = random.id(now)
  const party = { id: partyId, kind: 'person', division: DIVISION, created_at: now }
  await database.db.insertInto('party').values(party).execute()
  return {
    db: database.db,
    appUrl: database.appUrl,
    superuser: superuser.db,
    folder,
    key: await loadSealKey(folder),
    random,
    now,
    partyId,
    async close() {
      await superuser.close()
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const operations = ['loan.get', 'person.find', 'loan.accept', 'paper.add', 'session.end', 'policyWork.save'] as const

function inventEntry({ random, now, partyId }: Trail, number: number) {
  const shown = Array.from({ length: random.below(4) }, () => random.id(now))
  return {
    at: new Date(now.getTime() + number),
    actorId: random.below(5) === 0 ? null : random.id(now),
    actorRole: random.pick(['clerk', 'reviewer', 'entrepreneur', 'anonymous']),
    operation: random.pick(operations),
    ...(random.below(3) > 0 ? { subject: { kind: 'person', id: partyId, division: DIVISION } } : {}),
    shown,
    channel: random.pick(['online', 'window']),
    traceId: random.id(now),
  }
}

/** The whole history of a recommended loan, each step by a stranger. */
function inventHistory({ random, now }: Trail, caseId: string) {
  let [from, previousHash]: [string, string] = ['draft', '']
  return loanSteps.map((action, index) => {
    const { to } = loanFlow.actions[action]
    const entry: HistoryEntry = {
      caseId,
      sequence: index + 2,
      round: 1,
      service: loanFlow.service,
      flowVersion: loanFlow.version,
      action,
      from,
      to,
      actorId: random.id(now),
      actorRole: random.pick(['clerk', 'reviewer']),
      officeId: random.id(now),
      channel: 'window',
      detail: { opinion: `意见 ${random.below(1_000_000)}`, amount: 20_000_000 },
      at: new Date(now.getTime() + index * 1000),
    }
    const step = { entry, previousHash }
    ;[from, previousHash] = [to, hashEntry(entry, previousHash)]
    return { ...step, hash: previousHash }
  })
}

/** Writes cases with their histories in one transaction, each step by the platform's own function. */
async function writeCases(trail: Trail, first: number, count: number): Promise<void> {
  const { db, random, now, partyId } = trail
  const made = Array.from({ length: count }, (_, index) => {
    const id = random.id(now)
    return { id, number: `DK${first + index}`, history: inventHistory(trail, id) }
  })
  const spines = made.map(({ id, number, history }) => ({
    id,
    number,
    service: loanFlow.service,
    flow_version: loanFlow.version,
    state: 'recommended',
    version: history.length + 1,
    party_id: partyId,
    division: DIVISION,
    channel: 'window',
    holder: 'none',
    held_since: now,
    history_hash: history.at(-1)?.hash ?? '',
    opened_at: now,
    ended_at: now,
  }))
  await transact(db, async (tx) => {
    const steps = made.flatMap(({ history }) => history)
    await Promise.all([
      tx.insertInto('service_case').values(spines).execute(),
      ...steps.map(({ entry, previousHash }) => appendHistory(tx, entry, previousHash)),
    ])
  })
}

async function writePolicy({ db, random, now }: Trail): Promise<void> {
  const subjectId = random.id(now)
  await transact(db, async (tx) => {
    let from: string = policyFlow.initial
    for (const action of policySteps) {
      const { to } = policyFlow.actions[action]
      await appendFlowEvent(tx, {
        subjectId,
        service: policyFlow.service,
        flowVersion: policyFlow.version,
        action,
        from,
        to,
        actorId: random.id(now),
        actorRole: 'editor',
        detail: { edition: 1 },
        at: now,
      })
      from = to
    }
  })
}

/** Seals until nothing is left to be sealed: transactions of others on the same server may hold it up for a while. */
export async function sealAll({ db, key, now }: Trail): Promise<void> {
  for (let turn = 0; turn < 600; turn += 1) {
    const sealed = await sealRows(db, key, now)
    const { rows } = await sql<{ left: boolean }>`
      select exists (select from audit_entry where xid >= coalesce((select max(to_xid::text::bigint)::text from seal), '0')::xid8)
        as left`.execute(db)
    if (!rows[0]?.left) return
    if (!sealed) await sleep(50)
  }
  throw new Error('something holds up sealing')
}

/** Writes so many entries of all three kinds; by turns a seal follows each few of them, or they heap up; the last are sealed too. */
export async function writeTrail(trail: Trail, size: number): Promise<void> {
  let eager = true
  const sealed = async (written: Promise<void>) => {
    await written
    if (eager) await sealAll(trail)
  }
  for (let written = 0; written < size; written += TURN.entries) {
    const half = TURN.cases / 2
    await sealed(writeCases(trail, written, half))
    for (let policy = 0; policy < TURN.policies; policy += 1) await writePolicy(trail)
    await sealed(writeCases(trail, written + half, half))
    const plain = TURN.entries - TURN.cases * loanSteps.length - TURN.policies * policySteps.length
    const entries = Array.from({ length: plain }, (_, index) => inventEntry(trail, written + index))
    for (let from = 0; from < plain; from += 60) await sealed(appendAudits(trail.db, entries.slice(from, from + 60)))
    eager = trail.random.below(2) === 0
  }
  await sealAll(trail)
}
