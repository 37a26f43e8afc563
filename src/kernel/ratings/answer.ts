import { conflict, notFound } from '../../shared/errors.ts'
import type { Tx } from '../db/connect.ts'
import { notify } from '../notifications/notify.ts'
import type { Ctx } from '../operations/context.ts'
import { personSeal } from '../parties/seal.ts'
import { WORDS_FIELD } from './give-rating.ts'
import { placeOf, type RatingHouse, serviceWord } from './invite.ts'
import { findRatingInReach, type RatingRow } from './store.ts'
import { ratingTemplates } from './templates.ts'

/** A rating in reach. Throws a Refusal (404). */
export async function getRating(tx: Tx, ctx: Ctx, ratingId: string): Promise<RatingRow> {
  const row = await findRatingInReach(tx, ctx.scope, ratingId)
  if (!row) throw notFound('这条评价')
  return row
}

/** The task of a bad rating, locked. Throws a Refusal: 404 out of reach, 409 when there is none, when stale or done. */
async function lockAnswer(tx: Tx, ctx: Ctx, ratingId: string, seen: number): Promise<RatingRow> {
  await tx.selectFrom('rating_answer').select('rating_id').where('rating_id', '=', ratingId).forUpdate().execute()
  const row = await getRating(tx, ctx, ratingId)
  ctx.concerning({ kind: 'rating', id: ratingId, division: row.division })
  if (row.answerState === null) throw conflict('not-bad', '这条评价不用回复', '只有“不满意”和“非常不满意”的要回复。')
  if (row.answerState === 'replied')
    throw conflict('replied', '这条评价已经回复过了', '回复以后不能改。请刷新后看一看。')
  if (row.version === seen) return row
  throw conflict('stale', '这条评价刚刚有了变化', '同事可能处理过。请刷新后看一看。', { version: row.version })
}

export interface Contacting {
  ratingId: string
  version: number
  way: string
  note: string
}

/** Writes down that the party was contacted, how, and what they said; may be done again before the reply. */
export const contactRater = (ctx: Ctx, { ratingId, version, way, note }: Contacting) =>
  ctx.guarded(async (tx) => {
    const row = await lockAnswer(tx, ctx, ratingId, version)
    const seal = await personSeal(tx, ctx.platform, row.party_id)
    await tx
      .updateTable('rating_answer')
      .set({
        state: 'contacted',
        contact_way: way,
        contact_cipher: seal.seal(WORDS_FIELD, note.trim()),
        contacted_by: ctx.actor.accountId,
        contacted_at: ctx.now,
        version: version + 1,
      })
      .where('rating_id', '=', ratingId)
      .execute()
    return { version: version + 1 }
  })

export interface Replying {
  ratingId: string
  version: number
  reply: string
  result: string
}

/** Replies to the party and closes the task; they are told. Throws a Refusal (409) before they were contacted. */
export const replyToRating = (ctx: Ctx, house: RatingHouse, { ratingId, version, reply, result }: Replying) =>
  ctx.guarded(async (tx) => {
    const row = await lockAnswer(tx, ctx, ratingId, version)
    if (row.answerState === 'open') {
      throw conflict('not-contacted', '还没有联系评价人', '请先联系评价人并记下经过，再回复。联系不上也要记下来。')
    }
    await tx
      .updateTable('rating_answer')
      .set({
        state: 'replied',
        reply: reply.trim(),
        result,
        replied_by: ctx.actor.accountId,
        replied_at: ctx.now,
        version: version + 1,
      })
      .where('rating_id', '=', ratingId)
      .execute()
    await notify(tx, ctx.platform, {
      template: ratingTemplates.ratingReply,
      partyId: row.party_id,
      caseId: row.case_id,
      variables: {
        service: serviceWord(house, row.service),
        number: row.number,
        place: placeOf(house, row.case_id),
      },
    })
    return { version: version + 1 }
  })
