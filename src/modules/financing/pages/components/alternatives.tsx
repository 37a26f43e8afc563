import { Card } from '../../../../web/ui/card.tsx'
import { StateText } from '../../../../web/ui/state-text.tsx'
import type { LoanView } from './loan-page.ts'

const standings = {
  fits: { tone: 'good', says: '符合' },
  near: { tone: 'warn', says: '只差一条' },
  open: { tone: 'info', says: '可能符合' },
} as const

/** What else fits, or is nearest, beside a no: each with what stands open, its way out and its article. */
export function Alternatives({ alternatives }: Pick<LoanView, 'alternatives'>) {
  if (alternatives.length === 0) return null
  return (
    <Card title="最接近的其他办法">
      <p className="muted">按已知的情况，同时比对了其他办法，最接近的排在前面。</p>
      <ul className="rows">
        {alternatives.map((one) => (
          <li key={one.code}>
            <p>
              <a href={one.href}>{one.title}</a>{' '}
              <StateText tone={standings[one.standing].tone}>{standings[one.standing].says}</StateText>
            </p>
            <p className="muted">{one.says}</p>
            {one.conditions.map((condition) => (
              <p key={condition.says} className="small">
                {condition.says}：{condition.why}。{condition.howTo ? ` ${condition.howTo}` : ''}
                <span className="muted block">依据：{condition.articleText}</span>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  )
}
