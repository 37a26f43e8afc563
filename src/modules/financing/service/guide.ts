import type { Static } from 'typebox'
import { layoutChart } from '../../../kernel/cases/chart.ts'
import type { Step } from '../../../kernel/cases/flow.ts'
import { sayHours } from '../../../kernel/offices/hours.ts'
import { findOffices } from '../../../kernel/offices/store.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import { findDivisionNames } from '../../../kernel/parties/store.ts'
import type { FactDefinition, FactSet, FactValue } from '../../../kernel/rules/facts.ts'
import { findFactFault } from '../../../kernel/rules/facts.ts'
import { judge } from '../../../kernel/rules/judgement.ts'
import { NATION } from '../../../kernel/rules/parameters.ts'
import { outlineRule, sayOverride } from '../../../kernel/rules/plain-words.ts'
import type { Rule } from '../../../kernel/rules/rule.ts'
import { findLocalRules, findParameters, getRule } from '../../../kernel/rules/store.ts'
import { viewJudgement } from '../../../kernel/rules/view.ts'
import { invalid } from '../../../shared/errors.ts'
import { loanFlow } from '../flow.ts'
import { financingFacts } from '../rules/enterprise-facts.ts'
import { type ApplicantKind, type Guide, loanPapers, type Questions } from '../schema.ts'
import { judgeAlternatives, viewAlternative } from './alternatives.ts'
import { readPersonalFigures, ruleCodeOf, withDerived } from './loan-facts.ts'

interface Where {
  kind?: ApplicantKind
  division?: string
}

async function readRule(ctx: Ctx, kind: ApplicantKind, division: string) {
  const rule = await getRule(ctx.db, ruleCodeOf(kind), division, ctx.today)
  return { rule, parameters: await findParameters(ctx.db, rule.parameters, division, ctx.today) }
}

/** Divisions with a rule of their own for this kind, so that a reader finds out that theirs may have one. */
async function findLocalPlaces(ctx: Ctx, kind: ApplicantKind) {
  const rules = await findLocalRules(ctx.db, ruleCodeOf(kind), ctx.today)
  const names = await findDivisionNames(
    ctx.db,
    rules.map((rule) => rule.division),
  )
  return rules.map((rule) => ({
    code: rule.division,
    name: names.get(rule.division) ?? rule.division,
    local: sayOverride(rule) ?? '',
  }))
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
export async function getGuide(ctx: Ctx, where: Where): Promise<Static<typeof Guide>> {
  const { kind = 'person', division = NATION } = where
  const { rule, parameters } = await readRule(ctx, kind, division)
  const offices = await findOffices(ctx.db, { on: ctx.today, kind: 'window', limit: 50 })
  return {
    service: loanFlow.service,
    kind,
    division,
    divisionName: (await findDivisionNames(ctx.db, [division])).get(division) ?? null,
    localPlaces: await findLocalPlaces(ctx, kind),
    title: loanFlow.terms.guaranteedLoan?.zh ?? '',
    rule: outlineRule(rule, parameters),
    papers: loanPapers[kind].map(({ kind: paper, zh, required, why }) => ({ kind: paper, zh, required, why })),
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

/** What is asked in place of a fact that follows from others. */
const askedInstead: Readonly<Record<string, readonly string[]>> = {
  'enterprise.size': ['enterprise.industry', 'enterprise.staff', 'enterprise.revenue', 'enterprise.assets'],
  'enterprise.hireShare': ['enterprise.staff', 'enterprise.newHires'],
  'partners.capSum': ['partners.eligibleCount'],
  'loan.shareOfCaps': ['loan.requestedAmount', 'partners.eligibleCount'],
}

/** The questions of a rule in the order of the dictionary; what follows from others is not asked by itself. */
const questionsOf = (rule: Rule): [string, FactDefinition][] => {
  const asked = new Set(Object.keys(rule.facts).flatMap((key) => askedInstead[key] ?? [key]))
  return Object.entries<FactDefinition>(financingFacts).filter(([key]) => asked.has(key))
}

/** What the check asks of a kind of applicant, and the rule in plain words. */
export async function getQuestions(ctx: Ctx, where: Where): Promise<Static<typeof Questions>> {
  const { kind = 'person', division = NATION } = where
  const { rule, parameters } = await readRule(ctx, kind, division)
  return {
    title: rule.title,
    kind,
    rule: outlineRule(rule, parameters),
    questions: questionsOf(rule).map(viewQuestion),
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

/**
 * Checks answers against the rule of a kind in a place without an account; nothing is stored. Where it is not met, what else
 * fits or is nearest is told. Errors: 422 naming the question.
 */
export async function checkEligibility(ctx: Ctx, input: Where & { answers: Record<string, unknown> }) {
  const { kind = 'person', division = NATION, answers } = input
  const { rule, parameters } = await readRule(ctx, kind, division)
  const figures = await readPersonalFigures(ctx, ctx.db, division)
  const facts = withDerived(readAnswers(financingFacts, answers), figures)
  const record = judge(rule, facts, parameters, ctx.today)
  const others =
    record.judgement.result === 'unmet'
      ? await judgeAlternatives(ctx, ctx.db, { facts, division, except: rule.code })
      : []
  return { ...viewJudgement(record), alternatives: others.map(viewAlternative) }
}
