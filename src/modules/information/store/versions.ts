import { sql } from 'kysely'
import type { Db, Tx } from '../../../kernel/db/connect.ts'
import { type RegionScope, withinScope } from '../../../kernel/divisions/scope.ts'
import { notFound } from '../../../shared/errors.ts'
import type { PolicyContent, Remarks } from '../schema/desk.ts'
import type { PolicyBlock, PolicyCard } from '../schema.ts'

/*
 * The editors' side: every read is limited to the policies that their divisions keep.
 */

const openStates = ['collected', 'organised', 'inReview', 'scheduled'] as const

const columns = [
  'policy.slug',
  'policy.keeper',
  'policy_version.id',
  'policy_version.policy_id',
  'policy_version.edition',
  'policy_version.state',
  'policy_version.version',
  'policy_version.title',
  'policy_version.level',
  'policy_version.division',
  'policy_version.issuer',
  'policy_version.number',
  'policy_version.topic',
  'policy_version.issued_on',
  'policy_version.effective_on',
  'policy_version.expires_on',
  'policy_version.invented',
  'policy_version.source_address',
  'policy_version.source_says',
  'policy_version.source_text',
  'policy_version.service',
  'policy_version.change_note',
  'policy_version.collected_by',
  'policy_version.author_id',
  'policy_version.reviewer_id',
  'policy_version.publish_on',
  'policy_version.published_at',
  'policy_version.withdrawn_reason',
] as const

const selectVersions = (db: Db, scope: RegionScope) =>
  db
    .selectFrom('policy_version')
    .innerJoin('policy', 'policy.id', 'policy_version.policy_id')
    .select(columns)
    .select([
      sql<PolicyCard>`policy_version.card`.as('card'),
      sql<PolicyBlock[]>`policy_version.body`.as('body'),
      sql<Remarks['remarks']>`policy_version.remarks`.as('remarks'),
      sql<Record<string, string>>`policy_version.performed`.as('performed'),
    ])
    .where(withinScope(scope, 'policy.keeper'))

export type VersionRow = Awaited<ReturnType<typeof lockVersion>>

/** One version in reach, locked with its policy until the transaction ends; 404 where it is not there or out of reach. */
export async function lockVersion(tx: Tx, scope: RegionScope, slug: string, edition: number) {
  const found = await selectVersions(tx, scope)
    .where('policy.slug', '=', slug)
    .where('policy_version.edition', '=', edition)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound('这份政策稿')
  return found
}

/** One version in reach; without an edition the one that is being worked on, else the newest. */
export async function getVersion(db: Db, scope: RegionScope, slug: string, edition?: number): Promise<VersionRow> {
  let query = selectVersions(db, scope).where('policy.slug', '=', slug)
  if (edition !== undefined) query = query.where('policy_version.edition', '=', edition)
  const found = await query
    .orderBy(sql`policy_version.state in ('collected', 'organised', 'inReview', 'scheduled')`, 'desc')
    .orderBy('policy_version.edition', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!found) throw notFound('这份政策稿')
  return found
}

/** All versions of a policy by number and state, newest first. */
export const findEditions = (db: Db, policyId: string) =>
  db
    .selectFrom('policy_version')
    .select(['edition', 'state'])
    .where('policy_id', '=', policyId)
    .orderBy('edition', 'desc')
    .execute()

/** The published version of a policy, locked; undefined when there is none. */
export const lockPublished = (tx: Tx, policyId: string) =>
  tx
    .selectFrom('policy_version')
    .select(['id', 'edition', 'version', 'state'])
    .where('policy_id', '=', policyId)
    .where('state', '=', 'published')
    .forUpdate()
    .executeTakeFirst()

const rowOf = (content: PolicyContent) => ({
  title: content.title,
  level: content.level,
  division: content.division,
  issuer: content.issuer,
  number: content.number,
  topic: content.topic,
  issued_on: content.issuedOn,
  effective_on: content.effectiveOn,
  expires_on: content.expiresOn,
  source_address: content.sourceAddress,
  source_says: content.sourceSays,
  card: JSON.stringify(content.card),
  body: JSON.stringify(content.body),
  service: content.service,
  change_note: content.changeNote,
})

