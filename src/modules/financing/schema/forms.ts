import { type Static, type TObject, Type } from 'typebox'

/** Kinds of applicants (申请主体): each has its own form, papers and rule. */
export const applicantKinds = [
  { value: 'person', zh: '个人', says: '个体工商户、个人独资企业、合作社和网络商户，以本人名义申请' },
  { value: 'partnership', zh: '合伙创业', says: '合伙企业，额度按合伙人合计' },
  { value: 'enterprise', zh: '小微企业', says: '公司等企业，看规模和新招用的人' },
] as const
export type ApplicantKind = (typeof applicantKinds)[number]['value']

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
    jobs: Type.Optional(
      Type.Integer({
        title: '带动就业人数（除本人外）',
        minimum: 0,
        maximum: 1_000,
        'x-unit': '人',
        'x-optional': true,
      }),
    ),
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

const { businessAddress, purpose, requestedMonths, earlierLoans, jobs, truthful } = LoanForm.properties
const enterpriseAmount = Type.Integer({
  title: '申请金额',
  minimum: 1_000_000,
  maximum: 1_000_000_000,
  'x-kind': 'fen',
})
const noArrears = Type.Boolean({ title: '没有拖欠职工工资和社会保险费' })

/** One partner; the share is a whole percentage of what all partners have paid in. */
const Partner = Type.Object(
  {
    name: Type.String({ title: '合伙人姓名', minLength: 2, maxLength: 40 }),
    group: choice(applicantGroups, '人员类别'),
    share: Type.Integer({ title: '出资比例', minimum: 1, maximum: 99, 'x-unit': '%' }),
    earlierLoans: Type.Integer({ title: '已获得创业担保贷款次数', minimum: 0, maximum: 20, 'x-unit': '次' }),
    cleanCredit: Type.Boolean({ title: '没有不良信用记录' }),
  },
  { additionalProperties: false },
)
export type Partner = Static<typeof Partner>

/** The application form of a partnership (合伙创业): its partners stand for the amount. */
const PartnershipForm = Type.Object(
  {
    businessAddress,
    partners: Type.Array(Partner, { title: '合伙人', minItems: 2, maxItems: 6, 'x-kind': 'rows' }),
    purpose,
    jobs,
    requestedAmount: enterpriseAmount,
    requestedMonths,
    earlierLoans: Type.Integer({ title: '企业已获得创业担保贷款次数', minimum: 0, maximum: 20, 'x-unit': '次' }),
    noArrears,
    cleanCredit: Type.Boolean({ title: '企业没有不良信用记录' }),
    truthful,
  },
  { additionalProperties: false, title: '合伙创业担保贷款申请表' },
)

/** The application form of a small or micro enterprise (小微企业): its size and whom it has hired. Money in fen. */
const EnterpriseForm = Type.Object(
  {
    businessAddress,
    staff: Type.Integer({ title: '在职职工人数', minimum: 1, maximum: 100_000, 'x-unit': '人' }),
    newHires: Type.Integer({ title: '近一年新招用的符合条件人员', minimum: 0, maximum: 100_000, 'x-unit': '人' }),
    longContracts: Type.Boolean({ title: '新招用人员都签了 1 年以上劳动合同' }),
    revenue: Type.Integer({ title: '上年度营业收入', minimum: 0, maximum: 100_000_000_000_00, 'x-kind': 'fen' }),
    assets: Type.Integer({ title: '上年末资产总额', minimum: 0, maximum: 100_000_000_000_00, 'x-kind': 'fen' }),
    purpose,
    requestedAmount: enterpriseAmount,
    requestedMonths,
    earlierLoans: Type.Integer({ title: '企业已获得创业担保贷款次数', minimum: 0, maximum: 20, 'x-unit': '次' }),
    noArrears,
    cleanCredit: Type.Boolean({ title: '企业没有不良信用记录' }),
    truthful,
  },
  { additionalProperties: false, title: '小微企业创业担保贷款申请表' },
)

