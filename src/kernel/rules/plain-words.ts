import { formatDay } from '../../shared/dates.ts'
import { certaintyWords, type ParameterSet } from './parameters.ts'
import { describeQuantity } from './quantities.ts'
import type { Article, Condition, Limit, Rule } from './rule.ts'
import { type Algebra, foldTree, leavesOf } from './tree.ts'
import { fillSentence } from './wording.ts'

/** An article as it is quoted: 财金〔2023〕75号《…》，第三条. Titles within the title take the inner marks. */
export const quoteArticle = ({ document, number, article }: Article): string =>
  `${number}《${document.replaceAll('《', '〈').replaceAll('》', '〉')}》，${article}`

type Lines = readonly string[]

const numbered = (heading: string, parts: readonly Lines[]): Lines => [
  heading,
  ...parts.flatMap((lines, part) => lines.map((line, index) => (index === 0 ? `${part + 1}. ${line}` : `   ${line}`))),
]

const lists: Algebra<Lines> = {
  all: (parts) => numbered('以下各条都要符合：', parts),
  any: (parts) => numbered('以下各条符合一条即可：', parts),
  not: (part) => numbered('不能有以下情形：', [part]),
}

function printCondition(rule: Rule, condition: Condition, parameters: ParameterSet): Lines {
  const unsure = leavesOf(condition.holds).some(
    (leaf) => 'parameter' in leaf && parameters[leaf.parameter]?.certainty === 'uncertain',
  )
  const note = unsure || condition.article.certainty === 'uncertain' ? `（${certaintyWords.uncertain}）` : ''
  return [
    `${fillSentence(condition.says, rule, condition, parameters)}${note}`,
    `依据：${quoteArticle(condition.article)}`,
  ]
}

function printLimit(label: string, limit: Limit, parameters: ParameterSet): Lines {
  const figure = (key: string) => {
    const parameter = parameters[key]
    return parameter ? describeQuantity(parameter.value, parameter.unit) : '本地尚未设定'
  }
  const others = (limit.alternatives ?? []).map(({ says, parameter }) => `${says}：${figure(parameter)}`)
  return [`${label}：${[figure(limit.parameter), ...others].join('；')}`]
}

/**
 * Prints a rule as a numbered list in plain Chinese, each condition with its article, then what may be granted at most.
 * It is read from the same tree that is judged, so it cannot say anything else.
 */
export function explainRule(rule: Rule, parameters: ParameterSet): string {
  const end = rule.validTo ? `，至${formatDay(rule.validTo)}前有效` : ''
  return [
    `${rule.title}（第 ${rule.version} 版，自${formatDay(rule.validFrom)}起施行${end}）`,
    ...foldTree(rule.condition, (condition) => printCondition(rule, condition, parameters), lists),
    ...(rule.limits ? printLimit('最高金额', rule.limits.amount, parameters) : []),
    ...(rule.limits ? printLimit('最长期限', rule.limits.months, parameters) : []),
  ].join('\n')
}
