import type { ReactNode } from 'react'
import { ChoiceField } from '../ui/choice-field.tsx'
import { ChoicesField } from '../ui/choices-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import type { FieldProps } from '../ui/field.tsx'
import { MoneyField } from '../ui/money-field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { choiceName, NONE, type Option } from '../ui/option.ts'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { type FieldSchema, kindOf, noneWord, type Truth } from './field-schema.ts'

/** What a page may add to what the schema says. */
export interface FieldWords {
  /** Instead of the schema's title. */
  label?: string
  hint?: ReactNode
  /** The words for true and false; 是 and 否 unless told. */
  truth?: Truth
  /** Words of a choice that leaves the question open. */
  open?: string
  autoComplete?: string
}

interface SchemaFieldProps extends FieldWords {
  name: string
  schema: FieldSchema
  /** The form as it was typed or is known, by the names of its fields. */
  values: Readonly<Record<string, string>>
  error?: string | undefined
}

function SeveralField({
  schema,
  values,
  field,
}: {
  schema: FieldSchema
  values: SchemaFieldProps['values']
  field: FieldProps
}) {
  const options = schema['x-options'] ?? []
  const chosen = [...options.map((option) => option.value), NONE].filter(
    (value) => values[choiceName(field.name, value)],
  )
  return <ChoicesField {...field} options={options} none={noneWord(schema)} chosen={chosen} />
}

interface TruthFieldProps {
  field: FieldProps
  truth: Truth | undefined
  leftOpen: readonly Option[]
}

/** 是 and 否 fit on one line; longer words have a line each. */
function TruthField({ field, truth, leftOpen }: TruthFieldProps) {
  const [yes, no] = truth ?? ['是', '否']
  const options = [{ value: 'true', zh: yes }, { value: 'false', zh: no }, ...leftOpen]
  return <ChoiceField {...field} inline={truth === undefined} options={options} />
}

/** One field of a form, drawn from its schema. */
export function SchemaField({ name, schema, values, error, ...words }: SchemaFieldProps) {
  const { label = schema.title ?? name, hint, truth, open, autoComplete } = words
  const field: FieldProps = {
    name,
    label,
    hint,
    error,
    defaultValue: values[name],
    ...(autoComplete ? { autoComplete } : {}),
  }
  const leftOpen = open ? [{ value: '', zh: open }] : []
  switch (kindOf(schema)) {
    case 'choices':
      return <SeveralField schema={schema} values={values} field={field} />
    case 'choice':
      return <ChoiceField {...field} options={[...(schema['x-options'] ?? []), ...leftOpen]} />
    case 'truth':
      return <TruthField field={field} truth={truth} leftOpen={leftOpen} />
    case 'amount':
      return <MoneyField {...field} />
    case 'day':
      return <DateField {...field} />
    case 'paragraph':
      return <TextAreaField {...field} maxLength={schema.maxLength} />
    case 'whole':
      return <NumberField {...field} unit={schema['x-unit']} />
    default:
      return <TextField {...field} maxLength={schema.maxLength} />
  }
}
