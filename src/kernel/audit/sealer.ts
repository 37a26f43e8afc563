import { sql } from 'kysely'
import type { Db, Tx } from '../db/connect.ts'
import { findEnd, findSealable, hashSeal, holdsSeal } from './rows.ts'
import type { Head, SealKey } from './seal-key.ts'

const FIRST = '0'
/** One seal lists so many rows; what has heaped up is sealed bit by bit. A transaction is never cut in two, so it may hold more. */
const MOST_ROWS = 5000

/**
 * What the next seal is chained to: the newest one, or, when the head kept outside the database is not in it any more, that
 * head. A cut tail so stays visible, as a broken chain, however long sealing goes on.
 */
async function findPreviousHash(tx: Tx, key: SealKey, newest: string | undefined): Promise<string> {
  const head = await key.readHead()
  return head && !(await holdsSeal(tx, head)) ? head.hash : (newest ?? '')
}

/**
 * Lists and signs all rows whose transactions are over: those from the last seal's end up to the oldest transaction still
 * running. Ids commit out of order, transactions' ends do not lie about it. Gives the new head, or null when nothing was there.
 */
export async function sealRows(db: Db, key: SealKey, now: Date, most = MOST_ROWS): Promise<Head | null> {
  const head = await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean; horizon: string }>`
      select pg_try_advisory_xact_lock(hashtext(current_schema() || '.audit.seal')) as mine,
        sealed_number(pg_snapshot_xmin(pg_current_snapshot()))::text as horizon`.execute(tx)
    const turn = rows[0]
    if (!turn?.mine) return null
    const last = await tx
      .selectFrom('seal')
      .select(['to_xid', 'hash'])
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
    const from = last?.to_xid ?? FIRST
    const to = await findEnd(tx, { from, horizon: turn.horizon, most })
    const found = await findSealable(tx, from, to)
    if (found.length === 0) return null
    const content = { from, to, rows: found, previousHash: await findPreviousHash(tx, key, last?.hash) }
    const hash = hashSeal(content)
    const signature = key.sign(hash)
    const { id } = await tx
      .insertInto('seal')
      .values({
        from_xid: content.from,
        to_xid: content.to,
        rows: JSON.stringify(found),
        previous_hash: content.previousHash,
        hash,
        signature,
        sealed_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, hash, signature }
  })
  if (head) await key.writeHead(head)
  return head
}
