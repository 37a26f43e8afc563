import type { CalendarDate } from '../../shared/dates.ts'
import type { Flow } from '../cases/flow.ts'
import type { Tx } from '../db/connect.ts'
import type { Recurring, Subscriber } from '../jobs/worker.ts'
import { notify } from '../notifications/notify.ts'
import type { NoticeTemplate } from '../notifications/templates.ts'
import type { Platform } from '../operations/context.ts'
import { everywhere } from '../operations/everywhere.ts'
import { findRating, type Invitation, openInvitation } from './store.ts'
import { ratingTemplates } from './templates.ts'

/** What invitations need of the composition. */
export interface RatingHouse {
  flows: readonly Flow[]
  /** Where people reach the platform from outside; none: they are told to look for it on their own page. */
  publicAddress: string | null
}

const REMIND_AFTER_DAYS = 3
/** Who was not reminded by then, because nothing ran, is left in peace. */
const REMIND_BEFORE_DAYS = 10
const BATCH = 100
const DAY = 24 * 60 * 60 * 1000

const ratingPath = (caseId: string): string => `/me/ratings/${caseId}`

/** The address for a message, or the words that stand for it. */
export const placeOf = ({ publicAddress }: RatingHouse, caseId: string): string =>
  publicAddress ? publicAddress + ratingPath(caseId) : '请登录平台，在“我的”里查看'

export const serviceWord = ({ flows }: RatingHouse, service: string): string =>
  flows.find((flow) => flow.service === service)?.terms[service]?.zh ?? service

type Asking = typeof ratingTemplates.ratingInvitation | typeof ratingTemplates.ratingReminder

async function ask(tx: Tx, platform: Platform, house: RatingHouse, template: Asking, row: Invitation, at: Date) {
  const { number } = await tx
    .selectFrom('service_case')
    .select('number')
    .where('id', '=', row.case_id)
    .executeTakeFirstOrThrow()
  await notify(tx, platform, {
    template: template as NoticeTemplate<'service' | 'number' | 'closesOn' | 'place'>,
    partyId: row.party_id,
    caseId: row.case_id,
    variables: {
      service: serviceWord(house, row.service),
      number,
      closesOn: row.closes_on as CalendarDate,
      place: placeOf(house, row.case_id),
    },
    at,
  })
}

/** Asks the applicant for a rating when a round of their case has ended; once for each round. */
export const inviteToRate = (platform: Platform, house: RatingHouse): Subscriber => ({
  name: 'invite-to-rate',
  types: ['case.moved'],
  async handle(event) {
    const { caseId, service, state } = event.payload as { caseId: string; service: string; state: string }
    if (!house.flows.find((flow) => flow.service === service)?.steps[state]?.end) return
    await everywhere(platform, async (tx) => {
      const opened = await openInvitation(tx, caseId)
      const invited =
        opened &&
        (await tx
          .updateTable('rating_invitation')
          .set({ invited_at: new Date(event.at) })
          .where('case_id', '=', caseId)
          .where('round', '=', opened.row.round)
          .where('invited_at', 'is', null)
          .returning('case_id')
          .executeTakeFirst())
      // Whoever rated at the window at once is not asked again.
      if (opened && invited && !(await findRating(tx, opened.row))) {
        await ask(tx, platform, house, ratingTemplates.ratingInvitation, opened.row, new Date(event.at))
      }
    })
  },
})

async function remind(platform: Platform, house: RatingHouse): Promise<number> {
  const now = platform.now()
  const ago = (days: number) => new Date(now.getTime() - days * DAY)
  return everywhere(platform, async (tx) => {
    const due = await tx
      .selectFrom('rating_invitation')
      .selectAll()
      .where('reminded_at', 'is', null)
      .where('ended_at', '<', ago(REMIND_AFTER_DAYS))
      .where('ended_at', '>', ago(REMIND_BEFORE_DAYS))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('rating')
              .select('rating.id')
              .whereRef('rating.case_id', '=', 'rating_invitation.case_id')
              .whereRef('rating.round', '=', 'rating_invitation.round'),
          ),
        ),
      )
      .limit(BATCH)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const row of due) {
      await ask(tx, platform, house, ratingTemplates.ratingReminder, row, now)
      await tx
        .updateTable('rating_invitation')
        .set({ reminded_at: now })
        .where('case_id', '=', row.case_id)
        .where('round', '=', row.round)
        .execute()
    }
    return due.length
  })
}

/** Reminds, once, whoever has not rated three days after the end. */
export const remindToRate = (platform: Platform, house: RatingHouse): Recurring => ({
  name: 'remind-to-rate',
  everyMilliseconds: 10 * 60 * 1000,
  run: () => remind(platform, house),
})
