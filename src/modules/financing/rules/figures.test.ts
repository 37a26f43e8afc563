import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { evaluate } from '../../../kernel/rules/evaluate.ts'
import { type FactSet, type FactValue, findFactFault } from '../../../kernel/rules/facts.ts'
import { resolveParameters } from '../../../kernel/rules/parameters.ts'
import { outlineRule } from '../../../kernel/rules/plain-words.ts'
import type { Rule } from '../../../kernel/rules/rule.ts'
import { parseDate } from '../../../shared/dates.ts'
import { financingFacts } from './enterprise-facts.ts'
import { enterpriseParameters, enterpriseRule, partnershipRule } from './enterprise-rules.ts'
import { capShareOf, deriveFacts, hireShareOf, sumCaps } from './figures.ts'
import { loanParameters } from './loan-rule.ts'
import { localParameters, localRules } from './local-rules.ts'

const on = parseDate('2026-11-22')
const figures = { cap: 30_000_000, timesLimit: 3 }
const all = [...loanParameters, ...enterpriseParameters, ...localParameters]
const yidu = '420581000000'
const dianjun = '420504000000'
const xiling = '420502000000'

const judged = (rule: Rule, values: Record<string, FactValue>, division = xiling) => {
  const whole = { ...values, ...deriveFacts(values, figures) }
  const known: FactSet = Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [key, { value, source: 'declared' }]),
  )
  return evaluate(rule, known, resolveParameters(all, division, on), on)
}
const unmet = (rule: Rule, values: Record<string, FactValue>, division?: string) =>
  judged(rule, values, division)
    .conditions.filter((condition) => condition.result !== 'met')
    .map(({ id }) => id)

const enterprise: Record<string, FactValue> = {
  'enterprise.legalForm': 'company',
  'enterprise.industry': 'C15',
  'enterprise.staff': 40,
  'enterprise.newHires': 4,
  'enterprise.longContracts': true,
  'enterprise.revenue': 800_000_000,
  'enterprise.assets': 500_000_000,
  'enterprise.noArrears': true,
  'enterprise.cleanCredit': true,
  'loan.earlierCount': 2,
  'loan.requestedAmount': 400_000_000,
  'loan.requestedMonths': 24,
}
const partnership: Record<string, FactValue> = {
  'enterprise.legalForm': 'partnership',
  'partners.eligibleCount': 3,
  'enterprise.noArrears': true,
  'enterprise.cleanCredit': true,
  'loan.earlierCount': 0,
  'loan.requestedAmount': 99_000_000,
  'loan.requestedMonths': 36,
}

test('a share of staff rounds down and a share of caps rounds up, so that no limit is passed by rounding', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(100_000), (staff, hires) => {
      const share = hireShareOf(staff, hires) ?? 0
      assert.ok(share * staff <= hires * 10_000 && (share + 1) * staff > hires * 10_000)
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000_000 }), fc.integer({ min: 1, max: 200_000_000 }), (asked, sum) => {
      const within = (capShareOf(asked, sum) ?? 0) <= 11_000
      assert.equal(within, asked * 10_000 <= sum * 11_000)
    }),
  )
  assert.equal(hireShareOf(0, 3), undefined)
  assert.equal(capShareOf(5, 0), undefined)
})

test('only partners who could have a loan of their own stand for the amount', () => {
  const good = { group: 'graduate', cleanCredit: true, earlierLoans: 2 } as const
  const partners = [
    good,
    { ...good, group: 'none' as const },
    { ...good, cleanCredit: false },
    { ...good, earlierLoans: 3 },
  ]
  assert.deepEqual(sumCaps([...partners, good], figures), { eligible: 2, sum: 60_000_000 })
})

test('a small enterprise at every limit just inside may have the cap for two years', () => {
  const { result, limits } = judged(enterpriseRule, enterprise)
  assert.deepEqual([result, limits], ['met', { amount: 400_000_000, months: 24 }])
})

