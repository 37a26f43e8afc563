import type { Tx } from '../../../kernel/db/connect.ts'
import { type DivisionCode, isDivisionCode, isWithin, lineageOf } from '../../../kernel/divisions/division.ts'
import { type FieldError, invalid } from '../../../shared/errors.ts'
import { COUNTRY, findFaults } from '../rules/policy-content.ts'
import type { PolicyContent } from '../schema/desk.ts'
import type { PolicyLevel, PolicyTopic } from '../schema.ts'
import { type PolicyBlock, policyDoors } from '../schema.ts'
import { findCircle, findLinkable, saveLinks, type VersionRow } from '../store/versions.ts'

export const emptyContent: PolicyContent = {
  title: '',
  level: null,
  division: null,
  issuer: '',
  number: '',
  topic: null,
  issuedOn: null,
  effectiveOn: null,
  expiresOn: null,
  sourceAddress: '',
  sourceSays: '',
  card: { who: '', howMuch: '', bring: [], howLong: '', where: '' },
  body: [],
  links: [],
  service: null,
  changeNote: '',
}

/** A version's content as it is stored, with its links. */
export const contentOf = (row: VersionRow, links: PolicyContent['links']): PolicyContent => ({
  title: row.title,
  level: row.level as PolicyLevel | null,
  division: row.division,
  issuer: row.issuer,
  number: row.number,
  topic: row.topic as PolicyTopic | null,
  issuedOn: row.issued_on,
  effectiveOn: row.effective_on,
  expiresOn: row.expires_on,
  sourceAddress: row.source_address,
  sourceSays: row.source_says,
  card: row.card,
  body: row.body,
  links,
  service: row.service as PolicyContent['service'],
  changeNote: row.change_note,
})

/** A block with no more than its kind has, without stray space. */
function tidyBlock({ kind, text, items, rows }: PolicyBlock): PolicyBlock {
  if (kind === 'table') return { kind, rows: (rows ?? []).map((row) => row.map((cell) => cell.trim())) }
  if (kind === 'list' || kind === 'numbered') return { kind, items: (items ?? []).map((item) => item.trim()) }
  return { kind, text: (text ?? '').trim() }
}

const tidyNumber = (number: string) => number.replace(/\s/g, '')

/** The content as it goes into the database: texts without stray space, blocks with no more than their kind has. */
export const tidyContent = (content: PolicyContent): PolicyContent => ({
  ...content,
  title: content.title.trim(),
  issuer: content.issuer.trim(),
  number: tidyNumber(content.number),
  sourceAddress: content.sourceAddress.trim(),
  body: content.body.map(tidyBlock),
})

/** Where a policy that this division keeps may apply: there and below, and everywhere above. */
const mayApplyIn = (keeper: string, division: string): boolean =>
  division === COUNTRY ||
  (isDivisionCode(division) &&
    (lineageOf(keeper as DivisionCode).includes(division) || isWithin(division, keeper as DivisionCode)))

/** Refuses what cannot stand even in a draft (422), every fault at once. */
export function refuseFaults(content: PolicyContent, row: Pick<VersionRow, 'keeper' | 'slug'>): void {
  const faults: FieldError[] = findFaults(content)
  if (content.division !== null && !mayApplyIn(row.keeper, content.division)) {
    faults.push({
      field: 'division',
      code: 'division',
      message: '适用地区只能是您维护的地区、它的下级，或者它的上级和全国',
    })
  }
  if (content.links.some((link) => link.slug === row.slug)) {
    faults.push({ field: 'links', code: 'self', message: '一份政策不能废止、修改或配套它自己' })
  }
  if (faults.length > 0) throw invalid(faults)
}

/** Writes the links, refused (422) where one leads to nothing published or back to the policy itself. */
export async function writeLinks(tx: Tx, row: VersionRow, links: PolicyContent['links']): Promise<void> {
  const known = await findLinkable(
    tx,
    links.map(({ slug }) => slug),
  )
  const unknown = links.filter(({ slug }) => !known.has(slug))
  if (unknown.length > 0) {
    const message = `没有已发布的政策“${unknown.map(({ slug }) => slug).join('、')}”，请从列表里选`
    throw invalid([{ field: 'links', code: 'unknown', message }])
  }
  await saveLinks(
    tx,
    row.id,
    links.map(({ kind, slug }) => ({ kind, targetId: known.get(slug) ?? '' })),
  )
  await refuseCircle(tx, row)
}

/** Refuses links that lead back to the policy itself over others (422). */
export async function refuseCircle(tx: Tx, row: Pick<VersionRow, 'id' | 'policy_id'>): Promise<void> {
  const circle = await findCircle(tx, row.id, row.policy_id)
  if (circle.length === 0) return
  const over = circle.filter((title) => title !== '').map((title) => `《${title}》`)
  const message = `这样会绕成一圈：本政策经 ${over.join('、')} 又指回它自己，请去掉其中一个关系`
  throw invalid([{ field: 'links', code: 'circle', message }])
}

/** The rule that checks who is entitled to a service; null without a service. */
export const ruleFor = (service: string | null): string | null =>
  policyDoors.find((door) => door.service === service)?.rule ?? null
