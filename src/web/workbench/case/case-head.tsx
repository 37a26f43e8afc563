import { Button } from 'antd'
import type { Output } from '../../api/portal-api.ts'
import { describeHolder } from '../due.ts'
import { Due } from '../inbox/inbox-table.tsx'

type Headed = Pick<
  Output<'loan.get'>,
  | 'number'
  | 'serviceLabel'
  | 'stateLabel'
  | 'round'
  | 'channelLabel'
  | 'divisionName'
  | 'office'
  | 'limitDays'
  | 'usedDays'
  | 'dueOn'
  | 'overdue'
  | 'workdaysLeft'
  | 'holder'
>

interface HeadProps {
  view: Headed
  refreshing: boolean
  onRefresh(): void
}

/** Which case this is, where it stands and until when, on two lines. */
export function CaseHead({ view, refreshing, onRefresh }: HeadProps) {
  const about = [
    view.serviceLabel,
    view.divisionName,
    `${view.channelLabel}办理`,
    ...(view.round > 1 ? [`第 ${view.round} 轮`] : []),
  ]
  return (
    <header className="case-head">
      <h1>
        {view.number} <span className="case-head__state">{view.stateLabel}</span>
      </h1>
      <p className="case-head__about">
        {about.join(' · ')} · <Due item={view} />
      </p>
      <p className="case-head__sentence">{describeHolder(view)}</p>
      <Button size="small" loading={refreshing} onClick={onRefresh}>
        刷新
      </Button>
    </header>
  )
}
