import type { Db } from '../db/connect.ts'
import type { Flow } from './flow.ts'

const stepsOf = ({ service, version, steps }: Flow) =>
  Object.entries(steps).map(([state, step]) => ({ service, version, state, is_end: step.end !== undefined }))

const movesOf = ({ service, version, actions }: Flow) =>
  Object.entries(actions).flatMap(([action, { from, to }]) =>
    from.map((from_state) => ({ service, version, action, from_state, to_state: to })),
  )

async function refuseChanged(db: Db, flow: Flow): Promise<void> {
  const { service, version } = flow
  const known = await db
    .selectFrom('flow_action')
    .select(['action', 'from_state', 'to_state'])
    .where('service', '=', service)
    .where('version', '=', version)
    .execute()
  const write = (moves: typeof known) =>
    moves.map((move) => `${move.action}:${move.from_state}>${move.to_state}`).sort()
  if (write(known).join() !== write(movesOf(flow)).join()) {
    throw new Error(
      `Flow ${service} version ${version} is published and running cases keep it: give the change a new version`,
    )
  }
}

/**
 * Writes the allowed states and actions of each flow into the database, once for each version, as the owner; from then on no
 * case can be in a state, and no history can tell of a step, that its flow does not have.
 */
export async function publishFlows(owner: Db, flows: readonly Flow[]): Promise<void> {
  for (const flow of flows) {
    await owner
      .insertInto('flow_step')
      .values(stepsOf(flow))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const known = await owner
      .selectFrom('flow_action')
      .select('action')
      .where('service', '=', flow.service)
      .where('version', '=', flow.version)
      .limit(1)
      .execute()
    if (known.length > 0) await refuseChanged(owner, flow)
    else await owner.insertInto('flow_action').values(movesOf(flow)).execute()
  }
}
