import { Checkbox, Input, Radio, Select } from 'antd'
import { describedBy, Labelled } from './labelled.tsx'
import { type FieldKind, type FieldSchema, kindOf, readField, sayValue } from './schema-fields.ts'

interface SchemaFieldProps {
  name: string
  field: FieldSchema
  text: string
  onText(text: string): void
  error?: string | undefined
  hint?: string | undefined
}

interface ControlProps {
  id: string
  field: FieldSchema
  text: string
  onText(text: string): void
  status: '' | 'error'
  'aria-describedby': string | undefined
}

/** Of the control of a form's field, so that a list of gaps can lead to it. */
export const fieldId = (name: string) => `field-${name}`

type Control = (props: ControlProps) => React.ReactNode

const TextControl: Control = ({ field, onText, text, ...rest }) => (
  <Input {...rest} value={text} maxLength={field.maxLength} onChange={(event) => onText(event.target.value)} />
)

const ParagraphControl: Control = ({ field, onText, text, ...rest }) => (
  <Input.TextArea
    {...rest}
    value={text}
    maxLength={field.maxLength}
    showCount
    autoSize={{ minRows: 3, maxRows: 10 }}
    onChange={(event) => onText(event.target.value)}
  />
)

const DateControl: Control = ({ field: _field, onText, text, ...rest }) => (
  <Input {...rest} type="date" value={text} onChange={(event) => onText(event.target.value)} />
)

const NumberControl: Control = ({ field, onText, text, ...rest }) => (
  <Input
    {...rest}
    inputMode="numeric"
    value={text}
    suffix={field['x-unit']}
    onChange={(event) => onText(event.target.value)}
  />
)

const AmountControl: Control = ({ field: _field, onText, text, ...rest }) => (
  <Input {...rest} value={text} placeholder="例如 30 万元" onChange={(event) => onText(event.target.value)} />
)

const ChoiceControl: Control = ({ field, onText, text, ...rest }) => (
  <Select
    {...rest}
    value={text === '' ? null : text}
    placeholder="请选择"
    showSearch={{ optionFilterProp: 'label' }}
    options={(field['x-options'] ?? []).map(({ value, zh }) => ({ value, label: zh }))}
    onChange={onText}
  />
)

const controls: Readonly<Record<Exclude<FieldKind, 'yesNo' | 'promise'>, Control>> = {
  text: TextControl,
  paragraph: ParagraphControl,
  date: DateControl,
  number: NumberControl,
  fen: AmountControl,
  choice: ChoiceControl,
}

function YesNoField({ name, field, text, onText, error }: SchemaFieldProps) {
  const id = fieldId(name)
  return (
    <fieldset className="labelled labelled--group" id={id} tabIndex={-1} aria-describedby={describedBy(id, { error })}>
      <legend>{field.title}</legend>
      <Radio.Group
        name={name}
        value={text}
        options={[
          { value: 'true', label: '是' },
          { value: 'false', label: '否' },
        ]}
        onChange={(event) => onText(String(event.target.value))}
      />
      {error ? (
        <p className="labelled__error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

function PromiseField({ name, field, text, onText, error }: SchemaFieldProps) {
  const id = fieldId(name)
  return (
    <div className="labelled">
      <Checkbox
        id={id}
        checked={text === 'true'}
        aria-describedby={describedBy(id, { error })}
        onChange={(event) => onText(String(event.target.checked))}
      >
        {field.title}
      </Checkbox>
      {error ? (
        <p className="labelled__error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  )
}

/** What was understood of an amount or a number, said back while it is typed. */
function understood(field: FieldSchema, text: string): string | undefined {
  if (kindOf(field) !== 'fen') return undefined
  const { value } = readField(field, text)
  return value === undefined ? '可以写成 300000 或 30 万元' : `即 ${sayValue(field, value)}`
}

/** A field of a form as its schema describes it. What is wrong is said once something has been typed. */
export function SchemaField(props: SchemaFieldProps) {
  const { name, field, text, onText } = props
  const kind = kindOf(field)
  const error = props.error ?? readField(field, text).fault
  if (kind === 'yesNo') return <YesNoField {...props} error={error} />
  if (kind === 'promise') return <PromiseField {...props} error={error} />
  const id = fieldId(name)
  const hint = props.hint ?? understood(field, text)
  const ControlFor = controls[kind]
  return (
    <Labelled id={id} label={field.title} hint={hint} error={error}>
      <ControlFor
        id={id}
        field={field}
        text={text}
        onText={onText}
        status={error ? 'error' : ''}
        aria-describedby={describedBy(id, { hint, error })}
      />
    </Labelled>
  )
}
