import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineFlow } from '../../../kernel/cases/flow.ts'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import { previewMove } from './move-preview.ts'

const flow = defineFlow({
  service: 'case',
  prefix: 'XX',
  version: 1,
  terms: kernelTerms,
  initial: 'draft',
  steps: {
    submitted: { box: 'one', by: 'clerk', doing: '' },
    accepted: { box: 'one', by: 'reviewer', doing: '' },
    rejected: { box: 'one', end: 'refused', doing: '' },
    draft: { box: 'one', by: 'applicant', doing: '' },
  },
  actions: {
    submit: { from: ['draft'], to: 'submitted', button: '提交' },
    accept: {
      from: ['submitted'],
      to: 'accepted',
      button: '受理',
      notice: { title: '申请已受理', body: '请留意进度。' },
    },
    reject: { from: ['accepted'], to: 'rejected', button: '驳回' },
    reopen: { from: ['rejected'], to: 'draft', by: 'applicant', button: '重新申请', newRound: true },
  },
  chart: { boxes: [{ id: 'one', zh: '一' }], edges: [] },
})

test('says the states, who goes on, and what the applicant is told', () => {
  assert.deepEqual(previewMove(flow, 'accept', 'submitted'), [
    '办件由“已提交”变为“已受理”，转由审核人员办理。',
    '申请人会收到通知：申请已受理。请留意进度。',
  ])
})

test('says when it ends, and when nobody is told', () => {
  assert.deepEqual(previewMove(flow, 'reject', 'accepted'), [
    '办件由“已受理”变为“已驳回”，办件到此结束。',
    '不另行通知申请人。',
  ])
})

test('says that a new round begins', () => {
  assert.equal(previewMove(flow, 'reopen', 'rejected')[1], '办件编号不变，开始新的一轮。')
})

test('knows nothing of an action that there is not', () => {
  assert.deepEqual(previewMove(flow, 'fly', 'submitted'), [])
})
