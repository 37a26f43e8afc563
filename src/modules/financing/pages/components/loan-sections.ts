import type { FieldSchema, FieldSchemas } from '../../../../web/forms/field-schema.ts'
import type { FieldWords } from '../../../../web/forms/schema-field.tsx'
import { type LoanDraft, LoanForm } from '../../schema.ts'

type LoanField = Exclude<keyof LoanForm, 'truthful'>

const schemas = LoanForm.properties as unknown as Record<keyof LoanForm, FieldSchema>

interface LoanFieldWords extends FieldWords {
  /** What the field is called in lists, where that is not its title. */
  term?: string
}

/** One page of the application: a few questions that belong together. */
export interface LoanSection {
  id: string
  title: string
  /** What the page is about, and what is good to have at hand. */
  lead: string
  fields: Readonly<Partial<Record<LoanField, LoanFieldWords>>>
}

/** The application in pages; the words stand beside the schema's own, the answers are checked by the schema alone. */
export const loanSections: readonly LoanSection[] = [
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
      businessAddress: { hint: '实际经营的地方，写到门牌号。', autoComplete: 'street-address' },
    },
  },
  {
    id: 'need',
    title: '贷款需求',
    lead: '想贷多少、贷多久、用在哪里。',
    fields: {
      purpose: {
        hint: '写清钱花在哪里、用什么来还，10 到 500 个字。例如：买烘焙设备 12 万元，付半年房租 3 万元，用每月的营业收入还款。',
      },
      requestedAmount: { hint: '写 300000、300,000 或 30 万 都可以。' },
      requestedMonths: { hint: '按月算，两年就写 24。' },
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

export const findSection = (id: string | undefined): LoanSection | undefined =>
  loanSections.find((section) => section.id === id)

/** The section that comes after one; after the last of them the papers, after those the check. */
export const nextPart = (id: string): string =>
  loanSections[loanSections.findIndex((section) => section.id === id) + 1]?.id ?? 'papers'

export const fieldsOf = (section: LoanSection): LoanField[] => Object.keys(section.fields) as LoanField[]

/** The schemas of a section's fields, in the section's order. */
export const schemasOf = (section: LoanSection): FieldSchemas =>
  Object.fromEntries(fieldsOf(section).map((field) => [field, schemas[field]]))

/** What a field is called in lists and in links to it. */
export const labelOf = (section: LoanSection, field: LoanField): string =>
  section.fields[field]?.term ?? schemas[field].title ?? field

/** Whether the other answers make a field beside the point. */
export const isBesidePoint = (schema: FieldSchema, form: LoanDraft): boolean => {
  const unless = schema['x-unless']
  return unless !== undefined && form[unless.field as keyof LoanDraft] === unless.is
}
