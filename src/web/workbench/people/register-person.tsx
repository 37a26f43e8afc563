import { Button, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { Problem } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'
import { divisionsOf, useSession } from '../session.tsx'
import { DivisionPicker } from './division-picker.tsx'
import { emptyPaper, PaperFields, paperInput } from './paper-fields.tsx'

const fields = [
  { name: 'name', label: '姓名', hint: '与证件一致' },
  { name: 'phone', label: '手机号', hint: '办理进度会发到这里' },
] as const

const empty = { name: '', phone: '' }

const consentWords = { none: '还没有问', spoken: '本人口头同意', paper: '本人书面同意' }

const errorOf = (problem: Problem | undefined, field: string) =>
  problem?.errors?.find((error) => error.field === field)?.message

/** Registers a person who stands at the window. Nothing of it is kept on the desktop. */
export function RegisterPerson({ onRegistered }: { onRegistered(id: string): void }) {
  const { data: session } = useSession()
  const roots = divisionsOf(session)
  const [typed, setTyped] = useState(empty)
  const [paper, setPaper] = useState(emptyPaper)
  const [chosen, setChosen] = useState('')
  const [consent, setConsent] = useState<keyof typeof consentWords>('none')
  const division = chosen || (roots[0]?.[0] ?? '')
  const id = useId()
  const register = useWrite('person.register', { refreshes: [], onDone: (output) => onRegistered(output.id) })
  const send = (despiteDeclared: boolean) =>
    register.mutate({
      ...typed,
      ...paperInput(paper),
      division,
      ...(consent === 'none' ? {} : { consent }),
      ...(despiteDeclared ? { despiteDeclared } : {}),
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send(false)
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={register.error}>
        {register.error?.problem.code === 'declared-already' ? (
          <Button onClick={() => send(true)}>证件原件已核对，仍然登记</Button>
        ) : null}
      </ProblemNotice>
      {fields.map(({ name, label, hint }) => (
        <Labelled key={name} id={id + name} label={label} hint={hint} error={errorOf(register.error?.problem, name)}>
          <Input
            id={id + name}
            value={typed[name]}
            required
            autoComplete="off"
            onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          />
        </Labelled>
      ))}
      <PaperFields paper={paper} onChange={setPaper} errorOf={(field) => errorOf(register.error?.problem, field)} />
      <Labelled id={`${id}division`} label="所在地区" error={errorOf(register.error?.problem, 'division')}>
        <DivisionPicker id={`${id}division`} roots={roots} value={division} onChange={setChosen} />
      </Labelled>
      <Labelled
        id={`${id}consent`}
        label="服务条款和个人信息处理说明"
        hint="当面说明后登记；没有问的，本人第一次在网上登录时会再问"
      >
        <Select
          id={`${id}consent`}
          value={consent}
          options={Object.entries(consentWords).map(([value, label]) => ({ value, label }))}
          onChange={(value) => setConsent(value as keyof typeof consentWords)}
        />
      </Labelled>
      <Button type="primary" htmlType="submit" loading={register.isPending}>
        登记这位服务对象
      </Button>
    </form>
  )
}
