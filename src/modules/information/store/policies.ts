import { sql } from 'kysely'
import type { Db } from '../../../kernel/db/connect.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { notFound } from '../../../shared/errors.ts'
import type { PolicyBlock, PolicyCard, PolicyLevel, PolicyStanding, PolicyTopic } from '../schema.ts'

/*
 * What readers see: published versions are public, no scope limits who may read them.
 */

const columns = [
  'policy.id',
  'policy.slug',
  'shown.id as version_id',
  'shown.title',
  'shown.level',
  'shown.division',
  'shown.topic',
  'shown.issuer',
  'shown.number',
  'shown.issued_on',
  'shown.effective_on',
  'shown.expires_on',
  'shown.invented',
] as const

/**
 * Where a policy stands on a day, read off its version `shown`; the last day in force is its own. It is replaced once another
 * that replaces it is published and in force.
 */
export const standingOn = (today: CalendarDate) => sql<PolicyStanding>`
  case
    when shown.state = 'takenDown' then 'withdrawn'
    when exists (
      select from policy_link
      join policy_version as successor on successor.id = policy_link.version_id and successor.state = 'published'
      where policy_link.kind = 'replaces' and policy_link.target_id = shown.policy_id and successor.effective_on <= ${today}
    ) then 'replaced'
    when shown.expires_on < ${today} then 'expired'
    when shown.effective_on > ${today} then 'future'
    else 'current'
  end`

export const nameOn = (today: CalendarDate, code = 'shown.division') => sql<string | null>`(
  select division.name from division
  where division.code = ${sql.ref(code)} and division.valid_from <= ${today}
    and (division.valid_to is null or division.valid_to > ${today}))`

/** The version that stands for a policy: the published one, else the last that was taken down. */
const isShown = sql<boolean>`(shown.state = 'published' or (shown.state = 'takenDown' and not exists (
  select from policy_version as other where other.policy_id = shown.policy_id
    and (other.state = 'published' or (other.state = 'takenDown' and other.edition > shown.edition)))))`

/** Policies each with the version that stands for it. */
export const selectShown = (db: Db) =>
  db.selectFrom('policy_version as shown').innerJoin('policy', 'policy.id', 'shown.policy_id').where(isShown)

/** What a list shows; `divisions` are those whose policies hold in a place. */
export interface PolicySelection {
  today: CalendarDate
  topic?: PolicyTopic | undefined
  level?: PolicyLevel | undefined
  standing?: PolicyStanding | undefined
  divisions?: readonly string[] | undefined
}

function selectMatching(db: Db, { today, topic, level, standing, divisions }: PolicySelection) {
  let query = selectShown(db)
  if (topic) query = query.where('shown.topic', '=', topic)
  if (level) query = query.where('shown.level', '=', level)
  if (divisions) query = query.where('shown.division', 'in', divisions)
  // What was taken down is not offered; who asks for it sees it.
  if (standing === undefined) return query.where('shown.state', '=', 'published')
  return query.where(standingOn(today), '=', standing)
}

export type PolicyItemRow = Awaited<ReturnType<typeof findPolicyRows>>[number]

/** A place in the list, newest first. */
export interface PolicyPlace {
  id: string
  issued_on: string | null
}

/** The place of a policy in the list; undefined when there is no such policy. */
export const findPlace = (db: Db, slug: string): Promise<PolicyPlace | undefined> =>
  selectShown(db).select(['policy.id', 'shown.issued_on']).where('policy.slug', '=', slug).executeTakeFirst()

/** Policies newest first, from behind a place on. */
export function findPolicyRows(db: Db, selection: PolicySelection, limit: number, after?: PolicyPlace) {
  let query = selectMatching(db, selection)
  if (after) {
    query = query.where((where) =>
      where.or([
        where('shown.issued_on', '<', after.issued_on),
        where.and([where('shown.issued_on', '=', after.issued_on), where('policy.id', '>', after.id)]),
      ]),
    )
  }
  return query
    .select(columns)
    .select([
      standingOn(selection.today).as('standing'),
      nameOn(selection.today).as('division_name'),
      sql<string>`shown.card ->> 'who'`.as('who'),
    ])
    .orderBy('shown.issued_on', 'desc')
    .orderBy('policy.id')
    .limit(limit)
    .execute()
}

/** How many policies of a selection each topic has. */
export const countByTopic = (db: Db, selection: PolicySelection): Promise<{ topic: string; count: number }[]> =>
  selectMatching(db, selection)
    .select(({ fn }) => [sql<string>`shown.topic`.as('topic'), fn.countAll<number>().as('count')])
    .groupBy('shown.topic')
    .execute()

/** One policy with its whole text; 404 where there is none that was ever published. */
export async function getPolicyRow(db: Db, slug: string, today: CalendarDate) {
  const found = await selectShown(db)
    .select(columns)
    .select([
      standingOn(today).as('standing'),
      nameOn(today).as('division_name'),
      sql<PolicyCard>`shown.card`.as('card'),
      sql<PolicyBlock[]>`shown.body`.as('body'),
      'shown.service',
      'shown.rule_code',
      'shown.edition',
      'shown.state',
      'shown.published_at',
      'shown.closed_at',
      'shown.change_note',
      'shown.withdrawn_reason',
      'shown.source_address',
      'shown.source_says',
    ])
    .where('policy.slug', '=', slug)
    .executeTakeFirst()
  if (!found) throw notFound('这份政策')
  return found
}

const neighbourColumns = [
  'policy.slug',
  'shown.title',
  'shown.number',
  'shown.effective_on',
  'policy_link.kind',
] as const

export type NeighbourRow = Awaited<ReturnType<typeof findTargets>>[number]

/** What a version links to, as far as it has been published. */
export const findTargets = (db: Db, versionId: string, today: CalendarDate) =>
  selectShown(db)
    .innerJoin('policy_link', 'policy_link.target_id', 'policy.id')
    .select(neighbourColumns)
    .select(standingOn(today).as('standing'))
    .where('policy_link.version_id', '=', versionId)
    .orderBy('shown.issued_on', 'desc')
    .orderBy('policy.id')
    .execute()

/** The published policies that link to one. */
export const findSources = (db: Db, policyId: string, today: CalendarDate) =>
  selectShown(db)
    .innerJoin('policy_link', 'policy_link.version_id', 'shown.id')
    .select(neighbourColumns)
    .select(standingOn(today).as('standing'))
    .where('policy_link.target_id', '=', policyId)
    .where('shown.state', '=', 'published')
    .orderBy('shown.issued_on', 'desc')
    .orderBy('policy.id')
    .execute()

/** Versions of a policy that have been published, newest first. */
export const findPublishedVersions = (db: Db, policyId: string) =>
  db
    .selectFrom('policy_version')
    .select(['id', 'edition', 'state', 'published_at', 'closed_at', 'change_note', 'withdrawn_reason'])
    .where('policy_id', '=', policyId)
    .where('published_at', 'is not', null)
    .orderBy('edition', 'desc')
    .execute()
