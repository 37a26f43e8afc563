import { Checkbox } from 'antd'
import type { KeyboardEvent, ReactNode } from 'react'
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

/** Who has it: a person, the pool of an office with the reason, or the applicant. */
function Holder({ item }: { item: InboxItem }) {
  if (item.holder !== 'office') return item.holder === 'applicant' ? '申请人' : '—'
  return (
    <span title={item.waitingReason ?? undefined}>
      {item.mine ? '我' : (item.assignee ?? '待领办')} <span className="quiet">{item.office}</span>
    </span>
  )
}

const columns: readonly [title: string, cell: (item: InboxItem) => ReactNode][] = [
  ['办件编号', (item) => <NumberLink item={item} />],
  ['事项', (item) => (item.round > 1 ? `${item.serviceLabel}（第 ${item.round} 轮）` : item.serviceLabel)],
  ['申请人', (item) => item.applicant],
  ['状态', (item) => item.stateLabel],
  ['时限', (item) => <Due item={item} />],
  ['经办', (item) => <Holder item={item} />],
  ['首问负责', (item) => item.first ?? '—'],
  ['渠道', (item) => item.channelLabel],
  ['地区', (item) => item.divisionName],
  ['提交时间', (item) => (item.submittedAt ? formatInstant(new Date(item.submittedAt)) : '尚未提交')],
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

interface TableProps {
  items: readonly InboxItem[]
  busy: boolean
  /** Ids of the rows that are ticked. */
  chosen: ReadonlySet<string>
  onChoose(items: readonly InboxItem[]): void
}

/** What an office has can be handed on. */
const isHandable = ({ holder }: InboxItem) => holder === 'office'

/** Dense rows; the one in focus is lit. */
export function InboxTable({ items, busy, chosen, onChoose }: TableProps) {
  const all = items.filter(isHandable)
  const isWhole = all.length > 0 && all.every((item) => chosen.has(item.id))
  return (
    <div className={busy ? 'inbox__rows inbox__rows--busy' : 'inbox__rows'} aria-busy={busy}>
      <table className="plain-table" onKeyDown={moveAmongRows}>
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                aria-label="选中本页可转办的"
                checked={isWhole}
                disabled={all.length === 0}
                onChange={() => onChoose(isWhole ? [] : all)}
              />
            </th>
            {columns.map(([title]) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id} className={item.overdue ? 'inbox__row inbox__row--overdue' : 'inbox__row'}>
              <td>
                {isHandable(item) ? (
                  <Checkbox
                    aria-label={`选中 ${item.number}`}
                    checked={chosen.has(item.id)}
                    onChange={({ target }) =>
                      onChoose(all.filter((one) => (one.id === item.id ? target.checked : chosen.has(one.id))))
                    }
                  />
                ) : null}
              </td>
              {columns.map(([title, cell]) => (
                <td key={title}>{cell(item)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
