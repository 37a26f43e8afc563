import { formatInstant } from '../../../shared/dates.ts'
import type { CaseHistory } from './case-view.ts'

/** One line for each thing that happened, the newest first. */
export function CaseHistoryList({ history }: { history: CaseHistory }) {
  return (
    <ol className="history" reversed>
      {history.toReversed().map((entry) => (
        <li key={entry.sequence}>
          <time dateTime={entry.at}>{formatInstant(new Date(entry.at))}</time>
          <span>
            <strong>{entry.label}</strong> → {entry.stateLabel}
            {entry.round > 1 ? `（第 ${entry.round} 轮）` : ''}
          </span>
          <span className="quiet">
            {[entry.roleLabel, entry.office, entry.channelLabel].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ol>
  )
}
