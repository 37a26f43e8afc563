import { type Static, Type } from 'typebox'
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

export const policyStandings = ['current', 'future', 'expired', 'replaced'] as const
export type PolicyStanding = (typeof policyStandings)[number]

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const DateText = Type.String({ description: 'Calendar date in Asia/Shanghai, YYYY-MM-DD' })
const slugPattern = '^[a-z][a-z0-9-]{0,99}$'

/** Options of a filter: values with their labels. */
const filter = <const T extends readonly string[]>(group: Parameters<typeof labelOf>[0], values: T, title: string) =>
  Type.Optional(
    Type.Enum([...values] as T[number][], {
      title,
      'x-options': values.map((value) => ({ value, zh: labelOf(group, value) })),
    }),
  )

/** Which policies a list shows; without any, all of them. */
export const PolicyFilter = Type.Object(
  {
    topic: filter('policyTopic', policyTopics, '主题'),
    level: filter('policyLevel', policyLevels, '层级'),
    standing: filter('policyStanding', policyStandings, '效力'),
    division: Type.Optional(
      Type.String({
        title: '地区',
        description: 'Policies that hold there: its own and those of every division above it',
        pattern: '^(\\d{6}|\\d{12})$',
        'x-pattern': '请从列表里选择',
      }),
    ),
    after: Type.Optional(
      Type.String({ title: '翻页位置', description: 'Slug of the last policy seen', pattern: slugPattern }),
    ),
  },
  { additionalProperties: false },
)
export type PolicyFilter = Static<typeof PolicyFilter>

export const PolicyAddress = Type.Object(
  { slug: Type.String({ title: '政策', pattern: slugPattern }) },
  { additionalProperties: false },
)

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

/** The policy in plain words (政策卡片). */
export const PolicyCard = Type.Object({
  who: Type.String(),
  howMuch: Type.String(),
  bring: Type.Array(Type.String()),
  howLong: Type.String(),
  where: Type.String(),
})
export type PolicyCard = Static<typeof PolicyCard>

/** One headed part of the text. */
export const PolicySection = Type.Object({ heading: Type.String(), paragraphs: Type.Array(Type.String()) })
export type PolicySection = Static<typeof PolicySection>

const PolicyLink = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  number: Type.String(),
  effectiveOn: DateText,
})

/** Everything the page of one policy shows. */
export const PolicyView = Type.Object({
  ...itemProperties,
  card: PolicyCard,
  body: Type.Array(PolicySection),
  replaces: Nullable(PolicyLink),
  replacedBy: Nullable(PolicyLink),
  service: Nullable(Type.String({ description: 'The service that can be applied for' })),
  rule: Nullable(Type.String({ description: 'The rule that checks whether a reader is entitled' })),
})
export type PolicyView = Static<typeof PolicyView>
