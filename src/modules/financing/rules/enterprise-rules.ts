import { NATION, type Parameter } from '../../../kernel/rules/parameters.ts'
import { type Condition, defineRule } from '../../../kernel/rules/rule.ts'
import { financingFacts } from './enterprise-facts.ts'
import { article, assumed, inForce, national, place } from './loan-rule.ts'

type Key = keyof typeof financingFacts & string

const earlierLoans: Condition<Key> = {
  id: 'earlierLoans',
  says: '连同这一次，企业累计获得创业担保贷款不超过 {loan.timesLimit}',
  article: article('贷款次数', 'probable'),
  howTo: '次数已经用完，可以到服务窗口了解其他融资产品。',
  holds: { fact: 'loan.earlierCount', op: 'lt', parameter: 'loan.timesLimit' },
}

const noArrears: Condition<Key> = {
  id: 'noArrears',
  says: '没有拖欠职工工资和社会保险费',
  article: article('小微企业贷款对象', 'confirmed'),
  howTo: '先把拖欠的工资和社会保险费补齐，凭支付和缴费凭证再来申请。',
  holds: { fact: 'enterprise.noArrears', op: 'is', value: true },
}

const credit: Condition<Key> = {
  id: 'credit',
  says: '企业没有不良信用记录',
  article: article('小微企业贷款对象', 'confirmed'),
  howTo: '先了结失信事项并完成信用修复；对记录有异议的，可以向作出认定的部门申请更正。',
  holds: { fact: 'enterprise.cleanCredit', op: 'is', value: true },
}

/** What an enterprise must be and do, whatever the amount: the same in every division. */
export const enterpriseConditions: readonly Condition<Key>[] = [
  {
    id: 'legalForm',
    says: '是依法登记的公司、合作社或其他企业；合伙企业按合伙创业办理',
    article: article('小微企业贷款对象', 'probable'),
    howTo: '合伙企业请按“合伙创业”申请；个人独资企业请以本人名义申请。',
    holds: { fact: 'enterprise.legalForm', op: 'in', value: ['company', 'cooperative', 'otherForm'] },
  },
  {
    id: 'size',
    says: '按行业、人数、营业收入和资产划分，属于{loan.enterpriseSizes}',
    article: article('小微企业贷款对象', 'confirmed'),
    howTo: '大中型企业不在范围内，可以了解稳岗扩岗贷款等其他办法；划型有误的，请核对行业、人数和财务数据。',
    holds: { fact: 'enterprise.size', op: 'in', parameter: 'loan.enterpriseSizes' },
  },
  {
    id: 'hires',
    says: '近一年新招用的符合条件人员，达到在职职工的 {loan.hireShare}；职工超过 {loan.manyStaff}的，达到 {loan.hireShareOfMany}',
    article: article('小微企业新招用人数', 'confirmed'),
    howTo: '再招用几位重点群体人员，达到比例以后就可以申请；就业服务窗口可以帮助招聘。',
    holds: {
      any: [
        {
          all: [
            { fact: 'enterprise.staff', op: 'lte', parameter: 'loan.manyStaff' },
            { fact: 'enterprise.hireShare', op: 'gte', parameter: 'loan.hireShare' },
          ],
        },
        {
          all: [
            { fact: 'enterprise.staff', op: 'gt', parameter: 'loan.manyStaff' },
            { fact: 'enterprise.hireShare', op: 'gte', parameter: 'loan.hireShareOfMany' },
          ],
        },
      ],
    },
  },
  {
    id: 'longContracts',
    says: '和新招用人员签了 1 年以上劳动合同',
    article: article('小微企业新招用人数', 'probable'),
    howTo: '请和新招用人员补签 1 年以上的劳动合同，再来申请。',
    holds: { fact: 'enterprise.longContracts', op: 'is', value: true },
  },
  noArrears,
  credit,
  earlierLoans,
]

/** The term that an enterprise may ask for. */
export const enterpriseMonths: Condition<Key> = {
  id: 'months',
  says: '申请期限不超过 {loan.enterpriseTermMonths}',
  article: article('贷款期限', 'probable'),
  howTo: '把申请期限改到 {loan.enterpriseTermMonths}以内。',
  holds: { fact: 'loan.requestedMonths', op: 'lte', parameter: 'loan.enterpriseTermMonths' },
}

