import type { FieldProps } from './field.tsx'
import { TextField } from './text-field.tsx'

/** An amount as people write it, in yuan: 「300000」, 「300,000.00」 and 「30 万」 are all read; the value is the typed text. */
export function MoneyField(field: FieldProps) {
  return <TextField inputMode="decimal" autoComplete="off" {...field} width="medium" unit="元" />
}
