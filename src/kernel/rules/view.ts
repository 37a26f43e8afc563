import type { Static } from 'typebox'
import type { Terms } from '../glossary/define-terms.ts'
import { kernelTerms } from '../glossary/terms.ts'
import type { ConditionJudgement } from './evaluate.ts'
import { describeFact } from './facts.ts'
import type { JudgementRecord } from './judgement.ts'
import { certaintyWords } from './parameters.ts'
import { quoteArticle, sayOverride } from './plain-words.ts'
import type { Rule } from './rule.ts'
import type { ConditionView, JudgementView } from './schema.ts'

const sourceLabel = (source: string) => (kernelTerms as Terms)[source]?.zh ?? source

const uncertainFigures = (condition: ConditionJudgement) =>
  condition.parameters
    .filter((parameter) => parameter.certainty !== 'confirmed')
    .map((parameter) => `${parameter.note}：${certaintyWords[parameter.certainty]}`)

function viewCondition(rule: Rule, condition: ConditionJudgement): Static<typeof ConditionView> {
  return {
    id: condition.id,
    result: condition.result,
    says: condition.says,
    why: condition.why,
    article: condition.article,
    articleText: quoteArticle(condition.article),
    evidence: condition.evidence.map((one) => {
      const definition = rule.facts[one.fact]
      return {
        fact: one.fact,
        label: definition?.zh ?? one.fact,
        value: definition ? describeFact(definition, one.value) : String(one.value),
        source: one.source,
        sourceLabel: sourceLabel(one.source),
      }
    }),
    uncertain: uncertainFigures(condition),
    ...(condition.howTo ? { howTo: condition.howTo } : {}),
  }
}

/** A judgement in words: each condition with its reason, article and evidence; figures that are not certain say so. */
export function viewJudgement({ rule, judgement }: JudgementRecord): Static<typeof JudgementView> {
  return {
    ruleCode: judgement.ruleCode,
    ruleVersion: judgement.ruleVersion,
    on: judgement.on,
    result: judgement.result,
    conditions: judgement.conditions.map((condition) => viewCondition(rule, condition)),
    limits: judgement.limits ?? null,
    missing: judgement.missing.map((key) => rule.facts[key]?.zh ?? key),
    uncertain: [...new Set(judgement.conditions.flatMap(uncertainFigures))],
    local: sayOverride(rule),
  }
}
