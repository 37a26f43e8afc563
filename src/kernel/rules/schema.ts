import { Type } from 'typebox'
import { Nullable } from '../operations/schemas.ts'

/** The provision that something rests on, as pages show it. */
const ArticleView = Type.Object({
  document: Type.String(),
  number: Type.String(),
  article: Type.String(),
  certainty: Type.Optional(Type.String()),
})

const Verdict = Type.Enum(['met', 'unmet', 'unknown'])

/** One condition as it was found, with the evidence and figures it was found by. */
export const ConditionView = Type.Object({
  id: Type.String(),
  result: Verdict,
  says: Type.String(),
  why: Type.String(),
  article: ArticleView,
  articleText: Type.String(),
  evidence: Type.Array(
    Type.Object({
      fact: Type.String(),
      label: Type.String(),
      value: Type.String(),
      source: Type.String(),
      sourceLabel: Type.String(),
    }),
  ),
  /** Figures of the division that are not certain, in words. */
  uncertain: Type.Array(Type.String()),
  howTo: Type.Optional(Type.String()),
})

/** A judgement as both faces show it. */
export const JudgementView = Type.Object({
  ruleCode: Type.String(),
  ruleVersion: Type.Integer(),
  on: Type.String(),
  result: Verdict,
  conditions: Type.Array(ConditionView),
  limits: Type.Union([
    Type.Object({ amount: Type.Optional(Type.Integer()), months: Type.Optional(Type.Integer()) }),
    Type.Null(),
  ]),
  missing: Type.Array(Type.String()),
  uncertain: Type.Array(Type.String()),
  local: Nullable(Type.String({ description: 'That a local rule was judged by, and what it takes the place of' })),
})

/** A rule in plain words: all its conditions are to be met. */
export const RuleOutlineView = Type.Object({
  title: Type.String(),
  conditions: Type.Array(Type.Object({ says: Type.String(), basis: Type.String() })),
  grants: Type.Array(Type.String()),
  local: Nullable(Type.String({ description: 'That it is a local rule, and what it takes the place of' })),
})
