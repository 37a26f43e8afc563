import { canonicalJson } from '../../shared/canonical.ts'
import type { Db, Tx } from '../db/connect.ts'
import { StartProblem } from '../db/start-problem.ts'
import { type Flow, versionsOf } from './flow.ts'

const stepsOf = ({ service, version, steps }: Flow) =>
  Object.entries(steps).map(([state, step]) => ({ service, version, state, is_end: step.end !== undefined }))

const movesOf = ({ service, version, actions }: Flow) =>
  Object.entries(actions).flatMap(([action, { from, to }]) =>
    from.map((from_state) => ({ service, version, action, from_state, to_state: to })),
  )

/** What the database knows of this version, and what the flow says of it, each in one comparable text. */
async function readPublished(db: Db, { service, version }: Flow) {
  const steps = await db
    .selectFrom('flow_step')
    .selectAll()
    .where('service', '=', service)
    .where('version', '=', version)
    .execute()
  const moves = await db
    .selectFrom('flow_action')
    .selectAll()
    .where('service', '=', service)
    .where('version', '=', version)
    .execute()
  return [...steps, ...moves].map(canonicalJson).sort()
}

const sayFlow = (flow: Flow) => [...stepsOf(flow), ...movesOf(flow)].map(canonicalJson).sort()

async function publishFlow(tx: Tx, flow: Flow): Promise<void> {
  const known = await readPublished(tx, flow)
  if (known.length === 0) {
    await tx.insertInto('flow_step').values(stepsOf(flow)).execute()
    await tx.insertInto('flow_action').values(movesOf(flow)).execute()
  } else if (known.join() !== sayFlow(flow).join()) {
    throw new Error(
      `Flow ${flow.service} version ${flow.version} is published and running cases keep it: give the change a new version`,
    )
  }
}

/** Cases keep the version they began by: the program must still hold each. @throws StartProblem naming what it lacks. */
async function refuseForgotten(owner: Db, flows: readonly Flow[]): Promise<void> {
  const held = new Set(flows.flatMap(versionsOf).map(({ service, version }) => `${service} ${version}`))
  const used = await owner
    .selectFrom('service_case')
    .select(['service', 'flow_version'])
    .distinct()
    .where(
      'service',
      'in',
      flows.map(({ service }) => service),
    )
    .execute()
  const lacking = used.find(({ service, flow_version }) => !held.has(`${service} ${flow_version}`))
  if (!lacking) return
  throw new StartProblem(
    `有办件按流程 ${lacking.service} 的第 ${lacking.flow_version} 版办理，而本程序里没有这一版，请改用保留了它的程序。`,
  )
}

/**
 * Writes the allowed states and actions of each flow into the database, once for each version, as the owner; from then on no
 * case can be in a state, and no history can tell of a step, that its flow does not have. Earlier versions are kept beside the newest.
 */
export const publishFlows = (owner: Db, flows: readonly Flow[]): Promise<void> =>
  owner.transaction().execute(async (tx) => {
    for (const flow of flows.flatMap(versionsOf)) await publishFlow(tx, flow)
    if (flows.length > 0) await refuseForgotten(tx, flows)
  })
