import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import { useOperation } from '../calls.ts'
import { Nothing, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

/** What a person's data were before corrections (更正前), with the case that put each right. */
function FormerTable({ id }: { id: string }) {
  const { data, error, refetch } = useOperation('person.findFormer', { id })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.items.length === 0) return <Nothing says="没有更正过。" />
  return (
    <PlainTable label="更正前的内容">
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">更正前</th>
          <th scope="col">更正时间</th>
          <th scope="col">办件</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map((one) => (
          <tr key={`${one.replacedAt}${one.target}`}>
            <td>{one.zh}</td>
            <td>{one.before}</td>
            <td>{formatInstant(new Date(one.replacedAt))}</td>
            <td>{one.caseNumber ?? '—'}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** The same, asked for when it is unfolded: each look is taken down. */
export function PersonFormer({ id }: { id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <details className="folded" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>更正前的内容</summary>
      {open ? <FormerTable id={id} /> : null}
    </details>
  )
}

/** The same by itself, for auditors, to whom the rest of the file is closed. */
export function PersonFormerPage() {
  const { id = '' } = useParams()
  return (
    <>
      <title>更正前的内容 · 启创工作台</title>
      <h1>更正前的内容</h1>
      <p className="quiet">每次查看都有记录。</p>
      <FormerTable id={id} />
      <p>
        <Link to={`/audit?subject=${id}`}>这位服务对象的审计记录</Link>
      </p>
    </>
  )
}
