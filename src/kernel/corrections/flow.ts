import { type Bar, defineFlow } from '../cases/flow.ts'
import { Gaps, Refusal } from '../cases/schema.ts'
import { Finding } from './schema.ts'
import { correctionFlowTerms } from './terms.ts'

const ownFile: Bar = {
  says: '这是您本人的档案，请由其他人员核对后决定。',
  applies: (standing, viewer) => viewer.partyId !== null && viewer.partyId === standing.partyId,
}

/** Whoever could ask and decide alone could take over anybody's account. */
const sameHand: Bar = {
  says: '这件是您在窗口替申请人交的，请由其他人员核对后决定。',
  applies: ({ performed }, { accountId }) => performed.submit === accountId || performed.supply === accountId,
}

/** 更正 from the party's wish to the file put right (个人信息保护法 第四十六条), or to a refusal with its reason (第五十条). */
export const correctionFlow = defineFlow({
  service: 'correction',
  prefix: 'GZ',
  version: 1,
  terms: correctionFlowTerms,
  initial: 'draft',
  steps: {
    draft: { box: 'ask', by: 'applicant', doing: '您正在填写，尚未提交' },
    submitted: {
      box: 'check',
      by: 'clerk',
      office: 'window',
      within: 'limit.correctionAcceptance',
      doing: '窗口正在看您的申请',
    },
    supplement: {
      box: 'check',
      by: 'applicant',
      within: 'limit.correctionSupplement',
      pausesClock: true,
      doing: '等您补齐',
    },
    accepted: {
      box: 'check',
      by: 'clerk',
      office: 'window',
      within: 'limit.correction',
      doing: '窗口正在对照证明核实',
    },
    corrected: { box: 'corrected', end: 'done', doing: '已更正，更正前的内容也留着' },
    uncorrected: { box: 'refuse', end: 'refused', doing: '没有更正，理由见下' },
    withdrawn: { box: 'ask', end: 'withdrawn', doing: '您已撤回申请' },
  },
  actions: {
    submit: {
      from: ['draft'],
      to: 'submitted',
      button: '提交申请',
      notice: { title: '更正申请已提交', body: '窗口会对照您交的证明核实，在时限内答复您。' },
    },
    askOnce: {
      from: ['submitted'],
      to: 'supplement',
      button: '一次性告知补正',
      input: Gaps,
      unless: { ownFile },
      notice: { title: '更正申请需要您补充', body: '要补的内容已一次列全，请在期限内补齐后交回。' },
      letter: 'supplementNotice',
    },
    supply: {
      from: ['supplement'],
      to: 'submitted',
      button: '交回补正',
      notice: { title: '补正已交回', body: '窗口继续核实，用时接着计算。' },
    },
    accept: {
      from: ['submitted'],
      to: 'accepted',
      button: '受理',
      unless: { ownFile },
      notice: { title: '更正申请已受理', body: '窗口正在对照证明核实，请留意进度。' },
      letter: 'acceptanceNotice',
    },
    correct: {
      from: ['accepted'],
      to: 'corrected',
      button: '核实无误，更正',
      input: Finding,
      unless: { ownFile, sameHand },
      notice: {
        title: '您的信息已更正',
        body: '更正前和更正后的内容写在办件里。不是您本人申请的，请马上联系服务窗口。',
      },
      letter: 'correctionNotice',
    },
    refuse: {
      from: ['submitted', 'accepted'],
      to: 'uncorrected',
      button: '不予更正',
      input: Refusal,
      unless: { ownFile, sameHand },
      notice: { title: '没有更正', body: '理由、依据和接下来可以怎么办，都写在办件里。' },
      letter: 'correctionRefusal',
    },
    withdraw: {
      from: ['draft', 'submitted', 'supplement', 'accepted'],
      to: 'withdrawn',
      by: 'applicant',
      button: '撤回申请',
      notice: { title: '更正申请已撤回', body: '档案没有改动，需要时可以重新申请。' },
      letter: {
        submitted: 'withdrawalConfirmation',
        supplement: 'withdrawalConfirmation',
        accepted: 'withdrawalConfirmation',
      },
    },
  },
  chart: {
    boxes: [
      { id: 'ask', zh: '提出更正' },
      { id: 'check', zh: '对照证明核实' },
      { id: 'corrected', zh: '更正并告知' },
      { id: 'refuse', zh: '不予更正，说明理由' },
    ],
    edges: [
      { from: 'ask', to: 'check' },
      { from: 'check', to: 'corrected', zh: '确实有误' },
      { from: 'check', to: 'refuse', zh: '没有错' },
    ],
  },
})
