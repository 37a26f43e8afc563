import { stat } from 'node:fs/promises'
import { sql } from 'kysely'
import { keyPath, loadKeys } from '../kernel/ciphers/keys.ts'
import type { Db } from '../kernel/db/connect.ts'
import { everything } from '../kernel/divisions/scope.ts'
import type { Recurring } from '../kernel/jobs/worker.ts'
import type { Platform } from '../kernel/operations/context.ts'
import { enterScope } from '../kernel/operations/run.ts'

interface SealedColumn {
  table: string
  id: string
  column: string
  /** The field it was sealed for; null: the wrapped key of a person or an enterprise. */
  field: string | null
}

const column = (table: string, name: string, field: string | null, id = 'id'): SealedColumn => ({
  table,
  id,
  column: name,
  field,
})

/** Everything that a master key sealed. Persons' data are sealed by keys of their own, whose wrappings stand here. */
const sealedColumns: readonly SealedColumn[] = [
  column('person', 'wrapped_key', null, 'party_id'),
  column('enterprise', 'wrapped_key', null, 'party_id'),
  column('account', 'totp_cipher', 'account.totp'),
  column('staff_set_up', 'totp_cipher', 'staff_set_up.totp'),
  column('outbound_message', 'recipient_cipher', 'message.recipient'),
  column('outbound_message', 'subject_cipher', 'message.subject'),
  column('outbound_message', 'body_cipher', 'message.body'),
  column('import_batch', 'file_cipher', 'import.file'),
  column('import_batch', 'sheet_cipher', 'import.sheet'),
]

/** Whether a value was sealed by another key than this: its id stands behind version and suite, see ciphers/envelope.ts. */
const sealedByOther = (name: string, keyId: string) =>
  sql<boolean>`${sql.id(name)} is not null and substring(${sql.id(name)} from 3 for 8) <> decode(${keyId}, 'hex')`

const BATCH = 500

/** Seals one column's values anew, batch by batch in the order of their rows; says how many. */
async function renewColumn({ db, ciphers }: Platform, { table, id, column: name, field }: SealedColumn) {
  const renew = (sealed: Buffer) => (field === null ? ciphers.rewrap(sealed) : ciphers.resealOwn(field, sealed))
  const renewBatch = (after: string) =>
    db.transaction().execute(async (tx) => {
      await enterScope(tx, everything)
      const { rows } = await sql<{ id: string; sealed: Buffer }>`
        select ${sql.id(id)} as id, ${sql.id(name)} as sealed from ${sql.table(table)}
        where ${sql.id(id)} > ${after} and ${sealedByOther(name, ciphers.currentKeyId())}
        order by ${sql.id(id)} limit ${BATCH}`.execute(tx)
      const renewed = rows.flatMap((row) => {
        const sealed = renew(row.sealed)
        return sealed ? [{ ...row, renewed: sealed }] : []
      })
      // Where somebody has changed the value meanwhile, or erased it, theirs stands.
      await sql`
        update ${sql.table(table)} set ${sql.id(name)} = changed.renewed
        from unnest(${renewed.map((row) => row.id)}::uuid[], ${renewed.map((row) => row.sealed)}::bytea[],
          ${renewed.map((row) => row.renewed)}::bytea[]) as changed (id, sealed, renewed)
        where ${sql.ref(`${table}.${id}`)} = changed.id and ${sql.ref(`${table}.${name}`)} = changed.sealed`.execute(tx)
      return { last: rows.at(-1)?.id, count: renewed.length }
    })
  let total = 0
  for (let after: string | undefined = '00000000-0000-0000-0000-000000000000'; after !== undefined; ) {
    const { last, count } = await renewBatch(after)
    total += count
    after = last
  }
  return total
}

/** Seals by the current master key whatever another one sealed; says how many values. */
export async function renewSealed(platform: Platform): Promise<number> {
  let renewed = 0
  for (const sealed of sealedColumns) renewed += await renewColumn(platform, sealed)
  return renewed
}

/** How many values another master key than this sealed, as the owner of the tables sees them. */
export async function countSealedByOthers(owner: Db, keyId: string): Promise<number> {
  let count = 0
  for (const { table, column: name } of sealedColumns) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where ${sealedByOther(name, keyId)}`.execute(owner)
    count += rows[0]?.count ?? 0
  }
  return count
}

/** Longer than a transaction may last: after it nothing sealed by an earlier key comes in any more, in milliseconds. */
export const LONGEST_WRITE = 120_000

/** Takes up the master keys when their file changes, and seals by the new one what others sealed, while everything goes on. */
export function followKeys(platform: Platform, dataFolder: string): Recurring {
  let [known, takenUp, nextLook] = ['', 0, 0]
  const run = async () => {
    const { mtimeMs, ino } = await stat(keyPath(dataFolder))
    const found = `${ino} ${mtimeMs}`
    const now = Date.now()
    if (found !== known) {
      const { masterKeys } = await loadKeys(dataFolder, { mayMake: false })
      platform.ciphers.takeUp(masterKeys)
      known = found
      takenUp = now
      nextLook = masterKeys.length > 1 ? now : Number.POSITIVE_INFINITY
    }
    if (now < nextLook) return
    const renewed = await renewSealed(platform)
    const settledAt = takenUp + LONGEST_WRITE
    nextLook = now >= settledAt && renewed === 0 ? Number.POSITIVE_INFINITY : Math.max(settledAt, now)
    if (renewed > 0) platform.log({ level: 'info', job: 'master-keys', renewed })
  }
  return { name: 'master-keys', everyMilliseconds: 1000, run }
}
