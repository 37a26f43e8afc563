import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evaluate, nextQuestion } from '../../../kernel/rules/evaluate.ts'
import { type FactSet, type FactValue, findFactFault } from '../../../kernel/rules/facts.ts'
import { judge, replay } from '../../../kernel/rules/judgement.ts'
import { resolveParameters } from '../../../kernel/rules/parameters.ts'
import { outlineRule } from '../../../kernel/rules/plain-words.ts'
import { parseDate } from '../../../shared/dates.ts'
import { loanFacts, loanParameters, loanRule } from './loan-rule.ts'

type Values = Partial<Record<keyof typeof loanFacts, FactValue>>

const on = parseDate('2026-11-22')
const parameters = resolveParameters(loanParameters, '420502000000', on)
const known = (values: Values): FactSet =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, source: 'declared' }]))
const judged = (values: Values) => evaluate(loanRule, known(values), parameters, on)

const eligible: Values = {
  'applicant.group': 'graduate',
  'applicant.birthDate': '1998-05-01',
  'business.registered': true,
  'business.kind': 'soleTrader',
  'loan.earlierCount': 2,
  'loan.otherDebts': ['homeLoan', 'studentLoan'],
  'spouse.otherDebts': [],
  'credit.clean': true,
  'loan.requestedAmount': 30_000_000,
  'loan.requestedMonths': 36,
}

test('every parameter of the rule is set for the nation, with a source and how sure it is', () => {
  assert.deepEqual(
    loanRule.parameters.filter((key) => parameters[key] === undefined),
    [],
  )
  for (const each of loanParameters) assert.ok(each.source && each.note)
})

test('at every limit just inside, the loan is open to the cap and the full term', () => {
  const judgement = judged(eligible)
  assert.equal(judgement.result, 'met')
  assert.deepEqual(judgement.limits, { amount: 30_000_000, months: 36 })
  assert.deepEqual(replay(judge(loanRule, known(eligible), parameters, on)).identical, true)
})

test('each condition alone refuses, with its article and the way out', () => {
  const broken: [Values, string, RegExp][] = [
    [{ 'applicant.group': 'none' }, 'group', /以上都不是，不在规定的范围内/],
    [{ 'applicant.birthDate': '2008-11-23' }, 'age', /还不满 18 周岁/],
    [{ 'applicant.birthDate': '1966-11-21' }, 'age', /不在 60 周岁以内/],
    [{ 'business.registered': false }, 'registered', /否/],
    [{ 'business.kind': 'company' }, 'businessKind', /有限责任公司，不在规定的范围内/],
    [{ 'loan.earlierCount': 3 }, 'earlierLoans', /3 次，不低于 3 次/],
    [{ 'loan.otherDebts': ['homeLoan', 'businessLoan'] }, 'ownDebts', /其中经营贷款不在允许的范围内/],
    [{ 'spouse.otherDebts': ['other'] }, 'spouseDebts', /其他贷款/],
    [{ 'credit.clean': false }, 'credit', /否/],
    [{ 'loan.requestedAmount': 30_000_001 }, 'amount', /超过了 30 万元/],
    [{ 'loan.requestedMonths': 37 }, 'months', /37 个月，超过了 36 个月/],
  ]
  for (const [values, id, why] of broken) {
    const judgement = judged({ ...eligible, ...values })
    const unmet = judgement.conditions.filter((condition) => condition.result !== 'met')
    assert.deepEqual([judgement.result, unmet.map((condition) => condition.id)], ['unmet', [id]])
    assert.match(unmet[0]?.why ?? '', why)
    assert.ok(unmet[0]?.howTo && unmet[0].article.number === '财金〔2023〕75号')
  }
})

test('from nothing known, ten questions in the order of the rule lead to the answer', () => {
  const answers: Record<string, FactValue> = {}
  for (let next = nextQuestion(loanRule, {}, parameters, on); next; ) {
    assert.ok(next.definition.question)
    answers[next.fact] = eligible[next.fact as keyof Values] ?? ''
    next = nextQuestion(loanRule, known(answers), parameters, on)
  }
  assert.deepEqual(Object.keys(answers), Object.keys(eligible))
  assert.equal(judged(answers).result, 'met')
})

test('one answer outside ends the questions', () => {
  assert.deepEqual(judged({ 'applicant.group': 'none' }).missing, [])
})

test('a city may set its own cap, which then counts there and below', () => {
  const cap = loanParameters.find((each) => each.key === 'loan.personCap')
  assert.ok(cap)
  const overlaid = [...loanParameters, { ...cap, division: '420500000000', value: 60_000_000 }]
  const more = known({ ...eligible, 'loan.requestedAmount': 60_000_000 })
  const resultIn = (division: string) => evaluate(loanRule, more, resolveParameters(overlaid, division, on), on).result
  assert.deepEqual([resultIn('420502000000'), resultIn('420600000000')], ['met', 'unmet'])
})

test('the rule reads as plain Chinese, each condition with its document, unsure ones marked', () => {
  const { title, conditions, grants } = outlineRule(loanRule, parameters)
  assert.equal(title, '个人创业担保贷款申请条件（第 1 版，自2023年10月1日起施行，至2028年10月1日前有效）')
  assert.equal(conditions[1]?.says, '年满 18 周岁，没有超过 60 周岁（尚未核实，以当地公布为准）')
  assert.equal(conditions[8]?.says, '申请金额不超过 30 万元')
  assert.ok(conditions.every(({ basis }) => basis.startsWith('财金〔2023〕75号')))
  assert.deepEqual(grants, ['最高金额：30 万元', '最长期限：36 个月'])
  assert.doesNotMatch(JSON.stringify(conditions), /\{loan|尚未设定/)
})

test('the facts of an eligible person fit the dictionary', () => {
  for (const [key, value] of Object.entries(eligible)) {
    assert.equal(findFactFault(loanFacts[key as keyof typeof loanFacts], value), undefined)
  }
})
