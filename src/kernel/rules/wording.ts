import { type CalendarDate, formatDay } from '../../shared/dates.ts'
import { describeFact, describeOptions, type FactDefinition, type FactValue } from './facts.ts'
import { type Op, operatorOf } from './operators.ts'
import type { ParameterSet } from './parameters.ts'
import { describeQuantity, type ParameterValue, type Unit } from './quantities.ts'
import { type Condition, HOLE, type Rule } from './rule.ts'
import { leavesOf } from './tree.ts'

const unitOf = (definition: FactDefinition): Unit =>
  definition.type === 'number' ? definition.unit : definition.type === 'fen' ? 'fen' : 'none'

/** A limit in the words of the fact that is held against it: codes as its options, numbers with their unit. */
function describeLimit(definition: FactDefinition, limit: ParameterValue, unit: Unit): string {
  return 'options' in definition ? describeOptions(definition.options, [limit].flat()) : describeQuantity(limit, unit)
}

/** A fact, the limit it was held against, and how that went. */
interface Comparison {
  definition: FactDefinition
  op: Op
  value: FactValue
  limit: ParameterValue
  /** Unit of the parameter; absent when the limit is written into the rule. */
  unit?: Unit
  met: boolean
  on: CalendarDate
}

/** Why a test came out as it did, with the person's value beside the limit: 申请金额：40 万元，超过了 30 万元. */
export function sayComparison({ definition, op, value, limit, unit, met, on }: Comparison): string {
  const operator = operatorOf(op)
  const outside = [value].flat().filter((each) => ![limit].flat().includes(each))
  const holes: Record<string, () => string> = {
    limit: () => describeLimit(definition, limit, unit ?? operator.unit ?? unitOf(definition)),
    outside: () => ('options' in definition ? describeOptions(definition.options, outside) : outside.join('、')),
    on: () => formatDay(on),
  }
  const told = `${definition.zh}：${describeFact(definition, value)}`
  const words = operator[met ? 'met' : 'unmet'].replace(HOLE, (_hole, key: string) => holes[key]?.() ?? '')
  return words ? `${told}，${words}` : told
}

/** Fills the holes of a condition's sentence with the figures that count here. */
export function fillSentence(sentence: string, rule: Rule, condition: Condition, parameters: ParameterSet): string {
  return sentence.replace(HOLE, (_hole, key: string) => {
    const parameter = parameters[key]
    if (!parameter) return '（本地尚未设定）'
    const test = leavesOf(condition.holds).find((leaf) => 'parameter' in leaf && leaf.parameter === key)
    const definition = test && rule.facts[test.fact]
    return definition
      ? describeLimit(definition, parameter.value, parameter.unit)
      : describeQuantity(parameter.value, parameter.unit)
  })
}
