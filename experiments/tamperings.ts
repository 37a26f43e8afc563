import { type RawBuilder, sql } from 'kysely'
import type { Random } from '../bench/load/random.ts'
import { hashSeal, type SealedRow, type SealedTable, sealedTables } from '../src/kernel/audit/rows.ts'
import { hashEntry, readEntry } from '../src/kernel/cases/history.ts'
import type { Db, Tx } from '../src/kernel/db/connect.ts'
import { canonicalJson } from '../src/shared/canonical.ts'

/** What was done to the trail, and what verifying must say to it: 'table id what'. */
export interface Tampering {
  kind: string
  expected: readonly string[]
}

interface Column {
  name: string
  type: string
}

/** In which ways each type of column is changed, some of them to what no program of ours can read. */
const changes: Readonly<Record<string, readonly ((column: RawBuilder<unknown>) => RawBuilder<unknown>)[]>> = {
  'timestamp with time zone': [(column) => sql`${column} + interval '1 us'`, () => sql`'infinity'::timestamptz`],
  uuid: [() => sql`gen_random_uuid()`],
  text: [(column) => sql`coalesce(${column}, '') || 'x'`],
  integer: [(column) => sql`${column} + 1000`],
  jsonb: [
    (column) => sql`${column} || '{"tampered": true}'`,
    () => sql`'{"much": 1e400}'::jsonb`,
    (column) => sql`jsonb_set(${column}, '{amount}', '20000000.00000000001')`,
  ],
}

/** What gives a step its place, which no two may have. */
const places: Readonly<Record<SealedTable, readonly string[]>> = {
  audit_entry: [],
  case_event: ['case_id', 'sequence'],
  flow_event: ['subject_id', 'sequence'],
}

/** Every column of the sealed tables but number and transaction, as the database knows them. */
async function readColumns(db: Db): Promise<Map<SealedTable, Column[]>> {
  const { rows } = await sql<Column & { table: SealedTable }>`
    select table_name as table, column_name as name, data_type as type from information_schema.columns
    where table_schema = current_schema() and table_name in (${sql.join(sealedTables)}) and column_name not in ('id', 'xid')
    order by table_name, ordinal_position`.execute(db)
  return Map.groupBy(rows, ({ table }) => table)
}

/** Rows to be tampered with: each once, and of each case and policy one at most. */
class Victims {
  readonly #left: Map<SealedTable, number[]>
  readonly #random: Random

  constructor(left: Map<SealedTable, number[]>, random: Random) {
    this.#left = left
    this.#random = random
  }

