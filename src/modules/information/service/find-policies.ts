import { lineageOf, parseDivisionCode } from '../../../kernel/divisions/division.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { invalid } from '../../../shared/errors.ts'
import { COUNTRY } from '../rules/policy-content.ts'
import type { PolicyFilter, PolicyItem, PolicyNeighbour, PolicyRelation, PolicyView } from '../schema.ts'
import {
  countByTopic,
  findPlace,
  findPolicyRows,
  findPublishedVersions,
  findSources,
  findTargets,
  getPolicyRow,
  type NeighbourRow,
  type PolicyItemRow,
  type PolicyPlace,
  type PolicySelection,
} from '../store/policies.ts'
import { informationTerms, labelOf } from '../terms.ts'
import { noteRead } from './count-policies.ts'

const PAGE = 20

type ItemPart = Omit<PolicyItem, 'who'>

// What a published version lacks the database refuses; the columns are empty for drafts alone.
const given = (value: string | null): string => value ?? ''

export const placeName = (code: string | null, name: string | null): string =>
  code === COUNTRY ? '全国' : (name ?? code ?? '')

const viewItem = (row: Omit<PolicyItemRow, 'who'>): ItemPart => ({
  slug: row.slug,
  title: row.title,
  level: given(row.level),
  levelLabel: labelOf('policyLevel', given(row.level)),
  division: given(row.division),
  divisionName: placeName(row.division, row.division_name),
  topic: given(row.topic),
  topicLabel: labelOf('policyTopic', given(row.topic)),
  issuer: row.issuer,
  number: row.number,
  issuedOn: given(row.issued_on),
  effectiveOn: given(row.effective_on),
  expiresOn: row.expires_on,
  standing: row.standing,
  standingLabel: labelOf('policyStanding', row.standing),
  invented: row.invented,
})

async function readPlace(ctx: Ctx, after: string | undefined): Promise<PolicyPlace | undefined> {
  if (after === undefined) return undefined
  const place = await findPlace(ctx.db, after)
  if (place) return place
  throw invalid([{ field: 'after', code: 'after', message: '翻页位置不对，请从第一页重新看起。' }])
}

/** Policies newest first, 20 a page, with how many each topic has under the other filters. */
export async function findPolicies(ctx: Ctx, { topic, level, standing, division, after }: PolicyFilter) {
  const divisions = division ? [...lineageOf(parseDivisionCode(division)), COUNTRY] : undefined
  const others: PolicySelection = { today: ctx.today, level, standing, divisions }
  const place = await readPlace(ctx, after)
  const rows = await findPolicyRows(ctx.db, { ...others, topic }, PAGE + 1, place)
  const page = rows.slice(0, PAGE)
  const counts = await countByTopic(ctx.db, others)
  return {
    items: page.map((row) => ({ ...viewItem(row), who: row.who })),
    next: rows.length > PAGE ? (page.at(-1)?.slug ?? null) : null,
    topics: counts
      .map((one) => ({ ...one, label: labelOf('policyTopic', one.topic) }))
      .sort((one, other) => other.count - one.count || one.topic.localeCompare(other.topic)),
  }
}

const passive: Readonly<Record<string, PolicyRelation>> = {
  replaces: 'replacedBy',
  amends: 'amendedBy',
  implements: 'implementedBy',
}

export const viewNeighbour = (row: NeighbourRow, relation: PolicyRelation): PolicyNeighbour => ({
  relation,
  relationLabel: labelOf('policyLink', relation),
  slug: row.slug,
  title: row.title,
  number: row.number,
  effectiveOn: given(row.effective_on),
  standing: row.standing,
  standingLabel: labelOf('policyStanding', row.standing),
})

/** One policy: its whole text, its card, where it stands today, and its neighbours both ways. */
export async function getPolicy(ctx: Ctx, slug: string): Promise<PolicyView> {
  const row = await getPolicyRow(ctx.db, slug, ctx.today)
  const targets = await findTargets(ctx.db, row.version_id, ctx.today)
  const sources = await findSources(ctx.db, row.id, ctx.today)
  const versions = await findPublishedVersions(ctx.db, row.id)
  const gone = row.state === 'takenDown'
  noteRead(row.id, ctx.today)
  return {
    ...viewItem(row),
    edition: row.edition,
    editions: versions.length,
    publishedAt: row.published_at?.toISOString() ?? '',
    changeNote: row.change_note,
    withdrawn: gone ? { at: row.closed_at?.toISOString() ?? '', reason: row.withdrawn_reason } : null,
    sourceAddress: row.source_address,
    sourceSays: row.source_says,
    card: gone ? null : row.card,
    body: gone ? [] : row.body,
    links: [
      ...targets.map((one) => viewNeighbour(one, one.kind as PolicyRelation)),
      ...sources.map((one) => viewNeighbour(one, passive[one.kind] ?? 'replacedBy')),
    ],
    service: row.service,
    rule: row.rule_code,
  }
}

/** The published versions of a policy (版本历史), newest first. */
export async function findVersions(ctx: Ctx, slug: string) {
  const row = await getPolicyRow(ctx.db, slug, ctx.today)
  const versions = await findPublishedVersions(ctx.db, row.id)
  return {
    slug,
    title: row.title,
    items: versions.map((one) => ({
      edition: one.edition,
      state: one.state,
      stateLabel: informationTerms[one.state as 'published'].zh,
      publishedAt: one.published_at?.toISOString() ?? '',
      closedAt: one.closed_at?.toISOString() ?? null,
      changeNote: one.change_note,
      withdrawnReason: one.withdrawn_reason,
    })),
  }
}
