import { Select } from 'antd'
import { useId } from 'react'
import { type Role, roles } from '../../../kernel/access/actor.ts'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import type { CallRefused } from '../../api/http-client.ts'
import { useOperation } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { DivisionPicker } from '../people/division-picker.tsx'
import { divisionsOf, useSession } from '../session.tsx'
import { faultOf } from './fault-of.ts'

/** A role as it is chosen. */
export interface GrantChoice {
  role: Role | null
  division: string
  officeId: string | null
}

export const noGrant: GrantChoice = { role: null, division: '', officeId: null }

interface FieldsProps {
  value: GrantChoice
  onChange(value: GrantChoice): void
  error: CallRefused | null
  /** Before the names of its fields in the operation's input, such as 'grants.0.'. */
  prefix?: string
}

const options = roles
  .filter((role) => role !== 'entrepreneur' && role !== 'agent')
  .map((role) => ({ value: role, label: kernelTerms[role].zh }))

/** Which role, where, and from which office. */
export function GrantFields({ value, onChange, error, prefix = '' }: FieldsProps) {
  const id = useId()
  const { data: session } = useSession()
  const { data: managed } = useOperation('institution.find', {})
  const offices = managed?.offices.filter((office) => office.division.startsWith(value.division.replace(/0+$/, '')))
  return (
    <>
      <Labelled id={`${id}role`} label="角色" error={faultOf(error, `${prefix}role`)}>
        <Select
          id={`${id}role`}
          value={value.role}
          placeholder="请选择"
          options={options}
          onChange={(role) => onChange({ ...value, role })}
        />
      </Labelled>
      <Labelled
        id={`${id}division`}
        label="管哪里"
        hint="这个地区和它下面的都管"
        error={faultOf(error, `${prefix}division`)}
      >
        <DivisionPicker
          id={`${id}division`}
          roots={divisionsOf(session)}
          value={value.division}
          onChange={(division) => onChange({ ...value, division, officeId: null })}
        />
      </Labelled>
      <Labelled
        id={`${id}office`}
        label="在哪个窗口或科室"
        hint="系统分派办件时按这个找人；管理员、审计人员可以不选"
        error={faultOf(error, `${prefix}officeId`)}
      >
        <Select
          id={`${id}office`}
          value={value.officeId}
          allowClear
          placeholder="不属于某个窗口"
          showSearch={{ optionFilterProp: 'label' }}
          options={(offices ?? []).map((office) => ({
            value: office.id,
            label: `${office.name}（${office.kindLabel}）`,
          }))}
          onChange={(officeId) => onChange({ ...value, officeId: officeId ?? null })}
        />
      </Labelled>
    </>
  )
}
