import { controlAttributes, Field, type FieldProps } from './field.tsx'
import type { Option } from './option.ts'

/** One of many, folded away; `empty` is the line that stands for no choice. */
export function SelectField({ options, empty, ...field }: FieldProps & { options: readonly Option[]; empty?: string }) {
  return (
    <Field {...field}>
      <select
        {...controlAttributes(field)}
        className="input input--medium"
        defaultValue={field.defaultValue ?? ''}
        autoComplete={field.autoComplete}
      >
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.zh}
          </option>
        ))}
      </select>
    </Field>
  )
}
