import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import { Sign, type Tone } from '../../ui/sign.tsx'
import type { JudgedCondition, Judgement } from './case-view.ts'

type Verdict = JudgedCondition['result']

const verdicts: Readonly<Record<Verdict, { zh: string; tone: Tone }>> = {
  met: { zh: '符合', tone: 'good' },
  unmet: { zh: '不符合', tone: 'bad' },
  unknown: { zh: '待核实', tone: 'warn' },
}

function VerdictWord({ verdict }: { verdict: Verdict }) {
  const { zh, tone } = verdicts[verdict]
  return (
    <span className={`due due--${tone}`}>
      <Sign tone={tone} />
      {zh}
    </span>
  )
}

function Evidence({ condition }: { condition: JudgedCondition }) {
  return (
    <details className="evidence">
      <summary>
        依据：{condition.article.number}，{condition.article.article} <span className="evidence__open">看证据</span>
      </summary>
      {condition.evidence.length === 0 ? (
        <p className="quiet">还没有关于这一条的情况，请对照材料核实。</p>
      ) : (
        <dl className="pairs">
          {condition.evidence.map((item) => (
            <div key={item.fact}>
              <dt>{item.label}</dt>
              <dd>
                {item.value}
                <span className="quiet">（来源：{item.sourceLabel}）</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="quiet">依据全文：{condition.articleText}</p>
      {condition.uncertain.map((note) => (
        <p className="quiet" key={note}>
          {note}
        </p>
      ))}
    </details>
  )
}

function Condition({ condition }: { condition: JudgedCondition }) {
  return (
    <li className={`condition condition--${condition.result}`}>
      <p className="condition__says">
        <VerdictWord verdict={condition.result} /> {condition.says}
      </p>
      <p className="condition__why">{condition.why}</p>
      {condition.howTo ? <p className="condition__why">怎么办：{condition.howTo}</p> : null}
      <Evidence condition={condition} />
    </li>
  )
}

const countOf = ({ conditions }: Judgement, verdict: Verdict) =>
  conditions.filter((condition) => condition.result === verdict).length

const urgency: Readonly<Record<Verdict, number>> = { unmet: 0, unknown: 1, met: 2 }

/**
 * The rule held against this case, condition by condition, each with its reason, its article and its evidence; what stands in
 * the way comes first.
 */
export function ConditionList({ judgement }: { judgement: Judgement | null }) {
  if (!judgement) return <p className="quiet">没有这件的判定记录。</p>
  return (
    <>
      <p className="conditions__whole">
        <VerdictWord verdict={judgement.result} />{' '}
        <span>
          符合 {countOf(judgement, 'met')} 条，不符合 {countOf(judgement, 'unmet')} 条，待核实{' '}
          {countOf(judgement, 'unknown')} 条
        </span>{' '}
        <span className="quiet">
          按{formatDay(judgement.on as CalendarDate)}的情况和第 {judgement.ruleVersion} 版条件；由人作出决定。
        </span>
      </p>
      <ol className="conditions">
        {judgement.conditions
          .toSorted((a, b) => urgency[a.result] - urgency[b.result])
          .map((condition) => (
            <Condition key={condition.id} condition={condition} />
          ))}
      </ol>
    </>
  )
}
