import type { ReactNode } from 'react'

/** Nothing is here: says so, why, and what can be done instead. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty__title">{title}</p>
      {children ? <div className="empty__says">{children}</div> : null}
      {action ? <div className="buttons">{action}</div> : null}
    </div>
  )
}
