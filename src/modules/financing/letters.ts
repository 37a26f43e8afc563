import type { Static } from 'typebox'
import { defineLetters, type LetterKind, type LetterSubject, paragraph } from '../../kernel/letters/definition.ts'
import type { LetterBlock } from '../../kernel/letters/schema.ts'
import { formatDay } from '../../shared/dates.ts'
import { type Fen, formatCapitals, formatYuan } from '../../shared/money.ts'
import { loanFlow } from './flow.ts'
import type { Gaps, LoanDraft, Recommendation, Refusal } from './schema.ts'
import { readForm } from './service/loan-form.ts'

type Subject = LetterSubject<LoanDraft>

const amountOf = (fen: Fen): string => `${formatYuan(fen)}（${formatCapitals(fen)}）`

/** 您于2026年11月20日提交的创业担保贷款申请 */
const application = ({ submittedOn, service }: Subject): string =>
  `您${submittedOn ? `于${formatDay(submittedOn)}` : ''}提交的${service}申请`

const applicantFacts = ({ applicant, caseNumber, identity, facts }: Subject) => [
  { term: '办件编号', value: caseNumber },
  { term: '申请人', value: identity ? `${applicant}（${identity}）` : applicant },
  ...(facts.businessName ? [{ term: '经营主体', value: facts.businessName }] : []),
]

const requestFacts = ({ facts }: Subject) => [
  ...(facts.requestedAmount ? [{ term: '申请金额', value: amountOf(facts.requestedAmount) }] : []),
  ...(facts.requestedMonths ? [{ term: '申请期限', value: `${facts.requestedMonths} 个月` }] : []),
]

const acceptance: LetterKind<LoanDraft> = {
  series: '创贷受',
  decision: false,
  compose: (subject) => [
    paragraph(`${application(subject)}，经审查，申请材料齐全、符合要求，现予受理。`),
    {
      block: 'facts',
      items: [
        ...applicantFacts(subject),
        ...requestFacts(subject),
        { term: '受理日期', value: formatDay(subject.issuedOn) },
        ...(subject.dueOn
          ? [{ term: '审核时限', value: `${subject.limitDays} 个工作日，至${formatDay(subject.dueOn)}` }]
          : []),
      ],
    },
    paragraph('审核机构将在时限内完成资格审核，并把结果书面告知您。'),
    paragraph(`您可以凭办件编号在启创公共创业服务平台查询进度，也可以致电 ${subject.office.phone} 查询。`),
  ],
}

const gapsTable = ({ detail }: Subject): LetterBlock => ({
  block: 'table',
  head: ['序号', '补正事项', '怎么补'],
  widths: [8, 26, 66],
  rows: (detail as Static<typeof Gaps>).gaps.map(({ item, says }, index) => [String(index + 1), item, says]),
})

const supplement: LetterKind<LoanDraft> = {
  series: '创贷补',
  decision: false,
  compose: (subject) => [
    paragraph(`${application(subject)}（${subject.caseNumber}），经审查，还有以下内容需要补正，现一次性全部告知您：`),
    gapsTable(subject),
    paragraph(
      subject.dueOn
        ? `请在${formatDay(subject.dueOn)}前补齐，在启创公共创业服务平台的办件页面交回，或者送到${subject.office.name}。`
        : `请补齐后在启创公共创业服务平台的办件页面交回，或者送到${subject.office.name}。`,
    ),
    paragraph('补正所用的时间不计入办理时限。补齐交回后，窗口接着办理，您不用重新申请。'),
    paragraph('到期不能补齐的，请提前与我们联系。'),
  ],
}

const refusalFacts = (subject: Subject): LetterBlock => {
  const { reason, article, wayOut } = subject.detail as Static<typeof Refusal>
  return {
    block: 'facts',
    items: [
      ...applicantFacts(subject),
      ...requestFacts(subject),
      { term: '理由', value: reason },
      { term: '依据', value: article },
      { term: '您可以怎么办', value: wayOut },
    ],
  }
}

const nonAcceptance: LetterKind<LoanDraft> = {
  series: '创贷不受',
  decision: true,
  compose: (subject) => [
    paragraph(`${application(subject)}，经审查，不符合受理条件，现决定不予受理。`),
    refusalFacts(subject),
  ],
}

const refusal: LetterKind<LoanDraft> = {
  series: '创贷驳',
  decision: true,
  compose: (subject) => [
    paragraph(`${application(subject)}，经资格审核，不符合推荐条件，现决定不予推荐。`),
    refusalFacts(subject),
  ],
}

const reviewResult: LetterKind<LoanDraft> = {
  series: '创贷审',
  decision: true,
  compose: (subject) => {
    const { amount, months, opinion } = subject.detail as Static<typeof Recommendation>
    return [
      paragraph(`${application(subject)}，经资格审核，符合创业担保贷款申请条件，现推荐给担保机构。`),
      {
        block: 'facts',
        items: [
          ...applicantFacts(subject),
          ...requestFacts(subject),
          { term: '推荐金额', value: amountOf(amount) },
          { term: '推荐期限', value: `${months} 个月` },
          { term: '审核意见', value: opinion },
        ],
      },
      paragraph('接下来由担保机构进行尽职调查，并按您登记的电话与您联系。请准备好申请材料的原件。'),
      paragraph('本通知不是贷款合同。最终的额度、期限和利率，以担保机构、经办银行的决定和签订的合同为准。'),
    ]
  },
}

const withdrawal: LetterKind<LoanDraft> = {
  series: '创贷撤',
  decision: false,
  compose: (subject) => [
    paragraph(`${application(subject)}，已按您的意愿于${formatDay(subject.issuedOn)}撤回，本次办理终止。`),
    { block: 'facts', items: [...applicantFacts(subject), ...requestFacts(subject)] },
    paragraph('撤回不影响您以后重新申请。重新申请时，填写过的内容会自动带出，不用再填一遍。'),
  ],
}

/** The letters (文书) of the guaranteed loan. */
export const loanLetters = defineLetters<LoanDraft>(loanFlow, {
  read: (ctx, tx, step) => readForm(ctx, tx, { id: step.case.id, party_id: step.case.partyId }),
  kinds: {
    acceptanceNotice: acceptance,
    supplementNotice: supplement,
    nonAcceptanceDecision: nonAcceptance,
    refusalDecision: refusal,
    reviewResultNotice: reviewResult,
    withdrawalConfirmation: withdrawal,
  },
})
