import { type Static, Type } from 'typebox'
import { ChartLayout, caseViewProperties } from '../../kernel/cases/schema.ts'
import { Nullable } from '../../kernel/operations/schemas.ts'
import { identityKinds } from '../../kernel/parties/identity-kinds.ts'
import { JudgementView, RuleOutlineView } from '../../kernel/rules/schema.ts'

/** The ten groups that the loan is for (财金〔2023〕75号), and those outside them. */
export const applicantGroups = [
  { value: 'unemployed', zh: '城镇登记失业人员' },
  { value: 'hardship', zh: '就业困难人员（含残疾人）' },
  { value: 'veteran', zh: '退役军人' },
  { value: 'released', zh: '刑满释放人员' },
  { value: 'graduate', zh: '高校毕业生（含大学生村官、留学回国）' },
  { value: 'capacityWorker', zh: '化解过剩产能职工' },
  { value: 'returnee', zh: '返乡创业农民工' },
  { value: 'onlineMerchant', zh: '网络商户' },
  { value: 'liftedFromPoverty', zh: '脱贫人口' },
  { value: 'ruralFounder', zh: '农村自主创业农民' },
  { value: 'none', zh: '以上都不是' },
] as const

export const businessKinds = [
  { value: 'soleTrader', zh: '个体工商户' },
  { value: 'company', zh: '有限责任公司' },
  { value: 'soleProprietorship', zh: '个人独资企业' },
  { value: 'cooperative', zh: '农民专业合作社' },
  { value: 'online', zh: '网络平台实名注册' },
  { value: 'notYet', zh: '还没有办理登记' },
] as const

/** Loans that may still be open beside this one; none of them is an empty list. */
export const debtKinds = [
  { value: 'studentLoan', zh: '国家助学贷款' },
  { value: 'reliefMicroLoan', zh: '脱贫人口小额信贷' },
  { value: 'homeLoan', zh: '住房贷款' },
  { value: 'carLoan', zh: '购车贷款' },
  { value: 'smallConsumerLoan', zh: '5 万元以下的小额消费贷款（含信用卡）' },
  { value: 'businessLoan', zh: '经营贷款' },
  { value: 'other', zh: '其他贷款' },
] as const

/** A choice among labelled values; pages draw it, the API document lists it. */
const choice = <const T extends readonly { value: string; zh: string }[]>(options: T, title: string) =>
  Type.Unsafe<T[number]['value']>({ enum: options.map((option) => option.value), title, 'x-options': options })

/** Any number of labelled values; an empty list says that there are none. */
const choices = <const T extends readonly { value: string; zh: string }[]>(options: T, title: string) =>
  Type.Array(choice(options, title), { title, uniqueItems: true, maxItems: options.length, 'x-options': options })

/**
 * The application form (创业担保贷款申请表, an individual's). Everything may be missing while it is a draft; what is missing is
 * listed at once on sending. Money in fen, time in months, dates in Asia/Shanghai.
 */
export const LoanForm = Type.Object(
  {
    group: choice(applicantGroups, '申请人类别'),
    businessKind: choice(businessKinds, '经营主体类型'),
    businessName: Type.String({ title: '经营主体名称（未登记的填拟用名称）', minLength: 2, maxLength: 60 }),
    businessRegisteredOn: Type.Optional(
      Type.String({
        title: '登记日期',
        pattern: '^\\d{4}-\\d{2}-\\d{2}$',
        'x-pattern': '请按「2026-01-31」这样填写',
        'x-kind': 'date',
        'x-unless': { field: 'businessKind', is: 'notYet' },
      }),
    ),
    businessAddress: Type.String({ title: '经营地址', minLength: 4, maxLength: 120 }),
    purpose: Type.String({ title: '贷款用途', minLength: 10, maxLength: 500, 'x-kind': 'paragraph' }),
    requestedAmount: Type.Integer({ title: '申请金额', minimum: 1_000_000, maximum: 100_000_000, 'x-kind': 'fen' }),
    requestedMonths: Type.Integer({ title: '申请期限', minimum: 3, maximum: 60, 'x-unit': '个月' }),
    earlierLoans: Type.Integer({ title: '已获得创业担保贷款次数', minimum: 0, maximum: 20, 'x-unit': '次' }),
    ownDebts: choices(debtKinds, '本人其他未结清贷款'),
    spouseDebts: choices(debtKinds, '配偶其他未结清贷款'),
    cleanCredit: Type.Boolean({ title: '本人没有不良信用记录' }),
    truthful: Type.Literal(true, { title: '我承诺以上内容真实，并同意核查信用和登记信息' }),
  },
  { additionalProperties: false, title: '创业担保贷款申请表' },
)
export type LoanForm = Static<typeof LoanForm>

