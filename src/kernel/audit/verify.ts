import { sql } from 'kysely'
import type { Db } from '../db/connect.ts'
import { type Restoration, readRestorations } from './restoration.ts'
import { findSealable, hashSeal, holdsSeal, readListed, type SealedRow } from './rows.ts'
import type { SealKey } from './seal-key.ts'

/** One thing that is not as it was sealed. */
export interface Finding {
  where: string
  what: 'changed' | 'missing' | 'added' | 'seal-changed' | 'seal-unsigned' | 'chain-broken' | 'tail-cut'
  /** Its place in what lists it, in plain words ('3 号封印的第 2 条'), where it has one. */
  place?: string
}

/** Whether this is what was hashed; what has no hash at all, such as a time that never comes, is not. */
export function isHashedAs(hash: string, compute: () => string): boolean {
  try {
    return compute() === hash
  } catch {
    return false
  }
}

/** Is told of each so many entries that have been checked, and awaited: whoever throws there ends the reading. */
export type Checked = (entries: number) => Promise<void>

export interface Verification {
  seals: number
  rows: number
  findings: Finding[]
  /** Restores and imports, signed: what they gave up is no finding. */
  restorations: readonly Restoration[]
}

const nameOf = ([table, id]: SealedRow) => `${table} ${id}`

/** Compares the rows a seal lists with those that are there now. */
function compareRows(sealId: number, sealed: readonly SealedRow[], present: readonly SealedRow[]): Finding[] {
  const there = new Map(present.map((row) => [nameOf(row), row[2]]))
  const findings: Finding[] = []
  for (const [index, row] of sealed.entries()) {
    const place = `${sealId} 号封印的第 ${index + 1} 条`
    const hash = there.get(nameOf(row))
    if (hash === undefined) findings.push({ where: nameOf(row), what: 'missing', place })
    else if (hash !== row[2]) findings.push({ where: nameOf(row), what: 'changed', place })
    there.delete(nameOf(row))
  }
  for (const name of there.keys()) findings.push({ where: name, what: 'added', place: `${sealId} 号封印的范围里` })
  return findings
}

/** Read at once are so many seals at most, and once these list so many rows no more of them. */
const BATCH = { seals: 50, rows: 2000 }

/** Ids come from a sequence and never pass this; what does was put there by hand. */
const HIGHEST_ID = Number.MAX_SAFE_INTEGER

const listedIn = sql`case when jsonb_typeof(rows) = 'array' then jsonb_array_length(rows) else 0 end`

/** The next seals: many that list little, few that list much, so that what is held does not grow with the trail. */
const findNext = (db: Db, after: number) =>
  db
    .with('next', (qb) =>
      qb
        .selectFrom('seal')
        .selectAll()
        .where('id', '>', after)
        .where('id', '<=', HIGHEST_ID)
        .orderBy('id')
        .limit(BATCH.seals),
    )
    .with('told', (qb) =>
      qb
        .selectFrom('next')
        .selectAll()
        .select(sql<number>`sum(${listedIn}) over (order by id) - ${listedIn}`.as('listed_before')),
    )
    .selectFrom('told')
    .selectAll()
    .where('listed_before', '<', BATCH.rows)
    .orderBy('id')
    .execute()

async function* readSeals(db: Db, begin: number) {
  let after = begin
  while (true) {
    const seals = await findNext(db, after)
    if (seals.length === 0) return
    yield* seals
    after = seals.at(-1)?.id ?? after
  }
}

/** The seal that the newest so many follow; the beginning when there are no more than that. */
async function findBefore(db: Db, newest: number) {
  const seal = await db
    .selectFrom('seal')
    .select(['id', 'hash', 'to_xid as to'])
    .where('id', '<=', HIGHEST_ID)
    .orderBy('id', 'desc')
    .offset(newest)
    .limit(1)
    .executeTakeFirst()
  return seal ?? { id: 0, hash: '', to: '0' }
}

/** Seals that follow none, since no sequence gives their ids. */
async function findBeyond(db: Db): Promise<Finding[]> {
  const seals = await db
    .selectFrom('seal')
    .select(sql<string>`id::text`.as('name'))
    .where('id', '>', HIGHEST_ID)
    .orderBy('id')
    .execute()
  return seals.map(({ name }) => ({ where: `seal ${name}`, what: 'chain-broken' }))
}

/** Whether a signed restore tells why one seal follows another that is not the one before it. */
const explains = (restorations: readonly Restoration[], kept: string, abandoned: string) =>
  restorations.some((one) => one.keptHash === kept && one.abandonedHash === abandoned)

/**
 * Reads every seal and every sealed row once, in order, and names each row that was changed, removed or slipped in, each
 * seal that does not follow from the one before it, and a tail that was cut off. What a restore gave up is told by its signed
 * row and is no finding. With `newest`, only so many seals at the end are read; `checked` is told of each seal's rows.
 */
export async function verifySeals(
  db: Db,
  key: SealKey,
  { newest, checked }: { newest?: number; checked?: Checked } = {},
): Promise<Verification> {
  const { signed, unsigned } = await readRestorations(db, key)
  const findings: Finding[] = unsigned.map((id) => ({ where: `restoration ${id}`, what: 'seal-unsigned' }))
  let previous = newest === undefined ? { id: 0, hash: '', to: '0' } : await findBefore(db, newest)
  let seals = 0
  let rows = 0
  for await (const seal of readSeals(db, previous.id)) {
    const where = `seal ${seal.id}`
    const listed = readListed(seal.rows)
    const content = { from: seal.from_xid, to: seal.to_xid, rows: seal.rows, previousHash: seal.previous_hash }
    if (!isHashedAs(seal.hash, () => hashSeal(content))) findings.push({ where, what: 'seal-changed' })
    if (!key.isSigned(seal.hash, seal.signature)) findings.push({ where, what: 'seal-unsigned' })
    const follows = seal.previous_hash === previous.hash || explains(signed, previous.hash, seal.previous_hash)
    if (!follows || seal.from_xid !== previous.to) findings.push({ where, what: 'chain-broken' })
    findings.push(...compareRows(seal.id, listed, await findSealable(db, seal.from_xid, seal.to_xid)))
    previous = { id: seal.id, hash: seal.hash, to: seal.to_xid }
    seals += 1
    rows += listed.length
    await checked?.(listed.length)
  }
  findings.push(...(await findBeyond(db)))
  // A head older than the newest seal is what a crash between commit and writing leaves; it cuts nothing off.
  const head = await key.readHead()
  const given = signed.some((one) => one.abandonedHash === head?.hash)
  if (head && head.hash !== previous.hash && !given && !(await holdsSeal(db, head))) {
    findings.push({ where: `seal ${head.id}`, what: 'tail-cut' })
  }
  return { seals, rows, findings, restorations: signed }
}
