import { Secret, TOTP } from 'otpauth'
import type { Db } from '../db/connect.ts'

const PERIOD = 30
const NEIGHBOURS = 1

const totpOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD, digits: 6 })

/** The code that an authenticator shows at an instant (TOTP, RFC 6238: SHA-1, six digits, 30 s). The secret is base32. */
export const totpCode = (secret: string, now: Date): string => totpOf(secret).generate({ timestamp: now.getTime() })

/** The time step whose code this is: the present one, or its neighbour for clocks that go wrong by less than 30 s; else null. */
export function findStep(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: NEIGHBOURS })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD) + delta
}

/** Accepts a step for an account; false when this step or a later one was accepted before, so that no code works twice. */
export async function acceptStep(db: Db, accountId: string, step: number): Promise<boolean> {
  const accepted = await db
    .updateTable('account')
    .set({ totp_last_step: step })
    .where('id', '=', accountId)
    .where('totp_last_step', '<', step)
    .returning('id')
    .executeTakeFirst()
  return accepted !== undefined
}
