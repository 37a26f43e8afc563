import type { ReactNode } from 'react'
import { Heading, type HeadingLevel } from './heading.tsx'

interface CardProps {
  title?: ReactNode
  /** Level of the title's heading; 2 unless told. */
  level?: HeadingLevel
  /** Makes the title a link and the whole card its target. */
  href?: string
  /** Something short beside the title, such as a state. */
  aside?: ReactNode
  id?: string
  children?: ReactNode
}

/** A white sheet with a thin line: one matter, with its title. */
export function Card({ title, level = 2, href, aside, id, children }: CardProps) {
  return (
    <section className={href ? 'card card--link' : 'card'} id={id}>
      {title || aside ? (
        <div className="card__head">
          {title ? (
            <Heading level={level} className="card__title">
              {href ? <a href={href}>{title}</a> : title}
            </Heading>
          ) : null}
          {aside ? <div className="card__aside">{aside}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  )
}
