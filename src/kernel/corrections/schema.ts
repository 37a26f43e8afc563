import { type Static, Type } from 'typebox'
import { caseViewProperties, Gaps, Refusal } from '../cases/schema.ts'
import { Nullable } from '../operations/schemas.ts'

/** The kind of paper that a correction takes. */
export const correctionProof = 'correctionProof'

/** Which of a party's data: `phone`, `fact:business.kind`. */
const TargetName = Type.String({ title: '要更正的项目', minLength: 1, maxLength: 80, pattern: '^[A-Za-z:.]+$' })

/** One of the data to be put right; while it is a draft anything but its name may be missing. */
const CorrectionItem = Type.Object(
  {
    target: TargetName,
    wrong: Type.Optional(Type.String({ title: '错在哪里', maxLength: 300 })),
    right: Type.Optional(
      Type.Record(Type.String({ maxLength: 40 }), Type.Unknown(), {
        title: '正确的内容',
        description: 'By the names of the fields that the item asks for',
      }),
    ),
  },
  { additionalProperties: false },
)

const MOST_ITEMS = 10

/** What is to be put right, as the party tells it. */
export const CorrectionForm = Type.Object(
  { items: Type.Array(CorrectionItem, { title: '要更正的项目', minItems: 1, maxItems: MOST_ITEMS }) },
  { additionalProperties: false },
)
export type CorrectionForm = Static<typeof CorrectionForm>
export type CorrectionItem = CorrectionForm['items'][number]

export const Targets = Type.Array(TargetName, {
  title: '要更正的项目',
  minItems: 1,
  maxItems: MOST_ITEMS,
  uniqueItems: true,
})

/** What whoever decides found when they compared it with the proof. */
export const Finding = Type.Object(
  { finding: Type.String({ title: '核实情况', minLength: 4, maxLength: 300 }) },
  { additionalProperties: false },
)

const Fields = Type.Record(Type.String(), Type.Unknown(), {
  description: 'Fields that the right content is told in, each a schema',
})

/** What of a party's file may be corrected. */
export const Choices = Type.Object({
  items: Type.Array(
    Type.Object({
      target: Type.String(),
      zh: Type.String(),
      now: Nullable(Type.String({ description: 'Partly hidden' })),
      byCase: Type.Boolean({ description: 'Whether a correction is needed; else they change it themselves' }),
      own: Nullable(Type.Object({ href: Type.String(), says: Type.String() })),
    }),
  ),
  open: Nullable(Type.Object({ id: Type.String(), number: Type.String(), state: Type.String() })),
})

const ProofView = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  mediaType: Type.String(),
  size: Type.Integer({ description: 'Bytes' }),
  uploadedAt: Type.String(),
})

/** Everything the pages of one correction show. */
export const CorrectionView = Type.Object({
  ...caseViewProperties,
  party: Type.Object({
    id: Type.String({ description: 'As whom the party is served now' }),
    kind: Type.Enum(['person', 'enterprise']),
    name: Nullable(Type.String()),
    identity: Nullable(Type.String()),
    verification: Type.String(),
  }),
  items: Type.Array(
    Type.Object({
      target: Type.String(),
      zh: Type.String(),
      now: Nullable(Type.String({ description: 'What the file says today; null where it says nothing' })),
      right: Nullable(Type.String({ description: 'What it should say, in words; null while it cannot be read' })),
      wrong: Nullable(Type.String()),
      before: Nullable(Type.String({ description: 'Once corrected: what it said before' })),
      fields: Fields,
      typed: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  papers: Type.Array(
    Type.Object({
      kind: Type.String(),
      zh: Type.String(),
      why: Type.String(),
      required: Type.Boolean(),
      files: Type.Array(ProofView),
    }),
  ),
  gaps: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() })),
  asked: Gaps.properties.gaps,
  refusal: Nullable(Refusal),
  finding: Nullable(Type.String()),
})
export type CorrectionView = Static<typeof CorrectionView>
