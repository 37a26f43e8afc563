import { defineFacts } from '../../../kernel/rules/facts.ts'
import { type Certainty, NATION, type Parameter } from '../../../kernel/rules/parameters.ts'
import { type Article, defineRule } from '../../../kernel/rules/rule.ts'
import type { CalendarDate } from '../../../shared/dates.ts'
import { applicantGroups, businessKinds, debtKinds } from '../schema.ts'

/** What the loan asks of people (创业担保贷款, an individual's). None of them identifies anyone. */
export const loanFacts = defineFacts({
  'applicant.group': {
    zh: '申请人类别',
    type: 'choice',
    question: '您属于下面哪一类人员？符合几类的，选一类就可以。',
    options: applicantGroups,
  },
  'applicant.birthDate': { zh: '出生日期', type: 'date', question: '您的出生日期是哪一天？' },
  'business.registered': {
    zh: '已办理经营主体登记',
    type: 'boolean',
    question: '您的经营主体已经办理登记（或在网络平台实名注册）了吗？',
  },
  'business.registeredOn': { zh: '登记日期', type: 'date', question: '营业执照上的登记日期是哪一天？' },
  'business.kind': {
    zh: '经营主体类型',
    type: 'choice',
    question: '您的经营主体是哪一种？',
    options: businessKinds,
  },
  'business.division': { zh: '经营所在地', type: 'text', question: '您在哪个县（市、区）经营？' },
  'loan.earlierCount': {
    zh: '已获得创业担保贷款',
    type: 'number',
    unit: 'times',
    question: '您以前获得过几次创业担保贷款？没有获得过填 0。',
  },
  'loan.otherDebts': {
    zh: '本人其他未结清贷款',
    type: 'choices',
    question: '除了这次要申请的，您本人还有哪些没有还清的贷款？',
    options: debtKinds,
    none: '没有',
    monthsValid: 3,
  },
  'spouse.otherDebts': {
    zh: '配偶其他未结清贷款',
    type: 'choices',
    question: '您的配偶还有哪些没有还清的贷款？没有配偶的选“没有”。',
    options: debtKinds,
    none: '没有（或没有配偶）',
    monthsValid: 3,
  },
  'loan.requestedAmount': { zh: '申请金额', type: 'fen', question: '您想贷多少钱？' },
  'loan.requestedMonths': { zh: '申请期限', type: 'number', unit: 'months', question: '您想贷多长时间（月）？' },
  'credit.clean': {
    zh: '本人没有不良信用记录',
    type: 'boolean',
    question: '您本人的信用报告没有逾期等不良记录吗？不清楚的，可以先到人民银行网点或网上查询。',
    monthsValid: 3,
  },
})

/** Where the national frame stands. */
const measures = { document: '关于修订发布《普惠金融发展专项资金管理办法》的通知', number: '财金〔2023〕75号' }

/** The originals were not at hand: the part of the measures is named, the number of the article is left to the original. */
export const article = (part: string, certainty: Certainty): Article => ({
  ...measures,
  article: `创业担保贷款部分关于${part}的规定（条款序号以原文为准）`,
  certainty,
})

/** How long the national frame holds. */
export const inForce = { validFrom: '2023-10-01' as CalendarDate, validTo: '2028-10-01' as CalendarDate }

