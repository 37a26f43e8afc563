import { Alert, Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'

type Merge = Output<'person.getMerges'>['merged'][number]

function UnmergeForm({ id }: { id: string }) {
  const field = useId()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const unmerge = useWrite('person.unmerge', { refreshes: ['person.get', 'person.getMerges', 'person.findDuplicates'] })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    unmerge.mutate({ id, reason })
  }
  if (!open) return <Button onClick={() => setOpen(true)}>撤销合并</Button>
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={unmerge.error} />
      <Labelled id={field} label="撤销理由" hint="两份档案恢复为各自独立；合并以后新办的事留在这一份里">
        <Input id={field} value={reason} maxLength={300} required onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={unmerge.isPending}>
          确认撤销合并
        </Button>
        <Button onClick={() => setOpen(false)}>不撤销</Button>
      </div>
    </form>
  )
}

function MergedRow({ merge, mayUndo }: { merge: Merge; mayUndo: boolean }) {
  return (
    <li>
      <p>
        <Link to={`/people/${merge.id}`}>并入的档案</Link>{' '}
        <span className="quiet">
          {formatInstant(new Date(merge.mergedAt))}由{merge.by ?? '工作人员'}合并：{merge.reason}
        </span>
      </p>
      {mayUndo ? <UnmergeForm id={merge.id} /> : null}
    </li>
  )
}

/** How a person's file was merged: into which it went, or which went into it, each to be undone. */
export function PersonMerges({ id, mayUndo }: { id: string; mayUndo: boolean }) {
  const { data } = useOperation('person.getMerges', { id }, { live: true })
  if (!data) return null
  if (data.mergedInto) {
    return (
      <Alert
        type="info"
        showIcon
        title="这份档案已经并入同一个人的另一份档案"
        description={<Link to={`/people/${data.mergedInto}`}>打开合并后的档案</Link>}
      />
    )
  }
  if (data.merged.length === 0) return null
  return (
    <section aria-labelledby="merges">
      <h2 id="merges">合并过来的档案</h2>
      <ul className="lines">
        {data.merged.map((merge) => (
          <MergedRow key={merge.id} merge={merge} mayUndo={mayUndo} />
        ))}
      </ul>
    </section>
  )
}
