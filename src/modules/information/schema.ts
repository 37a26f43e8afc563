import { type Static, Type } from 'typebox'
import { Nullable } from '../../kernel/operations/schemas.ts'
import { labelOf } from './terms.ts'

export const policyLevels = ['national', 'province', 'city', 'county'] as const
export type PolicyLevel = (typeof policyLevels)[number]

export const policyTopics = [
  'loan',
  'subsidy',
  'training',
  'incubation',
  'tax',
  'insurance',
  'guidance',
  'activity',
  'graduate',
  'returnee',
  'veteran',
  'stability',
  'general',
] as const
export type PolicyTopic = (typeof policyTopics)[number]

export const policyStandings = ['current', 'future', 'expired', 'replaced', 'withdrawn'] as const
export type PolicyStanding = (typeof policyStandings)[number]

export const policyLinkKinds = ['replaces', 'amends', 'implements'] as const

/** The same links, also as they look from the other end. */
const policyRelations = [...policyLinkKinds, 'replacedBy', 'amendedBy', 'implementedBy'] as const
export type PolicyRelation = (typeof policyRelations)[number]

/** Services that a policy can lead to, each with the rule that checks it. */
export const policyDoors = [{ service: 'guaranteedLoan', rule: 'loan.person', zh: '创业担保贷款' }] as const

export const DateText = Type.String({ description: 'Calendar date in Asia/Shanghai, YYYY-MM-DD' })
export const slugPattern = '^[a-z][a-z0-9-]{0,99}$'
const divisionPattern = '^(\\d{6}|\\d{12})$'

const optionsOf = <const T extends readonly string[]>(group: Parameters<typeof labelOf>[0], values: T) =>
  values.map((value) => ({ value, zh: labelOf(group, value) }))

/** One of several values, with their labels for whoever draws the field. */
export const oneOf = <const T extends readonly string[]>(
  group: Parameters<typeof labelOf>[0],
  values: T,
  title: string,
) => Type.Enum([...values] as T[number][], { title, 'x-options': optionsOf(group, values) })

const afterSlug = Type.Optional(
  Type.String({ title: '翻页位置', description: 'Slug of the last policy seen', pattern: slugPattern }),
)

/** Which policies a list shows; without any, all that are published. */
export const PolicyFilter = Type.Object(
  {
    topic: Type.Optional(oneOf('policyTopic', policyTopics, '主题')),
    level: Type.Optional(oneOf('policyLevel', policyLevels, '层级')),
    standing: Type.Optional(oneOf('policyStanding', policyStandings, '效力')),
    division: Type.Optional(
      Type.String({
        title: '地区',
        description: 'Policies that hold there: its own and those of every division above it',
        pattern: divisionPattern,
        'x-pattern': '请从列表里选择',
      }),
    ),
    after: afterSlug,
  },
  { additionalProperties: false },
)
export type PolicyFilter = Static<typeof PolicyFilter>

export const addressProperties = { slug: Type.String({ title: '政策', pattern: slugPattern }) }
export const PolicyAddress = Type.Object(addressProperties, { additionalProperties: false })

export const EditionText = (title: string) =>
  Type.String({ title, pattern: '^[1-9]\\d{0,3}$', 'x-pattern': '请写版次的数字' })

const itemProperties = {
  slug: Type.String(),
  title: Type.String(),
  level: Type.String(),
  levelLabel: Type.String(),
  division: Type.String(),
  divisionName: Type.String(),
  topic: Type.String(),
  topicLabel: Type.String(),
  issuer: Type.String(),
  number: Type.String({ description: 'Number of the document; empty where it is not known' }),
  issuedOn: DateText,
  effectiveOn: DateText,
  expiresOn: Nullable(DateText),
  standing: Type.Enum([...policyStandings], { description: 'Today' }),
  standingLabel: Type.String(),
  invented: Type.Boolean({ description: 'A text for demonstration' }),
}

/** One row of a list. */
export const PolicyItem = Type.Object({ ...itemProperties, who: Type.String({ description: 'From its card' }) })
export type PolicyItem = Static<typeof PolicyItem>

