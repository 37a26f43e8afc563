import { defineTerms } from '../../kernel/glossary/define-terms.ts'

/** The words of information (信息发布). */
export const informationTerms = defineTerms({
  policy: {
    zh: '政策法规',
    meaning: 'A policy or regulation on starting a business, published with its level, dates and topic',
    source: '公共创业服务功能手册 第一章',
  },
  policyCard: { zh: '政策卡片', meaning: 'A policy in plain words: who, how much, what to bring, how long, where' },
  issuer: { zh: '发文机关', meaning: 'The body that issued a policy' },
  documentNumber: { zh: '文号', meaning: 'The number of the document, such as 财金〔2023〕75号' },
  policyTopic: { zh: '主题', meaning: 'What a policy is mainly about' },
  policyLevel: { zh: '层级', meaning: 'How high the body that issued a policy stands' },
  policyStanding: { zh: '效力', meaning: 'Whether a policy is in force on a day' },
  'policyLevel.national': { zh: '国家', meaning: 'Issued for the whole country' },
  'policyLevel.province': { zh: '省级', meaning: 'Issued by a province' },
  'policyLevel.city': { zh: '市级', meaning: 'Issued by a city' },
  'policyLevel.county': { zh: '区县级', meaning: 'Issued by a county or district' },
  'policyTopic.loan': { zh: '创业贷款', meaning: 'Loans to start a business, their guarantee and interest subsidy' },
  'policyTopic.training': { zh: '创业培训', meaning: 'Training in starting a business' },
  'policyTopic.subsidy': { zh: '创业补贴', meaning: 'Money paid once or for a time' },
  'policyTopic.incubation': { zh: '创业孵化', meaning: 'Incubation bases and places in them' },
  'policyTopic.tax': { zh: '税费减免', meaning: 'Relief from taxes and charges' },
  'policyTopic.insurance': { zh: '社会保险', meaning: 'Social insurance of founders and their staff' },
  'policyTopic.guidance': { zh: '创业指导', meaning: 'Mentors, experts and consultation' },
  'policyTopic.activity': { zh: '创业活动', meaning: 'Contests and other activities' },
  'policyTopic.returnee': { zh: '返乡创业', meaning: 'People who come home to start a business' },
  'policyTopic.graduate': { zh: '高校毕业生', meaning: 'University graduates' },
  'policyTopic.veteran': { zh: '退役军人', meaning: 'People who have left the forces' },
  'policyTopic.stability': { zh: '稳岗扩岗', meaning: 'Keeping and adding jobs' },
  'policyTopic.general': { zh: '综合', meaning: 'Several topics at once' },
  'policyStanding.current': { zh: '现行有效', meaning: 'In force today' },
  'policyStanding.future': { zh: '尚未施行', meaning: 'Issued, its first day still to come' },
  'policyStanding.expired': { zh: '已到期', meaning: 'Its last day has passed' },
  'policyStanding.replaced': { zh: '已被替代', meaning: 'Another policy that replaces it is in force' },
})

type Word = keyof typeof informationTerms

/** The label of a level, topic or standing: labelOf('policyLevel', 'city') is 市级. */
export const labelOf = (group: 'policyLevel' | 'policyTopic' | 'policyStanding', value: string): string =>
  informationTerms[`${group}.${value}` as Word]?.zh ?? value
