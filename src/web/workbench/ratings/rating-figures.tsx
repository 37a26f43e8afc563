import { Select } from 'antd'
import { useState } from 'react'
import { type CalendarDate, formatDay } from '../../../shared/dates.ts'
import type { Input, Output } from '../../api/portal-api.ts'
import { useOperation } from '../calls.ts'
import { ProblemNotice, Waiting } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

type By = NonNullable<Input<'rating.getFigures'>['by']>
type Row = Output<'rating.getFigures'>['items'][number]

const groupings: readonly { value: By; label: string }[] = [
  { value: 'office', label: '按经办机构' },
  { value: 'service', label: '按事项' },
  { value: 'person', label: '按经办人' },
  { value: 'division', label: '按地区' },
  { value: 'month', label: '按月份' },
]

const share = (part: number, whole: number) => (whole === 0 ? '—' : `${Math.round((100 * part) / whole)} %`)

/** Three stars or more count as satisfied (基本满意 and better). */
const satisfied = ({ stars }: Row) => stars.slice(2).reduce((sum, count) => sum + count, 0)

function FiguresRow({ row }: { row: Row }) {
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>{row.ended}</td>
      <td>
        {row.rated}（{share(row.rated, row.ended)}）
      </td>
      <td>{share(satisfied(row), row.rated)}</td>
      {row.stars.toReversed().map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: always the same five, in their order
        <td key={index}>{count}</td>
      ))}
      <td>
        {row.repliedInTime} / {row.bad}
      </td>
    </tr>
  )
}

const columns = ['', '办结', '评价（评价率）', '满意率', '5 星', '4 星', '3 星', '2 星', '1 星', '差评按时回复']

/** What the ratings of the last three months add up to. */
export function RatingFiguresTable() {
  const [by, setBy] = useState<By>('office')
  const { data, error, refetch } = useOperation('rating.getFigures', { by }, { keepPrevious: true })
  return (
    <section className="figures" aria-labelledby="figures">
      <div className="page-head">
        <h2 id="figures">
          评价的数字
          {data ? (
            <span className="quiet">
              {' '}
              {formatDay(data.from as CalendarDate)} 至 {formatDay(data.to as CalendarDate)}办结的
            </span>
          ) : null}
        </h2>
        <Select aria-label="按什么统计" value={by} options={[...groupings]} onChange={setBy} />
      </div>
      {error ? <ProblemNotice error={error} onRetry={() => void refetch()} /> : null}
      {data ? (
        <PlainTable label="评价统计">
          <thead>
            <tr>
              {columns.map((title) =>
                title ? (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ) : (
                  <td key="group" />
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {data.items.map((row) => (
              <FiguresRow key={row.key ?? ''} row={row} />
            ))}
          </tbody>
        </PlainTable>
      ) : null}
      {data && data.items.length === 0 ? <p className="quiet">这段时间没有办结的办件。</p> : null}
      {!data && !error ? <Waiting what="评价的数字" /> : null}
    </section>
  )
}
