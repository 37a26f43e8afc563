import type { Output } from '../api/portal-api.ts'
import { Instant } from '../ui/day.tsx'
import { StateText } from '../ui/state-text.tsx'

/** One notice as a row; unread ones say so. */
export function NoticeRow({ notice }: { notice: Output<'notice.find'>['items'][number] }) {
  return (
    <>
      <p className="notice__head">
        <strong>{notice.title}</strong>
        {notice.read ? null : <StateText>未读</StateText>}
      </p>
      <p>{notice.body}</p>
      <p className="muted small">
        <Instant at={notice.at} />
      </p>
    </>
  )
}
