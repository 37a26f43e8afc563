import type { ReactNode } from 'react'

export type ButtonKind = 'primary' | 'plain' | 'danger'

interface ButtonProps {
  kind?: ButtonKind
  type?: 'submit' | 'button'
  name?: string
  value?: string
  /** Posts to another address than the form's own. */
  formAction?: string
  /** Why it can't be pressed now; shown beside it, because a grey button alone explains nothing. */
  unavailable?: string
  children: ReactNode
}

/** A button says with a verb what will happen (「提交申请」); one that can't be pressed says why. */
export function Button({ kind = 'primary', type = 'submit', unavailable, children, ...rest }: ButtonProps) {
  if (!unavailable) {
    return (
      <button className={`button button--${kind}`} type={type} {...rest}>
        {children}
      </button>
    )
  }
  return (
    <span className="button-with-reason">
      <button className={`button button--${kind}`} type="button" disabled>
        {children}
      </button>
      <span className="button-with-reason__reason">{unavailable}</span>
    </span>
  )
}

/** A link that leads to the next step, dressed as a button. */
export function LinkButton({
  kind = 'primary',
  href,
  children,
}: {
  kind?: ButtonKind
  href: string
  children: ReactNode
}) {
  return (
    <a className={`button button--${kind}`} href={href}>
      {children}
    </a>
  )
}

/** Buttons in a row that breaks where it must. */
export function Buttons({ children }: { children: ReactNode }) {
  return <div className="buttons">{children}</div>
}
