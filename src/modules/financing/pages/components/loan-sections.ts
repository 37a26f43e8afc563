import type { FieldSchema, FieldSchemas } from '../../../../kernel/forms/field-schema.ts'
import type { FieldWords } from '../../../../web/forms/schema-field.tsx'
import { type ApplicantKind, type LoanDraft, loanForms } from '../../schema.ts'

type LoanField = Exclude<keyof LoanDraft, 'truthful'>

interface LoanFieldWords extends FieldWords {
  /** What the field is called in lists, where that is not its title. */
  term?: string
}

/** One page of the application: a few questions that belong together. */
export interface LoanSection {
  /** Whose form it is a page of. */
  kind: ApplicantKind
  id: string
  title: string
  /** What the page is about, and what is good to have at hand. */
  lead: string
  fields: Readonly<Partial<Record<LoanField, LoanFieldWords>>>
}

/** What every kind is asked of the loan itself. */
const purpose = {
  hint: '写清钱花在哪里、用什么来还，10 到 500 个字。例如：买烘焙设备 12 万元，付半年房租 3 万元，用每月的营业收入还款。',
}
const requestedAmount = { hint: '写 300000、300,000 或 30 万 都可以。' }
const requestedMonths = { hint: '按月算，两年就写 24。' }
const enterpriseCredit = {
  label: '企业的信用记录',
  term: '信用记录',
  truth: ['没有不良信用记录', '有不良信用记录'],
} as const
const noArrears = {
  label: '工资和社会保险费',
  term: '工资和社会保险费',
  truth: ['没有拖欠', '有拖欠'],
} as const
const businessAddress = { hint: '实际经营的地方，写到门牌号。', autoComplete: 'street-address' }

const partnershipSections: readonly Omit<LoanSection, 'kind'>[] = [
  {
    id: 'partners',
    title: '合伙人',
    lead: '照合伙协议，把每位合伙人填全；出资比例加起来是 100%。额度按符合条件的合伙人合计。',
    fields: { partners: {}, businessAddress },
  },
  {
    id: 'need',
    title: '贷款需求',
    lead: '想贷多少、贷多久、用在哪里。',
    fields: { purpose, jobs: { hint: '除合伙人外，招用了几个人；没有就填 0。' }, requestedAmount, requestedMonths },
  },
  {
    id: 'credit',
    title: '信用和用工',
    lead: '银行放款前会核对这些内容，照实填写最有利。',
    fields: {
      earlierLoans: { hint: '以这家合伙企业的名义获得过的；没有填 0。' },
      noArrears,
      cleanCredit: enterpriseCredit,
    },
  },
]

const enterpriseSections: readonly Omit<LoanSection, 'kind'>[] = [
  {
    id: 'staff',
    title: '规模和用工',
    lead: '用来判断企业规模和新招用人员的比例。手边有工资表、社保明细和财务报表的，照着填最快。',
    fields: {
      businessAddress,
      staff: { hint: '现在在册、缴了社会保险的人数。' },
      newHires: { hint: '近 12 个月新招用的，属于失业人员、高校毕业生、退役军人等重点群体的人数。' },
      longContracts: {
        label: '和新招用人员签的劳动合同',
        term: '劳动合同期限',
        truth: ['都签了 1 年以上', '有的不满 1 年'],
      },
      revenue: { hint: '上一年度的，写 3000000 或 300 万 都可以。' },
      assets: { hint: '上一年末资产负债表上的资产总额。' },
    },
  },
  {
    id: 'need',
    title: '贷款需求',
    lead: '想贷多少、贷多久、用在哪里。',
    fields: { purpose, requestedAmount, requestedMonths },
  },
  {
    id: 'credit',
    title: '信用和工资',
    lead: '银行放款前会核对这些内容，照实填写最有利。',
    fields: {
      earlierLoans: { hint: '以这家企业的名义获得过的；没有填 0。' },
      noArrears,
      cleanCredit: enterpriseCredit,
    },
  },
]

const personSections: readonly Omit<LoanSection, 'kind'>[] = [
  {
    id: 'applicant',
    title: '申请人和经营主体',
    lead: '您是哪一类申请人，做的是什么生意。手边有营业执照的，照着填最快。',
    fields: {
      group: { hint: '符合几类的，选最容易拿到证明的一类就可以。' },
      businessKind: {},
      businessName: {
        label: '经营主体名称',
        term: '经营主体名称',
        hint: '照营业执照上的名称填写；还没有登记的，填打算用的名称。',
        autoComplete: 'organization',
      },
      businessRegisteredOn: { hint: '营业执照或平台注册信息上的日期。还没有办理登记的，不用填。' },
      businessAddress,
    },
  },
  {
    id: 'need',
    title: '贷款需求',
    lead: '想贷多少、贷多久、用在哪里。',
    fields: {
      purpose,
      jobs: { hint: '除您以外带动了几个人就业，有的地方按它提高额度；没有可以不填。' },
      requestedAmount,
      requestedMonths,
    },
  },
  {
    id: 'credit',
    title: '信用与债务',
    lead: '银行放款前会核对这些内容，照实填写对您最有利。',
    fields: {
      earlierLoans: { hint: '在任何地方获得过的都算，没有获得过填 0。' },
      ownDebts: {
        label: '您本人还有哪些没有还清的贷款？',
        hint: '这次要申请的不算。有几种选几种；都没有的，选最后的“没有”。',
      },
      spouseDebts: {
        label: '您的配偶还有哪些没有还清的贷款？',
        hint: '有几种选几种；没有贷款或没有配偶的，选最后的“没有”。',
      },
      cleanCredit: {
        label: '您本人的信用记录',
        term: '信用记录',
        hint: '不清楚的，可以先到人民银行网点或在网上查询自己的信用报告。',
        truth: ['没有不良信用记录', '有不良信用记录'],
      },
    },
  },
]

const sections = { person: personSections, partnership: partnershipSections, enterprise: enterpriseSections }

/** The application of a kind of applicant in pages; the words stand beside the schema's own, the schema alone checks the answers. */
export const sectionsOf = (kind: ApplicantKind): readonly LoanSection[] =>
  sections[kind].map((section) => ({ ...section, kind }))

export const findSection = (kind: ApplicantKind, id: string | undefined): LoanSection | undefined =>
  sectionsOf(kind).find((section) => section.id === id)

/** The section that comes after one; after the last of them the papers, after those the check. */
export const nextPart = ({ kind, id }: LoanSection): string => {
  const all = sectionsOf(kind)
  return all[all.findIndex((section) => section.id === id) + 1]?.id ?? 'papers'
}

export const fieldsOf = (section: LoanSection): LoanField[] => Object.keys(section.fields) as LoanField[]

const schemaOf = (kind: ApplicantKind, field: string): FieldSchema =>
  (loanForms[kind].properties as unknown as FieldSchemas)[field] ?? {}

/** The schemas of a section's fields, in the section's order. */
export const schemasOf = (section: LoanSection): FieldSchemas =>
  Object.fromEntries(fieldsOf(section).map((field) => [field, schemaOf(section.kind, field)]))

/** What a field is called in lists and in links to it. */
export const labelOf = (section: LoanSection, field: LoanField): string =>
  section.fields[field]?.term ?? schemaOf(section.kind, field).title ?? field

/** Whether the other answers make a field beside the point. */
export const isBesidePoint = (schema: FieldSchema, form: LoanDraft): boolean => {
  const unless = schema['x-unless']
  return unless !== undefined && form[unless.field as keyof LoanDraft] === unless.is
}