/** Whether a small or micro enterprise (小微企业) may have the loan, in the national frame. */
export const enterpriseRule = defineRule(financingFacts, {
  code: 'loan.enterprise',
  title: '小微企业创业担保贷款申请条件',
  division: NATION,
  version: 1,
  ...inForce,
  condition: {
    all: [
      ...enterpriseConditions,
      {
        id: 'amount',
        says: '申请金额不超过 {loan.enterpriseCap}',
        article: article('贷款额度', 'confirmed'),
        howTo: '把申请金额改到 {loan.enterpriseCap}以内。',
        holds: { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.enterpriseCap' },
      },
      enterpriseMonths,
    ],
  },
  limits: { amount: { parameter: 'loan.enterpriseCap' }, months: { parameter: 'loan.enterpriseTermMonths' } },
})

/** Whether a partnership (合伙创业) may have the loan: its partners stand for the amount. */
export const partnershipRule = defineRule(financingFacts, {
  code: 'loan.partnership',
  title: '合伙创业担保贷款申请条件',
  division: NATION,
  version: 1,
  ...inForce,
  condition: {
    all: [
      {
        id: 'legalForm',
        says: '是依法登记的合伙企业',
        article: article('合伙创业', 'probable'),
        howTo: '还没有登记合伙企业的，先办理登记；是公司的，请按“小微企业”申请。',
        holds: { fact: 'enterprise.legalForm', op: 'in', value: ['partnership'] },
      },
      {
        id: 'partners',
        says: '至少有 {loan.partnersMin}合伙人本身符合个人创业担保贷款的条件',
        article: article('合伙创业', 'probable'),
        howTo: '不够人数的，符合条件的合伙人可以个人名义申请；合伙人先还清逾期、办好失业登记等，也可能符合条件。',
        holds: { fact: 'partners.eligibleCount', op: 'gte', parameter: 'loan.partnersMin' },
      },
      noArrears,
      credit,
      earlierLoans,
      {
        id: 'shareOfCaps',
        says: '申请金额不超过符合条件的合伙人个人额度合计的 {loan.partnershipShare}',
        article: article('合伙创业贷款额度', 'probable'),
        howTo: '把申请金额改到合伙人个人额度合计的 {loan.partnershipShare}以内。',
        holds: { fact: 'loan.shareOfCaps', op: 'lte', parameter: 'loan.partnershipShare' },
      },
      {
        id: 'amount',
        says: '申请金额不超过小微企业的最高额度 {loan.enterpriseCap}',
        article: article('合伙创业贷款额度', 'probable'),
        howTo: '把申请金额改到 {loan.enterpriseCap}以内。',
        holds: { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.enterpriseCap' },
      },
      {
        id: 'months',
        says: '申请期限不超过 {loan.personTermMonths}',
        article: article('贷款期限', 'probable'),
        howTo: '把申请期限改到 {loan.personTermMonths}以内。',
        holds: { fact: 'loan.requestedMonths', op: 'lte', parameter: 'loan.personTermMonths' },
      },
    ],
  },
  limits: {
    amount: {
      parameter: 'loan.enterpriseCap',
      shareOf: { says: '合伙人个人额度合计', fact: 'partners.capSum', parameter: 'loan.partnershipShare' },
    },
    months: { parameter: 'loan.personTermMonths' },
  },
})

/** The figures of both in the national frame, each as sure as its sources are. */
export const enterpriseParameters: readonly Parameter[] = [
  {
    ...national,
    key: 'loan.enterpriseCap',
    value: 400_000_000,
    unit: 'fen',
    certainty: 'confirmed',
    note: '小微企业贷款最高额度',
  },
  {
    ...national,
    key: 'loan.enterpriseTermMonths',
    value: 24,
    unit: 'months',
    certainty: 'probable',
    note: '小微企业贷款最长期限',
  },
  {
    ...national,
    key: 'loan.hireShare',
    value: 1_000,
    unit: 'basisPoints',
    certainty: 'confirmed',
    note: '新招用人员占在职职工的比例',
  },
  {
    ...national,
    key: 'loan.hireShareOfMany',
    value: 500,
    unit: 'basisPoints',
    certainty: 'confirmed',
    note: '职工超过 100 人的企业，新招用人员占在职职工的比例',
  },
  {
    ...national,
    key: 'loan.manyStaff',
    value: 100,
    unit: 'people',
    certainty: 'confirmed',
    note: '职工超过这个人数，招用比例减半',
  },
  {
    ...place,
    key: 'loan.partnershipShare',
    value: 11_000,
    unit: 'basisPoints',
    certainty: 'probable',
    note: '合伙创业额度占合伙人个人额度合计的比例',
  },
  {
    ...assumed,
    key: 'loan.partnersMin',
    value: 2,
    unit: 'people',
    certainty: 'uncertain',
    note: '合伙创业至少要几位符合条件的合伙人',
  },
  {
    ...national,
    key: 'loan.enterpriseSizes',
    value: ['small', 'micro'],
    unit: 'none',
    certainty: 'confirmed',
    note: '可以申请的企业规模',
  },
]
