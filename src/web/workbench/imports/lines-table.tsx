import { Button } from 'antd'
import { useState } from 'react'
import { useOperation } from '../calls.ts'
import { Nothing, PageWithout } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

interface LinesTableProps {
  id: string
  show: 'bad' | 'rest' | 'skipped'
  header: readonly string[]
}

const empty = { bad: '没有有问题的行。', rest: '没有可以导入的行。', skipped: '没有跳过的行。' }

/** Lines as the file has them, each with its number there and what is wrong with it. */
export function LinesTable({ id, show, header }: LinesTableProps) {
  const [trail, setTrail] = useState<readonly number[]>([])
  const after = trail.at(-1)
  const { data, error, refetch } = useOperation(
    'import.findLines',
    { id, show, ...(after === undefined ? {} : { after }) },
    { keepPrevious: true },
  )
  if (!data) return <PageWithout what="各行" error={error} onRetry={() => void refetch()} />
  if (data.items.length === 0) return <Nothing says={empty[show]} />
  const { next } = data
  return (
    <>
      <PlainTable label="各行内容">
        <thead>
          <tr>
            <th scope="col">行号</th>
            <th scope="col">{show === 'rest' ? '结果' : '原因'}</th>
            {header.map((text, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: headings may repeat
              <th key={index} scope="col">
                {text || `第 ${index + 1} 列`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.items.map(({ line, reason, stateLabel, cells }) => (
            <tr key={line}>
              <th scope="row">{line}</th>
              <td className="reason">{reason || stateLabel}</td>
              {header.map((_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: headings may repeat
                <td key={index}>{cells[index] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {next !== null || trail.length > 0 ? (
        <nav className="paging" aria-label="翻页">
          <Button disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
            上一页
          </Button>
          <Button disabled={next === null} onClick={() => next !== null && setTrail([...trail, next])}>
            下一页
          </Button>
        </nav>
      ) : null}
    </>
  )
}
