import { sql } from 'kysely'
import { addDays, addYears, type CalendarDate, dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import type { Tx } from '../db/connect.ts'
import { everything } from '../divisions/scope.ts'
import type { Platform } from '../operations/context.ts'
import { enterScope } from '../operations/run.ts'
import { findMergedWith } from '../parties/merged.ts'
import { type FindHolds, findObstacles } from './obstacles.ts'
import { retentionRules } from './retention.ts'

/** Looked at in one turn; the next takes up where it ended. */
const BATCH = 200
/** Whoever was refused is not proposed again before this many days. */
const REST_DAYS = 365

interface Candidate {
  id: string
  division: string
  usedAt: Date
  endedAt: Date | null
}

/** Persons whom nobody has served and who have not logged in since a day, each with their last use and the end of their last case. */
async function findCandidates(tx: Tx, today: CalendarDate): Promise<Candidate[]> {
  const idle = addYears(today, -retentionRules.idlePerson.years)
  const { rows } = await sql<Candidate>`
    with idle as (
      select party.id, party.division, greatest(party.created_at,
        (select max(greatest(session.created_at, session.seen_at)) from session
          join account on account.id = session.account_id where account.party_id = party.id),
        (select max(recorded_at) from fact where fact.party_id = party.id),
        (select max(coalesce(ended_at, now())) from service_case
          where service_case.party_id = party.id and (submitted_at is not null or ended_at is null))) as used_at,
        (select max(ended_at) from service_case
          where service_case.party_id = party.id and submitted_at is not null) as ended_at
      from party join person on person.party_id = party.id
      where person.wrapped_key is not null and party.created_at < ${idle}::date
        and survivor_of(party.id) = party.id
        and not exists (select from erasure where erasure.party_id = party.id
          and (state in ('proposed', 'approved', 'carrying')
            or (state in ('refused', 'withdrawn') and erasure.ended_at > ${addDays(today, -REST_DAYS)}::date)))
    )
    select id, division, used_at as "usedAt", ended_at as "endedAt" from idle
    where used_at < ${idle}::date order by id limit ${BATCH}`.execute(tx)
  return rows
}

/** By which rule, and since when, a person is due. */
function groundOf({ usedAt, endedAt }: Candidate) {
  const idle = addYears(dateIn(usedAt), retentionRules.idlePerson.years)
  const kept = endedAt && addYears(dateIn(endedAt), retentionRules.endedCase.years)
  return kept && kept > idle ? { rule: 'endedCase', dueOn: kept } : { rule: 'idlePerson', dueOn: idle }
}

/** Proposes those whose retention is over and whom nothing holds; says how many. A second person decides (两人经手). */
export const proposeDue = (platform: Platform, findHolds: FindHolds): Promise<number> =>
  platform.db.transaction().execute(async (tx) => {
    await enterScope(tx, everything)
    const now = platform.now()
    const today = dateIn(now)
    let proposed = 0
    for (const candidate of await findCandidates(tx, today)) {
      const ids = await findMergedWith(tx, candidate.id)
      if ((await findObstacles(tx, ids, today, findHolds)).length > 0) continue
      const { rule, dueOn } = groundOf(candidate)
      const made = await tx
        .insertInto('erasure')
        .values({
          id: newId(now),
          party_id: candidate.id,
          division: candidate.division,
          origin: 'retention',
          rule,
          due_on: dueOn,
          state: 'proposed',
          proposed_at: now,
        })
        .onConflict((clash) => clash.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (made) proposed += 1
    }
    return proposed
  })
