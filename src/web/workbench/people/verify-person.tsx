import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { OperationName } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'

interface Identified {
  id: string
  name: string | null
  identity: string | null
  version: number
}

interface VerifyProps {
  person: Identified
  /** Operations that show the person. */
  refreshes: readonly OperationName[]
}

/** What the clerk reads off the paper in hand, prefilled with what was declared; sent only where it differs. */
function VerifyForm({ person, refreshes, onClose }: VerifyProps & { onClose(): void }) {
  const [name, setName] = useState(person.name ?? '')
  const [residentId, setResidentId] = useState(person.identity ?? '')
  const id = useId()
  const verify = useWrite('person.verify', { refreshes })
  const errorOf = (field: string) => verify.error?.problem.errors?.find((error) => error.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const same = name === person.name && residentId === person.identity
    verify.mutate({ id: person.id, version: person.version, ...(same ? {} : { name, residentId }) })
  }
  return (
    <form className="confirm" onSubmit={submit}>
      <ProblemNotice error={verify.error} />
      <p>请把身份证原件与本人、与下面的内容逐项核对；不一致的，照身份证改好。核验后写入审计，不能自行撤回。</p>
      <Labelled id={`${id}name`} label="姓名" error={errorOf('name')}>
        <Input id={`${id}name`} value={name} required onChange={(event) => setName(event.target.value)} />
      </Labelled>
      <Labelled id={`${id}resident`} label="居民身份证号" error={errorOf('residentId')}>
        <Input
          id={`${id}resident`}
          value={residentId}
          required
          onChange={(event) => setResidentId(event.target.value)}
        />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={verify.isPending}>
          核对一致，核验实名
        </Button>
        <Button onClick={onClose}>先不核验</Button>
      </div>
    </form>
  )
}

/** The clerk compares the identity paper with what is registered, then says that it is the same (核验实名). */
export function VerifyPerson(props: VerifyProps) {
  const [open, setOpen] = useState(false)
  if (open) return <VerifyForm {...props} onClose={() => setOpen(false)} />
  return <Button onClick={() => setOpen(true)}>核验实名</Button>
}
