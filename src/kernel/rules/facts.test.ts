import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseDate } from '../../shared/dates.ts'
import { defineFacts, describeFact, type FactValue, findFactFault, knowFact } from './facts.ts'

const options = [
  { value: 'cat', zh: '猫' },
  { value: 'dog', zh: '狗' },
]
const facts = defineFacts({
  name: { zh: '店名', type: 'text', question: '店名是什么？' },
  opened: { zh: '开业日期', type: 'date', question: '哪天开业？' },
  staff: { zh: '在店时间', type: 'number', unit: 'months', question: '来了几个月？' },
  rent: { zh: '月租', type: 'fen', question: '月租多少？' },
  licensed: { zh: '有执照', type: 'boolean', question: '有执照吗？', monthsValid: 3 },
  pet: { zh: '宠物', type: 'choice', question: '养什么？', options },
  pets: { zh: '宠物（可多选）', type: 'choices', question: '养哪些？', options, none: '什么都不养' },
})

const described: [key: keyof typeof facts, value: FactValue, zh: string][] = [
  ['name', '老张面馆', '老张面馆'],
  ['opened', '2026-03-01', '2026年3月1日'],
  ['staff', 7, '7 个月'],
  ['rent', 350_000, '3,500 元'],
  ['rent', 30_000_000, '30 万元'],
  ['licensed', false, '否'],
  ['pet', 'dog', '狗'],
  ['pets', ['cat', 'dog'], '猫、狗'],
  ['pets', [], '什么都不养'],
]

test('values are written in plain Chinese, and all of these fit', () => {
  for (const [key, value, zh] of described) {
    assert.equal(describeFact(facts[key], value), zh)
    assert.equal(findFactFault(facts[key], value), undefined)
  }
})

test('what does not fit its definition is told in Chinese, naming the fact', () => {
  const unfit: [keyof typeof facts, unknown][] = [
    ['name', 3],
    ['name', '很'.repeat(201)],
    ['opened', '2026-02-30'],
    ['opened', 'yesterday'],
    ['staff', -1],
    ['staff', '7'],
    ['rent', 0.5],
    ['rent', Number.NaN],
    ['licensed', 'yes'],
    ['pet', 'cow'],
    ['pet', ['cat']],
    ['pets', 'cat'],
    ['pets', ['cat', 'cow']],
    ['pets', null],
  ]
  for (const [key, value] of unfit)
    assert.match(findFactFault(facts[key], value) ?? '', new RegExp(facts[key].zh[0] ?? ''))
})

test('a fact is known while it is fresh; the last day of its validity counts', () => {
  const recorded = (recordedAt?: string) => ({ value: true, source: 'declared', recordedAt })
  const on = parseDate('2026-11-22')
  assert.equal(knowFact(facts.licensed, undefined, on), '还不知道“有执照”')
  assert.deepEqual(knowFact(facts.licensed, recorded(), on), recorded())
  // 16:30 in UTC is half past midnight of the next day in China.
  assert.deepEqual(knowFact(facts.licensed, recorded('2026-08-21T16:30:00Z'), on), recorded('2026-08-21T16:30:00Z'))
  assert.equal(
    knowFact(facts.licensed, recorded('2026-08-21T15:30:00Z'), on),
    '“有执照”是2026年8月21日登记的，已超过 3 个月，需要重新确认',
  )
})
