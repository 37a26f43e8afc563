import type { ReactNode } from 'react'

interface PlainTableProps {
  /** What the table lists, told to whoever reaches it by keyboard. */
  label: string
  children: ReactNode
}

/** A table that scrolls sideways by itself where it is wider than its place, by keyboard too (WCAG 2.1.1). */
export function PlainTable({ label, children }: PlainTableProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div className="plain-table__scroll" role="group" aria-label={label} tabIndex={0}>
      <table className="plain-table">{children}</table>
    </div>
  )
}
