import { Card } from '../../../../web/ui/card.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import type { Policy } from './policy-standing.tsx'

/** The policy in plain words (政策卡片): the same for its readers and in the editors' preview. */
export function PlainWords({ card }: { card: NonNullable<Policy['card']> }) {
  const bring = (
    <ul className="bring">
      {card.bring.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  )
  return (
    <Card title="一分钟看懂">
      <Facts
        items={[
          { term: '谁能享受', value: card.who },
          { term: '给多少', value: card.howMuch },
          { term: '带什么', value: bring },
          { term: '多久办好', value: card.howLong },
          { term: '去哪办', value: card.where },
        ]}
      />
    </Card>
  )
}
