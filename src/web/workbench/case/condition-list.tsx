import { quoteArticle } from '../../../kernel/rules/plain-words.ts'
import { formatInstant } from '../../../shared/dates.ts'
import { Sign, type Tone } from '../../ui/sign.tsx'
import { sourceWords } from '../people/person-words.ts'
import type { JudgedCondition, Judgement } from './case-view.ts'

type Verdict = JudgedCondition['result']

const verdicts: Readonly<Record<Verdict, { zh: string; tone: Tone }>> = {
  met: { zh: '符合', tone: 'good' },
  unmet: { zh: '不符合', tone: 'bad' },
  unknown: { zh: '待核实', tone: 'warn' },
}

export function VerdictWord({ verdict }: { verdict: Verdict }) {
  const { zh, tone } = verdicts[verdict]
  return (
    <span className={`due due--${tone}`}>
      <Sign tone={tone} />
      {zh}
    </span>
  )
}

const unsureNote = '尚未核实，以当地公布为准'

function Evidence({ condition }: { condition: JudgedCondition }) {
  return (
    <details className="evidence">
      <summary>
        证据<span className="visually-hidden">：{condition.says}</span>
      </summary>
      <dl className="pairs">
        {condition.evidence.map((item) => (
          <div key={item.fact}>
            <dt>{item.zh}</dt>
            <dd>
              {item.says}
              <span className="quiet">
                （{sourceWords[item.source] ?? item.source}
                {item.recordedAt ? `，${formatInstant(new Date(item.recordedAt))}登记` : ''}）
              </span>
            </dd>
          </div>
        ))}
        {condition.parameters.map((parameter) => (
          <div key={parameter.key}>
            <dt>标准：{parameter.note}</dt>
            <dd>
              {parameter.source}
              {parameter.certainty === 'uncertain' ? <span className="quiet">（{unsureNote}）</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      {condition.evidence.length === 0 ? <p className="quiet">还没有关于这一条的情况，请对照材料核实。</p> : null}
    </details>
  )
}

function Condition({ condition }: { condition: JudgedCondition }) {
  const { article } = condition
  return (
    <li className={`condition condition--${condition.result}`}>
      <p className="condition__says">
        <VerdictWord verdict={condition.result} /> {condition.says}
      </p>
      <p className="condition__why">{condition.why}</p>
      {condition.howTo ? <p className="condition__why">怎么办：{condition.howTo}</p> : null}
      <p className="quiet">
        依据：{quoteArticle(article)}
        {article.certainty === 'uncertain' ? `（${unsureNote}）` : ''}
      </p>
      <Evidence condition={condition} />
    </li>
  )
}

/** The rule held against this case, condition by condition, each with its reason, its article and its evidence. */
export function ConditionList({ judgement }: { judgement: Judgement | null }) {
  if (!judgement) return <p className="quiet">提交以后，系统会逐条判定资格条件。</p>
  return (
    <>
      <p>
        总的来看：<VerdictWord verdict={judgement.result} />
        <span className="quiet">
          {' '}
          按 {judgement.on} 的情况和第 {judgement.ruleVersion} 版条件判定，由人作出决定。
        </span>
      </p>
      <ol className="conditions">
        {judgement.conditions.map((condition) => (
          <Condition key={condition.id} condition={condition} />
        ))}
      </ol>
    </>
  )
}
