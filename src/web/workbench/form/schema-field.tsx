import { Checkbox, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { type FieldKind, type FieldSchema, kindOf, noneWord } from '../../../kernel/forms/field-schema.ts'
import { formatShort } from '../../../shared/money.ts'
import { countRows, rowFields } from '../../forms/field-schema.ts'
import type { FieldWords } from '../../forms/schema-field.tsx'
import { choiceName, NONE } from '../../ui/option.ts'
import { describedBy, Labelled, LabelledGroup } from './labelled.tsx'
import { readTyped, type Typed } from './typed-form.ts'

interface SchemaFieldProps extends FieldWords {
  name: string
  schema: FieldSchema
  typed: Typed
  onTyped(changed: Typed): void
  error?: string | undefined
  /** Of every field of the form by its name: a list of rows finds those of its own there. */
  errors?: Readonly<Record<string, string>>
}

interface ControlProps {
  schema: FieldSchema
  text: string
  onText(text: string): void
  id: string
  status: '' | 'error'
  'aria-describedby': string | undefined
}

type Control = (props: ControlProps) => ReactNode

/** Of the control of a form's field, so that a list of gaps can lead to it. */
export const fieldId = (name: string) => `field-${name}`

const TextControl: Control = ({ schema, text, onText, ...rest }) => (
  <Input {...rest} value={text} maxLength={schema.maxLength} onChange={(event) => onText(event.target.value)} />
)

const ParagraphControl: Control = ({ schema, text, onText, ...rest }) => (
  <Input.TextArea
    {...rest}
    value={text}
    maxLength={schema.maxLength}
    autoSize={{ minRows: 3, maxRows: 10 }}
    onChange={(event) => onText(event.target.value)}
  />
)

const DayControl: Control = ({ schema: _, text, onText, ...rest }) => (
  <Input {...rest} type="date" value={text} onChange={(event) => onText(event.target.value)} />
)

const WholeControl: Control = ({ schema, text, onText, ...rest }) => (
  <Input
    {...rest}
    inputMode="numeric"
    value={text}
    suffix={schema['x-unit']}
    onChange={(event) => onText(event.target.value)}
  />
)

const AmountControl: Control = ({ schema: _, text, onText, ...rest }) => (
  <Input {...rest} value={text} suffix="元" onChange={(event) => onText(event.target.value)} />
)

const ChoiceControl: Control = ({ schema, text, onText, ...rest }) => (
  <Select
    {...rest}
    value={text === '' ? null : text}
    placeholder="请选择"
    showSearch={{ optionFilterProp: 'label' }}
    options={(schema['x-options'] ?? []).map(({ value, zh }) => ({ value, label: zh }))}
    onChange={onText}
  />
)

const controls: Readonly<Record<Exclude<FieldKind, 'truth' | 'choices' | 'rows'>, Control>> = {
  text: TextControl,
  paragraph: ParagraphControl,
  day: DayControl,
  whole: WholeControl,
  amount: AmountControl,
  choice: ChoiceControl,
}

function TruthField({ name, schema, typed, onTyped, error, label, hint, truth = ['是', '否'] }: SchemaFieldProps) {
  const id = fieldId(name)
  return (
    <LabelledGroup id={id} label={label ?? schema.title} hint={hint} error={error}>
      <Radio.Group
        name={name}
        value={typed[name] ?? null}
        options={['true', 'false'].map((value, index) => ({ value, label: truth[index] }))}
        onChange={(event) => onTyped({ [name]: String(event.target.value) })}
      />
    </LabelledGroup>
  )
}

/** Any number of options, or the one that says there are none; choosing one side lets go of the other. */
function ChoicesField({ name, schema, typed, onTyped, error, label, hint }: SchemaFieldProps) {
  const options = schema['x-options'] ?? []
  const tick = (value: string, ticked: boolean) => {
    const rivals = value === NONE ? options.map((option) => option.value) : [NONE]
    const released = ticked ? Object.fromEntries(rivals.map((rival) => [choiceName(name, rival), ''])) : {}
    onTyped({ ...released, [choiceName(name, value)]: ticked ? 'true' : '' })
  }
  return (
    <LabelledGroup id={fieldId(name)} label={label ?? schema.title} hint={hint} error={error}>
      {[...options, { value: NONE, zh: noneWord(schema) }].map(({ value, zh }) => (
        <Checkbox
          key={value}
          checked={typed[choiceName(name, value)] === 'true'}
          onChange={(event) => tick(value, event.target.checked)}
        >
          {zh}
        </Checkbox>
      ))}
    </LabelledGroup>
  )
}

/** A list of rows: those filled in and an empty one below them. */
function RowsField({ name, schema, typed, onTyped, error, errors = {} }: SchemaFieldProps) {
  return (
    <div className="rows-field" id={fieldId(name)} tabIndex={-1}>
      {error ? <p className="labelled__error">{error}</p> : null}
      {Array.from({ length: countRows(name, schema, typed) }, (_, index) => index).map((index) => (
        <fieldset key={index} className="labelled labelled--group">
          <legend>
            {schema.title}
            {index + 1}
          </legend>
          {Object.entries(rowFields(name, schema, index)).map(([field, one]) => (
            <SchemaField key={field} name={field} schema={one} typed={typed} onTyped={onTyped} error={errors[field]} />
          ))}
        </fieldset>
      ))}
    </div>
  )
}

/** An amount as it was understood, said back while it is typed. */
function understood(name: string, schema: FieldSchema, typed: Typed): string | undefined {
  const { values } = readTyped({ [name]: schema }, typed)
  return typeof values[name] === 'number' ? `即 ${formatShort(values[name])}` : undefined
}

/** One field of a form, drawn from its schema. */
export function SchemaField(props: SchemaFieldProps) {
  const { name, schema, typed, onTyped, error, label } = props
  const kind = kindOf(schema)
  if (kind === 'rows') return <RowsField {...props} />
  if (kind === 'truth') return <TruthField {...props} />
  if (kind === 'choices') return <ChoicesField {...props} />
  const id = fieldId(name)
  const said = kind === 'amount' ? understood(name, schema, typed) : undefined
  const hint = said && typeof props.hint === 'string' ? `${said}；${props.hint}` : (said ?? props.hint)
  const ControlFor = controls[kind]
  return (
    <Labelled id={id} label={label ?? schema.title} hint={hint} error={error}>
      <ControlFor
        id={id}
        schema={schema}
        text={typed[name] ?? ''}
        onText={(text) => onTyped({ [name]: text })}
        status={error ? 'error' : ''}
        aria-describedby={describedBy(id, { hint, error })}
      />
    </Labelled>
  )
}
