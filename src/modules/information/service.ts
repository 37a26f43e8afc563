import { lineageOf, parseDivisionCode } from '../../kernel/divisions/division.ts'
import type { Ctx } from '../../kernel/operations/context.ts'
import { invalid } from '../../shared/errors.ts'
import type { PolicyFilter, PolicyItem, PolicyView } from './schema.ts'
import {
  countByTopic,
  findPlace,
  findPolicyRows,
  getPolicyRow,
  type PolicyItemRow,
  type PolicyPlace,
  type PolicySelection,
} from './store.ts'
import { labelOf } from './terms.ts'

const PAGE = 20
/** The whole country stands above every province and has no code in GB/T 2260. */
const COUNTRY = '000000000000'

type ItemPart = Omit<PolicyItem, 'who'>

const viewItem = (row: Omit<PolicyItemRow, 'who'>): ItemPart => ({
  slug: row.slug,
  title: row.title,
  level: row.level,
  levelLabel: labelOf('policyLevel', row.level),
  division: row.division,
  divisionName: row.division === COUNTRY ? '全国' : (row.division_name ?? row.division),
  topic: row.topic,
  topicLabel: labelOf('policyTopic', row.topic),
  issuer: row.issuer,
  number: row.number,
  issuedOn: row.issued_on,
  effectiveOn: row.effective_on,
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

interface Neighbour {
  slug: string | null
  title: string | null
  number: string | null
  effectiveOn: string | null
}

const linkTo = ({ slug, title, number, effectiveOn }: Neighbour) =>
  slug === null || title === null || number === null || effectiveOn === null
    ? null
    : { slug, title, number, effectiveOn }

/** One policy: its whole text, its card, where it stands today, and what it replaces or is replaced by. */
export async function getPolicy(ctx: Ctx, slug: string): Promise<PolicyView> {
  const row = await getPolicyRow(ctx.db, slug, ctx.today)
  return {
    ...viewItem(row),
    card: row.card,
    body: row.body,
    replaces: linkTo({
      slug: row.forerunner_slug,
      title: row.forerunner_title,
      number: row.forerunner_number,
      effectiveOn: row.forerunner_effective_on,
    }),
    replacedBy: linkTo({
      slug: row.successor_slug,
      title: row.successor_title,
      number: row.successor_number,
      effectiveOn: row.successor_effective_on,
    }),
    service: row.service,
    rule: row.rule_code,
  }
}