/** A version to be entered, as far as it has come. */
export interface VersionDraft {
  id: string
  policyId: string
  edition: number
  state: string
  content: PolicyContent
  rule: string | null
  invented: boolean
  sourceText: string
  collectedBy: string | null
  performed: Record<string, string | null>
  at: Date
  publishedAt: Date | null
}

export async function insertPolicy(tx: Tx, policy: { id: string; slug: string; keeper: string; at: Date }) {
  const { id, slug, keeper, at } = policy
  await tx.insertInto('policy').values({ id, slug, keeper, created_at: at }).execute()
}

export async function insertVersion(tx: Tx, draft: VersionDraft): Promise<void> {
  await tx
    .insertInto('policy_version')
    .values({
      id: draft.id,
      policy_id: draft.policyId,
      edition: draft.edition,
      state: draft.state,
      ...rowOf(draft.content),
      rule_code: draft.rule,
      invented: draft.invented,
      source_text: draft.sourceText,
      collected_by: draft.collectedBy,
      author_id: draft.collectedBy,
      performed: JSON.stringify(draft.performed),
      created_at: draft.at,
      changed_at: draft.at,
      published_at: draft.publishedAt,
    })
    .execute()
}

/** Writes what an editor has changed; the version moves on. */
export async function saveContent(
  tx: Tx,
  row: VersionRow,
  { content, rule, author, at }: { content: PolicyContent; rule: string | null; author: string | null; at: Date },
): Promise<void> {
  await tx
    .updateTable('policy_version')
    .set({
      ...rowOf(content),
      rule_code: rule,
      author_id: author,
      changed_at: at,
      version: row.version + 1,
      performed: JSON.stringify({ ...row.performed, edit: author }),
    })
    .where('id', '=', row.id)
    .execute()
}

/** The links of a version as they are written: kind and address. */
export async function findLinks(db: Db, versionId: string): Promise<PolicyContent['links']> {
  const rows = await db
    .selectFrom('policy_link')
    .innerJoin('policy', 'policy.id', 'policy_link.target_id')
    .select(['policy_link.kind', 'policy.slug'])
    .where('policy_link.version_id', '=', versionId)
    .orderBy('policy_link.kind')
    .orderBy('policy.slug')
    .execute()
  return rows as PolicyContent['links']
}

/** Policies of these addresses that have been published, by address. */
export async function findLinkable(db: Db, slugs: readonly string[]): Promise<Map<string, string>> {
  if (slugs.length === 0) return new Map()
  const rows = await db
    .selectFrom('policy')
    .select(['id', 'slug'])
    .where('slug', 'in', slugs)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('policy_version')
          .select('id')
          .whereRef('policy_id', '=', 'policy.id')
          .where('published_at', 'is not', null),
      ),
    )
    .execute()
  return new Map(rows.map(({ slug, id }) => [slug, id]))
}

/** Writes a version's links anew. */
export async function saveLinks(tx: Tx, versionId: string, links: readonly { kind: string; targetId: string }[]) {
  await tx.deleteFrom('policy_link').where('version_id', '=', versionId).execute()
  if (links.length === 0) return
  await tx
    .insertInto('policy_link')
    .values(links.map(({ kind, targetId }) => ({ version_id: versionId, kind, target_id: targetId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * The titles on the way from a version back to its own policy, over the links of what is published; empty when there is no circle.
 */
export async function findCircle(db: Db, versionId: string, policyId: string): Promise<string[]> {
  const { rows } = await sql<{ titles: string[] }>`
    with recursive way (target, path, titles) as (
      select target_id, array[target_id], array[]::text[] from policy_link where version_id = ${versionId}
      union all
      select link.target_id, way.path || link.target_id, way.titles || source.title
      from way
      join policy_version as source on source.policy_id = way.target and source.state = 'published'
      join policy_link as link on link.version_id = source.id
      where way.target <> ${policyId} and not link.target_id = any (way.path)
    )
    select titles from way where target = ${policyId} limit 1`.execute(db)
  return rows[0] ? ['', ...rows[0].titles] : []
}

export { openStates }
