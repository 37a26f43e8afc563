import { controlAttributes, Field, type FieldProps } from './field.tsx'

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'tel' | 'email' | 'search' | 'password'
  /** How many characters the answer usually has; the box is as wide. */
  width?: 'short' | 'medium' | 'full'
  maxLength?: number
  /** A unit or sign after the box. */
  unit?: string
}

/** One line of text. */
export function TextField({ type = 'text', width = 'full', maxLength, unit, ...field }: TextFieldProps) {
  const control = (
    <input
      {...controlAttributes(field)}
      className={`input input--${width}`}
      type={type}
      defaultValue={field.defaultValue}
      autoComplete={field.autoComplete}
      inputMode={field.inputMode}
      maxLength={maxLength}
    />
  )
  return (
    <Field {...field}>
      {unit ? (
        <span className="input-with-unit">
          {control}
          <span className="input-with-unit__unit">{unit}</span>
        </span>
      ) : (
        control
      )}
    </Field>
  )
}