/** The same while it is being filled in: anything may be missing. */
export const LoanDraft = Type.Partial(LoanForm, { additionalProperties: false })
export type LoanDraft = Static<typeof LoanDraft>

/** 一次性告知: everything that is missing, told once. */
export const Gaps = Type.Object(
  {
    gaps: Type.Array(
      Type.Object(
        {
          item: Type.String({ title: '补正事项', minLength: 1, maxLength: 60 }),
          says: Type.String({ title: '怎么补', minLength: 4, maxLength: 300 }),
        },
        { additionalProperties: false },
      ),
      { title: '补正清单', minItems: 1, maxItems: 20 },
    ),
  },
  { additionalProperties: false },
)

/** A refusal: no article, no refusal; and it says the way out. */
export const Refusal = Type.Object(
  {
    reason: Type.String({ title: '驳回理由', minLength: 10, maxLength: 500 }),
    article: Type.String({ title: '依据条款', minLength: 6, maxLength: 200 }),
    wayOut: Type.String({ title: '申请人可以怎么办', minLength: 6, maxLength: 300 }),
  },
  { additionalProperties: false },
)

/** What is recommended to the guarantor: amount in fen, term in months. */
export const Recommendation = Type.Object(
  {
    amount: Type.Integer({ title: '推荐金额', minimum: 1_000_000, 'x-kind': 'fen' }),
    months: Type.Integer({ title: '推荐期限', minimum: 3, maximum: 60, 'x-unit': '个月' }),
    opinion: Type.String({ title: '审核意见', minLength: 4, maxLength: 500 }),
  },
  { additionalProperties: false },
)

/** Which papers an applicant hands in; `when` says for whom. */
export const loanPapers = [
  { kind: 'identity', zh: '身份证件', required: 'always', why: '核对申请人身份' },
  { kind: 'group', zh: '类别证明（如毕业证、退役证、失业登记）', required: 'always', why: '证明申请人类别' },
  { kind: 'licence', zh: '营业执照或网络平台实名注册截图', required: 'registered', why: '证明已合法登记经营' },
  { kind: 'place', zh: '经营场所证明（租赁合同或产权证）', required: 'registered', why: '证明有固定经营场所' },
  { kind: 'plan', zh: '创业计划或经营情况说明', required: 'always', why: '说明贷款用途和还款来源' },
  { kind: 'other', zh: '其他补充材料', required: 'never', why: '窗口告知需要时再交' },
] as const

/** The papers that this form calls for: the list follows the case (材料清单). */
export const requiredPapers = (form: LoanDraft) =>
  loanPapers.filter(
    (paper) => paper.required === 'always' || (paper.required === 'registered' && form.businessKind !== 'notYet'),
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
  name: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  identity: Nullable(Type.String()),
  identityKind: Nullable(Type.Enum([...identityKinds])),
  birthDate: Nullable(Type.String()),
  verification: Type.Enum(['none', 'declared', 'verified']),
  version: Type.Integer(),
})

/** Everything the pages of one loan show. */
export const LoanView = Type.Object({
  ...caseViewProperties,
  form: LoanDraft,
  applicant: ApplicantView,
  papers: Type.Array(PaperView),
  gaps: Type.Array(Type.Object({ field: Type.String(), code: Type.String(), message: Type.String() })),
  asked: Type.Array(Type.Object({ item: Type.String(), says: Type.String() })),
  refusal: Nullable(Refusal),
  recommendation: Nullable(Recommendation),
  judgement: Nullable(JudgementView),
})

/** The guide of the service (办事指南); limits in working days. */
export const Guide = Type.Object({
  service: Type.String(),
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