/** The form of each kind of applicant. */
export const loanForms: Readonly<Record<ApplicantKind, TObject>> = {
  person: LoanForm,
  partnership: PartnershipForm,
  enterprise: EnterpriseForm,
}

/** What any of the forms may hold while it is being filled in; which of it belongs to the applicant's kind is checked on saving. */
export const LoanDraft = Type.Partial(
  Type.Object({
    ...LoanForm.properties,
    ...PartnershipForm.properties,
    ...EnterpriseForm.properties,
    partners: Type.Array(Type.Partial(Partner), { title: '合伙人', maxItems: 6 }),
    // How much at most differs by the applicant's kind: what is too much of a wish is told together on saving.
    purpose: Type.String({ title: '贷款用途', minLength: 10 }),
    requestedAmount: Type.Integer({ title: '申请金额', minimum: 1_000_000, 'x-kind': 'fen' }),
    requestedMonths: Type.Integer({ title: '申请期限', minimum: 3, 'x-unit': '个月' }),
    earlierLoans,
    cleanCredit: Type.Boolean({ title: '没有不良信用记录' }),
  }),
  { additionalProperties: false },
)
export type LoanDraft = Static<typeof LoanDraft>

/** A paper that an application calls for; `required` says when. */
interface LoanPaper {
  kind: string
  zh: string
  required: 'always' | 'registered' | 'never'
  why: string
}

const place = {
  kind: 'place',
  zh: '经营场所证明（租赁合同或产权证）',
  required: 'always',
  why: '证明有固定经营场所',
} as const
const plan = {
  kind: 'plan',
  zh: '创业计划或经营情况说明',
  required: 'always',
  why: '说明贷款用途和还款来源',
} as const
const licence = { kind: 'licence', zh: '营业执照', required: 'always', why: '证明已合法登记经营' } as const
const other = { kind: 'other', zh: '其他补充材料', required: 'never', why: '窗口告知需要时再交' } as const

/** Which papers each kind of applicant hands in. */
export const loanPapers: Readonly<Record<ApplicantKind, readonly LoanPaper[]>> = {
  person: [
    { kind: 'identity', zh: '身份证件', required: 'always', why: '核对申请人身份' },
    { kind: 'group', zh: '类别证明（如毕业证、退役证、失业登记）', required: 'always', why: '证明申请人类别' },
    { ...licence, zh: '营业执照或网络平台实名注册截图', required: 'registered' },
    { ...place, required: 'registered' },
    plan,
    other,
  ],
  partnership: [
    licence,
    { kind: 'partnershipAgreement', zh: '合伙协议', required: 'always', why: '核对合伙人和出资比例' },
    { kind: 'identity', zh: '全体合伙人身份证件', required: 'always', why: '核对合伙人身份' },
    { kind: 'group', zh: '合伙人类别证明', required: 'always', why: '证明合伙人属于哪一类人员' },
    place,
    plan,
    other,
  ],
  enterprise: [
    licence,
    { kind: 'identity', zh: '法定代表人身份证件', required: 'always', why: '核对法定代表人身份' },
    { kind: 'hires', zh: '新招用人员名册和劳动合同', required: 'always', why: '核对新招用人数和合同期限' },
    { kind: 'staffRoll', zh: '在职职工名册或社保缴费明细', required: 'always', why: '核对在职职工人数' },
    { kind: 'statements', zh: '最近一期财务报表', required: 'always', why: '判断企业规模' },
    place,
    plan,
    other,
  ],
}

/** Every kind of paper that any application takes. */
export const loanPaperKinds = [
  ...new Set(Object.values(loanPapers).flatMap((papers) => papers.map(({ kind }) => kind))),
]

/** The papers that this form calls for: the list follows the case (材料清单). */
export const requiredPapers = (kind: ApplicantKind, form: LoanDraft): LoanPaper[] =>
  loanPapers[kind].filter(
    (paper) => paper.required === 'always' || (paper.required === 'registered' && form.businessKind !== 'notYet'),
  )
