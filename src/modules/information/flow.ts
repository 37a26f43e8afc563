import { type Bar, defineFlow } from '../../kernel/cases/flow.ts'
import { ReasonGiven, Remarks, Schedule } from './schema/desk.ts'
import { informationTerms } from './terms.ts'

/** Two people: whoever edited last or handed it in does not review it. */
const lastEditor: Bar = {
  says: '这一版是您最后编辑或送审的，按编审分离的要求，请由另一位信息员审核。',
  applies: ({ performed }, { accountId }) =>
    accountId !== null && (performed.edit === accountId || performed.submit === accountId),
}

/** 信息发布 for policies: the handbook's chart from collecting to publishing, and back to editing when the review says so. */
export const policyFlow = defineFlow({
  service: 'policyPublishing',
  prefix: 'ZC',
  thing: '政策稿',
  version: 1,
  terms: informationTerms,
  initial: 'collected',
  steps: {
    collected: { box: 'organise', by: 'editor', doing: '已收集，等待整理' },
    organised: { box: 'edit', by: 'editor', doing: '正在编辑' },
    inReview: { box: 'review', by: 'editor', doing: '等待另一位信息员审核' },
    scheduled: { box: 'publish', by: 'editor', doing: '审核通过，到日子自动发布' },
    published: { box: 'publish', end: 'done', doing: '已发布' },
    superseded: { box: 'publish', end: 'done', doing: '已由新的版本接替' },
    takenDown: { box: 'publish', end: 'withdrawn', doing: '已撤下' },
    discarded: { box: 'organise', end: 'withdrawn', doing: '已弃用' },
  },
  actions: {
    organise: { from: ['collected'], to: 'organised', button: '整理完成，开始编辑' },
    submit: { from: ['organised'], to: 'inReview', button: '送审' },
    publish: {
      from: ['inReview', 'scheduled'],
      to: 'published',
      button: '审核通过并发布',
      unless: { lastEditor },
    },
    schedule: {
      from: ['inReview'],
      to: 'scheduled',
      button: '审核通过，定日发布',
      input: Schedule,
      unless: { lastEditor },
    },
    return: {
      from: ['inReview', 'scheduled'],
      to: 'organised',
      button: '退回修改',
      input: Remarks,
      unless: { lastEditor },
    },
    discard: { from: ['collected', 'organised'], to: 'discarded', button: '弃用', input: ReasonGiven },
    takeDown: { from: ['published'], to: 'takenDown', by: 'editor', button: '撤下', input: ReasonGiven },
    supersede: { from: ['published'], to: 'superseded', by: 'system', button: '由新版接替' },
  },
  chart: {
    boxes: [
      { id: 'collect', zh: '收集' },
      { id: 'organise', zh: '整理' },
      { id: 'edit', zh: '编辑' },
      { id: 'review', zh: '审核' },
      { id: 'publish', zh: '发布' },
    ],
    edges: [
      { from: 'collect', to: 'organise' },
      { from: 'organise', to: 'edit' },
      { from: 'edit', to: 'review' },
      { from: 'review', to: 'publish', zh: '通过' },
      { from: 'review', to: 'edit', zh: '退回' },
    ],
  },
})
