import { sql } from 'kysely'
import { system } from '../../../kernel/access/actor.ts'
import type { Db, Tx } from '../../../kernel/db/connect.ts'
import { everything } from '../../../kernel/divisions/scope.ts'
import type { Ctx, Platform } from '../../../kernel/operations/context.ts'
import { addDays, type CalendarDate, dateIn, isDate } from '../../../shared/dates.ts'
import { conflict, invalid } from '../../../shared/errors.ts'
import { sayFault } from '../../../shared/fault.ts'
import type { Remarks, Seen } from '../schema/desk.ts'
import { findTasks, raiseTasks, settleTasks } from '../store/desk.ts'
import { getVersion, lockPublished, lockVersion, type VersionRow } from '../store/versions.ts'
import { refuseCircle } from './content.ts'
import { indexMoved, indexPolicy } from './index-policy.ts'
import { actOnVersion, type MoveValues, moveVersion, recordStep } from './move-version.ts'

type Acting = Pick<Ctx, 'actor' | 'now' | 'today'>

/** Editors hear of it this many days before a policy's last day in force. */
const WARNED_DAYS = 30
/** A schedule farther ahead than this is a slip of the pen. */
const FARTHEST_DAYS = 366

/** Publications follow each other, so that no two of them close a circle together. */
const takeTurn = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtext(current_schema() || '.policy.publish'))`.execute(tx)

/** What publication changes beside the version itself: the one before it makes way, its tasks are settled. */
async function makeWay(acting: Acting, tx: Tx, row: VersionRow): Promise<void> {
  await takeTurn(tx)
  await refuseCircle(tx, row)
  const before = await lockPublished(tx, row.policy_id)
  if (before) {
    await tx
      .updateTable('policy_version')
      .set({ state: 'superseded', version: before.version + 1, closed_at: acting.now })
      .where('id', '=', before.id)
      .execute()
    const step = { action: 'supersede', from: before.state, to: 'superseded' }
    await recordStep({ ...acting, actor: system }, tx, { policyId: row.policy_id, edition: before.edition }, step)
  }
  await settleTasks(tx, row.policy_id, { by: acting.actor.accountId, at: acting.now, outcome: 'renewed' })
}

/** 发布: the second person's yes; from this moment readers see it, and the search knows it. */
export async function publishPolicy(ctx: Ctx, seen: Seen) {
  return ctx.guarded(async (tx) => {
    let policyId = ''
    const receipt = await actOnVersion(ctx, 'publish', seen, async (row) => {
      policyId = row.policy_id
      await makeWay(ctx, tx, row)
      return { values: publication(ctx) }
    })
    await indexPolicy(tx, policyId, ctx.today)
    return receipt
  })
}

const publication = ({ actor, now }: Acting): MoveValues => ({
  published_at: now,
  publish_on: null,
  ...(actor.accountId ? { reviewer_id: actor.accountId } : {}),
})

/** 定日发布: reviewed now, published by itself on its day. */
export const schedulePolicy = (ctx: Ctx, { publishOn, ...seen }: Seen & { publishOn: string }) =>
  actOnVersion(ctx, 'schedule', seen, async (row, tx) => {
    if (!isDate(publishOn) || publishOn <= ctx.today || publishOn > addDays(ctx.today, FARTHEST_DAYS)) {
      throw invalid([{ field: 'publishOn', code: 'date', message: '发布日期要在明天到一年之内；今天就发布请直接发布' }])
    }
    await refuseCircle(tx, row)
    return { values: { publish_on: publishOn, reviewer_id: ctx.actor.accountId }, detail: { publishOn } }
  })

/** 退回修改: with what has to be changed, place by place. */
export const returnPolicy = (ctx: Ctx, { remarks, ...seen }: Seen & Remarks) =>
  actOnVersion(ctx, 'return', seen, async () => ({
    values: { remarks: JSON.stringify(remarks), publish_on: null, reviewer_id: ctx.actor.accountId },
    detail: { remarks },
  }))

/** 撤下: the page keeps answering, and says why there is nothing more on it. */
export async function takeDownPolicy(ctx: Ctx, { reason, ...seen }: Seen & { reason: string }) {
  return ctx.guarded(async (tx) => {
    let policyId = ''
    const receipt = await actOnVersion(ctx, 'takeDown', seen, async (row) => {
      policyId = row.policy_id
      return { values: { closed_at: ctx.now, withdrawn_reason: reason }, detail: { reason } }
    })
    await settleTasks(tx, policyId, { by: ctx.actor.accountId, at: ctx.now, outcome: 'lapses' })
    await indexPolicy(tx, policyId, ctx.today)
    return receipt
  })
}

/** Says of a policy whose end is near that it may lapse. */
export async function settleTask(ctx: Ctx, { slug }: { slug: string }) {
  return ctx.guarded(async (tx) => {
    const row = await getVersion(tx, ctx.scope, slug)
    const settled = await settleTasks(tx, row.policy_id, { by: ctx.actor.accountId, at: ctx.now, outcome: 'lapses' })
    if (!settled) throw conflict('no-task', '没有要处理的提醒', '这份政策的到期提醒已经处理过了。')
    ctx.concerning({ kind: 'policy', id: slug, division: row.keeper })
    return { tasks: (await findTasks(tx, ctx.scope)).length }
  })
}

const findDue = (db: Db, today: CalendarDate) =>
  db
    .selectFrom('policy_version')
    .innerJoin('policy', 'policy.id', 'policy_version.policy_id')
    .select(['policy.slug', 'edition'])
    .where('state', '=', 'scheduled')
    .where('publish_on', '<=', today)
    .execute()

async function publishDue(tx: Tx, acting: Acting, { slug, edition }: { slug: string; edition: number }): Promise<void> {
  const row = await lockVersion(tx, everything, slug, edition)
  if (row.state !== 'scheduled') return
  await makeWay(acting, tx, row)
  await moveVersion(acting, tx, row, { name: 'publish', to: 'published', values: publication(acting) })
  await indexPolicy(tx, row.policy_id, acting.today)
}

/**
 * What time does to policies: those scheduled go out on their day, the search learns what has come into or gone out of force, and
 * editors get a task for what ends soon. Doing it again changes nothing; one that can't go out any more stays and is logged.
 */
export async function passTime({ db, now, log }: Platform): Promise<void> {
  const at = now()
  const today = dateIn(at)
  for (const due of await findDue(db, today)) {
    const publishing = db.transaction().execute((tx) => publishDue(tx, { actor: system, now: at, today }, due))
    await publishing.catch((error: unknown) =>
      log({ level: 'error', job: 'policies', policy: due.slug, message: sayFault(error) }),
    )
  }
  await db.transaction().execute(async (tx) => {
    await raiseTasks(tx, { today, until: addDays(today, WARNED_DAYS), at })
    await indexMoved(tx, today)
  })
}
