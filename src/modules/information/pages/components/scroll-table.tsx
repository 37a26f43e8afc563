import type { ReactNode } from 'react'

/** A table that may be wider than the page: it scrolls by itself, by keyboard too. */
export function ScrollTable({ says, children }: { says: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="policy-table" aria-label={`${says}，可左右滚动`} tabIndex={0}>
      {children}
    </section>
  )
}
