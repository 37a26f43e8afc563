import { sql } from 'kysely'
import { malformed } from '../../shared/errors.ts'
import type { Role } from '../access/actor.ts'
import type { Tx } from '../db/connect.ts'
import { kernelTerms } from '../glossary/terms.ts'

/** What operations are called and whether they write, for those who read the audit trail. */
export interface OperationWords {
  summaryOf(name: string): string
  writes(name: string): boolean
}

interface LookRow {
  id: number
  at: Date
  actor_id: string | null
  actor_role: string
  operation: string
  channel: string
  office: string | null
  number: string | null
  listed: boolean
}

const PAGE = 20

/** The row after which a page begins, as its cursor gives it. */
export function readPlace(after: string | undefined): number | null {
  if (after === undefined || after === '') return null
  if (/^[1-9]\d{0,14}$/.test(after)) return Number(after)
  throw malformed('翻页位置无法识别，请回到第一页。', [{ field: 'after', code: 'format', message: '翻页位置无法识别' }])
}

export const roleLabel = (role: string): string =>
  role === 'anonymous' ? '未登录的访问者' : (kernelTerms[role as Role | 'system']?.zh ?? role)

/** The office from which somebody acted in a role on a day. */
const officeAt = sql<string | null>`(
  select office.name from role_grant join office on office.id = role_grant.office_id
  where role_grant.account_id = looks.actor_id and role_grant.role = looks.actor_role
    and role_grant.valid_from <= (looks.at at time zone 'Asia/Shanghai')::date
    and (role_grant.valid_to is null or role_grant.valid_to > (looks.at at time zone 'Asia/Shanghai')::date)
  order by role_grant.valid_from desc limit 1)`

interface Looked {
  /** Parties that are one person. */
  ids: readonly string[]
  /** Accounts whose acts are left out: the person's own. */
  without: readonly string[]
  after: string | undefined
}

/**
 * One page of who dealt with a person's data, newest first: what concerned the person, their cases and papers, and the lists
 * that showed them. Two short walks along two indexes, each as long as a page.
 */
async function findLookRows(tx: Tx, { ids, without, after }: Looked): Promise<LookRow[]> {
  const place = readPlace(after)
  const before = place === null ? sql`` : sql`and id < ${place}`
  const others = sql`and not (coalesce(actor_id::text, '') = any(${[...without]}::text[])) ${before}`
  const page = sql`order by id desc limit ${PAGE + 1}`
  const { rows } = await sql<LookRow>`
    with subject as (
      select one.id::text as id, null::text as number from unnest(${[...ids]}::uuid[]) as one (id)
      union all select id::text, number from service_case where party_id = any(${[...ids]}::uuid[])
      union all select document.id::text, number from document left join service_case on service_case.id = case_id
        where document.party_id = any(${[...ids]}::uuid[])
    ), looks as (
      (select id, at, actor_id, actor_role, operation, channel, subject_id, false as listed from audit_entry
        where subject_id = any(array(select id from subject)) ${others} ${page})
      union all
      (select id, at, actor_id, actor_role, operation, channel, null, true from audit_entry
        where detail ? 'shown' and detail -> 'shown' @> any(
          array(select jsonb_build_array(one.id) from unnest(${[...ids]}::uuid[]) as one (id))) ${others} ${page})
    )
    select looks.id, looks.at, looks.actor_id, looks.actor_role, looks.operation, looks.channel, looks.listed,
      subject.number, ${officeAt} as office
    from looks left join subject on subject.id = looks.subject_id
    order by looks.id desc limit ${PAGE + 1}`.execute(tx)
  return rows
}

/** Who looked (谁看过), in words: role, office, when, for which case, what; never the person who looked by name. */
export async function findLooks(tx: Tx, words: OperationWords, looked: Looked) {
  const rows = await findLookRows(tx, looked)
  const shown = rows.slice(0, PAGE)
  const items = shown.map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    roleLabel: roleLabel(row.actor_role),
    office: row.office,
    what: words.summaryOf(row.operation),
    kind: words.writes(row.operation) ? ('wrote' as const) : ('read' as const),
    listed: row.listed,
    caseNumber: row.number,
    channelLabel: kernelTerms[row.channel as 'online']?.zh ?? row.channel,
  }))
  return { items, next: rows.length > PAGE ? (items.at(-1)?.id ?? null) : null }
}

/** The accounts by which parties log in. */
export async function findAccountIds(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.selectFrom('account').select('id').where('party_id', 'in', ids).execute()
  return rows.map(({ id }) => id)
}
