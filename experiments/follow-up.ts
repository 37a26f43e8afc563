import { setTimeout as sleep } from 'node:timers/promises'
import { lettersOf } from '../src/kernel/cases/flow.ts'
import { loanFlow } from '../src/modules/financing/flow.ts'
import { idFor } from '../src/shared/hash.ts'
import { asOwner } from './as-owner.ts'

const MOST_WAITED = 60_000

/** Waits until every event has been relayed and every job that came of it is over. */
export async function waitForWork(ownerUrl: string): Promise<{ done: boolean; milliseconds: number }> {
  const began = performance.now()
  const passed = () => Math.round(performance.now() - began)
  while (passed() < MOST_WAITED) {
    const [waiting] = await asOwner<{ count: number }>(
      ownerUrl,
      `select ((select count(*) from outbox_event where relayed_at is null)
         + (select count(*) from qichuang_jobs.job where state in ('created', 'retry', 'active')))::int as count`,
    )
    if (waiting?.count === 0) return { done: true, milliseconds: passed() }
    await sleep(100)
  }
  return { done: false, milliseconds: passed() }
}

const countOf = async (ownerUrl: string, query: string) =>
  (await asOwner<{ count: number }>(ownerUrl, `select count(*)::int as count from (${query}) as missing`))[0]?.count ??
  -1

const literal = (texts: readonly string[]) => texts.map((text) => `('${text}')`).join(', ')

const actions = Object.entries(loanFlow.actions)
const told = actions.filter(([, action]) => 'notice' in action).map(([name]) => name)
const lettered = actions.flatMap(([name, action]) =>
  action.from.flatMap((from) => lettersOf(action, from).map((kind) => `('${name}', '${from}', '${kind}')`)),
)

/** Events whose notice is not in the applicant's inbox; its id follows from the event's. */
async function countUntold(ownerUrl: string): Promise<number> {
  const events = await asOwner<{ id: number }>(
    ownerUrl,
    `select id from outbox_event where type = 'case.moved' and payload ->> 'action' in (values ${literal(told)})`,
  )
  const notices = await asOwner<{ id: string }>(ownerUrl, 'select id from notice')
  const there = new Set(notices.map(({ id }) => id))
  return events.filter(({ id }) => !there.has(idFor(`notice:${id}`))).length
}

/** What should have followed each step of a loan and did not, by kind, counted over all histories. */
export async function findUnfollowed(ownerUrl: string) {
  const missing = (query: string) => countOf(ownerUrl, query)
  return {
    events: await missing(`select from case_event left join outbox_event on type = 'case.moved'
      and payload ->> 'caseId' = case_id::text and payload ->> 'action' = action
      and outbox_event.at = case_event.at group by case_event.id having count(outbox_event.id) = 0`),
    eventsOfNothing: await missing(`select key from outbox_event where type = 'case.moved' group by key
      having count(*) <> (select count(*) from case_event where case_id::text = key)`),
    notices: await countUntold(ownerUrl),
    letters:
      await missing(`select from case_event join (values ${lettered.join(', ')}) as due (action, from_state, kind)
      using (action, from_state) where not exists (select from letter where letter.case_id = case_event.case_id
        and case_sequence = sequence and letter.kind = due.kind)`),
    audits: await missing(`select case_id, action, count(*) from case_event group by case_id, action
      having count(*) <> (select count(*) from audit_entry where subject_id = case_id::text and operation = 'loan.' || action)`),
    storedAnswers: await missing(`select from idempotency where response is null`),
    checkedFacts: await missing(`select from case_event where action = 'accept' and not exists (
      select from fact where source = 'paper' and source_ref = case_id::text)`),
    holders: await missing(`select from service_case where ended_at is null and (holder = 'none'
      or (holder = 'office' and (office_id is null or (assignee_id is null and waiting_reason is null))))`),
    holdings:
      await missing(`select from service_case where holding <> (select count(*) from case_holding where case_id = id)
      or (ended_at is null)::int <> (select count(*) from case_holding where case_id = id and until is null)`),
    failedJobs: await missing(`select from qichuang_jobs.job where state = 'failed'`),
  }
}
