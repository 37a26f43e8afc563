import { randomBytes } from 'node:crypto'
import { conflict } from '../../shared/errors.ts'
import { sha256Hex } from '../../shared/hash.ts'
import { getCase } from '../cases/store.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { enterParty, type GivenRating, noSuchCode, takeRating } from './give-rating.ts'
import { findRating, type Invitation, openInvitation } from './store.ts'

const CODE_MINUTES = 30
const MINUTE = 60 * 1000

/** The address by which an applicant rates at the window, on the clerk's screen or by their own telephone. */
const codePath = (token: string): string => `/rate/${token}`

/**
 * Makes a one-time address for a round that has ended; it works for half an hour. Throws a Refusal: 404 out of reach, 409 before the
 * end or when rated already.
 */
export const makeCode = (ctx: Ctx, caseId: string) =>
  ctx.guarded(async (tx) => {
    const row = await getCase(tx, ctx.scope, caseId)
    const opened = await openInvitation(tx, caseId)
    if (!opened) throw conflict('not-ended', '这件事还没有办完', '办完以后才能请申请人评价。')
    if (await findRating(tx, opened.row)) {
      throw conflict('already-rated', '申请人已经评价过了', '每办完一次评价一次，不用再请。')
    }
    const token = randomBytes(18).toString('base64url')
    const expires = new Date(ctx.now.getTime() + CODE_MINUTES * MINUTE)
    await tx.deleteFrom('rating_code').where('expires_at', '<', ctx.now).execute()
    await tx
      .insertInto('rating_code')
      .values({
        token_hash: sha256Hex(token),
        case_id: caseId,
        round: opened.row.round,
        made_by: ctx.actor.accountId ?? '',
        expires_at: expires,
      })
      .execute()
    ctx.concerning({ kind: 'case', id: caseId, division: row.division })
    return { path: codePath(token), expiresAt: expires.toISOString() }
  })

/** The round that an address is for. Throws a Refusal (404) when there is no such address any more. */
export async function getByCode(db: Db, token: string, now: Date): Promise<Invitation> {
  const found = await db
    .selectFrom('rating_code')
    .innerJoin('rating_invitation as invitation', (join) =>
      join.onRef('invitation.case_id', '=', 'rating_code.case_id').onRef('invitation.round', '=', 'rating_code.round'),
    )
    .selectAll('invitation')
    .where('token_hash', '=', sha256Hex(token))
    .where('expires_at', '>', now)
    .executeTakeFirst()
  if (!found) throw noSuchCode()
  return found
}

/** Rates by a one-time address. Throws a Refusal: 404 when it is void, 409 when rated already. */
export const giveByCode = (ctx: Ctx, { token, ...given }: GivenRating & { token: string }) =>
  ctx.guarded(async (tx: Tx) => {
    const invitation = await getByCode(tx, token, ctx.now)
    await enterParty(tx, invitation)
    ctx.concerning({ kind: 'case', id: invitation.case_id, division: invitation.division })
    await takeRating(tx, ctx.platform, invitation, given, 'window')
    return { stars: given.stars }
  })
