import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import type { Input as OperationInput, Output } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { VerificationPanel } from './verification-panel.tsx'

type Filter = OperationInput<'audit.find'>
type Row = Output<'audit.find'>['items'][number]

const fields = [
  { name: 'subject', label: '对象', hint: '办件编号，或服务对象、材料、账号的编号' },
  { name: 'actor', label: '谁', hint: '工作人员的账号或姓名' },
  { name: 'operation', label: '操作代码', hint: '例如 loan.accept' },
  { name: 'division', label: '地区代码', hint: '12 位，含下级' },
  { name: 'from', label: '从哪天', hint: '2026-01-31' },
  { name: 'to', label: '到哪天', hint: '2026-01-31' },
] as const

const readFilter = (search: URLSearchParams): Filter =>
  Object.fromEntries(
    [...fields.map(({ name }) => name), 'after'].flatMap((name) => {
      const value = search.get(name)
      return value ? [[name, value]] : []
    }),
  )

const addressOf = (filter: object): string => {
  const pairs = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, String(value)]] : []))
  return `?${new URLSearchParams(pairs)}`
}

/** What to look for; kept in the address, so that a search can be handed on. */
function SearchForm({ filter }: { filter: Filter }) {
  const id = useId()
  const navigate = useNavigate()
  const { after: _, ...asked } = filter
  const [typed, setTyped] = useState<Record<string, string>>(() => ({ ...asked }) as Record<string, string>)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const trimmed = Object.entries(typed).map(([name, value]) => [name, value.trim()] as const)
    void navigate(addressOf(Object.fromEntries(trimmed)))
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <div className="audit__fields">
        {fields.map(({ name, label, hint }) => (
          <Labelled key={name} id={id + name} label={label} hint={hint}>
            <Input
              id={id + name}
              value={typed[name] ?? ''}
              autoComplete="off"
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          </Labelled>
        ))}
      </div>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit">
          查找
        </Button>
        <a href={`/api/v1/audit/export${addressOf(asked)}`}>导出这些记录</a>
      </div>
    </form>
  )
}

function SubjectCell({ row }: { row: Row }) {
  if (row.shown > 0 && !row.subjectId) return <td>列表里的 {row.shown} 位</td>
  if (!row.subjectId) return <td>—</td>
  const words = row.caseNumber ?? row.subjectLabel
  return (
    <td>
      <Link to={addressOf({ subject: row.subjectId })}>{words}</Link>
      {row.subjectKind === 'person' ? (
        <>
          {' '}
          <Link to={`/people/${row.subjectId}/former`}>更正前</Link>
        </>
      ) : null}
    </td>
  )
}

function Trail({ rows }: { rows: readonly Row[] }) {
  return (
    <PlainTable label="审计记录">
      <thead>
        <tr>
          {['时间', '谁', '做了什么', '对象', '地区', '渠道'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>{formatInstant(new Date(row.at))}</td>
            <td>
              {row.actor} <span className="quiet">{row.roleLabel}</span>
            </td>
            <td>
              {row.what} <span className="quiet">{row.operation}</span>
            </td>
            <SubjectCell row={row} />
            <td>{row.divisionName ?? '—'}</td>
            <td>{row.channelLabel}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** The audit trail in reach: searched, read page by page, exported. */
export function AuditPage() {
  const [search] = useSearchParams()
  const filter = readFilter(search)
  const { data, error, refetch } = useOperation('audit.find', filter, { live: true, keepPrevious: true })
  const { after, ...asked } = filter
  return (
    <>
      <title>审计记录 · 启创工作台</title>
      <h1>审计记录</h1>
      <p className="quiet">每次写入、每次查看个人信息都有一条，只能添加，不能修改；每秒封印一次。</p>
      <VerificationPanel />
      <SearchForm key={search.toString()} filter={filter} />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {!data && !error ? <Waiting what="审计记录" /> : null}
      {data?.items.length === 0 ? <Nothing says="没有符合的记录。请放宽条件再找。" /> : null}
      {data && data.items.length > 0 ? <Trail rows={data.items} /> : null}
      <p>
        {after ? <Link to={addressOf(asked)}>回到最新的</Link> : null}{' '}
        {data?.next ? <Link to={addressOf({ ...asked, after: data.next })}>更早的</Link> : null}
      </p>
    </>
  )
}
