import { Card } from '../../../../web/ui/card.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import type { CorrectionView } from './correction-page.ts'

type Item = CorrectionView['items'][number]

/** What it says and should say; once corrected, what it said before and says now. */
const factsOf = (item: Item, state: string) => {
  const asked = { term: '为什么', value: item.wrong ?? '还没有填写' }
  if (state === 'corrected') {
    return [{ term: '更正前', value: item.before ?? '没有登记' }, { term: '更正后', value: item.right ?? '' }, asked]
  }
  return [
    { term: '现在登记的', value: item.now ?? '没有登记' },
    { term: '要求改成', value: item.right ?? '还没有填写' },
    asked,
  ]
}

/** Each of the data that a correction is about. */
export function CorrectionItems({ view }: { view: CorrectionView }) {
  return (
    <div className="stack">
      {view.items.map((item) => (
        <Card key={item.target} title={item.zh} level={3}>
          <Facts items={factsOf(item, view.state)} />
        </Card>
      ))}
    </div>
  )
}
