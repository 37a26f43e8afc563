import { type Selectable, type SqlBool, sql } from 'kysely'
import { type CalendarDate, dateIn } from '../../shared/dates.ts'
import type { Db, Tables, Tx } from '../db/connect.ts'
import { type RegionScope, withinScope } from '../divisions/scope.ts'

export type Invitation = Selectable<Tables['rating_invitation']>

/** Until how many days after the end a round may be rated. */
const OPEN_DAYS = 30
const DAY = 24 * 60 * 60 * 1000

/** The member of staff who last acted in a round, and from which office. */
const findHandler = (tx: Tx, caseId: string, round: number) =>
  tx
    .selectFrom('case_event')
    .innerJoin('account', 'account.id', 'case_event.actor_id')
    .select(['case_event.actor_id', 'case_event.office_id'])
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .where('account.kind', '=', 'staff')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Opens the rating of a case's round that has ended, once; gives whether it was new. Null where the round has not ended. */
export async function openInvitation(tx: Tx, caseId: string): Promise<{ row: Invitation; isNew: boolean } | null> {
  const found = await tx
    .selectFrom('service_case')
    .select(['id', 'round', 'service', 'party_id', 'division', 'ended_at', 'first_office_id'])
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (!found?.ended_at) return null
  const handler = await findHandler(tx, caseId, found.round)
  const made = await tx
    .insertInto('rating_invitation')
    .values({
      case_id: caseId,
      round: found.round,
      service: found.service,
      party_id: found.party_id,
      division: found.division,
      office_id: handler?.office_id ?? found.first_office_id,
      account_id: handler?.actor_id ?? null,
      ended_at: found.ended_at,
      closes_on: dateIn(new Date(found.ended_at.getTime() + OPEN_DAYS * DAY)),
    })
    .onConflict((clash) => clash.columns(['case_id', 'round']).doNothing())
    .returningAll()
    .executeTakeFirst()
  return { row: made ?? (await getInvitation(tx, caseId, found.round)), isNew: made !== undefined }
}

const getInvitation = (db: Db, caseId: string, round: number): Promise<Invitation> =>
  db
    .selectFrom('rating_invitation')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .executeTakeFirstOrThrow()

/** The newest round of a case that may be, or was, rated. */
export const findNewestInvitation = (db: Db, caseId: string): Promise<Invitation | undefined> =>
  db
    .selectFrom('rating_invitation')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('round', 'desc')
    .limit(1)
    .executeTakeFirst()

export const findRating = (db: Db, { case_id, round }: Pick<Invitation, 'case_id' | 'round'>) =>
  db.selectFrom('rating').selectAll().where('case_id', '=', case_id).where('round', '=', round).executeTakeFirst()

export const findAdditions = (db: Db, ratingId: string) =>
  db.selectFrom('rating_addition').selectAll().where('rating_id', '=', ratingId).orderBy('added_at').execute()

export const findAnswer = (db: Db, ratingId: string) =>
  db.selectFrom('rating_answer').selectAll().where('rating_id', '=', ratingId).executeTakeFirst()

const selectRatings = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('rating')
    .innerJoin('rating_invitation as invitation', (join) =>
      join.onRef('invitation.case_id', '=', 'rating.case_id').onRef('invitation.round', '=', 'rating.round'),
    )
    .innerJoin('service_case', 'service_case.id', 'rating.case_id')
    .leftJoin('office', 'office.id', 'invitation.office_id')
    .leftJoin('rating_answer as answer', 'answer.rating_id', 'rating.id')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'invitation.division').on('place.valid_to', 'is', null),
    )
    .select([
      'rating.id',
      'rating.case_id',
      'rating.round',
      'rating.stars',
      'rating.tags',
      'rating.words_cipher',
      'rating.channel',
      'rating.given_at',
      'invitation.service',
      'invitation.party_id',
      'invitation.division',
      'service_case.number',
      'office.name as officeName',
      'place.name as divisionName',
      'answer.state as answerState',
      'answer.due_on as dueOn',
      'answer.version',
      'answer.contact_way',
      'answer.contact_cipher',
      'answer.contacted_at',
      'answer.reply',
      'answer.result',
      'answer.replied_at',
    ])
    .where(withinScope(scope, 'invitation.division'))

export type RatingRow = Awaited<ReturnType<ReturnType<typeof selectRatings>['execute']>>[number]

export interface RatingFilter {
  /** `open`: bad ones that wait for an answer, the most urgent first. */
  view: 'open' | 'bad' | 'all'
  service?: string | undefined
  after?: string | undefined
  limit: number
}

/** Ratings in reach; those that wait for an answer by their deadline, all others newest first. */
export function findRatings(db: Db, scope: RegionScope, { view, service, after, limit }: RatingFilter) {
  let query = selectRatings(db, scope).limit(limit)
  if (service) query = query.where('invitation.service', '=', service)
  if (view === 'open') query = query.where('answer.state', '!=', 'replied')
  if (view === 'bad') query = query.where('answer.rating_id', 'is not', null)
  if (view === 'open') {
    if (after) {
      const last = sql`select due_on, rating_id from rating_answer where rating_id = ${after}`
      query = query.where(sql<SqlBool>`(answer.due_on, rating.id) > (${last})`)
    }
    return query.orderBy('answer.due_on').orderBy('rating.id').execute()
  }
  if (after) {
    const last = sql`select given_at, id from rating where id = ${after}`
    query = query.where(sql<SqlBool>`(rating.given_at, rating.id) < (${last})`)
  }
  return query.orderBy('rating.given_at', 'desc').orderBy('rating.id', 'desc').execute()
}

/** One rating in reach. */
export const findRatingInReach = (db: Db, scope: RegionScope, id: string) =>
  selectRatings(db, scope).where('rating.id', '=', id).executeTakeFirst()

/** How many bad ratings in reach wait for an answer, and how many of them past their deadline. */
export async function countOpen(db: Db, scope: RegionScope, today: CalendarDate) {
  return db
    .selectFrom('rating_answer')
    .select([sql<number>`count(*)`.as('open'), sql<number>`count(*) filter (where due_on < ${today})`.as('overdue')])
    .where('state', '!=', 'replied')
    .where(withinScope(scope, 'rating_answer.division'))
    .executeTakeFirstOrThrow()
}
