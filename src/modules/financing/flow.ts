import { type Bar, defineFlow } from '../../kernel/cases/flow.ts'
import { Gaps, Recommendation, Refusal } from './schema.ts'
import { loanTerms } from './terms.ts'

const sameOfficer: Bar = {
  says: '这件是您受理的，按受理与审核分离的要求，请由其他人员作出决定。',
  applies: (standing, viewer) => standing.performed.accept === viewer.accountId,
}

/** 创业担保贷款 from application to recommendation: the handbook's chart up to due diligence, which is the guarantor's. */
export const loanFlow = defineFlow({
  service: 'guaranteedLoan',
  prefix: 'DK',
  version: 1,
  terms: loanTerms,
  initial: 'draft',
  steps: {
    draft: { box: 'apply', by: 'applicant', doing: '您正在填写，尚未提交' },
    submitted: { box: 'accept', by: 'clerk', office: 'window', within: 'limit.acceptance', doing: '窗口正在受理' },
    supplement: {
      box: 'accept',
      by: 'applicant',
      within: 'limit.supplement',
      pausesClock: true,
      doing: '等您补齐材料',
    },
    accepted: { box: 'review', by: 'reviewer', office: 'bureau', within: 'limit.review', doing: '正在审核资格' },
    recommended: { box: 'investigate', end: 'done', doing: '已推荐给担保机构做尽职调查' },
    rejected: { box: 'refuse', end: 'refused', doing: '已驳回，理由见下' },
    withdrawn: { box: 'apply', end: 'withdrawn', doing: '您已撤回申请' },
  },
  actions: {
    submit: {
      from: ['draft'],
      to: 'submitted',
      button: '提交申请',
      notice: { title: '申请已提交', body: '窗口会在时限内答复您，进度随时可查。' },
    },
    askOnce: {
      from: ['submitted'],
      to: 'supplement',
      button: '一次性告知补正',
      input: Gaps,
      notice: { title: '需要您补充材料', body: '要补的内容已一次列全，请在期限内补齐后交回。' },
      letter: 'supplementNotice',
    },
    supply: {
      from: ['supplement'],
      to: 'submitted',
      button: '交回补正',
      notice: { title: '补正已交回', body: '窗口继续受理，用时接着计算。' },
    },
    accept: {
      from: ['submitted'],
      to: 'accepted',
      button: '受理',
      notice: { title: '申请已受理', body: '正在审核资格，请留意进度。' },
      letter: 'acceptanceNotice',
    },
    recommend: {
      from: ['accepted'],
      to: 'recommended',
      button: '审核通过并推荐',
      input: Recommendation,
      unless: { sameOfficer },
      notice: { title: '审核通过，已推荐', body: '您的申请已推荐给担保机构，下一步是尽职调查。' },
      letter: 'reviewResultNotice',
    },
    reject: {
      from: ['submitted', 'accepted'],
      to: 'rejected',
      button: '驳回',
      input: Refusal,
      unless: { sameOfficer },
      notice: { title: '申请被驳回', body: '理由、依据和接下来可以怎么办，都写在办件里。' },
      letter: { submitted: 'nonAcceptanceDecision', accepted: 'refusalDecision' },
    },
    withdraw: {
      from: ['draft', 'submitted', 'supplement', 'accepted'],
      to: 'withdrawn',
      by: 'applicant',
      button: '撤回申请',
      notice: { title: '申请已撤回', body: '需要时可以重新申请。' },
      letter: {
        submitted: 'withdrawalConfirmation',
        supplement: 'withdrawalConfirmation',
        accepted: 'withdrawalConfirmation',
      },
    },
    reopen: {
      from: ['rejected'],
      to: 'draft',
      by: 'applicant',
      button: '修改后重新申请',
      newRound: true,
    },
  },
  chart: {
    boxes: [
      { id: 'policy', zh: '政策介绍' },
      { id: 'apply', zh: '贷款申请' },
      { id: 'accept', zh: '贷款受理' },
      { id: 'review', zh: '审核推荐' },
      { id: 'refuse', zh: '贷款驳回并告知理由' },
      { id: 'investigate', zh: '尽职调查' },
    ],
    edges: [
      { from: 'policy', to: 'apply' },
      { from: 'apply', to: 'accept' },
      { from: 'accept', to: 'review', zh: '符合' },
      { from: 'accept', to: 'refuse', zh: '不符合' },
      { from: 'review', to: 'investigate', zh: '符合条件' },
      { from: 'review', to: 'refuse', zh: '不符合条件' },
    ],
  },
})
