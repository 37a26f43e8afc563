import type { Output } from '../api/portal-api.ts'
import { LinkButton } from '../ui/button.tsx'

/** On the page of a case that has ended: the way to its rating, or to what came of it. */
export function RatingLine({ caseId, own }: { caseId: string; own: Output<'rating.getOwn'> | null }) {
  if (!own || (own.closed && !own.rating)) return null
  const href = `/me/ratings/${caseId}`
  if (!own.rating) {
    return (
      <p>
        <LinkButton kind="plain" href={href}>
          评价这次服务
        </LinkButton>
      </p>
    )
  }
  const replied = own.rating.answer?.repliedAt
  return (
    <p>
      您评价了“{own.rating.starsWord}”。<a href={href}>{replied ? '看评价和回复' : '看您的评价'}</a>
    </p>
  )
}
