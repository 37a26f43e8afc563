import { Button, Checkbox, Input, Select } from 'antd'
import { useId, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

type Preview = Output<'staff.previewHandOver'>
type Colleagues = Output<'case.findColleagues'>['items']

interface PreviewProps {
  preview: Preview
  colleagues: { value: string; label: string }[]
  onChoose(caseId: string, to: string): void
}

function PreviewTable({ preview, colleagues, onChoose }: PreviewProps) {
  const hindered = preview.items.filter((item) => item.problem !== null).length
  return (
    <>
      <p role="status">
        {preview.items.length === 0 ? '手里没有办件。' : `${preview.items.length} 件`}
        {hindered > 0 ? `，其中 ${hindered} 件要另选接手的人` : ''}
        {preview.firstCount > 0 ? `；首问负责的 ${preview.firstCount} 件改由接手的人负责答复` : ''}
        {preview.deputyFor.length > 0 ? `；还是${preview.deputyFor.join('、')}的代理人，还没开始的要另定` : ''}。
      </p>
      {preview.items.length > 0 ? (
        <PlainTable label="要移交的办件">
          <thead>
            <tr>
              <th scope="col">办件编号</th>
              <th scope="col">状态</th>
              <th scope="col">交给</th>
              <th scope="col">接得了吗</th>
            </tr>
          </thead>
          <tbody>
            {preview.items.map((item) => (
              <tr key={item.id}>
                <td>{item.number}</td>
                <td>{item.stateLabel}</td>
                <td>
                  <Select
                    aria-label={`${item.number} 交给`}
                    value={item.to}
                    options={colleagues}
                    onChange={(to) => onChoose(item.id, to)}
                  />
                </td>
                <td className={item.problem ? 'due--bad' : undefined}>{item.problem ?? '可以'}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      ) : null}
    </>
  )
}

const labelsOf = (people: Colleagues, leaver: string) =>
  people
    .filter((one) => one.id !== leaver)
    .map((one) => ({ value: one.id, label: `${one.name} · 手里 ${one.load} 件 · ${one.roles.join('；')}` }))

/** Everything of somebody who leaves or moves, in one act: first a look at who gets what. */
export function HandOverPage() {
  const { id = '' } = useParams()
  const fields = useId()
  const navigate = useNavigate()
  const { data: member, error, refetch } = useOperation('staff.get', { id }, { live: true })
  const { data: colleagues } = useOperation('case.findColleagues', {}, { live: true })
  const [to, setTo] = useState<string>()
  const [others, setOthers] = useState<Readonly<Record<string, string>>>({})
  const [reason, setReason] = useState('')
  const [leaves, setLeaves] = useState(true)
  const preview = useWrite('staff.previewHandOver')
  const handOver = useWrite('staff.handOver', {
    refreshes: ['staff.get', 'staff.find', 'case.findInbox', 'case.findColleagues'],
    onDone: () => void navigate(`/staff/${id}`),
  })
  if (!member) return <PageWithout what="交接" error={error} onRetry={() => void refetch()} />
  const listed = (chosen: Readonly<Record<string, string>>) =>
    Object.entries(chosen).map(([caseId, person]) => ({ case: caseId, to: person }))
  const look = (person: string, chosen: Readonly<Record<string, string>>) => {
    setTo(person)
    setOthers(chosen)
    preview.mutate({ id, to: person, others: listed(chosen) })
  }
  const options = labelsOf(colleagues?.items ?? [], id)
  const ready = to && reason.trim().length >= 2 && preview.data?.items.every((item) => item.problem === null)
  return (
    <div className="administration">
      <title>{`${member.name}的交接 · 启创工作台`}</title>
      <div className="page-head">
        <h1>{member.name}的交接</h1>
        <Link to={`/staff/${id}`}>回到人员</Link>
      </div>
      <p>离岗或调走时，一次办完：办件交给接手的人，角色、值班和登录一并结束。要么全办，要么不办。</p>
      <section className="card stacked-form" aria-label="交接">
        <Labelled id={`${fields}to`} label="接手的人" hint="选了就能看到每一件交不交得了；个别的可以另选">
          <Select
            id={`${fields}to`}
            value={to ?? null}
            placeholder="请选择"
            showSearch={{ optionFilterProp: 'label' }}
            options={options}
            onChange={(person) => look(person, {})}
          />
        </Labelled>
        <ProblemNotice error={preview.error} />
        {preview.data && to ? (
          <PreviewTable
            preview={preview.data}
            colleagues={options}
            onChoose={(caseId, person) => look(to, { ...others, [caseId]: person })}
          />
        ) : null}
        <Labelled id={`${fields}reason`} label="理由" hint="例如：调往市局；记在每一件的接力里">
          <Input
            id={`${fields}reason`}
            value={reason}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
          />
        </Labelled>
        <Checkbox checked={leaves} onChange={(event) => setLeaves(event.target.checked)}>
          同时停用账号（离职）。调到别处的不勾，再由新单位的管理员授权
        </Checkbox>
        <ProblemNotice error={handOver.error} />
        <div className="page-head__acts">
          <Button
            type="primary"
            disabled={!ready}
            loading={handOver.isPending}
            onClick={() =>
              to &&
              handOver.mutate({
                id,
                version: member.version,
                to,
                others: listed(others),
                reason: reason.trim(),
                leaves,
              })
            }
          >
            办理交接
          </Button>
        </div>
      </section>
    </div>
  )
}
