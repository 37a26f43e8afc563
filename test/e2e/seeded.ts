import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { SESSION_COOKIE } from '../../src/app/http/session-cookie.ts'
import { openSession } from '../../src/kernel/identity/sessions.ts'
import type { House } from './harness.ts'

/** A case of the demonstration city, and whose it is. */
export interface SeededCase {
  id: string
  partyId: string
  accountId: string
}

/** Where a demonstration case may stand; `reopened` is a draft of a later round. */
export const seededStates = [
  'draft',
  'submitted',
  'supplement',
  'accepted',
  'recommended',
  'rejected',
  'withdrawn',
  'reopened',
] as const
export type SeededState = (typeof seededStates)[number]

/** One case in 西陵区 for each state, so that its clerk and reviewer reach them all. */
export async function findSeededCases({ platform }: House): Promise<Record<SeededState, SeededCase>> {
  const rows = await platform.db
    .selectFrom('service_case')
    .innerJoin('account', 'account.party_id', 'service_case.party_id')
    .select([
      'service_case.id',
      'service_case.party_id as partyId',
      'account.id as accountId',
      'service_case.state',
      'round',
    ])
    .where('service', '=', 'guaranteedLoan')
    .where('division', 'like', '420502%')
    .execute()
  const stateOf = (row: (typeof rows)[number]) => (row.state === 'draft' && row.round > 1 ? 'reopened' : row.state)
  const found = Object.fromEntries(rows.map((row) => [stateOf(row), row]))
  for (const state of seededStates) assert.ok(found[state], `the demonstration has a case that is ${state}`)
  return found as unknown as Record<SeededState, SeededCase>
}

/** The account of one of the demonstration's staff. */
export async function findStaff({ platform }: House, login: string): Promise<{ id: string; kind: 'staff' }> {
  const query = platform.db.selectFrom('account').select('id').where('login', '=', login)
  return { ...(await query.executeTakeFirstOrThrow()), kind: 'staff' }
}

/** Lets a page be someone's without logging in anew, by a session of theirs. */
export async function enterAs(
  house: House,
  page: Page,
  account: { id: string; kind: 'person' | 'staff' },
): Promise<void> {
  const { platform, address } = house
  const value = await openSession(platform.db, account, platform.now())
  await page.context().addCookies([{ name: SESSION_COOKIE, value, url: address }])
}

/** An application that an agent sent in for an enterprise or a partnership: whose it is, and the agent's account. */
export async function findAgentsCase({ platform }: House): Promise<{ id: string; party: string; agent: string }> {
  const found = await platform.db
    .selectFrom('service_case')
    .innerJoin('case_event', 'case_event.case_id', 'service_case.id')
    .select(['service_case.id', 'service_case.party_id as party', 'case_event.actor_id as agent'])
    .where('service_case.state', '=', 'submitted')
    .where('case_event.actor_role', '=', 'agent')
    .executeTakeFirstOrThrow()
  return { ...found, agent: String(found.agent) }
}
