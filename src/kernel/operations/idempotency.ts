import { canonicalJson } from '../../shared/canonical.ts'
import { invalid, malformed } from '../../shared/errors.ts'
import type { Ciphers } from '../ciphers/ciphers.ts'
import type { Db, Tx } from '../db/connect.ts'

export interface Claim {
  actorKey: string
  key: string
  operation: string
  requestHash: string
}

/** Refuses a key that is missing or not 8 to 200 visible ASCII characters. */
export function checkKey(key: string | undefined): string {
  if (key && /^[\x21-\x7e]{8,200}$/.test(key)) return key
  throw malformed('写入请求要带 Idempotency-Key 头：8 到 200 个可见字符，同一件事重试时保持不变。', [
    { field: 'Idempotency-Key', code: key ? 'pattern' : 'required', message: '幂等键缺失或格式不对' },
  ])
}

/** What a repeat is known by; keyed, for what is sent holds names and numbers, which a plain hash would let anyone guess at. */
export const hashRequest = (ciphers: Ciphers, request: unknown): string =>
  ciphers.blindIndex('request', canonicalJson(request))

/**
 * Claims a key for this transaction, or gives the stored answer of the call that has it. A second call waits here until the
 * first is over. The same key with another body is refused: it is a mistake of the caller, never somebody else's answer.
 */
export async function claimKey(tx: Tx, claim: Claim, now: Date): Promise<{ response: unknown } | null> {
  const claimed = await tx
    .insertInto('idempotency')
    .values({
      actor_key: claim.actorKey,
      key: claim.key,
      operation: claim.operation,
      request_hash: claim.requestHash,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['actor_key', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (claimed) return null
  const earlier = await tx
    .selectFrom('idempotency')
    .select(['operation', 'request_hash', 'response'])
    .where('actor_key', '=', claim.actorKey)
    .where('key', '=', claim.key)
    .executeTakeFirstOrThrow()
  if (earlier.operation !== claim.operation || earlier.request_hash !== claim.requestHash) {
    throw invalid(
      [{ field: 'Idempotency-Key', code: 'reused', message: '这个幂等键已用于另一次不同的提交，请换一个新的' }],
      '这次提交与先前的不一致',
    )
  }
  return { response: earlier.response }
}

/** Keeps the answer with its key, in the same transaction. */
export async function storeResponse(tx: Tx, claim: Claim, response: unknown): Promise<void> {
  await tx
    .updateTable('idempotency')
    .set({ response: JSON.stringify(response) })
    .where('actor_key', '=', claim.actorKey)
    .where('key', '=', claim.key)
    .execute()
}

/** How long the key of a write and its answer are kept, in days. */
export const keysKeptDays = 7

/** Drops the keys of writes that nobody will repeat any more. */
export async function forgetOldKeys(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keysKeptDays * 24 * 60 * 60 * 1000)
  await db.deleteFrom('idempotency').where('created_at', '<', before).execute()
}
