import type { Actor } from '../../kernel/access/actor.ts'
import type { Tx } from '../../kernel/db/connect.ts'
import type { DemonstrationCity } from '../../kernel/module.ts'
import { addDays, dateIn } from '../../shared/dates.ts'
import { newId } from '../../shared/ids.ts'
import { demonstrationPolicies } from './demonstration/index.ts'
import type { PolicySection, PolicySeed } from './demonstration/policy-seed.ts'
import { collectedSeeds, editedSeed, reviewedSeed, type WorkSeed, workCard } from './demonstration/work.ts'
import type { PolicyContent, PolicyReceipt, WorkView } from './schema/desk.ts'
import type { PolicyBlock } from './schema.ts'
import { indexMoved } from './service/index-policy.ts'
import { findLinkable, insertPolicy, insertVersion, saveLinks } from './store/versions.ts'

/** Whose editors keep what the country and the province issued: the demonstration's city. */
const CITY = '420500000000'

const blocksOf = ({ heading, paragraphs }: PolicySection): PolicyBlock[] => [
  { kind: 'heading', text: heading },
  ...paragraphs.map((text): PolicyBlock => ({ kind: 'paragraph', text })),
]

const contentOf = (seed: PolicySeed): PolicyContent => ({
  title: seed.title,
  level: seed.level,
  division: seed.division,
  issuer: seed.issuer,
  number: seed.number,
  topic: seed.topic,
  issuedOn: seed.issuedOn,
  effectiveOn: seed.effectiveOn,
  expiresOn: seed.expiresOn,
  sourceAddress: '',
  sourceSays: seed.invented ? '为演示编写' : `${seed.issuer}公开文件的摘要`,
  card: seed.card,
  body: seed.body.flatMap(blocksOf),
  links: [],
  service: seed.service,
  changeNote: '',
})

/** Enters one policy with its first version, published on the day it was issued; its version's id, or null when it is there. */
async function seedPolicy(tx: Tx, seed: PolicySeed, now: Date): Promise<string | null> {
  const there = await tx.selectFrom('policy').select('id').where('slug', '=', seed.slug).executeTakeFirst()
  if (there) return null
  const [policyId, id] = [newId(now), newId(now)]
  const at = new Date(`${seed.issuedOn}T01:00:00Z`)
  const keeper = seed.level === 'national' || seed.level === 'province' ? CITY : seed.division
  await insertPolicy(tx, { id: policyId, slug: seed.slug, keeper, at })
  await insertVersion(tx, {
    id,
    policyId,
    edition: 1,
    state: 'published',
    content: contentOf(seed),
    rule: seed.rule,
    invented: seed.invented,
    sourceText: '',
    collectedBy: null,
    performed: {},
    at,
    publishedAt: at,
  })
  return id
}

/** Enters the demonstration policies and makes them searchable; those that are there already stay as they are. */
export async function seedInformation(tx: Tx, now: Date): Promise<void> {
  const entered = new Map<string, string>()
  for (const seed of demonstrationPolicies) {
    const versionId = await seedPolicy(tx, seed, now)
    if (versionId !== null) entered.set(seed.slug, versionId)
  }
  for (const { slug, replaces } of demonstrationPolicies) {
    const versionId = entered.get(slug)
    if (versionId === undefined || replaces === null) continue
    const targetId = (await findLinkable(tx, [replaces])).get(replaces)
    if (targetId === undefined) throw new Error(`${slug} replaces ${replaces}, which there is not`)
    await saveLinks(tx, versionId, [{ kind: 'replaces', targetId }])
  }
  await indexMoved(tx, dateIn(now))
}

const DAY = 24 * 60 * 60 * 1000

/** One editor's calls on one policy, each on the version that the one before gave. */
function workOn({ call }: DemonstrationCity, at: Date) {
  const step = async (actor: Actor, receipt: PolicyReceipt, verb: string, input: object = {}) => {
    const { slug, edition, version } = receipt
    return call<PolicyReceipt>(at, actor, `policyWork.${verb}`, { slug, edition, version, ...input })
  }
  const contentNow = async (actor: Actor, slug: string) =>
    (await call<WorkView>(at, actor, 'policyWork.get', { slug })).content
  const collect = (actor: Actor, { title, number, sourceSays, text }: WorkSeed) =>
    call<PolicyReceipt>(at, actor, 'policyWork.collect', { title, number, sourceSays, text, anyway: true })
  return { step, contentNow, collect }
}

/** A policy that was changed since: readers see its two versions and what lies between them. */
async function seedRevision(city: DemonstrationCity, one: Actor, two: Actor, at: Date): Promise<void> {
  const { step, contentNow } = workOn(city, at)
  const slug = 'yichang-guaranteed-loan-2024'
  const begun = await city.call<PolicyReceipt>(at, one, 'policyWork.revise', { slug })
  const content = await contentNow(one, slug)
  const body: PolicyBlock[] = [
    ...content.body,
    { kind: 'heading', text: '附：各环节办理时限' },
    {
      kind: 'table',
      rows: [
        ['环节', '时限'],
        ['窗口受理', '3 个工作日'],
        ['资格审核', '7 个工作日'],
      ],
    },
  ]
  const changed = { ...content, body, changeNote: '补充各环节办理时限，其他内容不变。' }
  const saved = await step(one, begun, 'save', { content: changed })
  await step(two, await step(one, saved, 'submit'), 'publish')
}

/** What lies on the editors' desk: collected, being edited, waiting for review, waiting for its day. */
async function seedDesk(city: DemonstrationCity, one: Actor, two: Actor): Promise<void> {
  const now = city.platform.now()
  const at = new Date(now.getTime() - 2 * DAY)
  const today = dateIn(at)
  const { step, contentNow, collect } = workOn(city, at)
  for (const seed of collectedSeeds) await collect(one, seed)
  const facts = {
    issuer: '宜昌市人力资源和社会保障局（演示）',
    level: 'city',
    division: CITY,
    topic: 'subsidy',
    issuedOn: addDays(today, -6),
    effectiveOn: addDays(today, 20),
  }
  const edited = await collect(two, editedSeed)
  const ordered = { ...(await contentNow(two, edited.slug)), ...facts }
  await step(two, await step(two, edited, 'save', { content: ordered }), 'organise')
  for (const [index, publishOn] of [null, addDays(dateIn(now), 5)].entries()) {
    const title = index === 0 ? reviewedSeed.title : '西陵区创业服务进社区活动安排（演示）'
    const number = index === 0 ? reviewedSeed.number : '演示西文〔2026〕13号'
    const begun = await collect(one, { ...reviewedSeed, title, number })
    const place = { ...facts, level: 'county', division: '420502000000', topic: index === 0 ? 'graduate' : 'activity' }
    const issuer = '西陵区人力资源和社会保障局（演示）'
    const content = { ...(await contentNow(one, begun.slug)), ...place, issuer, card: workCard }
    const saved = await step(one, begun, 'save', { content })
    const sent = await step(one, await step(one, saved, 'organise'), 'submit')
    if (publishOn) await step(two, sent, 'schedule', { publishOn })
  }
}

/** The demonstration's policies and its editors' desk. */
export async function seedDemonstrationPolicies(city: DemonstrationCity): Promise<void> {
  const { platform, staff } = city
  await platform.db.transaction().execute((tx) => seedInformation(tx, platform.now()))
  const { editor1, editor2 } = staff
  if (!editor1 || !editor2) throw new Error('The demonstration has no editors')
  await seedRevision(city, editor1, editor2, new Date(platform.now().getTime() - 30 * DAY))
  await seedDesk(city, editor1, editor2)
}
