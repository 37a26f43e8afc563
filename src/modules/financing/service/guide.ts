import type { Static } from 'typebox'
import { layoutChart } from '../../../kernel/cases/chart.ts'
import type { Step } from '../../../kernel/cases/flow.ts'
import { sayHours } from '../../../kernel/offices/hours.ts'
import { findOffices } from '../../../kernel/offices/store.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import type { FactDefinition, FactSet, FactValue } from '../../../kernel/rules/facts.ts'
import { findFactFault } from '../../../kernel/rules/facts.ts'
import { judge } from '../../../kernel/rules/judgement.ts'
import { NATION } from '../../../kernel/rules/parameters.ts'
import { outlineRule } from '../../../kernel/rules/plain-words.ts'
import { findParameters, getRule } from '../../../kernel/rules/store.ts'
import { viewJudgement } from '../../../kernel/rules/view.ts'
import { invalid } from '../../../shared/errors.ts'
import { loanFlow } from '../flow.ts'
import { loanRule } from '../rules/loan-rule.ts'
import { type Guide, loanPapers, type Questions } from '../schema.ts'

/** Facts that decide nothing today, or that the case itself tells; they are not asked in the check. */
const notAsked = new Set(['business.registeredOn', 'business.division'])

async function readRule(ctx: Ctx, division: string) {
  const rule = await getRule(ctx.db, loanRule.code, division, ctx.today)
  return { rule, parameters: await findParameters(ctx.db, rule.parameters, division, ctx.today) }
}

/** The steps of the flow with the time promised for each, in working days, as the division has set them. */
async function findSteps(ctx: Ctx, division: string) {
  const steps = Object.entries<Step>(loanFlow.steps).filter(([, step]) => step.office)
  const keys = steps.flatMap(([, step]) => (step.within ? [step.within] : []))
  const limits = await findParameters(ctx.db, keys, division, ctx.today)
  return steps.map(([name, step]) => {
    const limit = step.within ? limits[step.within] : undefined
    return {
      step: name,
      doing: step.doing,
      workdays: typeof limit?.value === 'number' ? limit.value : null,
      certain: limit?.certainty === 'confirmed',
    }
  })
}

/**
 * The guide of the loan (办事指南), made from the service's own definition, so that it cannot differ from what the system does:
 * who, what to bring, steps with their limits, fee, where, the chart.
 */
export async function getGuide(ctx: Ctx, { division = NATION }: { division?: string }): Promise<Static<typeof Guide>> {
  const { rule, parameters } = await readRule(ctx, division)
  const offices = await findOffices(ctx.db, { on: ctx.today, kind: 'window', limit: 50 })
  return {
    service: loanFlow.service,
    title: loanFlow.terms.guaranteedLoan?.zh ?? '',
    rule: outlineRule(rule, parameters),
    papers: loanPapers.map(({ kind, zh, required, why }) => ({ kind, zh, required, why })),
    steps: await findSteps(ctx, division),
    fee: '不收费',
    offices: offices.map(({ name, address, openings, phone, division: place }) => {
      return { name, address, hours: sayHours(openings), phone, division: place }
    }),
    chart: await layoutChart(loanFlow),
  }
}

const viewQuestion = ([key, definition]: [string, FactDefinition]) => ({
  key,
  zh: definition.zh,
  question: definition.question,
  type: definition.type,
  ...('options' in definition ? { options: [...definition.options] } : {}),
  ...('unit' in definition ? { unit: definition.unit } : {}),
  ...('none' in definition ? { none: definition.none } : {}),
})

/** What the check asks, and the rule in plain words. */
export async function getQuestions(ctx: Ctx): Promise<Static<typeof Questions>> {
  const { rule, parameters } = await readRule(ctx, NATION)
  return {
    title: rule.title,
    rule: outlineRule(rule, parameters),
    questions: Object.entries(rule.facts)
      .filter(([key]) => !notAsked.has(key))
      .map(viewQuestion),
  }
}

function readAnswers(dictionary: Readonly<Record<string, FactDefinition>>, answers: Record<string, unknown>): FactSet {
  const faults = Object.entries(answers).flatMap(([key, value]) => {
    const definition = Object.hasOwn(dictionary, key) ? dictionary[key] : undefined
    const message = definition ? findFactFault(definition, value) : '没有这个问题'
    return message ? [{ field: key, code: 'answer', message }] : []
  })
  if (faults.length > 0) throw invalid(faults)
  return Object.fromEntries(
    Object.entries(answers).map(([key, value]) => [key, { value: value as FactValue, source: 'declared' }]),
  )
}

/** Checks answers against the rule without an account; nothing is stored. Errors: 422 naming the question. */
export async function checkEligibility(ctx: Ctx, answers: Record<string, unknown>) {
  const { rule, parameters } = await readRule(ctx, NATION)
  return viewJudgement(judge(rule, readAnswers(rule.facts, answers), parameters, ctx.today))
}
