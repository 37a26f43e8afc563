import type { Output } from '../api/portal-api.ts'
import { Instant } from '../ui/day.tsx'
import { StateText } from '../ui/state-text.tsx'
import { caseHref } from './case-href.ts'

interface NoticeRowProps {
  notice: Output<'notice.find'>['items'][number]
  /** The person's cases: the title leads to the one it is about. */
  cases: Output<'case.findOwn'>['items']
}

/** One notice as a row; unread ones say so. */
export function NoticeRow({ notice, cases }: NoticeRowProps) {
  const subject = cases.find(({ id }) => id === notice.caseId)
  return (
    <>
      <p className="notice__head">
        <strong>{subject ? <a href={caseHref(subject)}>{notice.title}</a> : notice.title}</strong>
        {notice.read ? null : <StateText>未读</StateText>}
      </p>
      <p>{notice.body}</p>
      <p className="muted small">
        <Instant at={notice.at} />
      </p>
    </>
  )
}
