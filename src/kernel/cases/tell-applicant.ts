import { idFor } from '../../shared/hash.ts'
import { transact } from '../db/transact.ts'
import type { Subscriber } from '../jobs/worker.ts'
import { notify } from '../notifications/notify.ts'
import type { Platform } from '../operations/context.ts'
import type { Flow } from './flow.ts'
import { flowTemplates } from './flow-templates.ts'

interface CaseMoved {
  caseId: string
  service: string
  action: string
}

/** Tells the applicant, by every way they can be told, what happened, in the words of the template for the action. */
export function tellApplicant(platform: Platform, flows: readonly Flow[]): Subscriber {
  const templates = new Map(flows.map((flow) => [flow.service, { flow, byAction: flowTemplates(flow) }]))
  return {
    name: 'tell-applicant',
    types: ['case.moved'],
    async handle(event) {
      const moved = event.payload as unknown as CaseMoved
      const known = templates.get(moved.service)
      const template = known?.byAction.get(moved.action)
      if (!known || !template) return
      const { flow } = known
      await transact(platform.db, async (tx) => {
        const found = await tx
          .selectFrom('service_case')
          .select(['party_id', 'number'])
          .where('id', '=', moved.caseId)
          .executeTakeFirst()
        if (!found) return
        await notify(tx, platform, {
          // One notice for one event, however often it is delivered.
          id: idFor(`notice:${event.id}`),
          template,
          partyId: found.party_id,
          caseId: moved.caseId,
          variables: { service: flow.terms[flow.service]?.zh ?? flow.service, number: found.number },
          at: new Date(event.at),
        })
      })
    },
  }
}
