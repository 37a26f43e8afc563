import { Link, useSearchParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import { useOperation } from '../calls.ts'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { type Verification, VerificationPanel, VerificationResult, watchRunning } from './verification-panel.tsx'

function Findings({ run }: { run: Verification }) {
  if (run.findings.length < 2) return null
  return (
    <details>
      <summary>
        {(run.found ?? 0) > run.findings.length ? `前 ${run.findings.length} 处` : `全部 ${run.findings.length} 处`}
      </summary>
      <ol>
        {run.findings.map(({ table, row, place, says }) => (
          <li key={`${table} ${row} ${says}`}>
            表 {table} 的 {row}
            {place ? `（${place}）` : null}，{says}
          </li>
        ))}
      </ol>
    </details>
  )
}

function Runs({ runs }: { runs: readonly Verification[] }) {
  return (
    <PlainTable label="核验记录">
      <thead>
        <tr>
          {['开始', '结束', '谁', '核对了多少', '结果'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>{formatInstant(new Date(run.startedAt))}</td>
            <td>{run.finishedAt ? formatInstant(new Date(run.finishedAt)) : '—'}</td>
            <td>{run.by}</td>
            <td>
              {run.done} 条{run.seals === null ? null : `，${run.seals} 个封印`}
            </td>
            <td>
              <VerificationResult run={run} />
              <Findings run={run} />
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** All verifications there were, newest first. */
export function VerificationsPage() {
  const [search] = useSearchParams()
  const after = search.get('after')
  const asked = after ? { after } : {}
  const { data, error, refetch } = useOperation('verification.find', asked, { live: true, watch: watchRunning })
  return (
    <>
      <title>历次核验 · 启创工作台</title>
      <p>
        <Link to="/audit">审计记录</Link>
      </p>
      <h1>历次核验</h1>
      <p className="quiet">逐条核对审计记录的封印和每个办件的办理经过，改动、删除、塞入、截断都会指出在哪里。</p>
      <VerificationPanel listed />
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {!data && !error ? <Waiting what="核验记录" /> : null}
      {data?.items.length === 0 ? <Nothing says="还没有核验过。" /> : null}
      {data && data.items.length > 0 ? <Runs runs={data.items} /> : null}
      <p>
        {after ? <Link to="?">回到最新的</Link> : null}{' '}
        {data?.next ? <Link to={`?after=${data.next}`}>更早的</Link> : null}
      </p>
    </>
  )
}
