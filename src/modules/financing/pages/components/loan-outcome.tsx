import { formatShort } from '../../../../shared/money.ts'
import { Card } from '../../../../web/ui/card.tsx'
import { Facts } from '../../../../web/ui/facts.tsx'
import type { LoanView } from './loan-page.ts'

/** What was recommended, and what comes after it outside of this platform. */
export function RecommendationCard({ recommendation }: { recommendation: NonNullable<LoanView['recommendation']> }) {
  return (
    <Card title="审核通过，已推荐给担保机构">
      <Facts
        items={[
          { term: '推荐金额', value: formatShort(recommendation.amount) },
          { term: '推荐期限', value: `${recommendation.months} 个月` },
          { term: '审核意见', value: recommendation.opinion },
        ]}
      />
      <p>
        接下来由担保机构做尽职调查，他们会按您留的电话联系您。最终额度和利率，以担保机构、经办银行的决定和合同为准。
      </p>
    </Card>
  )
}
