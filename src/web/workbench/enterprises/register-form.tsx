import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { registerProperties } from '../../../kernel/agencies/schema.ts'
import type { FieldSchemas } from '../../../kernel/forms/field-schema.ts'
import type { LegalForm } from '../../../kernel/parties/legal-forms.ts'
import type { Problem } from '../../api/portal-api.ts'
import { Labelled } from '../form/labelled.tsx'
import { SchemaField } from '../form/schema-field.tsx'
import type { Typed } from '../form/typed-form.ts'
import { DivisionPicker } from '../people/division-picker.tsx'
import { divisionsOf, useSession } from '../session.tsx'

const { division: _, ...typedProperties } = registerProperties
const schemas = typedProperties as unknown as FieldSchemas

export interface TypedRegister {
  name: string
  creditCode: string
  legalForm: LegalForm
  industry: string
  registeredOn: string
  division: string
}

const hints: Readonly<Record<string, string>> = {
  name: '营业执照上的全称',
  creditCode: '18 位，没有字母 I、O、S、V、Z',
  industry: '按主营业务选；用来判断企业规模',
}

interface RegisterFormProps {
  button: string
  problem: Problem | undefined
  pending: boolean
  onRegister(typed: TypedRegister): void
  children?: ReactNode
}

/** What is typed off a licence; nothing of it is kept on the desktop. */
export function RegisterForm({ button, problem, pending, onRegister, children }: RegisterFormProps) {
  const { data: session } = useSession()
  const roots = divisionsOf(session)
  const [typed, setTyped] = useState<Typed>({})
  const [chosen, setChosen] = useState('')
  const division = chosen || (roots[0]?.[0] ?? '')
  const errorOf = (field: string) => problem?.errors?.find((error) => error.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = (name: string) => typed[name] ?? ''
    onRegister({
      name: text('name'),
      creditCode: text('creditCode'),
      legalForm: text('legalForm') as LegalForm,
      industry: text('industry'),
      registeredOn: text('registeredOn'),
      division,
    })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      {Object.entries(schemas).map(([name, schema]) => (
        <SchemaField
          key={name}
          name={name}
          schema={schema}
          typed={typed}
          onTyped={(changed) => setTyped((was) => ({ ...was, ...changed }))}
          error={errorOf(name)}
          hint={hints[name]}
        />
      ))}
      <Labelled id="register-division" label="登记所在地" error={errorOf('division')}>
        <DivisionPicker id="register-division" roots={roots} value={division} onChange={setChosen} />
      </Labelled>
      {children}
      <Button type="primary" htmlType="submit" loading={pending}>
        {button}
      </Button>
    </form>
  )
}
