import { createHash } from 'node:crypto'
import { Personal } from '../../shared/personal.ts'
import { everything } from '../divisions/scope.ts'
import type { Subscriber } from '../jobs/worker.ts'
import { queueMessage } from '../notifications/messages.ts'
import { addNotice } from '../notifications/store.ts'
import type { Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { openPerson } from '../parties/person.ts'
import { getPersonRow } from '../parties/store.ts'
import type { Flow } from './flow.ts'

interface CaseMoved {
  caseId: string
  service: string
  action: string
}

/** One notice for one event, however often it is delivered: its id comes from the event's. */
function noticeIdOf(eventId: number): string {
  const hex = createHash('sha256').update(`notice:${eventId}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** Tells the applicant in their inbox and by SMS what happened, in the words that the flow has for the action. */
export const tellApplicant = (platform: Platform, flows: readonly Flow[]): Subscriber => ({
  name: 'tell-applicant',
  types: ['case.moved'],
  async handle(event) {
    const moved = event.payload as unknown as CaseMoved
    const flow = flows.find((one) => one.service === moved.service)
    const notice = flow?.actions[moved.action]?.notice
    if (!flow || !notice) return
    const at = new Date(event.at)
    await platform.db.transaction().execute(async (tx) => {
      await enterScope(tx, everything)
      const found = await tx
        .selectFrom('service_case')
        .select(['party_id', 'number'])
        .where('id', '=', moved.caseId)
        .executeTakeFirst()
      if (!found) return
      const service = flow.terms[flow.service]?.zh ?? flow.service
      const isNew = await addNotice(tx, {
        id: noticeIdOf(event.id),
        partyId: found.party_id,
        caseId: moved.caseId,
        title: `${service}：${notice.title}`,
        body: notice.body,
        at,
      })
      const { phone } = openPerson(platform, await getPersonRow(tx, everything, found.party_id))
      if (!isNew || !phone) return
      const body = new Personal(`【启创】${service}（${found.number}）：${notice.title}。${notice.body}`)
      await queueMessage(tx, platform, { medium: 'sms', purpose: 'case', recipient: phone, body }, at)
    })
  },
})
