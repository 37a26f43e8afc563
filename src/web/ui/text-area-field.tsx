import { controlAttributes, Field, type FieldProps } from './field.tsx'

/** Several lines of text. */
export function TextAreaField({ rows = 5, maxLength, ...field }: FieldProps & { rows?: number; maxLength?: number }) {
  return (
    <Field {...field}>
      <textarea
        {...controlAttributes(field)}
        className="input input--full"
        rows={rows}
        maxLength={maxLength}
        defaultValue={field.defaultValue}
        autoComplete={field.autoComplete}
      />
    </Field>
  )
}
