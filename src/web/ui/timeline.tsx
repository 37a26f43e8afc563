import type { ReactNode } from 'react'

export interface Moment {
  key: string
  /** When, in words, and as machines read it. */
  at: string
  instant: string
  title: ReactNode
  /** Who did it, from where. */
  by?: ReactNode
  children?: ReactNode
}

/** What happened, the newest first as the page gives it. */
export function Timeline({ items }: { items: readonly Moment[] }) {
  return (
    <ol className="timeline">
      {items.map((moment) => (
        <li className="timeline__item" key={moment.key}>
          <p className="timeline__title">{moment.title}</p>
          <p className="timeline__meta">
            <time dateTime={moment.instant}>{moment.at}</time>
            {moment.by ? <span> · {moment.by}</span> : null}
          </p>
          {moment.children}
        </li>
      ))}
    </ol>
  )
}
