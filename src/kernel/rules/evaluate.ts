import type { CalendarDate } from '../../shared/dates.ts'
import { type FactDefinition, type FactSet, type KnownFact, knowFact } from './facts.ts'
import { holds, suits } from './operators.ts'
import type { ParameterSet, ResolvedParameter } from './parameters.ts'
import type { Article, Condition, Leaf, Limit, Rule } from './rule.ts'
import { type Algebra, foldTree, kleene, leavesOf, type Verdict } from './tree.ts'
import { fillSentence, sayComparison } from './wording.ts'

/** Raised whenever the same rule, facts and parameters could give a different judgement. */
export const ENGINE_VERSION = 1

/** One condition as it was found: result, reason, provision, and the facts and figures it was found by. */
export interface ConditionJudgement {
  id: string
  result: Verdict
  says: string
  /** In plain Chinese, the person's value beside the limit; or what is not known yet. */
  why: string
  article: Article
  evidence: readonly Evidence[]
  parameters: readonly ResolvedParameter[]
  /** The way out, when the condition is not met. */
  howTo?: string
}

export interface Evidence extends KnownFact {
  fact: string
}

/** What a rule says of the facts of one day. */
export interface Judgement {
  ruleCode: string
  ruleVersion: number
  engineVersion: number
  on: CalendarDate
  result: Verdict
  conditions: readonly ConditionJudgement[]
  /** What may be granted at most, amount in fen and term in months; absent when the rule is not met or sets none. */
  limits?: { amount?: number; months?: number }
  /** Facts that can still decide an unknown result, the most decisive first; empty once it is known. */
  missing: readonly string[]
  /** Parameters that keep the result unknown because no division has set them. */
  unset: readonly string[]
}

/** What a rule is held against. */
interface Basis {
  rule: Rule
  facts: FactSet
  parameters: ParameterSet
  on: CalendarDate
}

/** What a part of the tree comes to, and what settled it or keeps it open. */
interface Finding {
  result: Verdict
  why: readonly string[]
  /** The share that each missing fact has in an unknown result; 1 in all where no figure is unset. */
  shares: ReadonlyMap<string, number>
  unset: readonly string[]
}

/**
 * Judges a rule on the facts and figures of a day. Three-valued: what is not known, too old or unfit makes its condition unknown,
 * and the rule too, unless the other conditions settle it. Pure: the same four arguments give the same judgement, byte for byte.
 */
export function evaluate(rule: Rule, facts: FactSet, parameters: ParameterSet, on: CalendarDate): Judgement {
  const basis: Basis = { rule, facts, parameters, on }
  const conditions: ConditionJudgement[] = []
  const whole = foldTree(
    rule.condition,
    (condition) => {
      const finding = foldTree(condition.holds, (leaf) => judgeLeaf(basis, leaf), findings)
      conditions.push(describeCondition(basis, condition, finding))
      return finding
    },
    findings,
  )
  return {
    ruleCode: rule.code,
    ruleVersion: rule.version,
    engineVersion: ENGINE_VERSION,
    on,
    result: whole.result,
    conditions,
    ...(rule.limits && whole.result !== 'unmet' && { limits: limitsOf(basis, rule.limits) }),
    missing: byShare(whole.shares),
    unset: whole.unset,
  }
}

/** The one question whose answer can decide most; undefined when no answer could change the result any more. */
export function nextQuestion(
  rule: Rule,
  facts: FactSet,
  parameters: ParameterSet,
  on: CalendarDate,
): { fact: string; definition: FactDefinition } | undefined {
  const [fact] = evaluate(rule, facts, parameters, on).missing
  const definition = fact === undefined ? undefined : rule.facts[fact]
  return fact !== undefined && definition ? { fact, definition } : undefined
}

const NOTHING: Pick<Finding, 'shares' | 'unset'> = { shares: new Map(), unset: [] }

/**
 * The parts that share the verdict of the whole are those that decide it: all parts of a met `all`, the failing ones of an
 * unmet `all`, the open ones of an unknown one, and `any` likewise. So reasons and missing facts come from them alone, and an
 * open whole lends each of its open parts an equal share.
 */
