import { Button, Input, Select } from 'antd'
import { useId, useState } from 'react'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import type { InboxItem } from './inbox-csv.ts'

type Preview = Output<'case.previewReassign'>

interface PanelProps {
  chosen: readonly InboxItem[]
  onDone(says: string): void
  onCancel(): void
}

const refreshes: readonly OperationName[] = ['case.findInbox', 'case.countInbox', 'case.findColleagues', 'loan.get']

function PreviewTable({ preview }: { preview: Preview }) {
  const hindered = preview.items.filter((item) => item.problem !== null)
  return (
    <>
      <p role="status">
        {hindered.length === 0
          ? `${preview.items.length} 件都可以转给${preview.to}。`
          : `有 ${hindered.length} 件转不了。要么全转要么不转：请先去掉这些，再转其余的。`}
      </p>
      <PlainTable label="要转交的办件">
        <thead>
          <tr>
            <th scope="col">办件编号</th>
            <th scope="col">从谁手里</th>
            <th scope="col">转得了吗</th>
          </tr>
        </thead>
        <tbody>
          {preview.items.map((item) => (
            <tr key={item.id}>
              <td>{item.number}</td>
              <td>{item.from}</td>
              <td className={item.problem ? 'due--bad' : undefined}>{item.problem ?? '可以'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

/** Several cases to one person with one reason: first a look at what would happen to each, then all of them or none. */
export function ReassignPanel({ chosen, onDone, onCancel }: PanelProps) {
  const id = useId()
  const [to, setTo] = useState<string>()
  const [reason, setReason] = useState('')
  const { data: colleagues } = useOperation('case.findColleagues', {}, { live: true })
  const preview = useWrite('case.previewReassign')
  const reassign = useWrite('case.reassign', {
    refreshes,
    onDone: ({ moved, to: name }) => onDone(`已转办 ${moved} 件给${name}。`),
  })
  const cases = chosen.map(({ id: caseId, holding }) => ({ id: caseId, holding }))
  const choose = (accountId: string) => {
    setTo(accountId)
    preview.mutate({ cases, to: accountId })
  }
  const isReady = to !== undefined && reason.trim().length >= 2 && preview.data?.items.every((item) => !item.problem)
  return (
    <section className="reassign" aria-labelledby={id}>
      <h2 id={id}>批量转办：{chosen.length} 件</h2>
      <Labelled id={`${id}to`} label="转给谁" hint="先选人，就能看到每一件转不转得了">
        <Select
          id={`${id}to`}
          value={to ?? null}
          placeholder="请选择"
          showSearch={{ optionFilterProp: 'label' }}
          options={(colleagues?.items ?? []).map((one) => ({
            value: one.id,
            label: `${one.name} · 手里 ${one.load} 件${one.absentUntil ? ` · 请假到 ${one.absentUntil}` : ''} · ${one.roles.join('；')}`,
          }))}
          onChange={choose}
        />
      </Labelled>
      <ProblemNotice error={preview.error} />
      {preview.data && to ? <PreviewTable preview={preview.data} /> : null}
      <Labelled id={`${id}reason`} label="理由" hint="记在每一件的接力里，并告诉原来和接手的人">
        <Input id={`${id}reason`} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <ProblemNotice error={reassign.error} />
      <div className="page-head__acts">
        <Button
          type="primary"
          disabled={!isReady}
          loading={reassign.isPending}
          onClick={() => to && reassign.mutate({ cases, to, reason: reason.trim() })}
        >
          转办这 {chosen.length} 件
        </Button>
        <Button onClick={onCancel}>先不转</Button>
      </div>
    </section>
  )
}
