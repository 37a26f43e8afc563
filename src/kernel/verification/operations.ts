import { sql } from 'kysely'
import { type TProperties, Type } from 'typebox'
import { formatInstant } from '../../shared/dates.ts'
import { conflict, notFound } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { only } from '../access/policy.ts'
import type { Finding } from '../audit/verify.ts'
import type { Db } from '../db/connect.ts'
import { withinScope } from '../divisions/scope.ts'
import type { Ctx } from '../operations/context.ts'
import { defineOperation, type Operation } from '../operations/operation.ts'
import { InstantText, Nullable } from '../operations/schemas.ts'
import { findingSays } from './verify-everything.ts'

const PAGE = 20

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false })
const Receipt = Type.Object({ id: Type.String(), version: Type.Integer() })

const VerificationView = Type.Object({
  id: Type.String(),
  state: Type.Enum(['running', 'done', 'failed', 'cancelled']),
  version: Type.Integer(),
  by: Type.String({ description: 'Working name of who started it' }),
  startedAt: InstantText,
  finishedAt: Nullable(InstantText),
  total: Type.Integer({ description: 'Entries to check, as counted when the reading began; 0 before that' }),
  done: Type.Integer({ description: 'Of them so far' }),
  seals: Nullable(Type.Integer()),
  found: Nullable(Type.Integer({ description: 'Things that are not as they were sealed' })),
  findings: Type.Array(
    Type.Object({
      table: Type.String(),
      row: Type.String({ description: 'Its id, or the number of a case' }),
      place: Nullable(Type.String({ description: 'Where it stands in its seal or history' })),
      says: Type.String(),
    }),
    { description: 'The first hundred' },
  ),
  fault: Nullable(Type.String()),
})

const selectRuns = (db: Db) =>
  db
    .selectFrom('verification_run')
    .innerJoin('account', 'account.id', 'verification_run.started_by')
    .selectAll('verification_run')
    .select('account.name as by')

type RunRow = Awaited<ReturnType<typeof findRuns>>[number]

const findRuns = ({ db, scope }: Ctx, after?: string) => {
  const query = selectRuns(db)
    .where(withinScope(scope, 'verification_run.division'))
    .orderBy('verification_run.id', 'desc')
    .limit(PAGE + 1)
  return (after ? query.where('verification_run.id', '<', after) : query).execute()
}

const viewFinding = ({ where, what, place }: Finding) => {
  const [table = where, row = ''] = where.split(' ')
  return { table, row, place: place ?? null, says: findingSays[what] }
}

const viewRun = (row: RunRow) => ({
  id: row.id,
  state: row.state as 'running' | 'done' | 'failed' | 'cancelled',
  version: row.version,
  by: row.by ?? '',
  startedAt: row.started_at.toISOString(),
  finishedAt: row.finished_at?.toISOString() ?? null,
  total: Number(row.total),
  done: Number(row.done),
  seals: row.seals === null ? null : Number(row.seals),
  found: row.found === null ? null : Number(row.found),
  findings: (row.findings as unknown as Finding[]).map(viewFinding),
  fault: row.fault,
})

/** Tells how far the one that is running is; who started it and its id only where it is in reach. */
async function refuseSecond({ db, scope }: Ctx): Promise<never> {
  const running = await selectRuns(db)
    .select(sql<boolean>`${withinScope(scope, 'verification_run.division')}`.as('reached'))
    .where('verification_run.state', '=', 'running')
    .executeTakeFirst()
  const detail = running
    ? `${running.reached ? running.by : '另一地区的审计人员'}在 ${formatInstant(running.started_at)} 开始的核验正在进行，已核对 ${running.done} 条，共 ${running.total} 条。请等它做完${running.reached ? '，或先停止它' : ''}。`
    : '它刚刚结束，请刷新页面看结果，需要时再核验一次。'
  throw conflict('running', '已经有一次核验正在进行', detail, running?.reached ? { id: running.id } : {})
}

/** Where whoever starts one is an auditor. */
const placeOf = ({ actor }: Ctx): string => actor.grants.find(({ role }) => role === 'auditor')?.division ?? ''

/** Notes that one is wanted; whoever works beside the requests takes it up. Throws a Refusal (409) while one is running. */
async function startVerification(ctx: Ctx) {
  const id = newId(ctx.now)
  ctx.concerning({ kind: 'verification', id })
  const begun = await ctx.db
    .insertInto('verification_run')
    .values({ id, started_by: String(ctx.actor.accountId), started_at: ctx.now, division: placeOf(ctx) })
    .onConflict((conflicting) => conflicting.doNothing())
    .returning(['id', 'version'])
    .executeTakeFirst()
  return begun ?? refuseSecond(ctx)
}

/** Calls one off; the reading ends at its next step. Throws a Refusal: 404, or 409 where it has ended already. */
async function cancelVerification(ctx: Ctx, { id, version }: { id: string; version: number }) {
  const found = await ctx.db
    .selectFrom('verification_run')
    .select('id')
    .where('id', '=', id)
    .where(withinScope(ctx.scope, 'verification_run.division'))
    .executeTakeFirst()
  if (!found) throw notFound('这次核验')
  ctx.concerning({ kind: 'verification', id })
  const cancelled = await ctx.db
    .updateTable('verification_run')
    .set({ state: 'cancelled', finished_at: ctx.now, version: sql`version + 1` })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'running')
    .returning(['id', 'version'])
    .executeTakeFirst()
  if (!cancelled) throw conflict('stale', '这次核验已经结束', '请刷新页面看它的结果。', {})
  return cancelled
}

/** Verifications (核验) of the seals and histories: each reads the whole platform, since its chain is one, and shows no personal data. */
export const verificationOperations: readonly Operation[] = [
  defineOperation({
    name: 'verification.find',
    summary: '核验记录：谁在什么时候核验过，发现了什么',
    http: 'GET /verifications',
    policy: only('administrator', 'auditor'),
    input: closed({ after: Type.Optional(Type.String({ title: '从哪一次之后', format: 'uuid' })) }),
    output: Type.Object({ items: Type.Array(VerificationView), next: Nullable(Type.String()) }),
    handle: async (ctx, { after }) => {
      const rows = await findRuns(ctx, after)
      const items = rows.slice(0, PAGE).map(viewRun)
      return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
    },
  }),
  defineOperation({
    name: 'verification.start',
    summary: '核验全部封印和办理经过',
    http: 'POST /verifications',
    policy: only('auditor'),
    input: closed({}),
    output: Receipt,
    handle: startVerification,
  }),
  defineOperation({
    name: 'verification.cancel',
    summary: '停止正在进行的核验',
    http: 'POST /verifications/:id/cancel',
    policy: only('auditor'),
    input: closed({
      id: Type.String({ title: '核验', format: 'uuid' }),
      version: Type.Integer({ title: '您看到的版本', minimum: 1 }),
    }),
    output: Receipt,
    handle: cancelVerification,
  }),
]
