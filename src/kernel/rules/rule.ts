import type { CalendarDate } from '../../shared/dates.ts'
import type { FactDefinition, FactDictionary } from './facts.ts'
import { type Op, operatorOf, suits } from './operators.ts'
import type { Certainty } from './parameters.ts'
import type { ParameterValue } from './quantities.ts'
import { foldTree, leavesOf, type Tree } from './tree.ts'

/** The provision that something rests on: document, its number, and the article within it. */
export interface Article {
  document: string
  number: string
  article: string
  text?: string
  /** How sure the reference is, where it could not be checked against the original. */
  certainty?: Certainty
}

/** One test: a fact held against a value written here, or against a parameter of the division. */
export type Leaf<Key extends string = string> = { fact: Key; op: Op } & (
  | { value: ParameterValue }
  | { parameter: string }
)

/** A condition that people are told of: what it says, why, and the way out when it is not met. */
export interface Condition<Key extends string = string> {
  id: string
  /** A plain sentence; holes name parameters: 申请金额不超过{loan.personCap}. */
  says: string
  article: Article
  howTo?: string
  holds: Tree<Leaf<Key>>
}

/** The greatest of a parameter and the alternatives that are met; not above a share of a fact, where there is one. */
export interface Limit<Key extends string = string> {
  parameter: string
  /** At most so many basis points, a parameter, of an amount that is a fact. */
  shareOf?: { says: string; fact: Key; parameter: string }
  alternatives?: readonly { says: string; when: Tree<Leaf<Key>>; parameter: string }[]
}

/** A rule as its author writes it. Valid from `validFrom` until the day before `validTo`. */
export interface RuleBody<Key extends string = string> {
  code: string
  title: string
  /** The division whose people it is for, 12 digits; all below it included. */
  division: string
  version: number
  validFrom: CalendarDate
  validTo: CalendarDate | null
  /**
   * The wider division's rule of the same code that it takes the place of, and the local provision by which it does so: checked
   * against what is published, told in the plain words.
   */
  overrides?: { division: string; version: number; article: Article }
  condition: Tree<Condition<Key>>
  /** What may be granted at most: amount in fen, term in months. */
  limits?: { amount: Limit<Key>; months: Limit<Key> }
}

/**
 * A rule complete in itself: with the words of its facts, so that it can be asked, explained and replayed by itself, and
 * the keys of its parameters.
 */
export interface Rule extends RuleBody {
  facts: FactDictionary
  parameters: readonly string[]
  articles: readonly Article[]
}

/** A hole in a sentence, with the parameter's key as its first group. */
export const HOLE = /\{([\w.]+)\}/g

const holesIn = (text = '') => Array.from(text.matchAll(HOLE), ([, key = '']) => key)

const limitsIn = (body: RuleBody): Limit[] => (body.limits ? [body.limits.amount, body.limits.months] : [])

/** Every test in a rule: of its conditions and of the alternatives of its limits. */
const testsIn = (body: RuleBody): Leaf[] => [
  ...leavesOf(body.condition).flatMap((condition) => leavesOf(condition.holds)),
  ...limitsIn(body).flatMap((limit) => (limit.alternatives ?? []).flatMap((alternative) => leavesOf(alternative.when))),
]

const sharesIn = (body: RuleBody) => limitsIn(body).flatMap((limit) => limit.shareOf ?? [])

function parametersIn(body: RuleBody): string[] {
  const tested = testsIn(body).flatMap((leaf) => ('parameter' in leaf ? [leaf.parameter] : []))
  const told = leavesOf(body.condition).flatMap(({ says, howTo }) => [...holesIn(says), ...holesIn(howTo)])
  const granted = limitsIn(body).flatMap((limit) => [
    limit.parameter,
    ...(limit.alternatives ?? []).map((alternative) => alternative.parameter),
    ...(limit.shareOf ? [limit.shareOf.parameter] : []),
  ])
  return [...new Set([...tested, ...told, ...granted])].sort()
}

function articlesIn(body: RuleBody): Article[] {
  const articles = leavesOf(body.condition).map((condition) => condition.article)
  return [...new Map(articles.map((article) => [`${article.number}${article.article}`, article])).values()]
}

function findLeafFault(definition: FactDefinition | undefined, leaf: Leaf): string | undefined {
  if (!definition) return `fact ${leaf.fact} is not in the dictionary`
  if (!operatorOf(leaf.op).for.includes(definition.type))
    return `${leaf.op} is not for a ${definition.type} (${leaf.fact})`
  if ('parameter' in leaf) return undefined
  if (!suits(leaf.op, leaf.value)) return `${leaf.op} does not take the value of ${leaf.fact}`
  const options = 'options' in definition ? definition.options.map((option) => option.value) : undefined
  const strange = options && [leaf.value].flat().find((value) => !options.includes(String(value)))
  return strange === undefined ? undefined : `${leaf.fact} has no option ${strange}`
}

/** An empty `all` would always be met and an empty `any` never; neither is meant by anyone. */
const isHollow = (tree: Tree<object>): boolean =>
  foldTree<object, boolean>(tree, () => false, {
    all: (parts) => parts.length === 0 || parts.includes(true),
    any: (parts) => parts.length === 0 || parts.includes(true),
    not: (part) => part,
  })

/** What is wrong with a rule, one English line a fault; empty when it is sound. */
export function findRuleFaults(dictionary: FactDictionary, body: RuleBody): string[] {
  const conditions = leavesOf(body.condition)
  const ids = conditions.map((condition) => condition.id)
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `condition ${id} stands twice`)
  const hollow = conditions
    .filter(({ holds }) => isHollow(holds))
    .map(({ id }) => `condition ${id} has an empty branch`)
  const unfit = testsIn(body).flatMap((leaf) => findLeafFault(dictionary[leaf.fact], leaf) ?? [])
  const shares = sharesIn(body)
    .filter(({ fact }) => dictionary[fact]?.type !== 'fen')
    .map(({ fact }) => `${fact} is no amount of which there could be a share`)
  const never = body.validTo !== null && body.validTo <= body.validFrom ? ['it ends before it begins'] : []
  return [
    ...(isHollow(body.condition) ? ['it has an empty branch'] : []),
    ...repeated,
    ...hollow,
    ...unfit,
    ...shares,
    ...never,
  ]
}

/**
 * Makes a rule from what its author wrote and the dictionary it speaks of.
 * Throws an Error that lists every fault when a fact, an operator, an option or an id is wrong.
 */
export function defineRule<const D extends FactDictionary>(dictionary: D, body: RuleBody<keyof D & string>): Rule {
  const faults = findRuleFaults(dictionary, body)
  if (faults.length > 0) throw new Error(`Rule ${body.code}: ${faults.join('; ')}`)
  const keys = new Set([...testsIn(body), ...sharesIn(body)].map(({ fact }) => fact))
  const facts = Object.fromEntries(Object.entries(dictionary).filter(([key]) => keys.has(key)))
  return { ...body, facts, parameters: parametersIn(body), articles: articlesIn(body) }
}
