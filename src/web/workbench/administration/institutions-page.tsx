import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { DivisionPicker } from '../people/division-picker.tsx'
import { PlainTable } from '../plain-table.tsx'
import { divisionsOf, useSession } from '../session.tsx'
import { faultOf } from './fault-of.ts'
import { type ManagedOffice, OfficeForm } from './office-form.tsx'

type Managed = Output<'institution.find'>
type Institution = Managed['institutions'][number]

interface InstitutionFormProps {
  institution?: Institution
  onDone(says: string): void
  onCancel(): void
}

const refreshes = ['institution.find'] as const

function InstitutionForm({ institution, onDone, onCancel }: InstitutionFormProps) {
  const id = useId()
  const { data: session } = useSession()
  const roots = divisionsOf(session)
  const [typed, setTyped] = useState({
    name: institution?.name ?? '',
    division: institution?.division ?? roots[0]?.[0] ?? '',
    phone: institution?.phone ?? '',
  })
  const done = () => onDone(`已保存：${typed.name}`)
  const create = useWrite('institution.create', { refreshes, onDone: done })
  const save = useWrite('institution.save', { refreshes, onDone: done })
  const error = institution ? save.error : create.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (institution) save.mutate({ id: institution.id, version: institution.version, ...typed })
    else create.mutate(typed)
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <Labelled id={`${id}name`} label="机构名称" error={faultOf(error, 'name')}>
        <Input
          id={`${id}name`}
          value={typed.name}
          required
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
        />
      </Labelled>
      <Labelled id={`${id}division`} label="地区" error={faultOf(error, 'division')}>
        <DivisionPicker
          id={`${id}division`}
          roots={roots}
          value={typed.division}
          onChange={(division) => setTyped({ ...typed, division })}
        />
      </Labelled>
      <Labelled id={`${id}phone`} label="电话" error={faultOf(error, 'phone')}>
        <Input
          id={`${id}phone`}
          value={typed.phone}
          onChange={(event) => setTyped({ ...typed, phone: event.target.value })}
        />
      </Labelled>
      <ProblemNotice error={error} />
      <div className="page-head__acts">
        <Button type="primary" htmlType="submit" loading={create.isPending || save.isPending}>
          {institution ? '保存修改' : '新增机构'}
        </Button>
        <Button onClick={onCancel}>不改了</Button>
      </div>
    </form>
  )
}

function OfficeRows({ offices, onEdit }: { offices: readonly ManagedOffice[]; onEdit(id: string): void }) {
  if (offices.length === 0) return <Nothing says="这个机构还没有窗口和科室，办件没有地方可去。" />
  return (
    <PlainTable label="窗口和科室">
      <thead>
        <tr>
          <th scope="col">名称</th>
          <th scope="col">类别</th>
          <th scope="col">地址和电话</th>
          <th scope="col">接待时间</th>
          <th scope="col">修改</th>
        </tr>
      </thead>
      <tbody>
        {offices.map((office) => (
          <tr key={office.id}>
            <td>
              {office.name}
              {office.endedOn ? <span className="quiet">（{office.endedOn} 起停办）</span> : null}
            </td>
            <td>{office.kindLabel}</td>
            <td>
              {office.address} <span className="quiet">{office.phone}</span>
            </td>
            <td>
              {office.hours}
              {office.closures.map(({ firstDay, lastDay, reason }) => (
                <span className="quiet" key={firstDay}>
                  {' '}
                  {firstDay} 至 {lastDay} 不开门（{reason}）
                </span>
              ))}
            </td>
            <td>
              <Button size="small" aria-label={`修改${office.name}`} onClick={() => onEdit(office.id)}>
                修改
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

interface SectionProps {
  institution: Institution
  managed: Managed
  onDone(says: string): void
}

/** One institution with its windows and bureaus; one form at a time is open. */
function InstitutionSection({ institution, managed, onDone }: SectionProps) {
  const [open, setOpen] = useState<string>()
  const offices = managed.offices.filter((office) => office.institution === institution.id)
  const office = offices.find((one) => one.id === open)
  const close = () => setOpen(undefined)
  const done = (says: string) => {
    close()
    onDone(says)
  }
  return (
    <section className="card" aria-labelledby={institution.id}>
      <div className="page-head">
        <h2 id={institution.id}>
          {institution.name} <span className="quiet">{institution.divisionName}</span>
        </h2>
        <div className="page-head__acts">
          <Button size="small" onClick={() => setOpen('institution')}>
            修改机构
          </Button>
          <Button size="small" onClick={() => setOpen('new')}>
            新增窗口或科室
          </Button>
        </div>
      </div>
      {open === 'institution' ? <InstitutionForm institution={institution} onDone={done} onCancel={close} /> : null}
      {open === 'new' || office ? (
        <OfficeForm
          key={open}
          institution={institution}
          services={managed.services}
          {...(office ? { office } : {})}
          onDone={done}
          onCancel={close}
        />
      ) : null}
      <OfficeRows offices={offices} onEdit={setOpen} />
    </section>
  )
}

/** Institutions, their windows and bureaus: where, for what, when open. */
export function InstitutionsPage() {
  const { data, error, refetch } = useOperation('institution.find', {}, { live: true })
  const [adding, setAdding] = useState(false)
  const [done, setDone] = useState('')
  if (!data) return <PageWithout what="机构与窗口" error={error} onRetry={() => void refetch()} />
  return (
    <div className="administration">
      <title>机构与窗口 · 启创工作台</title>
      <div className="page-head">
        <h1>机构与窗口</h1>
        <Button type="primary" onClick={() => setAdding(true)}>
          新增机构
        </Button>
      </div>
      <p role="status">{done}</p>
      {adding ? (
        <section className="card" aria-label="新增机构">
          <InstitutionForm
            onCancel={() => setAdding(false)}
            onDone={(says) => {
              setAdding(false)
              setDone(says)
            }}
          />
        </section>
      ) : null}
      {data.institutions.length === 0 && !adding ? (
        <Nothing says="还没有机构。先新增机构，再给它加窗口和科室；没有窗口，办件提交不了。" />
      ) : null}
      {data.institutions.map((institution) => (
        <InstitutionSection key={institution.id} institution={institution} managed={data} onDone={setDone} />
      ))}
    </div>
  )
}
