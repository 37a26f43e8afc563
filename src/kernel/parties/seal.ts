import { notFound } from '../../shared/errors.ts'
import { Personal } from '../../shared/personal.ts'
import type { PersonKey } from '../ciphers/ciphers.ts'
import type { Tx } from '../db/connect.ts'
import type { Platform } from '../operations/context.ts'

/** Seals and opens by one person's key, unwrapped once. */
export interface PersonSeal {
  key: PersonKey
  seal(field: string, text: string): Buffer
  open(field: string, sealed: Buffer): Personal
}

/** The seal of a person in reach of this transaction. Throws a Refusal (404) when there is none, or their key was dropped. */
export async function personSeal(tx: Tx, { ciphers }: Platform, partyId: string): Promise<PersonSeal> {
  const row = await tx
    .selectFrom('person')
    .select('wrapped_key')
    .where('party_id', '=', partyId)
    .executeTakeFirst()
  if (!row?.wrapped_key) throw notFound('这位服务对象的档案')
  const key = ciphers.unwrap(row.wrapped_key)
  return {
    key,
    seal: (field, text) => ciphers.sealText(key, field, new Personal(text)),
    open: (field, sealed) => ciphers.openText(key, field, sealed),
  }
}
