import { Button, Radio } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { saveAnswer } from '../save-file.ts'
import { ColumnMapping } from './column-mapping.tsx'
import { LinesTable } from './lines-table.tsx'

type Import = Output<'import.get'>

const refreshes = ['import.get', 'import.find', 'import.findLines'] as const
const WATCH_EVERY = 700

const isWorking = (state: string) => state === 'checking' || state === 'writing'
const watch = (output: unknown) => (isWorking((output as Import | undefined)?.state ?? '') ? WATCH_EVERY : false)

function Progress({ batch }: { batch: Import }) {
  if (!isWorking(batch.state)) return null
  const what = batch.state === 'checking' ? '检查' : '导入'
  return (
    <div className="panel" role="status" aria-live="polite">
      <label>
        正在{what}：{batch.done} / {batch.total} 行
        <progress max={Math.max(1, batch.total)} value={batch.done} />
      </label>
      <p className="quiet">可以离开这一页，做完后回来看结果。</p>
    </div>
  )
}

/** The choice between all or nothing and the good rows, each with what it will do. */
function Confirm({ batch }: { batch: Import }) {
  const commit = useWrite('import.commit', { refreshes })
  const cancel = useWrite('import.cancel', { refreshes })
  if (batch.state !== 'ready') return null
  const { good, bad } = batch.counts
  const seen = { id: batch.id, version: batch.version }
  const busy = commit.isPending || cancel.isPending
  return (
    <section className="panel" aria-label="确认导入">
      <p>
        <strong>{good} 行可以导入</strong>，{bad} 行有问题，{batch.counts.skipped} 行不是数据。现在还没有写入任何内容。
      </p>
      <div className="page-head__acts">
        <Button
          type="primary"
          disabled={busy || good === 0 || bad > 0}
          onClick={() => commit.mutate({ ...seen, mode: 'all' })}
        >
          全部成功才导入（{good} 行）
        </Button>
        <Button disabled={busy || good === 0} onClick={() => commit.mutate({ ...seen, mode: 'good' })}>
          只导入没有问题的 {good} 行
        </Button>
        <Button disabled={busy} onClick={() => cancel.mutate(seen)}>
          不导入，删掉这个表格
        </Button>
      </div>
      {bad > 0 ? (
        <p className="quiet">还有 {bad} 行有问题，所以不能“全部成功才导入”。改好表格后可以重新上传。</p>
      ) : null}
      <ProblemNotice error={commit.error ?? cancel.error} />
    </section>
  )
}

const shows = [
  ['bad', '有问题的'],
  ['rest', '没有问题的'],
  ['skipped', '跳过的'],
] as const

function Lines({ batch }: { batch: Import }) {
  const { counts } = batch
  const amounts = { bad: counts.bad, rest: counts.good + counts.written, skipped: counts.skipped }
  const [show, setShow] = useState<'bad' | 'rest' | 'skipped'>(counts.bad > 0 ? 'bad' : 'rest')
  if (batch.state === 'checking' || batch.state === 'cancelled') return null
  return (
    <section aria-label="各行的结果">
      <Radio.Group
        aria-label="看哪些行"
        value={show}
        onChange={({ target }) => setShow(target.value)}
        options={shows.map(([key, zh]) => ({ value: key, label: `${zh} ${amounts[key]} 行` }))}
      />
      <LinesTable key={show} id={batch.id} show={show} header={batch.header ?? []} />
    </section>
  )
}

function Outcome({ batch }: { batch: Import }) {
  if (batch.state === 'failed') return <p className="due due--bad">没有导入。{batch.fault}</p>
  if (batch.state !== 'done') return null
  return (
    <p>
      <strong>已导入 {batch.counts.written} 行。</strong>
      {batch.counts.bad > 0 ? `${batch.counts.bad} 行没有导入，原因见下表；改好后可以单独再导入一次。` : null}
    </p>
  )
}

/** One import: its progress, what was found of each line, and the decision. */
export function ImportPage() {
  const { id = '' } = useParams()
  const { data: batch, error, refetch } = useOperation('import.get', { id }, { live: true, watch })
  if (!batch) return <PageWithout what="这次导入" error={error} onRetry={() => void refetch()} />
  const { fileName, kindLabel } = batch
  return (
    <div>
      <title>{`导入${kindLabel} · 启创工作台`}</title>
      <p>
        <Link to="/imports">从表格导入</Link>
      </p>
      <div className="page-head">
        <h1>{fileName ?? '（表格已删除）'}</h1>
        <div className="page-head__acts">
          {fileName && !isWorking(batch.state) ? (
            <Button onClick={() => void saveAnswer('import.getReport', { id }, `${kindLabel}导入结果.xlsx`)}>
              下载结果表
            </Button>
          ) : null}
        </div>
      </div>
      <p className="quiet">
        {kindLabel} · {batch.stateLabel} · {batch.by} · {formatInstant(new Date(batch.createdAt))}
      </p>
      <Progress batch={batch} />
      <Outcome batch={batch} />
      <Confirm batch={batch} />
      <ColumnMapping key={batch.version} batch={batch} />
      <Lines key={batch.state} batch={batch} />
    </div>
  )
}
