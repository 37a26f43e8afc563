import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type InboxItem, inboxCsv } from './inbox-csv.ts'

const item: InboxItem = {
  id: '01890000-0000-7000-8000-000000000001',
  number: 'DK42010220260000001',
  service: 'guaranteedLoan',
  serviceLabel: '创业担保贷款',
  applicant: '张*',
  state: 'submitted',
  stateLabel: '已提交',
  channel: 'online',
  channelLabel: '网上',
  division: '420102000000',
  divisionName: '=江岸区',
  sentence: '',
  dueOn: '2026-11-24',
  workdaysLeft: 2,
  overdue: false,
  holder: 'office',
  office: '城东窗口',
  holding: 2,
  assignee: '窗口员甲',
  mine: true,
  first: '窗口员乙',
  waitingReason: null,
  submittedAt: '2026-11-20T06:05:00.000Z',
  openedAt: '2026-11-20T06:00:00.000Z',
  round: 1,
}

test('the rows as they are shown, in words, nothing a formula', () => {
  const [head, row, end] = inboxCsv([item]).split('\r\n')
  assert.equal(head, '\uFEFF办件编号,事项,申请人,状态,办结时限,剩余,经办,首问负责,办理渠道,地区,提交时间')
  assert.equal(
    row,
    "DK42010220260000001,创业担保贷款,张*,已提交,2026-11-24,还有 2 个工作日,窗口员甲 · 城东窗口,窗口员乙,网上,'=江岸区,2026年11月20日 14:05",
  )
  assert.equal(end, '')
})
