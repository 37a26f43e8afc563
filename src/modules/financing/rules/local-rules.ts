import { NATION, type Parameter } from '../../../kernel/rules/parameters.ts'
import { type Article, type Condition, defineRule, type Rule } from '../../../kernel/rules/rule.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { financingFacts } from './enterprise-facts.ts'
import { enterpriseConditions, enterpriseMonths } from './enterprise-rules.ts'
import { loanRule } from './loan-rule.ts'

type Key = keyof typeof financingFacts & string

/** 宜都市 and 点军区: invented provisions after what two real cities have done. */
const yidu = '420581000000'
const dianjun = '420504000000'

const inForce = { validFrom: '2026-01-01' as CalendarDate, validTo: '2028-10-01' as CalendarDate }

const yiduArticle = (number: string): Article => ({
  document: '宜都市创业担保贷款提额办法（试行）',
  number: '演示都文〔2025〕21号',
  article: number,
  certainty: 'confirmed',
})
const dianjunArticle = (number: string): Article => ({
  document: '点军区支持创业担保贷款若干措施',
  number: '演示点文〔2025〕16号',
  article: number,
  certainty: 'confirmed',
})

/** An individual's conditions as in the national frame, with an amount of the division's own. */
const personWith = (amount: Condition<Key>): Condition<Key>[] => {
  const { condition } = loanRule as unknown as { condition: { all: Condition<Key>[] } }
  return condition.all.map((one) => (one.id === 'amount' ? amount : one))
}

const overNation = (article: Article): NonNullable<Rule['overrides']> => ({ division: NATION, version: 1, article })
const personMonths = { parameter: 'loan.personTermMonths' }

const yiduPerson = defineRule(financingFacts, {
  code: 'loan.person',
  title: '宜都市个人创业担保贷款申请条件',
  division: yidu,
  version: 1,
  ...inForce,
  overrides: overNation(yiduArticle('第二条')),
  condition: {
    all: personWith({
      id: 'amount',
      says: '申请金额不超过 {loan.personCap}；带动就业 {loan.jobsForMore}以上的，不超过 {loan.personCapWithJobs}',
      article: yiduArticle('第二条'),
      howTo: '把申请金额改到 {loan.personCap}以内，或者带动 {loan.jobsForMore}以上就业。',
      holds: {
        any: [
          { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.personCap' },
          {
            all: [
              { fact: 'loan.jobs', op: 'gte', parameter: 'loan.jobsForMore' },
              { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.personCapWithJobs' },
            ],
          },
        ],
      },
    }),
  },
  limits: {
    amount: {
      parameter: 'loan.personCap',
      alternatives: [
        {
          says: '带动就业 5 人以上的',
          when: { fact: 'loan.jobs', op: 'gte', parameter: 'loan.jobsForMore' },
          parameter: 'loan.personCapWithJobs',
        },
      ],
    },
    months: personMonths,
  },
})

const yiduEnterprise = defineRule(financingFacts, {
  code: 'loan.enterprise',
  title: '宜都市小微企业创业担保贷款申请条件',
  division: yidu,
  version: 1,
  ...inForce,
  overrides: overNation(yiduArticle('第三条')),
  condition: {
    all: [
      ...enterpriseConditions,
      {
        id: 'amount',
        says: '申请金额不超过 {loan.enterpriseCap}；新招用 {loan.jobsForMore}以上的，不超过 {loan.enterpriseCapWithJobs}',
        article: yiduArticle('第三条'),
        howTo: '把申请金额改到 {loan.enterpriseCap}以内，或者新招用到 {loan.jobsForMore}以上。',
        holds: {
          any: [
            { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.enterpriseCap' },
            {
              all: [
                { fact: 'enterprise.newHires', op: 'gte', parameter: 'loan.jobsForMore' },
                { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.enterpriseCapWithJobs' },
              ],
            },
          ],
        },
      },
      enterpriseMonths,
    ],
  },
  limits: {
    amount: {
      parameter: 'loan.enterpriseCap',
      alternatives: [
        {
          says: '新招用 5 人以上的',
          when: { fact: 'enterprise.newHires', op: 'gte', parameter: 'loan.jobsForMore' },
          parameter: 'loan.enterpriseCapWithJobs',
        },
      ],
    },
    months: { parameter: 'loan.enterpriseTermMonths' },
  },
})

const dianjunPerson = defineRule(financingFacts, {
  code: 'loan.person',
  title: '点军区个人创业担保贷款申请条件',
  division: dianjun,
  version: 1,
  ...inForce,
  overrides: overNation(dianjunArticle('第二条')),
  condition: {
    all: personWith({
      id: 'amount',
      says: '申请金额不超过 {loan.personCap}；高校毕业生不超过 {loan.graduateCap}',
      article: dianjunArticle('第二条'),
      howTo: '把申请金额改到 {loan.personCap}以内；是高校毕业生的，改到 {loan.graduateCap}以内。',
      holds: {
        any: [
          { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.personCap' },
          {
            all: [
              { fact: 'applicant.group', op: 'in', value: ['graduate'] },
              { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.graduateCap' },
            ],
          },
        ],
      },
    }),
  },
  limits: {
    amount: {
      parameter: 'loan.personCap',
      alternatives: [
        {
          says: '高校毕业生',
          when: { fact: 'applicant.group', op: 'in', value: ['graduate'] },
          parameter: 'loan.graduateCap',
        },
      ],
    },
    months: personMonths,
  },
})

const dianjunEnterprise = defineRule(financingFacts, {
  code: 'loan.enterprise',
  title: '点军区小微企业创业担保贷款申请条件',
  division: dianjun,
  version: 1,
  ...inForce,
  overrides: overNation(dianjunArticle('第三条')),
  condition: {
    all: [
      ...enterpriseConditions,
      {
        id: 'amount',
        says: '申请金额不超过 {loan.enterpriseCap}',
        article: dianjunArticle('第三条'),
        howTo: '把申请金额改到 {loan.enterpriseCap}以内。',
        holds: { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.enterpriseCap' },
      },
      enterpriseMonths,
    ],
  },
  limits: { amount: { parameter: 'loan.enterpriseCap' }, months: { parameter: 'loan.enterpriseTermMonths' } },
})

/** The demonstration's local overlays: other caps than the national frame's, by provisions of their own. */
export const localRules: readonly Rule[] = [yiduPerson, yiduEnterprise, dianjunPerson, dianjunEnterprise]

const ofYidu = { division: yidu, ...inForce, certainty: 'confirmed', source: '演示都文〔2025〕21号（虚构）' } as const
const ofDianjun = {
  division: dianjun,
  ...inForce,
  certainty: 'confirmed',
  source: '演示点文〔2025〕16号（虚构）',
} as const

/** The figures of the overlays. */
export const localParameters: readonly Parameter[] = [
  { ...ofYidu, key: 'loan.personCapWithJobs', value: 60_000_000, unit: 'fen', note: '带动就业的个人最高额度' },
  { ...ofYidu, key: 'loan.enterpriseCapWithJobs', value: 500_000_000, unit: 'fen', note: '新招用较多的企业最高额度' },
  { ...ofYidu, key: 'loan.jobsForMore', value: 5, unit: 'people', note: '提高额度要带动的就业人数' },
  { ...ofDianjun, key: 'loan.graduateCap', value: 40_000_000, unit: 'fen', note: '高校毕业生个人最高额度' },
  { ...ofDianjun, key: 'loan.enterpriseCap', value: 600_000_000, unit: 'fen', note: '小微企业贷款最高额度' },
]
