import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NATION, resolveParameters } from '../../../../kernel/rules/parameters.ts'
import { explainRule } from '../../../../kernel/rules/plain-words.ts'
import { leavesOf } from '../../../../kernel/rules/tree.ts'
import { parseDate } from '../../../../shared/dates.ts'
import { loanParameters, loanRule } from '../../rules/loan-rule.ts'
import { readPrintedRule } from './rule-lines.ts'

test('the printed rule is read back whole: every condition with its article, and both limits', () => {
  const figures = resolveParameters(loanParameters, NATION, parseDate('2026-11-22'))
  const printed = readPrintedRule(explainRule(loanRule, figures))
  assert.equal(printed.conditions.length, leavesOf(loanRule.condition).length)
  assert.ok(printed.conditions.every(({ says, basis }) => says.length > 0 && basis.includes('财金〔2023〕75号')))
  assert.match(printed.title, /^个人创业担保贷款申请条件/)
  assert.equal(printed.grants.length, 2)
})
