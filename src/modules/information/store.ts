import { sql } from 'kysely'
import type { Db, Tx } from '../../kernel/db/connect.ts'
import type { CalendarDate } from '../../shared/dates.ts'
import { notFound } from '../../shared/errors.ts'
import type { PolicyCard, PolicyLevel, PolicySection, PolicyStanding, PolicyTopic } from './schema.ts'

/*
 * Policies are public: no scope limits who may read them.
 */

const columns = [
  'policy.id',
  'policy.slug',
  'policy.title',
  'policy.level',
  'policy.division',
  'policy.topic',
  'policy.issuer',
  'policy.number',
  'policy.issued_on',
  'policy.effective_on',
  'policy.expires_on',
  'policy.invented',
] as const

/** Where a policy stands on a day; the last day in force is its own. */
const standingOn = (today: CalendarDate) => sql<PolicyStanding>`
  case
    when successor.effective_on <= ${today} then 'replaced'
    when policy.expires_on < ${today} then 'expired'
    when policy.effective_on > ${today} then 'future'
    else 'current'
  end`

const nameOn = (today: CalendarDate) => sql<string | null>`(
  select division.name from division
  where division.code = policy.division and division.valid_from <= ${today}
    and (division.valid_to is null or division.valid_to > ${today}))`

const selectPolicies = (db: Db) =>
  db.selectFrom('policy').leftJoin('policy as successor', 'successor.replaces', 'policy.id')

/** What a list shows; `divisions` are those whose policies hold in a place. */
export interface PolicySelection {
  today: CalendarDate
  topic?: PolicyTopic | undefined
  level?: PolicyLevel | undefined
  standing?: PolicyStanding | undefined
  divisions?: readonly string[] | undefined
}

function selectMatching(db: Db, { today, topic, level, standing, divisions }: PolicySelection) {
  let query = selectPolicies(db)
  if (topic) query = query.where('policy.topic', '=', topic)
  if (level) query = query.where('policy.level', '=', level)
  if (standing) query = query.where(standingOn(today), '=', standing)
  if (divisions) query = query.where('policy.division', 'in', divisions)
  return query
}

export type PolicyItemRow = Awaited<ReturnType<typeof findPolicyRows>>[number]

/** A place in the list, newest first. */
export interface PolicyPlace {
  id: string
  issued_on: string
}

/** The place of a policy in the list; undefined when there is no such policy. */
export const findPlace = (db: Db, slug: string): Promise<PolicyPlace | undefined> =>
  db.selectFrom('policy').select(['id', 'issued_on']).where('slug', '=', slug).executeTakeFirst()

/** Policies newest first, from behind a place on. */
export function findPolicyRows(db: Db, selection: PolicySelection, limit: number, after?: PolicyPlace) {
  let query = selectMatching(db, selection)
  if (after) {
    query = query.where((where) =>
      where.or([
        where('policy.issued_on', '<', after.issued_on),
        where.and([where('policy.issued_on', '=', after.issued_on), where('policy.id', '>', after.id)]),
      ]),
    )
  }
  return query
    .select(columns)
    .select([
      standingOn(selection.today).as('standing'),
      nameOn(selection.today).as('division_name'),
      sql<string>`policy.card ->> 'who'`.as('who'),
    ])
    .orderBy('policy.issued_on', 'desc')
    .orderBy('policy.id')
    .limit(limit)
    .execute()
}

/** How many policies of a selection each topic has. */
export const countByTopic = (db: Db, selection: PolicySelection): Promise<{ topic: string; count: number }[]> =>
  selectMatching(db, selection)
    .select(({ fn }) => ['policy.topic', fn.countAll<number>().as('count')])
    .groupBy('policy.topic')
    .execute()

/** One policy with its whole text and its neighbours; 404 where there is none. */
export async function getPolicyRow(db: Db, slug: string, today: CalendarDate) {
  const found = await selectPolicies(db)
    .leftJoin('policy as forerunner', 'forerunner.id', 'policy.replaces')
    .select(columns)
    .select([
      standingOn(today).as('standing'),
      nameOn(today).as('division_name'),
      sql<PolicyCard>`policy.card`.as('card'),
      sql<PolicySection[]>`policy.body`.as('body'),
      'policy.service',
      'policy.rule_code',
      'forerunner.slug as forerunner_slug',
      'forerunner.title as forerunner_title',
      'forerunner.number as forerunner_number',
      'forerunner.effective_on as forerunner_effective_on',
      'successor.slug as successor_slug',
      'successor.title as successor_title',
      'successor.number as successor_number',
      'successor.effective_on as successor_effective_on',
    ])
    .where('policy.slug', '=', slug)
    .executeTakeFirst()
  if (!found) throw notFound('这份政策')
  return found
}

/** A policy to be entered; `replaces` is entered afterwards, when all of them are there. */
export interface PolicyDraft {
  id: string
  slug: string
  title: string
  level: PolicyLevel
  division: string
  issuer: string
  number: string
  topic: PolicyTopic
  issued_on: string
  effective_on: string
  expires_on: string | null
  invented: boolean
  card: PolicyCard
  body: PolicySection[]
  service: string | null
  rule_code: string | null
}

/** Enters policies that are not there yet. */
export async function insertPolicies(tx: Tx, drafts: readonly PolicyDraft[]): Promise<void> {
  await tx
    .insertInto('policy')
    .values(drafts.map((draft) => ({ ...draft, card: JSON.stringify(draft.card), body: JSON.stringify(draft.body) })))
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .execute()
}

/** Notes which policy ends where another begins. */
export async function saveReplacement(tx: Tx, slug: string, replaced: string): Promise<void> {
  await tx
    .updateTable('policy')
    .set({
      replaces: (set) => set.selectFrom('policy as earlier').select('earlier.id').where('earlier.slug', '=', replaced),
    })
    .where('slug', '=', slug)
    .execute()
}
