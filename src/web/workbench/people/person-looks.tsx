import { Button } from 'antd'
import { useState } from 'react'
import { formatInstant } from '../../../shared/dates.ts'
import { useOperation } from '../calls.ts'
import { Nothing, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

/** Who looked at a person's data, page by page; asked for when it is unfolded. */
export function PersonLooks({ id }: { id: string }) {
  const [after, setAfter] = useState<string>()
  const { data, error, refetch } = useOperation('person.findLooks', { id, after }, { keepPrevious: true })
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return null
  if (data.items.length === 0) return <Nothing says="没有查看记录。" />
  return (
    <>
      <PlainTable label="查看记录">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">谁</th>
            <th scope="col">做了什么</th>
            <th scope="col">办件</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((look) => (
            <tr key={look.id}>
              <td>{formatInstant(new Date(look.at))}</td>
              <td>
                {look.roleLabel}
                {look.office ? <span className="quiet">（{look.office}）</span> : null}
              </td>
              <td>
                {look.what}
                {look.listed ? <span className="quiet">（在列表里）</span> : null}
              </td>
              <td>{look.caseNumber ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <div className="act__buttons">
        {after ? <Button onClick={() => setAfter(undefined)}>回到最新的</Button> : null}
        {data.next ? <Button onClick={() => setAfter(data.next ?? undefined)}>更早的</Button> : null}
      </div>
    </>
  )
}
