import type { Output } from '../api/portal-api.ts'
import { Heading, type HeadingLevel } from '../ui/heading.tsx'
import { Sign, type Tone } from '../ui/sign.tsx'
import './condition-list.css'

export type Condition = Output<'eligibility.check'>['conditions'][number]
export type Verdict = Condition['result']

/** The one word for each verdict, and its sign. */
const verdictWords: Record<Verdict, { zh: string; tone: Tone }> = {
  met: { zh: '符合', tone: 'good' },
  unmet: { zh: '不符合', tone: 'bad' },
  unknown: { zh: '还不清楚', tone: 'info' },
}

const groups: readonly { verdict: Verdict; title: string }[] = [
  { verdict: 'unmet', title: '不符合的' },
  { verdict: 'unknown', title: '还不清楚的' },
  { verdict: 'met', title: '符合的' },
]

function ConditionRow({ condition }: { condition: Condition }) {
  const { zh, tone } = verdictWords[condition.result]
  return (
    <li className="condition">
      <Sign tone={tone} />
      <div className="condition__body">
        <p>
          <span className={`condition__word condition__word--${tone}`}>{zh}</span>：{condition.says}
        </p>
        {condition.why ? <p className="muted">{condition.why}</p> : null}
        {condition.howTo ? (
          <p className="condition__way">
            <strong>怎么办：</strong>
            {condition.howTo}
          </p>
        ) : null}
        <p className="muted small">
          依据：{condition.article.number}，{condition.article.article}
        </p>
        {condition.uncertain.map((note) => (
          <p className="small condition__unsure" key={note}>
            {note}
          </p>
        ))}
      </div>
    </li>
  )
}

interface ConditionListProps {
  conditions: readonly Condition[]
  /** The conditions that lie open, such as those that made the whole what it is; the others are folded away. */
  unfolded: Verdict
  level?: HeadingLevel
}

/**
 * A rule condition by condition (逐条判定): what it asks, how that stands, why, by which article, and the way out; what is in
 * the way comes first.
 */
export function ConditionList({ conditions, unfolded, level = 3 }: ConditionListProps) {
  const present = groups
    .map((group) => ({ ...group, items: conditions.filter((condition) => condition.result === group.verdict) }))
    .filter((group) => group.items.length > 0)
  return present.map(({ verdict, title, items }) => (
    <details className="conditions" key={verdict} open={verdict === unfolded}>
      <summary>
        <Heading level={level}>
          {title}（{items.length} 条）
        </Heading>
      </summary>
      <ul className="rows">
        {items.map((condition) => (
          <ConditionRow key={condition.id} condition={condition} />
        ))}
      </ul>
    </details>
  ))
}
