import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'

const MOST_SECONDS = 240

const countWaiting = async (client: ClientBase): Promise<number> =>
  (
    await client.query<{ waiting: number }>(
      `select (select count(*) from qichuang.outbox_event where relayed_at is null)::int
        + (select count(*) from qichuang_jobs.job_common where state in ('created', 'retry', 'active'))::int as waiting`,
    )
  ).rows[0]?.waiting ?? 0

/**
 * Waits until the follow-up of what was done (events, jobs) is done too; gives what there was and the seconds it took. Ends after four
 * minutes with what is left then, which the figures tell.
 */
export async function waitForQuiet(client: ClientBase): Promise<{ waiting: number; seconds: number; left: number }> {
  const begun = performance.now()
  const passed = () => (performance.now() - begun) / 1000
  const waiting = await countWaiting(client)
  let left = waiting
  while (left > 0 && passed() < MOST_SECONDS) {
    await sleep(200)
    left = await countWaiting(client)
  }
  return { waiting, seconds: passed(), left }
}
