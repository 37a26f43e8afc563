import { Button, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type AbsenceKind, absenceKinds } from '../../../kernel/offices/reasons.ts'
import { formatInstant } from '../../../shared/dates.ts'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { faultOf } from './fault-of.ts'

type Absences = Output<'absence.find'>

const refreshes: readonly OperationName[] = ['absence.find', 'staff.find', 'case.findInbox', 'case.findColleagues']

const kindOptions = Object.entries(absenceKinds).map(([value, label]) => ({ value: value as AbsenceKind, label }))

interface Typed {
  account: string | null
  kind: AbsenceKind
  firstDay: string
  lastDay: string
  deputy: string | null
}

const nothing: Typed = { account: null, kind: 'annual', firstDay: '', lastDay: '', deputy: null }

/** Records an absence: one's own, or, for administrators, anybody's in reach. */
function RecordAbsence({ onDone }: { onDone(says: string): void }) {
  const id = useId()
  const [typed, setTyped] = useState(nothing)
  const { data } = useOperation('case.findColleagues', {}, { live: true })
  const record = useWrite('absence.record', {
    refreshes,
    onDone: ({ says }) => {
      setTyped(nothing)
      onDone(says)
    },
  })
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const people = (data?.items ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.roles.join('；')}` }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { account, ...rest } = typed
    if (account) record.mutate({ account, ...rest })
  }
  const day = (name: 'firstDay' | 'lastDay', label: string) => (
    <Labelled id={id + name} label={label} error={faultOf(record.error, name)}>
      <Input
        id={id + name}
        type="date"
        required
        value={typed[name]}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </Labelled>
  )
  return (
    <form className="stacked-form" onSubmit={submit}>
      <Labelled id={`${id}account`} label="谁请假" error={faultOf(record.error, 'account')}>
        <Select
          id={`${id}account`}
          value={typed.account}
          placeholder="请选择"
          showSearch={{ optionFilterProp: 'label' }}
          options={people}
          onChange={(account) => change({ account })}
        />
      </Labelled>
      <Labelled id={`${id}kind`} label="事由" error={faultOf(record.error, 'kind')}>
        <Select id={`${id}kind`} value={typed.kind} options={kindOptions} onChange={(kind) => change({ kind })} />
      </Labelled>
      {day('firstDay', '从')}
      {day('lastDay', '到（含这一天）')}
      <Labelled
        id={`${id}deputy`}
        label="代理人"
        hint="要有请假人在当地的角色；不选的话，办件会放回待领办"
        error={faultOf(record.error, 'deputy')}
      >
        <Select
          id={`${id}deputy`}
          value={typed.deputy}
          allowClear
          placeholder="没有代理人"
          showSearch={{ optionFilterProp: 'label' }}
          options={people.filter((one) => one.value !== typed.account)}
          onChange={(deputy) => change({ deputy: deputy ?? null })}
        />
      </Labelled>
      <ProblemNotice error={record.error} />
      <Button type="primary" htmlType="submit" loading={record.isPending} disabled={!typed.account}>
        登记请假
      </Button>
    </form>
  )
}

function AbsenceRows({ items }: Pick<Absences, 'items'>) {
  const end = useWrite('absence.end', { refreshes })
  if (items.length === 0) return <Nothing says="没有登记请假。" />
  return (
    <>
      <ProblemNotice error={end.error} />
      <PlainTable label="请假登记">
        <thead>
          <tr>
            <th scope="col">谁</th>
            <th scope="col">事由</th>
            <th scope="col">起止</th>
            <th scope="col">代理人</th>
            <th scope="col">状态</th>
            <th scope="col">销假</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>{one.name}</td>
              <td>{one.kindLabel}</td>
              <td>
                {one.firstDay} 至 {one.lastDay}
              </td>
              <td>{one.deputy ?? '没有'}</td>
              <td>{one.stateLabel}</td>
              <td>
                {one.open ? (
                  <Button
                    size="small"
                    aria-label={`${one.name}销假`}
                    loading={end.isPending}
                    onClick={() => end.mutate({ id: one.id, version: one.version })}
                  >
                    {one.stateLabel === '还没开始' ? '取消' : '销假'}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

function Recusals({ administers }: { administers: boolean }) {
  const { data } = useOperation('recusal.find', {}, { live: true })
  const end = useWrite('recusal.end', { refreshes: ['recusal.find'] })
  return (
    <section className="card" aria-labelledby="recusals">
      <h2 id="recusals">回避</h2>
      <p className="quiet">在办件页登记。登记以后，这位人员对它什么都不能办，系统也不会分派给他。</p>
      <ProblemNotice error={end.error} />
      {data?.items.length === 0 ? <Nothing says="没有登记回避。" /> : null}
      <ul className="lines">
        {data?.items.map((one) => (
          <li key={one.id}>
            {one.name}：{one.number ? `办件 ${one.number}` : '一位申请人的全部办件'}，{one.kindLabel}{' '}
            <span className="quiet">{formatInstant(new Date(one.recordedAt))}</span>{' '}
            {one.endedAt ? (
              <span className="quiet">已解除</span>
            ) : administers ? (
              <Button size="small" loading={end.isPending} onClick={() => end.mutate({ id: one.id })}>
                解除
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who is away and who stands in for them; who must keep away from what. */
export function AbsencesPage() {
  const { data, error, refetch } = useOperation('absence.find', {}, { live: true })
  const [done, setDone] = useState('')
  if (!data) return <PageWithout what="请假与代理" error={error} onRetry={() => void refetch()} />
  return (
    <div className="administration">
      <title>请假与代理 · 启创工作台</title>
      <h1>请假与代理</h1>
      <p className="quiet">请假开始的那天，手里的办件自动交给代理人；销假以后，没办完的自动交还。</p>
      <p role="status">{done}</p>
      <div className="person">
        <section className="card" aria-labelledby="absences">
          <h2 id="absences">{data.administers ? '辖区内的请假' : '我的请假'}</h2>
          <AbsenceRows items={data.items} />
        </section>
        <section className="card" aria-labelledby="record">
          <h2 id="record">登记请假</h2>
          <RecordAbsence onDone={setDone} />
        </section>
      </div>
      <Recusals administers={data.administers} />
    </div>
  )
}
