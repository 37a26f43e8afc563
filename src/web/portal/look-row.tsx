import type { Output } from '../api/portal-api.ts'
import { Instant } from '../ui/day.tsx'

/** One look at a person's data as a row: who, what, for which case, when. */
export function LookRow({ look }: { look: Output<'person.findOwnLooks'>['items'][number] }) {
  return (
    <>
      <p>
        <strong>{look.office ? `${look.office}的${look.roleLabel}` : look.roleLabel}</strong>
        {look.kind === 'wrote' ? '办理了' : look.listed ? '在列表里看到了您' : '查看了'}：{look.what}
      </p>
      <p className="meta">
        <span>
          <Instant at={look.at} />
        </span>
        {look.caseNumber ? <span>办件 {look.caseNumber}</span> : null}
        <span>{look.channelLabel}</span>
      </p>
    </>
  )
}
