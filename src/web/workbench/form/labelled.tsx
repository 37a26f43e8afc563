import type { ReactNode } from 'react'

interface LabelledProps {
  /** Of the control that stands inside, or of the group itself. */
  id: string
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  children: ReactNode
}

/** Ids by which a control refers to its hint and its error. */
export const describedBy = (id: string, { hint, error }: { hint?: unknown; error?: unknown }) =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined

function Remarks({ id, hint, error }: Pick<LabelledProps, 'id' | 'hint' | 'error'>) {
  return (
    <>
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
    </>
  )
}

/** A control with its label above it, a hint, and what is wrong with it. */
export function Labelled({ id, label, children, ...remarks }: LabelledProps) {
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      {children}
      <Remarks id={id} {...remarks} />
    </div>
  )
}

/** Several controls that answer one question. */
export function LabelledGroup({ id, label, children, ...remarks }: LabelledProps) {
  return (
    <fieldset className="labelled labelled--group" id={id} tabIndex={-1} aria-describedby={describedBy(id, remarks)}>
      <legend>{label}</legend>
      <div className="labelled__options">{children}</div>
      <Remarks id={id} {...remarks} />
    </fieldset>
  )
}
