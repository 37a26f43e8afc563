import { type Static, type TObject, type TSchema, Type } from 'typebox'
import { caseViewProperties } from '../../../kernel/cases/schema.ts'
import { InstantText, Nullable } from '../../../kernel/operations/schemas.ts'
import {
  addressProperties,
  DateText,
  EditionText,
  oneOf,
  PolicyBlock,
  PolicyCard,
  PolicyNeighbour,
  policyDoors,
  policyLevels,
  policyLinkKinds,
  policyTopics,
  slugPattern,
} from '../schema.ts'
import { informationTerms } from '../terms.ts'

/* What editors write and see; the readers' side stands in ../schema.ts. */

const day = (title: string) =>
  Nullable(Type.String({ title, pattern: '^\\d{4}-\\d{2}-\\d{2}$', 'x-pattern': '请写成 2026-11-22 的样子' }))
const words = (title: string, maxLength: number) => Type.String({ title, maxLength })

/** All that editors write of a version; a draft may lack anything, what it lacks is told as gaps. */
export const PolicyContent = Type.Object(
  {
    title: words('标题', 200),
    level: Nullable(oneOf('policyLevel', policyLevels, '层级')),
    division: Nullable(Type.String({ title: '适用地区', pattern: '^\\d{12}$', 'x-pattern': '请从列表里选择' })),
    issuer: words('发文机关', 200),
    number: words('文号', 60),
    topic: Nullable(oneOf('policyTopic', policyTopics, '主题')),
    issuedOn: day('发布日期'),
    effectiveOn: day('施行日期'),
    expiresOn: day('有效期至'),
    sourceAddress: words('来源网址', 500),
    sourceSays: words('来源说明', 200),
    card: PolicyCard,
    body: Type.Array(PolicyBlock, { title: '正文', maxItems: 600 }),
    links: Type.Array(
      Type.Object(
        {
          kind: oneOf('policyLink', policyLinkKinds, '关系'),
          slug: Type.String({ title: '政策', pattern: slugPattern }),
        },
        { additionalProperties: false },
      ),
      { title: '与其他政策的关系', maxItems: 50 },
    ),
    service: Nullable(
      Type.Enum(
        policyDoors.map(({ service }) => service),
        {
          title: '可以申请的服务',
          'x-options': policyDoors.map(({ service, zh }) => ({ value: service, zh })),
        },
      ),
    ),
    changeNote: words('修改说明', 300),
  },
  { additionalProperties: false },
)
export type PolicyContent = Static<typeof PolicyContent>

export const ReasonGiven = Type.Object(
  { reason: Type.String({ title: '原因', minLength: 5, maxLength: 500 }) },
  { additionalProperties: false },
)

/** What the review found, each with the place it is about. */
export const Remarks = Type.Object(
  {
    remarks: Type.Array(
      Type.Object(
        {
          place: Type.String({ title: '哪一处', minLength: 1, maxLength: 100 }),
          says: Type.String({ title: '要怎么改', minLength: 2, maxLength: 500 }),
        },
        { additionalProperties: false },
      ),
      { title: '审核意见', minItems: 1, maxItems: 50 },
    ),
  },
  { additionalProperties: false },
)
export type Remarks = Static<typeof Remarks>

export const Schedule = Type.Object(
  {
    publishOn: Type.String({
      title: '发布日期',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      'x-pattern': '请写成 2026-11-22 的样子',
    }),
  },
  { additionalProperties: false },
)

/** Which version an act is on, and as it was seen. */
const seenProperties = {
  ...addressProperties,
  edition: Type.Integer({ title: '版次', minimum: 1, maximum: 10_000 }),
  version: Type.Integer({ title: '您看到的版本', minimum: 1, maximum: 1_000_000 }),
}
export const Seen = Type.Object(seenProperties, { additionalProperties: false })
export type Seen = Static<typeof Seen>

/** The same with what must be given. */
export const seenWith = <T extends Record<string, TSchema>>(given: TObject<T>) =>
  Type.Object({ ...seenProperties, ...given.properties }, { additionalProperties: false })

export const Collecting = Type.Object(
  {
    title: Type.String({ title: '标题', minLength: 4, maxLength: 200 }),
    number: Type.Optional(words('文号', 60)),
    sourceAddress: Type.Optional(words('来源网址', 500)),
    sourceSays: Type.Optional(words('来源说明', 200)),
    text: Type.Optional(Type.String({ title: '原文', maxLength: 100_000 })),
    anyway: Type.Optional(Type.Boolean({ title: '知道已有相似的，仍要收集' })),
  },
  { additionalProperties: false },
)
export type Collecting = Static<typeof Collecting>