export const PolicyPage = Type.Object({
  items: Type.Array(PolicyItem),
  next: Nullable(Type.String({ description: 'Value of after for the next page' })),
  topics: Type.Array(Type.Object({ topic: Type.String(), label: Type.String(), count: Type.Integer() }), {
    description: 'How many policies each topic has under the other filters; those without any are left out',
  }),
})

const cardText = (title: string) => Type.String({ title, maxLength: 600 })

/** The policy in plain words (政策卡片). */
export const PolicyCard = Type.Object(
  {
    who: cardText('谁能享受'),
    howMuch: cardText('给多少'),
    bring: Type.Array(Type.String({ title: '要带的一样', maxLength: 200 }), { title: '带什么', maxItems: 30 }),
    howLong: cardText('多久办好'),
    where: cardText('去哪办'),
  },
  { additionalProperties: false },
)
export type PolicyCard = Static<typeof PolicyCard>

const blockKinds = ['heading', 'paragraph', 'list', 'numbered', 'table'] as const

/** One block of the text: a heading or paragraph has `text`, a list `items`, a table `rows`, the first of them its head. */
export const PolicyBlock = Type.Object(
  {
    kind: Type.Enum([...blockKinds], { title: '这一段的样式' }),
    text: Type.Optional(Type.String({ title: '文字', maxLength: 5000 })),
    items: Type.Optional(Type.Array(Type.String({ title: '一项', maxLength: 2000 }), { title: '各项', maxItems: 200 })),
    rows: Type.Optional(
      Type.Array(Type.Array(Type.String({ title: '一格', maxLength: 1000 }), { title: '一行', maxItems: 12 }), {
        title: '各行',
        maxItems: 300,
      }),
    ),
  },
  { additionalProperties: false },
)
export type PolicyBlock = Static<typeof PolicyBlock>

export const PolicyNeighbour = Type.Object({
  relation: Type.Enum([...policyRelations]),
  relationLabel: Type.String(),
  slug: Type.String(),
  title: Type.String(),
  number: Type.String(),
  effectiveOn: DateText,
  standing: Type.Enum([...policyStandings]),
  standingLabel: Type.String(),
})
export type PolicyNeighbour = Static<typeof PolicyNeighbour>

/** Everything the page of one policy shows; one that was taken down keeps its page, without text and card. */
export const PolicyView = Type.Object({
  ...itemProperties,
  edition: Type.Integer(),
  editions: Type.Integer({ description: 'How many versions have been published' }),
  publishedAt: Type.String(),
  changeNote: Type.String(),
  withdrawn: Nullable(Type.Object({ at: Type.String(), reason: Type.String() })),
  sourceAddress: Type.String(),
  sourceSays: Type.String(),
  card: Nullable(PolicyCard),
  body: Type.Array(PolicyBlock),
  links: Type.Array(PolicyNeighbour, { description: 'Both ways; only to what has been published' }),
  service: Nullable(Type.String({ description: 'The service that can be applied for' })),
  rule: Nullable(Type.String({ description: 'The rule that checks whether a reader is entitled' })),
})
export type PolicyView = Static<typeof PolicyView>

/** The published versions of a policy, newest first. */
export const PolicyVersions = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  items: Type.Array(
    Type.Object({
      edition: Type.Integer(),
      state: Type.String(),
      stateLabel: Type.String(),
      publishedAt: Type.String(),
      closedAt: Nullable(Type.String()),
      changeNote: Type.String(),
      withdrawnReason: Type.String(),
    }),
  ),
})

export const ComparisonAsked = Type.Object(
  { ...addressProperties, from: EditionText('旧版版次'), to: EditionText('新版版次') },
  { additionalProperties: false },
)

/** How two versions differ, place by place: what stayed, what was added, what was removed, cut at words. */
export const Comparison = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  from: Type.Integer(),
  to: Type.Integer(),
  changes: Type.Array(
    Type.Object({
      place: Type.String({ description: 'Such as 标题 or 正文第 3 段' }),
      parts: Type.Array(Type.Object({ kind: Type.Enum(['same', 'added', 'removed']), text: Type.String() })),
    }),
  ),
  unchanged: Type.Integer({ description: 'How many blocks of the text stayed as they were' }),
})
export type Comparison = Static<typeof Comparison>
