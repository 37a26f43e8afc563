import type { FieldProps } from './field.tsx'
import { TextField } from './text-field.tsx'

/** A whole number with its unit (个月, 次, 人). A text box with a number pad: spinners change figures by accident. */
export function NumberField({ unit, ...field }: FieldProps & { unit?: string }) {
  return <TextField inputMode="numeric" autoComplete="off" {...field} width="short" unit={unit} />
}
