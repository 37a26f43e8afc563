import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { IdentityKind } from '../../../kernel/parties/identity-kinds.ts'
import type { OperationName } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'
import { isSamePaper, PaperFields, paperInput, paperOf } from './paper-fields.tsx'

interface Identified {
  id: string
  name: string | null
  identity: string | null
  identityKind: IdentityKind | null
  birthDate: string | null
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
  const [paper, setPaper] = useState(() => paperOf(person))
  const id = useId()
  const verify = useWrite('person.verify', { refreshes })
  const errorOf = (field: string) => verify.error?.problem.errors?.find((error) => error.field === field)?.message
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const same = name === person.name && isSamePaper(paper, paperOf(person))
    const seen = same ? {} : { name, ...paperInput(paper) }
    verify.mutate({ id: person.id, version: person.version, ...seen })
  }
  return (
    <form className="confirm" onSubmit={submit}>
      <ProblemNotice error={verify.error} />
      <p>请把证件原件与本人、与下面的内容逐项核对；不一致的，照证件改好。核验后写入审计，不能自行撤回。</p>
      <Labelled id={`${id}name`} label="姓名" error={errorOf('name')}>
        <Input id={`${id}name`} value={name} required onChange={(event) => setName(event.target.value)} />
      </Labelled>
      <PaperFields paper={paper} onChange={setPaper} errorOf={errorOf} />
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
