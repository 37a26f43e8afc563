import { canonicalJson } from '../../shared/canonical.ts'
import { sha256Hex } from '../../shared/hash.ts'
import type { Db } from '../db/connect.ts'
import type { SealKey } from './seal-key.ts'

/** That a database was put back to an earlier state (恢复) or brought over from another (导入), as the key of the seals signs it. */
export interface Restoration {
  kind: 'restored' | 'imported'
  /** From which backup or export, to which instant; no personal data. */
  detail: Record<string, string>
  /** The newest seal that is there now; empty when there is none. */
  keptHash: string
  /** The newest seal known outside the database before; the kept one when nothing was given up. */
  abandonedHash: string
}

const hashRestoration = ({ kind, detail, keptHash, abandonedHash }: Restoration): string =>
  sha256Hex(canonicalJson({ kind, detail, keptHash, abandonedHash }))

const findNewest = (db: Db) =>
  db.selectFrom('seal').select(['id', 'hash', 'signature']).orderBy('id', 'desc').limit(1).executeTakeFirst()

/**
 * Writes the signed row that explains the seals which a restore or an import gave up, then makes the newest seal that is
 * there the head outside. To be called once the database is as it will be, before anything new is sealed.
 */
export async function recordRestoration(
  db: Db,
  key: SealKey,
  { kind, detail, at }: Pick<Restoration, 'kind' | 'detail'> & { at: Date },
): Promise<void> {
  const newest = await findNewest(db)
  const head = await key.readHead()
  const keptHash = newest?.hash ?? ''
  const restoration = { kind, detail, keptHash, abandonedHash: head?.hash ?? keptHash }
  await db
    .insertInto('restoration')
    .values({
      kind,
      at,
      detail: JSON.stringify(detail),
      kept_hash: keptHash,
      abandoned_hash: restoration.abandonedHash,
      signature: key.sign(hashRestoration(restoration)),
    })
    .execute()
  if (newest) await key.writeHead(newest)
}

/** Every restoration whose signature holds, oldest first; the others are named by id. */
export async function readRestorations(db: Db, key: SealKey): Promise<{ signed: Restoration[]; unsigned: number[] }> {
  const rows = await db.selectFrom('restoration').selectAll().orderBy('id').execute()
  const signed: Restoration[] = []
  const unsigned: number[] = []
  for (const row of rows) {
    const restoration: Restoration = {
      kind: row.kind === 'imported' ? 'imported' : 'restored',
      detail: row.detail as Record<string, string>,
      keptHash: row.kept_hash,
      abandonedHash: row.abandoned_hash,
    }
    if (key.isSigned(hashRestoration(restoration), row.signature)) signed.push(restoration)
    else unsigned.push(row.id)
  }
  return { signed, unsigned }
}
