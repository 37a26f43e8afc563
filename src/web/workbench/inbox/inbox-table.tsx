import { Table, type TableColumnsType } from 'antd'
import type { KeyboardEvent } from 'react'
import { Link } from 'react-router'
import { type CalendarDate, formatDay, formatInstant } from '../../../shared/dates.ts'
import { Sign } from '../../ui/sign.tsx'
import { useCasePath } from '../desk.ts'
import { describeDue } from '../due.ts'
import type { InboxItem } from './inbox-csv.ts'

/** The deadline in words, with a sign where it is past or near. */
export function Due({ item }: { item: Pick<InboxItem, 'workdaysLeft' | 'overdue' | 'holder' | 'dueOn'> }) {
  const { says, tone } = describeDue(item)
  return (
    <span
      className={`due due--${tone}`}
      title={item.dueOn ? `时限：${formatDay(item.dueOn as CalendarDate)}` : undefined}
    >
      {tone === 'quiet' ? null : <Sign tone={tone} />}
      {says}
    </span>
  )
}

function NumberLink({ item }: { item: InboxItem }) {
  const path = useCasePath()(item.service, item.id)
  return path ? (
    <Link to={path} data-row-link>
      {item.number}
    </Link>
  ) : (
    item.number
  )
}

const columns: TableColumnsType<InboxItem> = [
  { title: '办件编号', key: 'number', render: (_, item) => <NumberLink item={item} /> },
  {
    title: '事项',
    key: 'service',
    render: (_, item) => (item.round > 1 ? `${item.serviceLabel}（第 ${item.round} 轮）` : item.serviceLabel),
  },
  { title: '申请人', dataIndex: 'applicant' },
  { title: '状态', dataIndex: 'stateLabel' },
  { title: '时限', key: 'due', render: (_, item) => <Due item={item} /> },
  { title: '经办', key: 'office', render: (_, item) => item.office ?? (item.holder === 'applicant' ? '申请人' : '—') },
  { title: '渠道', dataIndex: 'channelLabel' },
  { title: '地区', dataIndex: 'divisionName' },
  {
    title: '提交时间',
    key: 'submittedAt',
    render: (_, item) => (item.submittedAt ? formatInstant(new Date(item.submittedAt)) : '尚未提交'),
  },
]

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
}

/** Arrow keys go from row to row by its link, so that Enter opens the row. */
function moveAmongRows(event: KeyboardEvent<HTMLElement>) {
  const step = steps[event.key]
  if (!step) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const next = links[step(links.indexOf(document.activeElement as HTMLElement), links.length - 1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Dense rows; the row in focus is lit. */
export function InboxTable({ items, busy }: { items: readonly InboxItem[]; busy: boolean }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the arrow keys of the links inside
    <div onKeyDown={moveAmongRows} aria-busy={busy} className={busy ? 'inbox__rows inbox__rows--busy' : 'inbox__rows'}>
      <Table<InboxItem>
        columns={columns}
        dataSource={items}
        rowKey="id"
        size="small"
        pagination={false}
        rowClassName={(item) => (item.overdue ? 'inbox__row inbox__row--overdue' : 'inbox__row')}
      />
    </div>
  )
}