/** Whether an individual may have a guaranteed start-up loan, in the national frame; divisions set the figures. */
export const loanRule = defineRule(loanFacts, {
  code: 'loan.person',
  title: '个人创业担保贷款申请条件',
  division: NATION,
  version: 1,
  ...inForce,
  condition: {
    all: [
      {
        id: 'group',
        says: '属于十类重点支持对象之一，不限户籍',
        article: article('支持对象', 'confirmed'),
        howTo: '没有工作的，可以先办理失业登记，登记后属于“城镇登记失业人员”；其他情况请到服务窗口了解别的融资办法。',
        holds: {
          fact: 'applicant.group',
          op: 'in',
          value: applicantGroups.map((group) => group.value).filter((value) => value !== 'none'),
        },
      },
      {
        id: 'age',
        says: '年满 {loan.ageMin}，没有超过 {loan.ageMax}',
        article: article('申请人条件', 'uncertain'),
        howTo: '年龄条件各地不同，差得不多的请先向当地窗口核实；不到 {loan.ageMin}的，满了再来申请。',
        holds: {
          all: [
            { fact: 'applicant.birthDate', op: 'yearsPassed', parameter: 'loan.ageMin' },
            { fact: 'applicant.birthDate', op: 'withinYears', parameter: 'loan.ageMax' },
          ],
        },
      },
      {
        id: 'registered',
        says: '已办理经营主体登记，或在网络平台实名注册',
        article: article('创业经营', 'probable'),
        howTo: '先办理经营主体登记（个体工商户通常当天可办），拿到营业执照后就可以申请。',
        holds: { fact: 'business.registered', op: 'is', value: true },
      },
      {
        id: 'businessKind',
        says: '经营主体是：{loan.businessKinds}',
        article: article('个人贷款对象', 'uncertain'),
        howTo: '公司可以了解“小微企业创业担保贷款”，条件和额度不同，请先到服务窗口咨询。',
        holds: { fact: 'business.kind', op: 'in', parameter: 'loan.businessKinds' },
      },
      {
        id: 'earlierLoans',
        says: '连同这一次，累计获得创业担保贷款不超过 {loan.timesLimit}',
        article: article('贷款次数', 'probable'),
        howTo: '次数已经用完，可以到服务窗口了解其他融资产品。',
        holds: { fact: 'loan.earlierCount', op: 'lt', parameter: 'loan.timesLimit' },
      },
      {
        id: 'ownDebts',
        says: '本人没有其他未结清贷款，{loan.allowedDebts}除外',
        article: article('其他贷款', 'uncertain'),
        howTo: '先还清不在允许范围内的贷款，还清后凭结清证明申请。',
        holds: { fact: 'loan.otherDebts', op: 'onlyAmong', parameter: 'loan.allowedDebts' },
      },
      {
        id: 'spouseDebts',
        says: '配偶没有其他未结清贷款，{loan.allowedDebts}除外',
        article: article('其他贷款', 'uncertain'),
        howTo: '请配偶先还清不在允许范围内的贷款，还清后凭结清证明申请。',
        holds: { fact: 'spouse.otherDebts', op: 'onlyAmong', parameter: 'loan.allowedDebts' },
      },
      {
        id: 'credit',
        says: '本人没有不良信用记录',
        article: article('信用要求', 'uncertain'),
        howTo: '先还清逾期款项；对记录有异议的，可以向人民银行征信中心或出借机构申请更正。',
        holds: { fact: 'credit.clean', op: 'is', value: true },
      },
      {
        id: 'amount',
        says: '申请金额不超过 {loan.personCap}',
        article: article('贷款额度', 'confirmed'),
        howTo: '把申请金额改到 {loan.personCap}以内。',
        holds: { fact: 'loan.requestedAmount', op: 'lte', parameter: 'loan.personCap' },
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
  limits: { amount: { parameter: 'loan.personCap' }, months: { parameter: 'loan.personTermMonths' } },
})

const copies = '公开转载文本，2026年11月22日整理'
export const national = { division: NATION, ...inForce, source: `${measures.number}（${copies}）` }
export const place = { ...national, validTo: null, source: `各地做法不一（${copies}）` }
export const assumed = { ...national, validTo: null, source: '通行做法，未找到可核对的原文' }

/** The figures of the loan and of its steps in the national frame, each as sure as its sources are. */
export const loanParameters: readonly Parameter[] = [
  {
    ...national,
    key: 'loan.personCap',
    value: 30_000_000,
    unit: 'fen',
    certainty: 'confirmed',
    note: '个人贷款最高额度',
  },
  {
    ...national,
    key: 'loan.personTermMonths',
    value: 36,
    unit: 'months',
    certainty: 'probable',
    note: '个人贷款最长期限',
  },
  { ...national, key: 'loan.timesLimit', value: 3, unit: 'times', certainty: 'probable', note: '累计贷款次数上限' },
  {
    ...national,
    key: 'loan.subsidyShareBasisPoints',
    value: 5_000,
    unit: 'basisPoints',
    certainty: 'confirmed',
    note: '财政贴息占实际利率的比例',
  },
  {
    ...place,
    key: 'loan.rateCapBasisPoints',
    value: 150,
    unit: 'basisPoints',
    certainty: 'uncertain',
    note: '利率上限在 LPR 之上加多少；各地各年有 0.5%、1.5%、2.5% 等不同说法',
  },
  {
    ...assumed,
    key: 'loan.lprBasisPoints',
    value: 300,
    unit: 'basisPoints',
    certainty: 'uncertain',
    note: '估算用的一年期 LPR，以最新公布为准',
  },
  {
    ...assumed,
    key: 'loan.counterGuaranteeFreeUpTo',
    value: 10_000_000,
    unit: 'fen',
    certainty: 'uncertain',
    note: '免反担保的额度',
  },
  { ...assumed, key: 'loan.ageMin', value: 18, unit: 'age', certainty: 'uncertain', note: '最低年龄' },
  {
    ...assumed,
    key: 'loan.ageMax',
    value: 60,
    unit: 'age',
    certainty: 'uncertain',
    note: '最高年龄；一般为法定劳动年龄以内，随退休年龄调整',
  },
  {
    ...assumed,
    key: 'loan.businessKinds',
    value: ['soleTrader', 'soleProprietorship', 'cooperative', 'online'],
    unit: 'none',
    certainty: 'uncertain',
    note: '可以申请个人贷款的经营主体',
  },
  {
    ...place,
    key: 'loan.allowedDebts',
    value: ['studentLoan', 'reliefMicroLoan', 'homeLoan', 'carLoan', 'smallConsumerLoan'],
    unit: 'none',
    certainty: 'uncertain',
    note: '申请时可以有的其他贷款',
  },
  {
    ...place,
    key: 'limit.acceptance',
    value: 2,
    unit: 'workingDays',
    certainty: 'probable',
    note: '受理时限；与审核合计 7 个工作日',
  },
  {
    ...place,
    key: 'limit.review',
    value: 5,
    unit: 'workingDays',
    certainty: 'probable',
    note: '审核时限；与受理合计 7 个工作日',
  },
  { ...place, key: 'limit.reply', value: 5, unit: 'workingDays', certainty: 'probable', note: '驳回并说明理由的时限' },
  {
    ...assumed,
    key: 'limit.supplement',
    value: 15,
    unit: 'workingDays',
    certainty: 'uncertain',
    note: '申请人补正期限',
  },
]