/** What every act on a version answers. */
export const PolicyReceipt = Type.Object({
  slug: Type.String(),
  edition: Type.Integer(),
  version: Type.Integer(),
  state: Type.String(),
})
export type PolicyReceipt = Static<typeof PolicyReceipt>

const workStates = ['collected', 'organised', 'inReview', 'scheduled', 'published', 'takenDown', 'discarded'] as const

/** Which policies an editors' desk shows: those that its editors keep. */
export const WorkFilter = Type.Object(
  {
    state: Type.Optional(
      Type.Enum([...workStates], {
        title: '状态',
        'x-options': workStates.map((value) => ({ value, zh: informationTerms[value].zh })),
      }),
    ),
    topic: Type.Optional(oneOf('policyTopic', policyTopics, '主题')),
    q: Type.Optional(Type.String({ title: '标题或文号里的字', maxLength: 60 })),
    after: Type.Optional(Type.String({ title: '翻页位置', maxLength: 100 })),
  },
  { additionalProperties: false },
)
export type WorkFilter = Static<typeof WorkFilter>

export const WorkPage = Type.Object({
  items: Type.Array(
    Type.Object({
      slug: Type.String(),
      edition: Type.Integer(),
      title: Type.String(),
      number: Type.String(),
      topicLabel: Type.String(),
      divisionName: Type.String(),
      state: Type.String(),
      stateLabel: Type.String(),
      author: Type.String({ description: 'Working name of whoever edited last' }),
      changedAt: InstantText,
      publishOn: Nullable(DateText),
      standingLabel: Type.String({ description: 'For published ones, today' }),
      mine: Type.Boolean({ description: 'Waits for a review that the asker may do' }),
    }),
  ),
  next: Nullable(Type.String()),
  counts: Type.Array(Type.Object({ state: Type.String(), label: Type.String(), count: Type.Integer() })),
  tasks: Type.Array(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      kindLabel: Type.String(),
      dueOn: DateText,
      daysLeft: Type.Integer({ description: 'Calendar days; negative when past' }),
    }),
    { description: 'What has to be looked at in time, nearest first' },
  ),
})

const Gap = Type.Object({ field: Type.String(), message: Type.String() })

/** One version at the editors' desk: content, gaps, what may be done, and how it came here. */
export const WorkView = Type.Object({
  id: Type.String(),
  slug: Type.String(),
  edition: Type.Integer(),
  number: Type.String({ description: 'How this version is called, such as policy-2026-1 第 2 版' }),
  serviceLabel: Type.String(),
  version: Type.Integer(),
  state: Type.String(),
  stateLabel: Type.String(),
  round: Type.Integer(),
  channelLabel: Type.String(),
  divisionName: Type.String({ description: 'Whose editors keep it' }),
  overdue: Type.Boolean(),
  sentence: Type.String(),
  editable: Type.Boolean(),
  content: PolicyContent,
  sourceText: Type.String(),
  linked: Type.Array(PolicyNeighbour),
  gaps: Type.Array(Gap),
  remarks: Type.Array(Type.Object({ place: Type.String(), says: Type.String() })),
  people: Type.Object({ collected: Type.String(), author: Type.String(), reviewer: Type.String() }),
  publishOn: Nullable(DateText),
  publishedAt: Nullable(InstantText),
  withdrawnReason: Type.String(),
  publishedEdition: Nullable(Type.Integer({ description: 'The version that readers see now' })),
  openEdition: Nullable(Type.Integer({ description: 'The version that is being worked on' })),
  editions: Type.Array(Type.Object({ edition: Type.Integer(), state: Type.String(), stateLabel: Type.String() })),
  divisions: Type.Array(Type.Object({ value: Type.String(), label: Type.String() }), {
    description: 'Where it may apply: the keeper and below, and all above',
  }),
  chart: caseViewProperties.chart,
  actions: caseViewProperties.actions,
  history: caseViewProperties.history,
})
export type WorkView = Static<typeof WorkView>

export const WorkAddress = Type.Object(
  { ...addressProperties, edition: Type.Optional(EditionText('版次')) },
  { additionalProperties: false },
)

export const AlikeAsked = Type.Object(
  { title: Type.Optional(words('标题', 200)), number: Type.Optional(words('文号', 60)) },
  { additionalProperties: false },
)

/** Policies that are like one that is about to be collected. */
export const AlikePolicies = Type.Object({
  items: Type.Array(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      number: Type.String(),
      stateLabel: Type.String(),
      why: Type.Enum(['number', 'title']),
    }),
  ),
})
export type AlikePolicies = Static<typeof AlikePolicies>
