import { sql } from 'kysely'
import { addDays, dateIn } from '../../shared/dates.ts'
import { idFor } from '../../shared/hash.ts'
import { system } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { transact } from '../db/transact.ts'
import { everything } from '../divisions/scope.ts'
import { notify } from '../notifications/notify.ts'
import { defineTemplates } from '../notifications/templates.ts'
import type { Platform } from '../operations/context.ts'
import { enterScope, openContext } from '../operations/run.ts'
import { type Flow, flowAt, getStep } from './flow.ts'
import { moveCase, prepareMove } from './move.ts'
import { lockCases } from './store.ts'

/** A draft that nobody has touched for so many days is closed. */
export const unsentDays = 180
/** So many days before, its applicant is told. */
export const warnedDays = 30
/** Looked at in one turn; the next takes up where it ended. */
const BATCH = 200

export const draftTemplates = defineTemplates({
  draftLapses: {
    zh: '没有提交的申请快要作废',
    topic: 'case',
    variables: {
      service: { zh: '事项', kind: 'text', sample: '个人创业担保贷款' },
      number: { zh: '办件编号', kind: 'text', sample: 'DK4205022026000001' },
      day: { zh: '作废日期', kind: 'date', sample: '2026-12-31' },
    },
    texts: {
      noticeTitle: '{事项}：还没有提交，快要作废了',
      noticeBody:
        '您填写的 {办件编号} 很久没有改动，到 {作废日期} 会自动撤回。还要办的，打开它保存一次就会保留；不办了的，不用理会。',
      sms: '您的{事项}（{办件编号}）还没有提交，{作废日期} 会自动撤回。还要办的，请登录平台打开它保存一次。',
      emailSubject: '{事项}（{办件编号}）还没有提交，快要作废了',
      emailBody:
        '您好！\n\n您填写的{事项}（{办件编号}）很久没有改动，到 {作废日期} 会自动撤回。\n\n还要办的，登录平台打开它，保存一次就会保留；不办了的，不用理会。需要时可以随时重新申请。',
    },
  },
})

interface Unsent {
  id: string
  service: string
  version: number
  touchedAt: Date
}

/** Cases that an applicant has not handed in and has not touched since before an instant, the longest left first. */
async function findUnsent(tx: Tx, flows: readonly Flow[], before: Date, after?: Date): Promise<Unsent[]> {
  const initial = flows.filter(({ steps, initial: first }) => steps[first]?.by === 'applicant')
  const { rows } = await sql<Unsent>`
    select id, service, version, greatest(held_since, edited_at) as "touchedAt" from service_case
    where ended_at is null and holder = 'applicant' and greatest(held_since, edited_at) < ${before}
      and ${after ? sql`greatest(held_since, edited_at) >= ${after}` : sql`true`}
      and (service, state) in (select * from unnest(
        ${initial.map(({ service }) => service)}::text[], ${initial.map((flow) => flow.initial)}::text[]))
      and not exists (select from document
        where case_id = service_case.id and state = 'accepted' and uploaded_at >= ${before})
    order by greatest(held_since, edited_at), id limit ${BATCH}`.execute(tx)
  return rows
}

/** The action by which an applicant takes a draft back. */
function withdrawalOf(flow: Flow, state: string) {
  const found = Object.entries(flow.actions).find(
    ([, action]) => action.from.includes(state) && getStep(flow, action.to).end === 'withdrawn',
  )
  if (!found) throw new Error(`Flow ${flow.service} has no way to take back what is ${state}`)
  return { name: found[0], action: found[1] }
}

/** Takes one back in the applicant's stead, in a transaction of its own; false when they have touched it meanwhile. */
const lapse = (platform: Platform, newest: Flow, { id, version }: Unsent): Promise<boolean> =>
  transact(platform.db, async (tx) => {
    await enterScope(tx, everything)
    const [row] = await lockCases(tx, everything, [id])
    if (!row || row.version !== version || row.ended_at !== null) return false
    const call = { actor: system, input: {}, channel: 'online' as const, traceId: id, origin: '' }
    const { ctx } = openContext(platform, call, everything, tx)
    const flow = flowAt(newest, row.flow_version)
    const detail = { reason: `没有提交，也超过 ${unsentDays} 天没有改动，按保存期限自动撤回` }
    const move = { flow, ...withdrawalOf(flow, row.state), row, detail }
    await moveCase(ctx, tx, move, await prepareMove(ctx, tx, move))
    return true
  })

/** Tells whose draft is to be closed, once for each time it was left. */
async function warn(platform: Platform, tx: Tx, flow: Flow, { id, version, touchedAt }: Unsent): Promise<void> {
  const row = await tx
    .selectFrom('service_case')
    .select(['number', 'party_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  await notify(tx, platform, {
    id: idFor(`draft lapses:${id}:${version}`),
    template: draftTemplates.draftLapses,
    partyId: row.party_id,
    caseId: id,
    variables: {
      service: flow.terms[flow.service]?.zh ?? flow.service,
      number: row.number,
      day: addDays(dateIn(touchedAt), unsentDays),
    },
  })
}

/**
 * Closes drafts by rule (保存期限): the applicant is told 30 days before, and after 180 days untouched it is withdrawn by the system, with
 * history and notice like any step. 个人信息保护法 第十九条: nothing is kept longer than its purpose needs. Gives how many were closed.
 */
export async function closeUnsent(platform: Platform, flows: readonly Flow[]): Promise<number> {
  const daysAgo = (days: number) => new Date(platform.now().getTime() - days * 24 * 60 * 60 * 1000)
  const flowOf = (service: string) => flows.find((flow) => flow.service === service) as Flow
  const over = await transact(platform.db, async (tx) => {
    await enterScope(tx, everything)
    const near = await findUnsent(tx, flows, daysAgo(unsentDays - warnedDays), daysAgo(unsentDays))
    for (const one of near) await warn(platform, tx, flowOf(one.service), one)
    return findUnsent(tx, flows, daysAgo(unsentDays))
  })
  let closed = 0
  for (const one of over) if (await lapse(platform, flowOf(one.service), one)) closed += 1
  return closed
}