test('each condition of an enterprise alone refuses, with its article and the way out', () => {
  const broken: [Record<string, FactValue>, string][] = [
    [{ 'enterprise.legalForm': 'partnership' }, 'legalForm'],
    [{ 'enterprise.staff': 400, 'enterprise.revenue': 9_000_000_000, 'enterprise.newHires': 20 }, 'size'],
    [{ 'enterprise.newHires': 3 }, 'hires'],
    [{ 'enterprise.longContracts': false }, 'longContracts'],
    [{ 'enterprise.noArrears': false }, 'noArrears'],
    [{ 'enterprise.cleanCredit': false }, 'credit'],
    [{ 'loan.earlierCount': 3 }, 'earlierLoans'],
    [{ 'loan.requestedAmount': 400_000_001 }, 'amount'],
    [{ 'loan.requestedMonths': 25 }, 'months'],
  ]
  for (const [values, id] of broken) assert.deepEqual(unmet(enterpriseRule, { ...enterprise, ...values }), [id])
  for (const { howTo, article } of judged(enterpriseRule, {}).conditions)
    assert.ok(article.number && howTo === undefined)
})

test('above a hundred people half the share is enough, at a hundred it is not', () => {
  const of = (staff: number, hires: number) =>
    unmet(enterpriseRule, { ...enterprise, 'enterprise.staff': staff, 'enterprise.newHires': hires })
  assert.deepEqual([of(100, 10), of(100, 9), of(101, 6), of(101, 5)], [[], ['hires'], [], ['hires']])
})

test('partners may have 110 % of their caps in sum, and no more than an enterprise', () => {
  const three = judged(partnershipRule, partnership)
  assert.deepEqual([three.result, three.limits], ['met', { amount: 99_000_000, months: 36 }])
  assert.deepEqual(unmet(partnershipRule, { ...partnership, 'loan.requestedAmount': 99_000_001 }), ['shareOfCaps'])
  const many = judged(partnershipRule, { ...partnership, 'partners.eligibleCount': 15 })
  assert.deepEqual(many.limits, { amount: 400_000_000, months: 36 })
  assert.deepEqual(unmet(partnershipRule, { ...partnership, 'partners.eligibleCount': 1 }), ['partners', 'shareOfCaps'])
})

test('a county’s own rule takes the place of the nation’s, in words, in judgement and in what may be granted', () => {
  const ruleOf = (code: string, division: string) =>
    localRules.find((rule) => rule.code === code && rule.division === division) ?? assert.fail()
  const more = { ...enterprise, 'enterprise.newHires': 5, 'loan.requestedAmount': 500_000_000 }
  assert.deepEqual(unmet(enterpriseRule, more), ['amount'])
  const yiduEnterprise = ruleOf('loan.enterprise', yidu)
  assert.deepEqual(judged(yiduEnterprise, more, yidu).limits, { amount: 500_000_000, months: 24 })
  assert.deepEqual(unmet(yiduEnterprise, { ...more, 'enterprise.newHires': 4 }, yidu), ['amount'])
  const outline = outlineRule(yiduEnterprise, resolveParameters(all, yidu, on))
  assert.match(outline.local ?? '', /^本地规定（演示都文〔2025〕21号.*），代替国家规定第 1 版$/)
  assert.ok(outline.grants.includes('最高金额：400 万元；新招用 5 人以上的：500 万元'), outline.grants.join())
  const sixMillion = { ...enterprise, 'loan.requestedAmount': 600_000_000 }
  assert.equal(judged(ruleOf('loan.enterprise', dianjun), sixMillion, dianjun).result, 'met')
  const graduate = judged(ruleOf('loan.person', dianjun), { 'applicant.group': 'graduate' }, dianjun)
  assert.equal(graduate.limits?.amount, 40_000_000)
  const founder = judged(ruleOf('loan.person', yidu), { 'loan.jobs': 5 }, yidu)
  assert.equal(founder.limits?.amount, 60_000_000)
})

test('every figure is set with a source, and the facts fit the dictionary', () => {
  for (const rule of [enterpriseRule, partnershipRule]) {
    const parameters = resolveParameters(all, xiling, on)
    assert.deepEqual(
      rule.parameters.filter((key) => parameters[key] === undefined),
      [],
    )
    assert.doesNotMatch(JSON.stringify(outlineRule(rule, parameters)), /\{loan|尚未设定/)
  }
  for (const [key, value] of Object.entries({ ...enterprise, ...partnership })) {
    assert.equal(findFactFault(financingFacts[key as keyof typeof financingFacts], value), undefined)
  }
})
