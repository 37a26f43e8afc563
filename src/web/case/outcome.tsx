import { Card } from '../ui/card.tsx'
import { Facts } from '../ui/facts.tsx'

/** 一次性告知: what the window asked to be put right, all of it, each with how. */
export function AskedList({ asked }: { asked: readonly { item: string; says: string }[] }) {
  return (
    <Card title={`窗口一次性告知：要补 ${asked.length} 项`}>
      <ol className="told-once">
        {asked.map((one) => (
          <li key={one.item}>
            <strong>{one.item}</strong>
            <p>{one.says}</p>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** A refusal with its reason, its article and the way out. */
export function RefusalCard({
  refusal,
  title,
}: {
  refusal: { reason: string; article: string; wayOut: string }
  title: string
}) {
  return (
    <Card title={title}>
      <Facts
        items={[
          { term: '理由', value: refusal.reason },
          { term: '依据条款', value: refusal.article },
          { term: '接下来可以怎么办', value: refusal.wayOut },
        ]}
      />
    </Card>
  )
}
