import { sql } from 'kysely'
import type { Db, Tx } from '../../../kernel/db/connect.ts'
import { type RegionScope, withinScope } from '../../../kernel/divisions/scope.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { newId } from '../../../shared/ids.ts'
import { nameOn, standingOn } from './policies.ts'

/** Which versions an editors' desk lists. */
export interface DeskSelection {
  scope: RegionScope
  today: CalendarDate
  states: readonly string[]
  topic?: string | undefined
  text?: string | undefined
  after?: { at: string; id: string } | undefined
  limit: number
}

const selectDesk = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('policy_version as shown')
    .innerJoin('policy', 'policy.id', 'shown.policy_id')
    .where(withinScope(scope, 'policy.keeper'))

export type DeskRow = Awaited<ReturnType<typeof findDeskRows>>[number]

/** Versions in reach, the one that changed last first. */
export function findDeskRows(db: Db, selection: DeskSelection) {
  const { scope, today, states, topic, text, after, limit } = selection
  let query = selectDesk(db, scope)
    .leftJoin('account as author', 'author.id', 'shown.author_id')
    .where('shown.state', 'in', states)
  if (topic) query = query.where('shown.topic', '=', topic)
  if (text) {
    const like = `%${text.replace(/[%_\\]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('shown.title', 'like', like), where('shown.number', 'like', like)]))
  }
  if (after)
    query = query.where(sql<boolean>`(shown.changed_at, shown.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return query
    .select([
      'shown.id',
      'policy.slug',
      'shown.edition',
      'shown.title',
      'shown.number',
      'shown.topic',
      'shown.state',
      'shown.division',
      'shown.changed_at',
      'shown.publish_on',
      'author.name as author',
      sql<Record<string, string>>`shown.performed`.as('performed'),
      standingOn(today).as('standing'),
      nameOn(today).as('division_name'),
    ])
    .orderBy('shown.changed_at', 'desc')
    .orderBy('shown.id', 'desc')
    .limit(limit)
    .execute()
}

/** How many versions in reach stand in each state. */
export const countDesk = (db: Db, scope: RegionScope): Promise<{ state: string; count: number }[]> =>
  selectDesk(db, scope)
    .select(({ fn }) => ['shown.state', fn.countAll<number>().as('count')])
    .groupBy('shown.state')
    .execute()

/** Policies in reach whose number is the same or whose title is much alike. */
export async function findAlikeRows(db: Db, scope: RegionScope, { title, number }: { title: string; number: string }) {
  const letters = number.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')
  const { rows } = await sql<{ slug: string; title: string; number: string; state: string; same: boolean }>`
    select distinct on (policy.id) policy.slug, shown.title, shown.number, shown.state,
      (${letters} <> '' and regexp_replace(shown.number, '[^[:alnum:]]', '', 'g') = ${letters}) as same
    from policy_version as shown join policy on policy.id = shown.policy_id
    where ${withinScope(scope, 'policy.keeper')} and shown.state not in ('discarded', 'superseded')
      and ((${letters} <> '' and regexp_replace(shown.number, '[^[:alnum:]]', '', 'g') = ${letters})
        or (${title} <> '' and similarity(shown.title, ${title}) > 0.5))
    order by policy.id, shown.edition desc
    limit 10`.execute(db)
  return rows
}

/** Working names of staff by account. */
export async function findNames(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom('account').select(['id', 'name']).where('id', 'in', wanted).execute()
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}

/** Open tasks in reach, the nearest first. */
export const findTasks = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('policy_task')
    .innerJoin('policy', 'policy.id', 'policy_task.policy_id')
    .innerJoin('policy_version as shown', (join) =>
      join.onRef('shown.policy_id', '=', 'policy.id').on('shown.state', '=', 'published'),
    )
    .select(['policy.slug', 'shown.title', 'policy_task.kind', 'policy_task.due_on'])
    .where(withinScope(scope, 'policy.keeper'))
    .where('policy_task.settled_at', 'is', null)
    .orderBy('policy_task.due_on')
    .orderBy('policy_task.id')
    .limit(50)
    .execute()

/** Raises a task for each published policy whose last day comes within these days and that has none yet; gives how many. */
export async function raiseTasks(tx: Tx, { today, until, at }: { today: CalendarDate; until: CalendarDate; at: Date }) {
  const due = await tx
    .selectFrom('policy_version')
    .select(['policy_id', 'expires_on'])
    .where('state', '=', 'published')
    .where('expires_on', '>=', today)
    .where('expires_on', '<=', until)
    .execute()
  for (const { policy_id, expires_on } of due) {
    await tx
      .insertInto('policy_task')
      .values({ id: newId(at), policy_id, kind: 'expiring', due_on: String(expires_on), raised_at: at })
      .onConflict((conflict) => conflict.columns(['policy_id', 'kind', 'due_on']).doNothing())
      .execute()
  }
  return due.length
}

/** Settles the open tasks of a policy; gives whether there was one. */
export async function settleTasks(
  tx: Tx,
  policyId: string,
  { by, at, outcome }: { by: string | null; at: Date; outcome: 'renewed' | 'lapses' },
): Promise<boolean> {
  const settled = await tx
    .updateTable('policy_task')
    .set({ settled_at: at, settled_by: by, outcome })
    .where('policy_id', '=', policyId)
    .where('settled_at', 'is', null)
    .returning('id')
    .execute()
  return settled.length > 0
}
