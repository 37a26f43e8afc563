import type { ReactNode } from 'react'

interface LabelledProps {
  /** Of the control that stands inside. */
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  children: ReactNode
}

/** Ids by which a control refers to its hint and its error. */
export const describedBy = (id: string, { hint, error }: { hint?: unknown; error?: unknown }) =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

/** A control with its label above it, a hint, and what is wrong with it. */
export function Labelled({ id, label, hint, error, children }: LabelledProps) {
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint ? (
        <p className="labelled__hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p className="labelled__error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  )
}
