import { Button, Input } from 'antd'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { Output } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, ProblemNotice } from '../notices.tsx'
import { readSearch, searchKindWords } from './person-search.ts'
import { verificationWords } from './person-words.ts'

export type FoundPerson = Output<'person.find'>['items'][number]

interface PersonFinderProps {
  /** What can be done with someone found within reach. */
  act(person: FoundPerson): ReactNode
}

function PersonCard({ person, children }: { person: FoundPerson; children: ReactNode }) {
  if (!person.inReach) {
    return (
      <li className="person-card">
        <p className="person-card__name">
          <strong>已在{person.divisionName}登记</strong>
        </p>
        <p className="quiet">不在您的辖区内，只能看到这些。请联系所在地区的窗口。</p>
      </li>
    )
  }
  return (
    <li className="person-card">
      <p className="person-card__name">
        <strong>{person.name ?? '未填写姓名'}</strong>{' '}
        <span className="quiet">{verificationWords[person.verification ?? 'none']}</span>
      </p>
      <p className="quiet">
        手机 {person.phone ?? '未登记'} · 证件 {person.identity ?? '未登记'} · {person.divisionName}
      </p>
      {children}
    </li>
  )
}

/** Looks a person up by exact phone, paper or name; each look is recorded, so it waits for the button. */
export function PersonFinder({ act }: PersonFinderProps) {
  const [text, setText] = useState('')
  const [unclear, setUnclear] = useState(false)
  const id = useId()
  const find = useWrite('person.find')
  const read = readSearch(text)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const usable = read && read.by !== 'number'
    setUnclear(!usable)
    if (usable) find.mutate({ by: read.by as 'phone' | 'identity' | 'name', value: read.value })
  }
  return (
    <>
      <form className="finder" onSubmit={submit}>
        <Labelled
          id={id}
          label="手机号、证件号或姓名"
          hint={
            read && read.by !== 'number'
              ? `按${searchKindWords[read.by]}精确查找`
              : '要填完整，护照写成“GBR/护照号码”；查找会留下记录'
          }
          error={unclear ? '请填完整的手机号、证件号，或至少两个字的姓名。' : undefined}
        >
          <Input id={id} value={text} autoComplete="off" onChange={(event) => setText(event.target.value)} />
        </Labelled>
        <Button type="primary" htmlType="submit" loading={find.isPending}>
          查找
        </Button>
      </form>
      <ProblemNotice error={find.error} />
      <div role="status">
        {find.data?.items.length === 0 ? (
          <Nothing says="没有找到。请核对号码；第一次来办事的，可以在下面登记。" />
        ) : null}
      </div>
      <ul className="person-cards">
        {find.data?.items.map((person) => (
          <PersonCard key={person.id} person={person}>
            {act(person)}
          </PersonCard>
        ))}
      </ul>
    </>
  )
}
