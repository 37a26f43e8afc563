import type { ReactNode } from 'react'
import { type FieldSchema, kindOf, noneWord, type Truth } from '../../kernel/forms/field-schema.ts'
import { ChoiceField } from '../ui/choice-field.tsx'
import { ChoicesField } from '../ui/choices-field.tsx'
import { DateField } from '../ui/date-field.tsx'
import { type FieldProps, fieldId } from '../ui/field.tsx'
import { MoneyField } from '../ui/money-field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { choiceName, NONE, type Option } from '../ui/option.ts'
import { SelectField } from '../ui/select-field.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { countRows, rowFields } from './field-schema.ts'

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
  /** Of every field of the form by its name: a list of rows finds those of its own there. */
  errors?: Readonly<Record<string, string>>
  /** Draws a choice folded away, where many stand below each other. */
  folded?: boolean
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

/** A list of rows: those filled in and an empty one, so that another can be added without script. */
function RowsField({ name, schema, values, error, errors = {} }: SchemaFieldProps) {
  return (
    <div className="field-rows" id={fieldId(name)} tabIndex={-1}>
      {error ? <p className="field__error">{error}</p> : null}
      {Array.from({ length: countRows(name, schema, values) }, (_, index) => index).map((index) => (
        <fieldset key={index} className="field-rows__row">
          <legend>
            {schema.title}
            {index + 1}
          </legend>
          {Object.entries(rowFields(name, schema, index)).map(([field, one]) => (
            <SchemaField key={field} name={field} schema={one} values={values} error={errors[field]} folded />
          ))}
        </fieldset>
      ))}
      <p className="muted small">填好后保存，还有人的会多出一行；空着的行不算。</p>
    </div>
  )
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
    case 'rows':
      return <RowsField name={name} schema={schema} values={values} error={error} {...words} />
    case 'choices':
      return <SeveralField schema={schema} values={values} field={field} />
    case 'choice':
      if (words.folded) return <SelectField {...field} options={schema['x-options'] ?? []} empty="请选择" />
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
