import { controlAttributes, Field, type FieldProps } from './field.tsx'

/** A calendar day, sent as 「2026-11-22」. */
export function DateField({ min, max, ...field }: FieldProps & { min?: string; max?: string }) {
  return (
    <Field {...field}>
      <input
        {...controlAttributes(field)}
        className="input input--medium"
        type="date"
        defaultValue={field.defaultValue}
        autoComplete={field.autoComplete}
        min={min}
        max={max}
      />
    </Field>
  )
}
