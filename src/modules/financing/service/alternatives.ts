import type { Static } from 'typebox'
import type { Db } from '../../../kernel/db/connect.ts'
import type { Ctx } from '../../../kernel/operations/context.ts'
import type { FactSet } from '../../../kernel/rules/facts.ts'
import { type JudgementRecord, judge } from '../../../kernel/rules/judgement.ts'
import { quoteArticle } from '../../../kernel/rules/plain-words.ts'
import { findParameters, findRules } from '../../../kernel/rules/store.ts'
import type { AlternativeView } from '../schema.ts'

type Alternative = Static<typeof AlternativeView>

/** Where a rule leads: its service's guide, or the policies of its topic. */
const doors: Readonly<Record<string, string>> = {
  'loan.person': '/services/guaranteed-loan?kind=person',
  'loan.partnership': '/services/guaranteed-loan?kind=partnership',
  'loan.enterprise': '/services/guaranteed-loan?kind=enterprise',
  'subsidy.startUp': '/policies?topic=subsidy',
  'tax.keyGroups': '/policies?topic=tax',
}

const MOST = 4

const count = ({ judgement }: JudgementRecord, result: 'met' | 'unmet' | 'unknown') =>
  judgement.conditions.filter((condition) => condition.result === result).length

/**
 * How near a rule is: it fits, one condition stands against it, or nothing known stands against it and something must still be
 * told; null where more stands against it, or where nothing of it is known to be met.
 */
function standingOf(record: JudgementRecord): Alternative['standing'] | null {
  const unmet = count(record, 'unmet')
  if (count(record, 'met') === 0 || unmet > 1) return null
  if (unmet === 1) return 'near'
  return count(record, 'unknown') === 0 ? 'fits' : 'open'
}

const order: readonly Alternative['standing'][] = ['fits', 'near', 'open']

/** The nearer the earlier: by standing, then by how much is still to be told. */
const byNearness = (one: JudgementRecord, other: JudgementRecord): number =>
  order.indexOf(standingOf(one) ?? 'open') - order.indexOf(standingOf(other) ?? 'open') ||
  count(one, 'unknown') - count(other, 'unknown')

/**
 * What else fits or is nearest (最接近的其他办法): every other rule in force in the division, judged on the same facts; at most
 * four, the nearest first. Other divisions' terms are no alternative.
 */
export async function judgeAlternatives(
  ctx: Ctx,
  db: Db,
  { facts, division, except }: { facts: FactSet; division: string; except: string },
): Promise<JudgementRecord[]> {
  const rules = (await findRules(db, division, ctx.today)).filter(({ code }) => code !== except && code in doors)
  const records: JudgementRecord[] = []
  for (const rule of rules) {
    records.push(judge(rule, facts, await findParameters(db, rule.parameters, division, ctx.today), ctx.today))
  }
  return records
    .filter((record) => standingOf(record) !== null)
    .sort(byNearness)
    .slice(0, MOST)
}

function sayNearness(record: JudgementRecord, standing: Alternative['standing']): string {
  const open = count(record, 'unknown')
  const rest = open > 0 ? `，另有 ${open} 条还要知道更多情况` : ''
  if (standing === 'fits') return '按已知情况，条件都符合。'
  if (standing === 'near') return `只差一条${rest}。`
  return `已知的都符合，还有 ${open} 条要知道更多情况。`
}

/** An alternative in words: how near it is, and which conditions stand open, each with its way out and article. */
export function viewAlternative(record: JudgementRecord): Alternative {
  const standing = standingOf(record) ?? 'open'
  const wanted = standing === 'near' ? 'unmet' : 'unknown'
  return {
    code: record.rule.code,
    title: record.rule.title,
    href: doors[record.rule.code] ?? '/policies',
    standing,
    says: sayNearness(record, standing),
    conditions: record.judgement.conditions
      .filter((condition) => condition.result === wanted)
      .slice(0, MOST)
      .map(({ says, why, howTo, article }) => ({
        says,
        why,
        howTo: howTo ?? null,
        articleText: quoteArticle(article),
      })),
  }
}
