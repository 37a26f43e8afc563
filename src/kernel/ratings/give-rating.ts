import { dateIn } from '../../shared/dates.ts'
import { conflict, forbidden, invalid, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { getCase } from '../cases/store.ts'
import type { Tx } from '../db/connect.ts'
import { prefixOf } from '../divisions/division.ts'
import { ownParties, partyScope } from '../divisions/scope.ts'
import { tellStaff } from '../offices/staff-notices.ts'
import type { Channel, Ctx, Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { personSeal } from '../parties/seal.ts'
import { isBad } from './schema.ts'
import { findNewestInvitation, findRating, type Invitation, openInvitation } from './store.ts'

/** Within how many working days a bad rating is answered. */
const ANSWER_WORKDAYS = 5
const MOST_ADDITIONS = 3

export const WORDS_FIELD = 'rating.words'

export interface GivenRating {
  stars: number
  tags?: readonly string[] | undefined
  words?: string | undefined
}

/**
 * The round of a case of the caller's own that may be rated. Throws a Refusal: 404 out of reach, 403 for another's case, 409 before it
 * has ended.
 */
export async function getOwnInvitation(tx: Tx, ctx: Ctx, caseId: string): Promise<Invitation> {
  const row = await getCase(tx, ctx.scope, caseId)
  if (!ownParties(ctx.scope).includes(row.party_id)) throw forbidden('办件由申请人自己评价。')
  // A case that has been opened again is rated for the round that has ended.
  const found = (await openInvitation(tx, caseId))?.row ?? (await findNewestInvitation(tx, caseId))
  if (found) return found
  throw conflict('not-ended', '这件事还没有办完', '办完以后才能评价。办完时我们会通知您。')
}

/** The administrators nearest to a division: those of the smallest place around it that has any. */
async function findAdministrators(tx: Tx, platform: Platform, division: string): Promise<string[]> {
  const today = dateIn(platform.now())
  const grants = await tx
    .selectFrom('role_grant')
    .innerJoin('account', 'account.id', 'role_grant.account_id')
    .select(['account.id', 'role_grant.division'])
    .where('role', '=', 'administrator')
    .where('account.state', '=', 'active')
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', today)]))
    .execute()
  const around = grants
    .map((grant) => ({ id: grant.id, prefix: prefixOf(grant.division as never) }))
    .filter(({ prefix }) => division.startsWith(prefix))
  const nearest = Math.max(...around.map(({ prefix }) => prefix.length))
  return [...new Set(around.filter(({ prefix }) => prefix.length === nearest).map(({ id }) => id))]
}

/** A bad rating opens a task with a deadline, and the administrators are told; not by whom it was given. */
async function openAnswer(tx: Tx, platform: Platform, ratingId: string, invitation: Invitation): Promise<void> {
  const at = platform.now()
  const dueOn = platform.calendar.addWorkdays(dateIn(at), ANSWER_WORKDAYS)
  const { division, office_id } = invitation
  await tx
    .insertInto('rating_answer')
    .values({ rating_id: ratingId, division, office_id, due_on: dueOn, opened_at: at })
    .execute()
  for (const accountId of await findAdministrators(tx, platform, division)) {
    const body = `请在 ${ANSWER_WORKDAYS} 个工作日内联系评价人、回复并写明处理结果。到“管理 › 好差评”办理。`
    await tellStaff(tx, { accountId, title: '收到一条差评，等您回复', body, at })
  }
}

async function refuseSecond(tx: Tx, invitation: Invitation): Promise<void> {
  if (!(await findRating(tx, invitation))) return
  throw conflict('already-rated', '这件事已经评价过了', '评价交了以后不能改。还想说的，可以在评价下面补充。')
}

function refuseClosed({ closes_on }: Invitation, platform: Platform): void {
  if (closes_on >= dateIn(platform.now())) return
  throw conflict('closed', '评价的时间已经过了', '办完后 30 天内可以评价。还有意见的，请到窗口或致电窗口反映。')
}

/** Takes a rating, in a transaction that reaches the party. Throws a Refusal (409) when rated already or closed. */
export async function takeRating(
  tx: Tx,
  platform: Platform,
  invitation: Invitation,
  { stars, tags = [], words }: GivenRating,
  channel: Channel,
): Promise<{ id: string }> {
  refuseClosed(invitation, platform)
  await refuseSecond(tx, invitation)
  const at = platform.now()
  const id = newId(at)
  const said = words?.trim()
  const seal = said ? await personSeal(tx, platform, invitation.party_id) : null
  const { case_id, round } = invitation
  const added = await tx
    .insertInto('rating')
    .values({
      id,
      case_id,
      round,
      stars,
      tags: [...new Set(tags)],
      words_cipher: seal && said ? seal.seal(WORDS_FIELD, said) : null,
      channel,
      given_at: at,
    })
    .onConflict((clash) => clash.columns(['case_id', 'round']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) await refuseSecond(tx, invitation)
  if (isBad(stars)) await openAnswer(tx, platform, id, invitation)
  return { id }
}

/** The caller rates a case of their own. */
export const giveRating = (ctx: Ctx, { id, ...given }: GivenRating & { id: string }) =>
  ctx.guarded(async (tx) => {
    const invitation = await getOwnInvitation(tx, ctx, id)
    ctx.concerning({ kind: 'case', id, division: invitation.division })
    await takeRating(tx, ctx.platform, invitation, given, ctx.channel)
    return { stars: given.stars }
  })

/** Adds words to the caller's own rating. Throws a Refusal: 409 before it is given, when closed, or after three times. */
export const addToRating = (ctx: Ctx, { id, words }: { id: string; words: string }) =>
  ctx.guarded(async (tx) => {
    const said = words.trim()
    if (said === '') throw invalid([{ field: 'words', code: 'required', message: '补充的话：还没有写。' }])
    const invitation = await getOwnInvitation(tx, ctx, id)
    const rating = await findRating(tx, invitation)
    if (!rating) throw conflict('not-rated', '还没有评价', '请先评价，再补充。')
    refuseClosed(invitation, ctx.platform)
    const earlier = await tx.selectFrom('rating_addition').select('id').where('rating_id', '=', rating.id).execute()
    if (earlier.length >= MOST_ADDITIONS) {
      throw conflict('enough', `已经补充了 ${MOST_ADDITIONS} 次`, '还有意见的，请到窗口或致电窗口反映。')
    }
    const seal = await personSeal(tx, ctx.platform, invitation.party_id)
    await tx
      .insertInto('rating_addition')
      .values({
        id: newId(ctx.now),
        rating_id: rating.id,
        words_cipher: seal.seal(WORDS_FIELD, said),
        added_at: ctx.now,
      })
      .execute()
    ctx.concerning({ kind: 'case', id, division: invitation.division })
    return { additions: earlier.length + 1 }
  })

/** Lets a transaction that reaches nobody reach the party whose round it is: for those who came by a one-time address. */
export const enterParty = (tx: Tx, { party_id }: Invitation): Promise<void> => enterScope(tx, partyScope(party_id))

export const noSuchCode = () => notFound('这个评价地址')
