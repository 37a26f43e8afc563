import { sql } from 'kysely'
import { conflict, notFound } from '../../shared/errors.ts'
import { maskPhone } from '../../shared/personal.ts'
import type { Db, Tx } from '../db/connect.ts'
import type { DivisionCode } from '../divisions/division.ts'
import { withinScope } from '../divisions/scope.ts'
import type { Ctx, Platform } from '../operations/context.ts'
import type { TemplateHouse } from './edit-templates.ts'
import { maskEmail } from './email-address.ts'
import { nextAllowed } from './quiet-hours.ts'
import { type SendFaultKind, sendFaults } from './send-fault.ts'
import type { Medium } from './template-text.ts'

export const deliveryStates = ['queued', 'sending', 'sent', 'failed'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface DeliveryFilter {
  state?: DeliveryState | undefined
  medium?: Medium | undefined
  /** Code of the template. */
  template?: string | undefined
  /** The id of the last one seen. */
  after?: string | undefined
}

const PAGE = 50

const selectDeliveries = (db: Db) =>
  db
    .selectFrom('outbound_message')
    .leftJoin('division as place', (join) =>
      join.onRef('place.code', '=', 'outbound_message.division').on('place.valid_to', 'is', null),
    )
    .select([
      'outbound_message.id',
      'medium',
      'purpose',
      'recipient_cipher',
      'state',
      'tries',
      'fault',
      'next_try_at',
      'sent_at',
      'created_at',
      'case_id',
      'place.name as divisionName',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectDeliveries>['execute']>>[number]

const faultWords = (fault: string | null) => (fault ? (sendFaults[fault as SendFaultKind]?.zh ?? fault) : null)

function maskRecipient({ ciphers }: Platform, { medium, recipient_cipher }: Row): string {
  try {
    const recipient = ciphers.openOwn('message.recipient', recipient_cipher)
    return medium === 'sms' ? maskPhone(recipient) : maskEmail(recipient)
  } catch {
    return '（已不能解开）'
  }
}

const describe = (ctx: Ctx, { templates }: TemplateHouse, row: Row) => ({
  id: row.id,
  at: row.created_at.toISOString(),
  medium: row.medium as Medium,
  template: row.purpose,
  templateName: templates.get(row.purpose)?.zh ?? row.purpose,
  recipient: maskRecipient(ctx.platform, row),
  divisionName: row.divisionName,
  caseId: row.case_id,
  state: row.state as DeliveryState,
  tries: row.tries,
  fault: faultWords(row.fault),
  nextTryAt: row.state === 'queued' ? row.next_try_at.toISOString() : null,
  sentAt: row.sent_at?.toISOString() ?? null,
})

/** What has been sent or is to be, in reach, newest first. */
export async function findDeliveries(ctx: Ctx, tx: Tx, house: TemplateHouse, filter: DeliveryFilter) {
  let query = selectDeliveries(tx)
    .where(withinScope(ctx.scope, 'outbound_message.division'))
    .orderBy('created_at', 'desc')
    .orderBy('outbound_message.id', 'desc')
    .limit(PAGE + 1)
  if (filter.state) query = query.where('state', '=', filter.state)
  if (filter.medium) query = query.where('medium', '=', filter.medium)
  if (filter.template) query = query.where('purpose', '=', filter.template)
  if (filter.after) {
    const last = sql`select created_at, id from outbound_message where id = ${filter.after}`
    query = query.where(sql<boolean>`(outbound_message.created_at, outbound_message.id) < (${last})`)
  }
  const found = await query.execute()
  const page = found.slice(0, PAGE)
  return {
    items: page.map((row) => describe(ctx, house, row)),
    next: found.length > PAGE ? (page.at(-1)?.id ?? null) : null,
  }
}

/** How many of each state are in reach. */
export async function countDeliveries({ scope }: Ctx, tx: Tx) {
  const rows = await tx
    .selectFrom('outbound_message')
    .select(['state', sql<number>`count(*)`.as('count')])
    .where(withinScope(scope, 'outbound_message.division'))
    .groupBy('state')
    .execute()
  return deliveryStates.map((state) => ({ state, count: rows.find((row) => row.state === state)?.count ?? 0 }))
}

/**
 * Lets a message that was given up be tried again, eight times anew. Throws a Refusal: 404 when out of reach, 409 when it was not given
 * up or is of no use any more.
 */
export async function retryDelivery(ctx: Ctx, id: string) {
  const row = await ctx.db
    .selectFrom('outbound_message')
    .select(['id', 'state', 'expires_at', 'quiet_from', 'quiet_until', 'division'])
    .where('id', '=', id)
    .where(withinScope(ctx.scope, 'outbound_message.division'))
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('这条发送记录')
  if (row.state !== 'failed') {
    throw conflict('not-failed', '这条消息没有发送失败', '只有发送失败的可以重发。请刷新后看一看现在的状态。')
  }
  if (row.expires_at && row.expires_at <= ctx.now) {
    throw conflict('expired', '这条消息已经过了有效时间', '重发没有用处，例如验证码。请让对方重新获取。')
  }
  const quiet =
    row.quiet_from === null || row.quiet_until === null ? null : { from: row.quiet_from, until: row.quiet_until }
  const next = nextAllowed(ctx.now, quiet)
  await ctx.db
    .updateTable('outbound_message')
    .set({ state: 'queued', tries: 0, next_try_at: next })
    .where('id', '=', id)
    .execute()
  ctx.concerning({ kind: 'message', id, ...(row.division && { division: row.division as DivisionCode }) })
  return { nextTryAt: next.toISOString() }
}
