import { formatDay } from '../../shared/dates.ts'
import { certaintyWords, NATION, type ParameterSet } from './parameters.ts'
import { describeQuantity } from './quantities.ts'
import type { Article, Condition, Limit, Rule } from './rule.ts'
import { type Algebra, foldTree, leavesOf } from './tree.ts'
import { fillSentence } from './wording.ts'

/** An article as it is quoted: 财金〔2023〕75号《…》，第三条. Titles within the title take the inner marks. */
export const quoteArticle = ({ document, number, article }: Article): string =>
  `${number}《${document.replaceAll('《', '〈').replaceAll('》', '〉')}》，${article}`

/** One condition in plain words, and the provision it rests on. */
interface Said {
  says: string
  basis: string
}

/** A rule in plain words, as a page lists it. */
export interface RuleOutline {
  title: string
  /** All of them are to be met. */
  conditions: Said[]
  /** What may be granted at most, a line each. */
  grants: string[]
  /** That it is a local rule, by which provision, and what it takes the place of; null where it does not. */
  local: string | null
}

function sayCondition(rule: Rule, condition: Condition, parameters: ParameterSet): Said {
  const unsure = leavesOf(condition.holds).some(
    (leaf) => 'parameter' in leaf && parameters[leaf.parameter]?.certainty === 'uncertain',
  )
  const note = unsure || condition.article.certainty === 'uncertain' ? `（${certaintyWords.uncertain}）` : ''
  return {
    says: `${fillSentence(condition.says, rule, condition, parameters)}${note}`,
    basis: quoteArticle(condition.article),
  }
}

const joinSaid = (parts: readonly Said[], word: string): Said => ({
  says: parts.map((part) => part.says).join(word),
  basis: [...new Set(parts.map((part) => part.basis))].join('；'),
})

const sentences: Algebra<Said> = {
  all: (parts) => joinSaid(parts, '；并且'),
  any: (parts) => joinSaid(parts, '；或者'),
  not: ({ says, basis }) => ({ says: `不能有这种情形：${says}`, basis }),
}

function sayLimit(label: string, limit: Limit, parameters: ParameterSet): string {
  const figure = (key: string) => {
    const parameter = parameters[key]
    return parameter ? describeQuantity(parameter.value, parameter.unit) : '本地尚未设定'
  }
  const others = (limit.alternatives ?? []).map(({ says, parameter }) => `${says}：${figure(parameter)}`)
  const share = limit.shareOf ? [`并且不超过${limit.shareOf.says}的 ${figure(limit.shareOf.parameter)}`] : []
  return `${label}：${[figure(limit.parameter), ...others, ...share].join('；')}`
}

const sayLimits = ({ limits }: Rule, parameters: ParameterSet): string[] =>
  limits ? [sayLimit('最高金额', limits.amount, parameters), sayLimit('最长期限', limits.months, parameters)] : []

function sayTitle(rule: Rule): string {
  const end = rule.validTo ? `，至${formatDay(rule.validTo)}前有效` : ''
  return `${rule.title}（第 ${rule.version} 版，自${formatDay(rule.validFrom)}起施行${end}）`
}

/** '本地规定（演示都文〔2026〕9号《…》，第二条），代替国家规定第 1 版'; null for a rule that takes the place of none. */
export function sayOverride({ overrides }: Pick<Rule, 'overrides'>): string | null {
  if (!overrides) return null
  const wider = overrides.division === NATION ? '国家规定' : '上一级规定'
  return `本地规定（${quoteArticle(overrides.article)}），代替${wider}第 ${overrides.version} 版`
}

/**
 * A rule as a list for a page: its title, what is to be met, each with its article, and what may be granted at most.
 * Read from the same tree that is judged, so it cannot say anything else.
 */
export function outlineRule(rule: Rule, parameters: ParameterSet): RuleOutline {
  const parts = 'all' in rule.condition ? rule.condition.all : [rule.condition]
  const say = (condition: Condition) => sayCondition(rule, condition, parameters)
  return {
    title: sayTitle(rule),
    conditions: parts.map((part) => foldTree(part, say, sentences)),
    grants: sayLimits(rule, parameters),
    local: sayOverride(rule),
  }
}
