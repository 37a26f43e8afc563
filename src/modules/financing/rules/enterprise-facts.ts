import { enterpriseSizes } from '../../../kernel/parties/enterprise-size.ts'
import { industryChoices } from '../../../kernel/parties/industries.ts'
import { legalForms } from '../../../kernel/parties/legal-forms.ts'
import { defineFacts } from '../../../kernel/rules/facts.ts'
import { loanFacts } from './loan-rule.ts'

/** What the loans ask of enterprises and partnerships, beside what they ask of people. */
export const financingFacts = defineFacts({
  ...loanFacts,
  'loan.jobs': { zh: '带动就业人数', type: 'number', unit: 'people', question: '除您本人外，带动了几个人就业？' },
  'loan.shareOfCaps': {
    zh: '申请金额占合伙人额度合计',
    type: 'number',
    unit: 'basisPoints',
    question: '申请金额占各合伙人个人额度合计的多少？',
  },
  'partners.eligibleCount': {
    zh: '符合个人申请条件的合伙人',
    type: 'number',
    unit: 'people',
    question: '合伙人里，有几位本身符合个人创业担保贷款的条件？',
  },
  'partners.capSum': { zh: '合伙人个人额度合计', type: 'fen', question: '各合伙人的个人额度合计是多少？' },
  'enterprise.legalForm': {
    zh: '企业类型',
    type: 'choice',
    question: '企业是哪一种？',
    options: legalForms,
  },
  'enterprise.industry': {
    zh: '所属行业',
    type: 'choice',
    question: '企业主要做哪一行？',
    options: industryChoices,
  },
  'enterprise.staff': {
    zh: '在职职工人数',
    type: 'number',
    unit: 'people',
    question: '企业现在有多少在职职工？',
    monthsValid: 3,
  },
  'enterprise.revenue': { zh: '上年度营业收入', type: 'fen', question: '上一年度营业收入是多少？', monthsValid: 12 },
  'enterprise.assets': { zh: '上年末资产总额', type: 'fen', question: '上年末资产总额是多少？', monthsValid: 12 },
  'enterprise.size': {
    zh: '企业规模',
    type: 'choice',
    question: '按国家标准，企业是哪一种规模？',
    options: enterpriseSizes,
  },
  'enterprise.newHires': {
    zh: '近一年新招用的符合条件人员',
    type: 'number',
    unit: 'people',
    question: '近一年新招用了几位重点群体人员？',
    monthsValid: 3,
  },
  'enterprise.hireShare': {
    zh: '新招用人员占在职职工',
    type: 'number',
    unit: 'basisPoints',
    question: '新招用人员占在职职工的多少？',
  },
  'enterprise.longContracts': {
    zh: '新招用人员签了 1 年以上劳动合同',
    type: 'boolean',
    question: '新招用的人都签了 1 年以上劳动合同吗？',
  },
  'enterprise.cleanCredit': {
    zh: '企业没有不良信用记录',
    type: 'boolean',
    question: '企业没有严重违法失信记录，贷款也没有逾期吗？',
    monthsValid: 3,
  },
  'enterprise.noArrears': {
    zh: '没有拖欠职工工资和社会保险费',
    type: 'boolean',
    question: '企业没有拖欠职工工资和社会保险费吗？',
    monthsValid: 3,
  },
})
