import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeDue, describeHolder } from './due.ts'

const due = (workdaysLeft: number | null, overdue = false, holder: 'applicant' | 'office' = 'office') =>
  describeDue({ workdaysLeft, overdue, holder })

test('time left is told in working days', () => {
  assert.deepEqual(due(2), { says: '还有 2 个工作日', tone: 'quiet' })
  assert.deepEqual(due(1), { says: '还有 1 个工作日', tone: 'warn' })
  assert.deepEqual(due(0), { says: '今天到期', tone: 'warn' })
})

test('what is overdue says by how much; over a weekend by no working day yet', () => {
  assert.deepEqual(due(-1, true), { says: '已超期 1 个工作日', tone: 'bad' })
  assert.deepEqual(due(-0, true), { says: '已超期', tone: 'bad' })
})

test('time that runs against the applicant says so', () => {
  assert.equal(due(3, false, 'applicant').says, '申请人还有 3 个工作日')
})

test('a step without a limit says so, and so does the end', () => {
  assert.equal(describeDue({ workdaysLeft: null, overdue: false, holder: 'none' }).says, '已办结')
  assert.deepEqual(due(null), { says: '不限时', tone: 'quiet' })
})

test('who has a case is told to staff, not to the applicant', () => {
  const held = { office: '城东窗口', limitDays: 2, usedDays: 1 }
  assert.equal(describeHolder({ ...held, holder: 'office' }), '经办：城东窗口，限 2 个工作日，已用 1 个')
  assert.equal(describeHolder({ ...held, holder: 'office', office: null, limitDays: null }), '经办：待分派')
  assert.equal(describeHolder({ ...held, holder: 'applicant' }), '在申请人手里，等他们办理')
  assert.equal(describeHolder({ ...held, holder: 'none' }), '已经办结')
})
