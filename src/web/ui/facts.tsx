import type { ReactNode } from 'react'

export interface Fact {
  term: string
  value: ReactNode
  /** Where to change it; the link names the thing (「修改经营地址」). */
  change?: { href: string; says: string }
}

/** Names and what stands under them. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl className="facts">
      {items.map(({ term, value, change }) => (
        <div className="facts__row" key={term}>
          <dt>{term}</dt>
          <dd>
            {value}
            {change ? (
              <a className="facts__change" href={change.href}>
                {change.says}
              </a>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}
