import { maskName } from '../../shared/personal.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { Ctx } from '../operations/context.ts'
import { openPerson } from '../parties/person.ts'
import { personSeal } from '../parties/seal.ts'
import { getPersonRow } from '../parties/store.ts'
import { getOwnInvitation, WORDS_FIELD } from './give-rating.ts'
import { type RatingHouse, serviceWord } from './invite.ts'
import { answerResults, contactWays, isBad, type Stars, starWords, tagWord } from './schema.ts'
import { findAdditions, findAnswer, findRating, type Invitation, type RatingRow } from './store.ts'

const starWord = (stars: number): string => starWords[stars as Stars]

/** Opens what the party wrote; null where their data have been erased. */
async function openWords(tx: Tx, ctx: Ctx, partyId: string, sealed: readonly Buffer[]): Promise<string[] | null> {
  if (sealed.length === 0) return []
  const seal = await personSeal(tx, ctx.platform, partyId).catch(() => null)
  return seal && sealed.map((one) => seal.open(WORDS_FIELD, one).reveal())
}

const officeNameOf = async (db: Db, id: string | null) =>
  id === null
    ? null
    : ((await db.selectFrom('office').select('name').where('id', '=', id).executeTakeFirst())?.name ?? null)

const wordOf = (options: readonly { value: string; zh: string }[], value: string | null) =>
  options.find((option) => option.value === value)?.zh ?? null

/** What a rating page says of the round to be rated, whoever looks. */
export async function describeRound(db: Db, house: RatingHouse, row: Invitation) {
  const { number } = await db
    .selectFrom('service_case')
    .select('number')
    .where('id', '=', row.case_id)
    .executeTakeFirstOrThrow()
  return {
    number,
    serviceLabel: serviceWord(house, row.service),
    office: await officeNameOf(db, row.office_id),
    endedAt: row.ended_at.toISOString(),
    closesOn: row.closes_on,
  }
}

/** The caller's own rating of a case's newest ended round, with what came of it. */
export const viewOwnRating = (ctx: Ctx, house: RatingHouse, caseId: string) =>
  ctx.guarded(async (tx) => {
    const invitation = await getOwnInvitation(tx, ctx, caseId)
    const round = await describeRound(tx, house, invitation)
    const closed = invitation.closes_on < ctx.today
    const rating = await findRating(tx, invitation)
    if (!rating) return { ...round, closed, rating: null }
    const additions = await findAdditions(tx, rating.id)
    const sealed = [...(rating.words_cipher ? [rating.words_cipher] : []), ...additions.map((one) => one.words_cipher)]
    const words = (await openWords(tx, ctx, invitation.party_id, sealed)) ?? []
    const answer = await findAnswer(tx, rating.id)
    return {
      ...round,
      closed,
      rating: {
        stars: rating.stars,
        starsWord: starWord(rating.stars),
        tags: rating.tags.map(tagWord),
        words: rating.words_cipher ? (words[0] ?? null) : null,
        additions: words.slice(rating.words_cipher ? 1 : 0),
        givenAt: rating.given_at.toISOString(),
        answer: answer && {
          dueOn: answer.due_on,
          reply: answer.reply,
          result: wordOf(answerResults, answer.result),
          repliedAt: answer.replied_at?.toISOString() ?? null,
        },
      },
    }
  })

/** A rating as administrators see it in a list: whose it is shows only where it must be answered. */
export const viewRating = (ctx: Ctx, house: RatingHouse, row: RatingRow) => ({
  id: row.id,
  stars: row.stars,
  starsWord: starWord(row.stars),
  bad: isBad(row.stars),
  tags: row.tags.map(tagWord),
  hasWords: row.words_cipher !== null,
  serviceLabel: serviceWord(house, row.service),
  office: row.officeName,
  divisionName: row.divisionName ?? row.division,
  channel: row.channel,
  givenAt: row.given_at.toISOString(),
  answerState: row.answerState as 'open' | 'contacted' | 'replied' | null,
  dueOn: row.dueOn,
  overdue: row.dueOn !== null && row.answerState !== 'replied' && row.dueOn < ctx.today,
})

/** One rating with its words; of a bad one also whose it is, to be contacted. */
export async function viewWholeRating(tx: Tx, ctx: Ctx, house: RatingHouse, row: RatingRow) {
  const additions = await findAdditions(tx, row.id)
  const sealed = [...(row.words_cipher ? [row.words_cipher] : []), ...additions.map((one) => one.words_cipher)]
  const words = await openWords(tx, ctx, row.party_id, sealed)
  const note = row.contact_cipher && (await openWords(tx, ctx, row.party_id, [row.contact_cipher]))
  return {
    ...viewRating(ctx, house, row),
    words: words ? words.join('\n') || null : '（个人信息已删除，不能再看）',
    answer: isBad(row.stars)
      ? {
          ...(await describeRater(tx, ctx, row)),
          version: row.version ?? 0,
          contactWay: wordOf(contactWays, row.contact_way),
          contactNote: note?.[0] ?? null,
          contactedAt: row.contacted_at?.toISOString() ?? null,
          reply: row.reply,
          result: wordOf(answerResults, row.result),
          repliedAt: row.replied_at?.toISOString() ?? null,
        }
      : null,
  }
}

async function describeRater(tx: Tx, ctx: Ctx, row: RatingRow) {
  const person = await getPersonRow(tx, ctx.scope, row.party_id).catch(() => null)
  if (!person) return { number: row.number, name: null, phone: null }
  ctx.showing([row.party_id])
  const { name, phone } = openPerson(ctx.platform, person)
  return { number: row.number, name: name && maskName(name), phone: phone?.reveal() ?? null }
}
