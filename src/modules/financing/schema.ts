import { Type } from 'typebox'
import { ChartLayout, caseViewProperties, Gaps, Refusal } from '../../kernel/cases/schema.ts'
import { Nullable } from '../../kernel/operations/schemas.ts'
import { identityKinds } from '../../kernel/parties/identity-kinds.ts'
import { JudgementView, RuleOutlineView } from '../../kernel/rules/schema.ts'
import { LoanDraft } from './schema/forms.ts'

export * from './schema/forms.ts'
export { Gaps, Refusal }

const ApplicantKindName = Type.Enum(['person', 'partnership', 'enterprise'])

/** What is recommended to the guarantor: amount in fen, term in months. */
export const Recommendation = Type.Object(
  {
    amount: Type.Integer({ title: '推荐金额', minimum: 1_000_000, 'x-kind': 'fen' }),
    months: Type.Integer({ title: '推荐期限', minimum: 3, maximum: 60, 'x-unit': '个月' }),
    opinion: Type.String({ title: '审核意见', minLength: 4, maxLength: 500 }),
  },
  { additionalProperties: false },
)

const PaperView = Type.Object({
  kind: Type.String(),
  zh: Type.String(),
  why: Type.String(),
  required: Type.Boolean(),
  files: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      mediaType: Type.String(),
      size: Type.Integer({ description: 'Bytes' }),
      uploadedAt: Type.String(),
    }),
  ),
})

const ApplicantView = Type.Object({
  partyId: Type.String(),
  kind: ApplicantKindName,
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identity: Nullable(Type.String()),
  identityKind: Nullable(Type.Enum([...identityKinds])),
  birthDate: Nullable(Type.String()),
  verification: Type.Enum(['none', 'declared', 'verified']),
  version: Type.Integer(),
  enterprise: Nullable(
    Type.Object({
      creditCode: Type.String(),
      legalFormLabel: Type.String(),
      industry: Type.String(),
      industryLabel: Type.String(),
      registeredOn: Type.String(),
      divisionName: Type.String(),
    }),
  ),
})

/** What else fits, or is nearest, where this does not (最接近的其他办法). */
export const AlternativeView = Type.Object({
  code: Type.String(),
  title: Type.String(),
  href: Type.String(),
  standing: Type.Enum(['fits', 'near', 'open']),
  says: Type.String({ description: 'How near it is, in a sentence' }),
  conditions: Type.Array(
    Type.Object({
      says: Type.String(),
      why: Type.String(),
      howTo: Nullable(Type.String()),
      articleText: Type.String(),
    }),
  ),
})

/** Everything the pages of one loan show. */
export const LoanView = Type.Object({
  ...caseViewProperties,
  kind: ApplicantKindName,
  form: LoanDraft,
  applicant: ApplicantView,
  papers: Type.Array(PaperView),
  gaps: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() })),
  asked: Type.Array(Type.Object({ item: Type.String(), says: Type.String() })),
  refusal: Nullable(Refusal),
  alternatives: Type.Array(AlternativeView),
  recommendation: Nullable(Recommendation),
  judgement: Nullable(JudgementView),
})

/** The guide of the service (办事指南); limits in working days. */
export const Guide = Type.Object({
  service: Type.String(),
  kind: ApplicantKindName,
  division: Type.String(),
  divisionName: Nullable(Type.String({ description: 'Null for the nation' })),
  localPlaces: Type.Array(Type.Object({ code: Type.String(), name: Type.String(), local: Type.String() })),
  title: Type.String(),
  rule: RuleOutlineView,
  papers: Type.Array(
    Type.Object({ kind: Type.String(), zh: Type.String(), required: Type.String(), why: Type.String() }),
  ),
  steps: Type.Array(
    Type.Object({
      step: Type.String(),
      doing: Type.String(),
      workdays: Nullable(Type.Integer()),
      certain: Type.Boolean(),
    }),
  ),
  fee: Type.String(),
  offices: Type.Array(
    Type.Object({
      name: Type.String(),
      address: Type.String(),
      hours: Type.String(),
      phone: Type.String(),
      division: Type.String(),
    }),
  ),
  chart: ChartLayout,
})

/** What the eligibility check asks, and the rule in plain words. */
export const Questions = Type.Object({
  title: Type.String(),
  kind: ApplicantKindName,
  rule: RuleOutlineView,
  questions: Type.Array(
    Type.Object({
      key: Type.String(),
      zh: Type.String(),
      question: Type.String(),
      type: Type.Enum(['text', 'date', 'fen', 'boolean', 'number', 'choice', 'choices']),
      options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), zh: Type.String() }))),
      unit: Type.Optional(Type.String()),
      none: Type.Optional(Type.String()),
    }),
  ),
})

/** What the eligibility check answers: the judgement, and what else fits or is nearest where it is not met. */
export const EligibilityView = Type.Object({ ...JudgementView.properties, alternatives: Type.Array(AlternativeView) })
