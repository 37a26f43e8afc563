import { NATION, type Parameter } from '../../../kernel/rules/parameters.ts'
import { type Article, defineRule } from '../../../kernel/rules/rule.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { financingFacts } from './enterprise-facts.ts'
import { assumed } from './loan-rule.ts'

const taxNotice = (article: string): Article => ({
  document: '关于进一步支持重点群体创业就业有关税收政策的公告',
  number: '财政部 税务总局 人力资源社会保障部 农业农村部公告2023年第15号',
  article,
  certainty: 'probable',
})

const subsidyNotice: Article = {
  document: '关于做好当前和今后一段时期就业创业工作的意见',
  number: '国发〔2017〕28号',
  article: '关于一次性创业补贴的规定（条款序号以原文为准）',
  certainty: 'uncertain',
}

/** Tax relief for key groups who run a business of their own (重点群体创业税收扣减), as far as the loan's own facts can tell. */
export const taxReliefRule = defineRule(financingFacts, {
  code: 'tax.keyGroups',
  title: '重点群体创业税收扣减',
  division: NATION,
  version: 1,
  validFrom: '2023-01-01' as CalendarDate,
  validTo: '2028-01-01' as CalendarDate,
  condition: {
    all: [
      {
        id: 'group',
        says: '是登记失业半年以上人员、毕业年度内高校毕业生，或脱贫人口',
        article: taxNotice('第一条'),
        howTo: '没有工作的，可以先办理失业登记，满半年后享受。',
        holds: {
          fact: 'applicant.group',
          op: 'in',
          value: ['unemployed', 'hardship', 'graduate', 'liftedFromPoverty'],
        },
      },
      {
        id: 'kind',
        says: '从事个体经营',
        article: taxNotice('第一条'),
        howTo: '登记为个体工商户的，才能按这一条扣减；企业招用重点群体的另有扣减办法。',
        holds: { fact: 'business.kind', op: 'in', value: ['soleTrader'] },
      },
    ],
  },
})

/** The one-off start-up subsidy (一次性创业补贴), in the frame that places usually set. */
export const startUpSubsidyRule = defineRule(financingFacts, {
  code: 'subsidy.startUp',
  title: '一次性创业补贴',
  division: NATION,
  version: 1,
  validFrom: '2023-01-01' as CalendarDate,
  validTo: null,
  condition: {
    all: [
      {
        id: 'group',
        says: '属于高校毕业生、就业困难人员、返乡创业农民工等支持对象',
        article: subsidyNotice,
        howTo: '各地对象不同，请先向当地窗口问清楚。',
        holds: {
          fact: 'applicant.group',
          op: 'in',
          value: ['unemployed', 'hardship', 'veteran', 'graduate', 'returnee', 'liftedFromPoverty', 'ruralFounder'],
        },
      },
      {
        id: 'running',
        says: '登记后正常经营满 {subsidy.startUpMonths}',
        article: subsidyNotice,
        howTo: '还不满的，满了再申请。',
        holds: { fact: 'business.registeredOn', op: 'monthsPassed', parameter: 'subsidy.startUpMonths' },
      },
    ],
  },
})

/** The figures of both. */
export const otherParameters: readonly Parameter[] = [
  {
    ...assumed,
    key: 'subsidy.startUpMonths',
    value: 12,
    unit: 'months',
    certainty: 'uncertain',
    note: '一次性创业补贴要求的经营时间',
  },
]
