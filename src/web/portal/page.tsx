import type { ReactNode } from 'react'
import { Breadcrumb, type Crumb } from '../ui/breadcrumb.tsx'

interface PageProps {
  title: ReactNode
  /** What the page is for, in a sentence below its title. */
  lead?: ReactNode
  /** The pages above this one; home is put in front. */
  trail?: readonly Crumb[]
  /** For lists and boards; otherwise the page keeps to the width of reading. */
  wide?: boolean
  /** Stands beside the page where there is room, below it on a phone. */
  aside?: ReactNode
  children: ReactNode
}

/** The frame of every page but home: where it lies, its one heading, its matter. */
export function Page({ title, lead, trail = [], wide = false, aside, children }: PageProps) {
  return (
    <div className={wide || aside ? 'page page--wide' : 'page'}>
      <Breadcrumb trail={trail} />
      <header className="page__head">
        <h1>{title}</h1>
        {lead ? <p className="page__lead">{lead}</p> : null}
      </header>
      {aside ? (
        <div className="page__columns">
          <div className="page__matter stack">{children}</div>
          <aside className="page__aside stack">{aside}</aside>
        </div>
      ) : (
        <div className="stack">{children}</div>
      )}
    </div>
  )
}
