import { sql } from 'kysely'
import type { World } from './simulated-world.ts'

/** A loan as the database has it, in the model's words. */
export async function readLoan({ owner }: World, id: string): Promise<unknown> {
  const { rows } = await sql<Record<string, unknown>>`
    select state, version, round, holder, clock_limit as limit, clock_used as used, clock_started_on as "startedOn",
      due_on as "dueOn", performed ->> 'accept' as "acceptedBy",
      (select coalesce(json_agg(json_build_array(sequence, action, from_state, to_state, actor_id) order by sequence), '[]')
        from case_event where case_id = service_case.id) as steps,
      (select count(*)::int from case_holding where case_id = service_case.id) as holdings,
      (select count(*)::int from case_holding where case_id = service_case.id and until is null) as "heldNow",
      (select count(*)::int from letter where case_id = service_case.id) as letters,
      (select count(*)::int from outbox_event where key = service_case.id::text and type = 'case.moved') as events,
      (select count(*)::int from audit_entry where subject_id = service_case.id::text and operation like 'loan.%') as audits,
      (select count(*)::int from idempotency where response ->> 'id' = service_case.id::text) as keys
    from service_case where id = ${id}`.execute(owner)
  return rows[0] ?? null
}
