import { type RawBuilder, sql } from 'kysely'
import { addDays, parseDate } from '../../shared/dates.ts'
import type { Db } from '../db/connect.ts'
import { type DivisionCode, parseDivisionCode, prefixOf } from '../divisions/division.ts'
import type { RegionScope } from '../divisions/scope.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { Ctx } from '../operations/context.ts'
import { type OperationWords, readPlace, roleLabel } from './readers.ts'

/** What narrows the audit trail (审计记录). */
export interface TrailFilter {
  /** Id of a party, a case, a paper or an account, or the number of a case. */
  subject?: string | undefined
  /** Log-in name or working name of a member of staff, or the id of an account. */
  actor?: string | undefined
  operation?: string | undefined
  division?: string | undefined
  /** Calendar dates in Asia/Shanghai, both included. */
  from?: string | undefined
  to?: string | undefined
  after?: string | undefined
}

interface TrailRow {
  id: number
  at: Date
  actor: string | null
  actor_role: string
  operation: string
  subject_kind: string | null
  subject_id: string | null
  number: string | null
  divisionName: string | null
  channel: string
  trace_id: string
  shown: number
}

const like = (prefixes: readonly string[], ref: string) =>
  sql<boolean>`(${sql.join(
    prefixes.map((prefix) => sql`${sql.ref(ref)} like ${`${prefix}%`}`),
    sql` or `,
  )})`

/** A row is in reach by its division; one without a division by who acted: staff by their roles, persons by where they live. */
function inReach(scope: RegionScope): RawBuilder<boolean> {
  if (scope.all) return sql<boolean>`true`
  if (scope.prefixes.length === 0) return sql<boolean>`false`
  return sql<boolean>`(${like(scope.prefixes, 'audit_entry.division')} or (audit_entry.division is null and (
    exists (select from role_grant where role_grant.account_id = audit_entry.actor_id and ${like(scope.prefixes, 'role_grant.division')})
    or exists (select from account join party on party.id = account.party_id
      where account.id = audit_entry.actor_id and ${like(scope.prefixes, 'party.division')}))))`
}

const startOf = (day: string) => sql`(${day}::date)::timestamp at time zone 'Asia/Shanghai'`

function conditionsOf(scope: RegionScope, filter: TrailFilter): RawBuilder<boolean>[] {
  const { subject, actor, operation, division, from, to } = filter
  const place = readPlace(filter.after)
  return [
    inReach(scope),
    ...(place === null ? [] : [sql<boolean>`audit_entry.id < ${place}`]),
    ...(subject
      ? [
          sql<boolean>`(audit_entry.subject_id = ${subject}
            or audit_entry.subject_id = (select id::text from service_case where number = ${subject.toUpperCase()})
            or (audit_entry.detail ? 'shown' and audit_entry.detail -> 'shown' @> ${JSON.stringify([subject])}::jsonb))`,
        ]
      : []),
    ...(actor
      ? [
          sql<boolean>`audit_entry.actor_id in (select id from account
            where login = ${actor} or (kind = 'staff' and name = ${actor}) or id::text = ${actor})`,
        ]
      : []),
    ...(operation ? [sql<boolean>`audit_entry.operation = ${operation}`] : []),
    ...(division
      ? [sql<boolean>`audit_entry.division like ${`${prefixOf(parseDivisionCode(division) as DivisionCode)}%`}`]
      : []),
    ...(from ? [sql<boolean>`audit_entry.at >= ${startOf(parseDate(from, 'from'))}`] : []),
    ...(to ? [sql<boolean>`audit_entry.at < ${startOf(addDays(parseDate(to, 'to'), 1))}`] : []),
  ]
}

/** One page of the trail in reach, newest first. */
async function findTrailRows(db: Db, scope: RegionScope, filter: TrailFilter, limit: number): Promise<TrailRow[]> {
  const { rows } = await sql<TrailRow>`
    select audit_entry.id, audit_entry.at, account.name as actor, audit_entry.actor_role, audit_entry.operation,
      audit_entry.subject_kind, audit_entry.subject_id, service_case.number, place.name as "divisionName",
      audit_entry.channel, audit_entry.trace_id, coalesce(jsonb_array_length(audit_entry.detail -> 'shown'), 0) as shown
    from audit_entry
      left join account on account.id = audit_entry.actor_id
      left join service_case on audit_entry.subject_kind = 'case' and service_case.id::text = audit_entry.subject_id
      left join division as place on place.code = audit_entry.division and place.valid_to is null
    where ${sql.join(conditionsOf(scope, filter), sql` and `)}
    order by audit_entry.id desc limit ${limit}`.execute(db)
  return rows
}

const subjectWords: Readonly<Record<string, string>> = {
  person: '服务对象',
  case: '办件',
  paper: '材料',
  account: '账号',
  policy: '政策',
  verification: '核验',
  enterprise: '企业',
}

const viewRow = (words: OperationWords, row: TrailRow) => ({
  id: String(row.id),
  at: row.at.toISOString(),
  actor: row.actor,
  roleLabel: roleLabel(row.actor_role),
  operation: row.operation,
  what: words.summaryOf(row.operation),
  subjectKind: row.subject_kind,
  subjectLabel: row.subject_kind ? (subjectWords[row.subject_kind] ?? row.subject_kind) : null,
  subjectId: row.subject_id,
  caseNumber: row.number,
  divisionName: row.divisionName,
  channelLabel: kernelTerms[row.channel as 'online']?.zh ?? row.channel,
  traceId: row.trace_id,
  shown: row.shown,
})

const PAGE = 50
/** An export holds so many rows at most; a narrower period gives the others. */
const MOST_EXPORTED = 10_000

export async function findTrail(ctx: Ctx, words: OperationWords, filter: TrailFilter) {
  const rows = await findTrailRows(ctx.db, ctx.scope, filter, PAGE + 1)
  const items = rows.slice(0, PAGE).map((row) => viewRow(words, row))
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
}

/** The rows of an export, newest first. */
export async function findTrailForExport(ctx: Ctx, words: OperationWords, filter: TrailFilter) {
  const rows = await findTrailRows(ctx.db, ctx.scope, { ...filter, after: undefined }, MOST_EXPORTED)
  return rows.map((row) => viewRow(words, row))
}