function settle(result: Verdict, parts: readonly Finding[]): Finding {
  const deciding = parts.filter((part) => part.result === result)
  const shares = new Map<string, number>()
  for (const part of deciding) {
    for (const [fact, share] of part.shares) shares.set(fact, (shares.get(fact) ?? 0) + share / deciding.length)
  }
  return {
    result,
    why: deciding.flatMap((part) => part.why),
    shares,
    unset: [...new Set(deciding.flatMap((part) => part.unset))],
  }
}

const resultsOf = (parts: readonly Finding[]) => parts.map((part) => part.result)

const findings: Algebra<Finding> = {
  all: (parts) => settle(kleene.all(resultsOf(parts)), parts),
  any: (parts) => settle(kleene.any(resultsOf(parts)), parts),
  not: (part) => ({ ...part, result: kleene.not(part.result) }),
}

/** Equal shares keep the order of the rule, which its author chose for the reader. */
const byShare = (shares: ReadonlyMap<string, number>): string[] =>
  [...shares].sort(([, one], [, other]) => other - one).map(([fact]) => fact)

function judgeLeaf({ rule, facts, parameters, on }: Basis, leaf: Leaf): Finding {
  const definition = rule.facts[leaf.fact]
  if (!definition) throw new Error(`Rule ${rule.code} does not carry its fact ${leaf.fact}`)
  const parameter = 'parameter' in leaf ? parameters[leaf.parameter] : undefined
  const limit = 'parameter' in leaf ? parameter?.value : leaf.value
  if (limit === undefined || !suits(leaf.op, limit)) {
    const unset = 'parameter' in leaf ? [leaf.parameter] : []
    return { ...NOTHING, result: 'unknown', why: [`本地还没有设定“${definition.zh}”的标准`], unset }
  }
  const fact = knowFact(definition, facts[leaf.fact], on)
  if (typeof fact === 'string') return { ...NOTHING, result: 'unknown', why: [fact], shares: new Map([[leaf.fact, 1]]) }
  const met = holds(leaf.op, fact.value, limit, on)
  const why = sayComparison({ definition, op: leaf.op, value: fact.value, limit, unit: parameter?.unit, met, on })
  return { ...NOTHING, result: met ? 'met' : 'unmet', why: [why] }
}

function describeCondition(basis: Basis, condition: Condition, finding: Finding): ConditionJudgement {
  const { rule, facts, parameters } = basis
  const leaves = leavesOf(condition.holds)
  const keys = [...new Set(leaves.flatMap((leaf) => ('parameter' in leaf ? [leaf.parameter] : [])))]
  const fill = (sentence: string) => fillSentence(sentence, rule, condition, parameters)
  return {
    id: condition.id,
    result: finding.result,
    says: fill(condition.says),
    why: [...new Set(finding.why)].join('；'),
    article: condition.article,
    evidence: [...new Set(leaves.map((leaf) => leaf.fact))].flatMap((key) => {
      const fact = facts[key]
      return fact ? [{ fact: key, ...fact }] : []
    }),
    parameters: keys.flatMap((key) => parameters[key] ?? []),
    ...(finding.result === 'unmet' && condition.howTo && { howTo: fill(condition.howTo) }),
  }
}

/** Basis points of a whole. */
const WHOLE = 10_000

function limitsOf(basis: Basis, limits: NonNullable<Rule['limits']>): Judgement['limits'] {
  const ceiling = ({ shareOf }: Limit): number => {
    if (!shareOf) return Number.POSITIVE_INFINITY
    const share = basis.parameters[shareOf.parameter]?.value
    const amount = basis.facts[shareOf.fact]?.value
    return typeof share === 'number' && typeof amount === 'number'
      ? Math.floor((amount * share) / WHOLE)
      : Number.POSITIVE_INFINITY
  }
  const grant = (limit: Limit): number | undefined => {
    const { parameter, alternatives = [] } = limit
    const open = alternatives.filter(
      ({ when }) => foldTree(when, (leaf) => judgeLeaf(basis, leaf).result, kleene) === 'met',
    )
    const figures = [parameter, ...open.map((alternative) => alternative.parameter)]
      .map((key) => basis.parameters[key]?.value)
      .filter((value) => typeof value === 'number')
    return figures.length > 0 ? Math.min(Math.max(...figures), ceiling(limit)) : undefined
  }
  return { amount: grant(limits.amount), months: grant(limits.months) }
}
