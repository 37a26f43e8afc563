import { notFound } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import type { Tx } from '../db/connect.ts'
import { readOnce } from '../db/once.ts'
import type { Platform } from '../operations/context.ts'

/** What seals and opens by the key of one party, a person or an enterprise: their forms, judgements and papers go when the key goes. */
export interface PersonSeal {
  key: PersonKey
  /** Seals a text for the field it stands in; it opens in no other. */
  seal(field: string, text: string): Buffer
  /** Opens what was sealed for that field. Throws SealBroken. */
  open(field: string, sealed: Buffer): Personal
}

/**
 * Unwraps the key of a person or an enterprise, once for all that is sealed by it in this transaction, which must reach them.
 * Throws a Refusal (404) when it does not, or when the person's data have been erased.
 */
export const personSeal = (tx: Tx, platform: Platform, partyId: string): Promise<PersonSeal> =>
  readOnce(tx, `seal ${partyId}`, () => openSeal(tx, platform, partyId))

async function openSeal(tx: Tx, { ciphers }: Platform, partyId: string): Promise<PersonSeal> {
  const found = await tx
    .selectFrom('person')
    .select('wrapped_key')
    .where('party_id', '=', partyId)
    .unionAll(tx.selectFrom('enterprise').select('wrapped_key').where('party_id', '=', partyId))
    .executeTakeFirst()
  if (!found?.wrapped_key) throw notFound('这位服务对象的个人信息')
  const key = ciphers.unwrap(found.wrapped_key)
  return {
    key,
    seal: (field, text) => ciphers.sealText(key, field, new Personal(text)),
    open: (field, sealed) => ciphers.openText(key, field, sealed),
  }
}
