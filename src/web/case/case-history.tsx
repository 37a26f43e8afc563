import type { ReactNode } from 'react'
import { formatInstant } from '../../shared/dates.ts'
import type { Output } from '../api/portal-api.ts'
import { Timeline } from '../ui/timeline.tsx'

export type HistoryItem = Output<'loan.get'>['history'][number]

interface CaseHistoryProps {
  history: readonly HistoryItem[]
  /** What the service tells of a step beyond that it was taken. */
  children?: (item: HistoryItem) => ReactNode
}

const whoDid = ({ role, roleLabel, office, channelLabel }: HistoryItem): string =>
  [role === 'entrepreneur' ? '您' : roleLabel, office, channelLabel].filter(Boolean).join(' · ')

/** What happened to a case, the newest first: what was done, when, by whom, from where. */
export function CaseHistory({ history, children }: CaseHistoryProps) {
  const items = history.toReversed().map((item) => ({
    key: String(item.sequence),
    at: formatInstant(new Date(item.at)),
    instant: item.at,
    title: item.round > 1 ? `${item.label}（第 ${item.round} 轮）` : item.label,
    by: whoDid(item),
    children: children?.(item),
  }))
  return <Timeline items={items} />
}