  take(table: SealedTable): number {
    const left = this.#left.get(table) ?? []
    const [id] = left.splice(this.#random.below(left.length), 1)
    if (id === undefined) throw new Error(`no rows of ${table} are left to tamper with`)
    return id
  }
}

async function findVictims(db: Db, random: Random): Promise<Victims> {
  const left = new Map<SealedTable, number[]>()
  for (const table of sealedTables) {
    const [of = 'id'] = places[table]
    const { rows } = await sql<{ id: number }>`select distinct on (${sql.ref(of)}) id from ${sql.table(table)}
      order by ${sql.ref(of)}, md5(id::text || ${random.below(1000)}::text)`.execute(db)
    left.set(
      table,
      rows.map(({ id }) => id),
    )
  }
  return new Victims(left, random)
}

interface Hand {
  tx: Tx
  random: Random
  columns: Map<SealedTable, Column[]>
  victims: Victims
}

const one = (table: SealedTable, id: number, ...whats: string[]) => whats.map((what) => `${table} ${id} ${what}`)

async function edit({ tx, random, columns, victims }: Hand, table: SealedTable): Promise<Tampering> {
  const id = victims.take(table)
  const { name, type } = random.pick(columns.get(table) ?? [])
  const ways = changes[type]
  if (!ways) throw new Error(`no way to change a column of type ${type}`)
  // What has no amount is not changed by another amount.
  const change = random.pick(table === 'case_event' ? ways : ways.slice(0, 2))
  await sql`update ${sql.table(table)} set ${sql.ref(name)} = ${change(sql.ref(name))} where id = ${id}`.execute(tx)
  return { kind: `${table}.${name}`, expected: one(table, id, 'changed') }
}

async function remove({ tx, victims }: Hand, table: SealedTable): Promise<Tampering> {
  const id = victims.take(table)
  await sql`delete from ${sql.table(table)} where id = ${id}`.execute(tx)
  return { kind: `${table} deleted`, expected: one(table, id, 'missing') }
}

/** Exchanges what two rows tell; each keeps its place. */
async function swap({ tx, columns, victims }: Hand, table: SealedTable): Promise<Tampering> {
  const [first, second] = [victims.take(table), victims.take(table)]
  const names = (columns.get(table) ?? []).map(({ name }) => name).filter((name) => !places[table].includes(name))
  const list = sql.join(names.map((name) => sql.ref(name)))
  await sql`update ${sql.table(table)} as one set (${list}) = (select ${list} from ${sql.table(table)} as other
    where other.id = ${first + second}::bigint - one.id) where one.id in (${first}, ${second})`.execute(tx)
  return { kind: `${table} swapped`, expected: [...one(table, first, 'changed'), ...one(table, second, 'changed')] }
}

/** Exchanges the transactions of two rows, as if each had been written when the other was. */
async function exchange({ tx, victims }: Hand, table: SealedTable): Promise<Tampering> {
  const first = victims.take(table)
  for (;;) {
    const second = victims.take(table)
    const { numAffectedRows } =
      await sql`update ${sql.table(table)} as one set xid = other.xid from ${sql.table(table)} as other
      where (one.id, other.id) in ((${first}, ${second}), (${second}, ${first})) and one.xid <> other.xid`.execute(tx)
    // Two that were written together have nothing to exchange.
    if (numAffectedRows === 2n) {
      return { kind: `${table} exchanged`, expected: [`${table} ${first}`, `${table} ${second}`] }
    }
  }
}

let slipped = 1_000_000_000

/** A copy of a row, as if it had been written beside it. */
async function slipIn({ tx, columns, victims }: Hand, table: SealedTable): Promise<Tampering> {
  const id = victims.take(table)
  slipped += 1
  const names = (columns.get(table) ?? []).map(({ name }) => name)
  const values = names.map((name) => (name === 'sequence' ? sql`sequence + 5000` : sql.ref(name)))
  await sql`insert into ${sql.table(table)} (id, xid, ${sql.join(names.map((name) => sql.ref(name)))}) overriding system value
    select ${slipped}::bigint, xid, ${sql.join(values)} from ${sql.table(table)} where id = ${id}`.execute(tx)
  return { kind: `${table} slipped in`, expected: one(table, slipped, 'added') }
}

/** A step that nobody has tampered with, and all steps of its case in their order. */
async function takeStep({ tx, victims }: Hand) {
  const id = victims.take('case_event')
  const { case_id: caseId } = await tx
    .selectFrom('case_event')
    .select('case_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const rows = await tx.selectFrom('case_event').selectAll().where('case_id', '=', caseId).orderBy('sequence').execute()
  return { id, caseId, rows }
}

/** Edits a step and computes its case's chain anew from there to the spine, so that the chain itself shows nothing. */
async function rechain(hand: Hand): Promise<Tampering> {
  const { tx } = hand
  const { id, caseId, rows } = await takeStep(hand)
  const from = rows.findIndex((row) => row.id === id)
  let previousHash = rows[from]?.previous_hash ?? ''
  for (const row of rows.slice(from)) {
    const detail = row.id === id ? { opinion: '另一种意见' } : (row.detail as Record<string, unknown>)
    const hash = hashEntry({ ...readEntry(row), detail }, previousHash)
    const values = { detail: JSON.stringify(detail), previous_hash: previousHash, hash }
    await tx.updateTable('case_event').set(values).where('id', '=', row.id).execute()
    previousHash = hash
  }
  await tx.updateTable('service_case').set({ history_hash: previousHash }).where('id', '=', caseId).execute()
  return { kind: 'chain computed anew', expected: rows.slice(from).map((row) => `case_event ${row.id} changed`) }
}

/** Takes a case's last step back, spine and all, so that the chain itself shows nothing. */
async function undo(hand: Hand): Promise<Tampering> {
  const { tx } = hand
  const { caseId, rows } = await takeStep(hand)
  const [before, last] = rows.slice(-2)
  if (!before || !last) throw new Error('a case with one step')
  await tx.deleteFrom('case_event').where('id', '=', last.id).execute()
  const values = { history_hash: before.hash, state: before.to_state, version: before.sequence }
  await tx.updateTable('service_case').set(values).where('id', '=', caseId).execute()
  return { kind: 'last step undone', expected: one('case_event', last.id, 'missing') }
}

/** Opens the trail to a superuser who stops at nothing: no trigger and no foreign key holds. */
export const withoutWalls = (db: Db, work: (tx: Tx) => Promise<void>): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await work(tx)
  })

