import type { HTMLAttributes, ReactNode } from 'react'

/** What every field takes; `error` is the sentence beside the field, `hint` says beforehand what is wanted. */
export interface FieldProps {
  label: ReactNode
  name: string
  defaultValue?: string | undefined
  error?: string | undefined
  hint?: ReactNode
  /** Said as 选填 when false; left alone when not given. */
  required?: boolean
  autoComplete?: string
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
}

/** The id of a field's control; the error summary leads there. */
export const fieldId = (name: string) => `field-${name}`

/** The attributes that tie a control to its label, hint and error. */
export function controlAttributes({ name, error, hint, required }: FieldProps) {
  const id = fieldId(name)
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return {
    id,
    name,
    'aria-describedby': described || undefined,
    'aria-invalid': error ? (true as const) : undefined,
    'aria-required': required ? (true as const) : undefined,
  }
}

export function OptionalWord({ required }: { required?: boolean | undefined }) {
  return required === false ? <span className="field__optional">(选填)</span> : null
}

/** Hint and error of a field, under the ids that its control points to. */
export function FieldNotes({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  const id = fieldId(name)
  return (
    <>
      {hint ? (
        <div className="field__hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <p className="field__error" id={`${id}-error`}>
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      ) : null}
    </>
  )
}

/** Label, hint, error and control of a field with one control. */
export function Field({ children, ...props }: FieldProps & { children: ReactNode }) {
  return (
    <div className={props.error ? 'field field--wrong' : 'field'}>
      <label className="field__label" htmlFor={fieldId(props.name)}>
        {props.label}
        <OptionalWord required={props.required} />
      </label>
      <FieldNotes {...props} />
      {children}
    </div>
  )
}