/** Tampers with so many rows in all ways by turns. */
export async function tamperRows(db: Db, random: Random, count: number): Promise<Tampering[]> {
  const [columns, victims] = [await readColumns(db), await findVictims(db, random)]
  const made: Tampering[] = []
  await withoutWalls(db, async (tx) => {
    const hand = { tx, random, columns, victims }
    const ways = [edit, edit, edit, edit, remove, swap, exchange, slipIn]
    for (let turn = 0; turn < count; turn += 1) {
      const table = random.weighed<SealedTable>([
        ['audit_entry', 6],
        ['case_event', 3],
        ['flow_event', 1],
      ])
      const way = random.below(15)
      if (way === 0) made.push(await rechain(hand))
      else if (way === 1) made.push(await undo(hand))
      else made.push(await random.pick(ways)(hand, table))
    }
  })
  return made
}

interface StoredSeal {
  id: number
  from_xid: string
  to_xid: string
  rows: unknown
  previous_hash: string
}

/** Ways to tamper with a seal; what follows it is told of as well. */
const sealWays: readonly ((tx: Tx, seal: StoredSeal, next: number) => Promise<string[]>)[] = [
  async (tx, { id }) => {
    await sql`update seal set rows = '{"no": "list"}' where id = ${id}`.execute(tx)
    return [`seal ${id} seal-changed`]
  },
  async (tx, { id }) => {
    await sql`update seal set rows = rows - 0 where id = ${id}`.execute(tx)
    return [`seal ${id} seal-changed`]
  },
  async (tx, { id }, next) => {
    await sql`update seal set signature = (select signature from seal where id = ${next}) where id = ${id}`.execute(tx)
    return [`seal ${id} seal-unsigned`]
  },
  async (tx, { id }, next) => {
    await sql`delete from seal where id = ${id}`.execute(tx)
    return [`seal ${next} chain-broken`]
  },
  async (tx, { id, from_xid: from, to_xid: to, rows, previous_hash: previousHash }, next) => {
    const kept = (rows as SealedRow[]).slice(1)
    const forged = { rows: canonicalJson(kept), hash: hashSeal({ from, to, rows: kept, previousHash }) }
    await tx.updateTable('seal').set(forged).where('id', '=', id).execute()
    return [`seal ${id} seal-unsigned`, `seal ${next} chain-broken`]
  },
  async (tx, { id }, next) => {
    await sql`update seal set to_xid = (to_xid::text::bigint + 1)::text::xid8 where id = ${id}`.execute(tx)
    return [`seal ${id} seal-changed`, `seal ${next} chain-broken`]
  },
]

/** Tampers with every third seal, by turns in all ways. */
export async function tamperSeals(db: Db): Promise<Tampering[]> {
  const seals = await db
    .selectFrom('seal')
    .select(['id', 'from_xid', 'to_xid', 'rows', 'previous_hash'])
    .orderBy('id')
    .execute()
  const made: Tampering[] = []
  await withoutWalls(db, async (tx) => {
    for (const [index, seal] of seals.slice(0, -1).entries()) {
      const [way, next] = [sealWays[(index / 3) % sealWays.length], seals[index + 1]]
      if (index % 3 !== 0 || !way || !next) continue
      made.push({ kind: 'seal', expected: await way(tx, seal, next.id) })
    }
  })
  return made
}

/** Cuts off the newest seals with all that they list, and what is written after them. */
export async function cutTail(tx: Tx, seals: number): Promise<void> {
  const cut = await tx.selectFrom('seal').select(['id', 'from_xid']).orderBy('id', 'desc').limit(seals).execute()
  const oldest = cut.at(-1)
  if (!oldest) return
  for (const table of sealedTables) {
    await sql`delete from ${sql.table(table)} where xid >= ${oldest.from_xid}::xid8`.execute(tx)
  }
  await tx.deleteFrom('seal').where('id', '>=', oldest.id).execute()
}
