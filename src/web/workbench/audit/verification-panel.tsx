import { Button } from 'antd'
import { Link } from 'react-router'
import { formatInstant } from '../../../shared/dates.ts'
import type { Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation, useWrite } from '../calls.ts'
import { ProblemNotice } from '../notices.tsx'
import { hasRole, useSession } from '../session.tsx'

export type Verification = Output<'verification.find'>['items'][number]

const refreshes = ['verification.find'] as const
const WATCH_EVERY = 700

/** Asks again while one of the list is running. */
export const watchRunning = (output: unknown) =>
  (output as Output<'verification.find'> | undefined)?.items.some(({ state }) => state === 'running')
    ? WATCH_EVERY
    : false

/** What came out of one, in a sentence; the first fault with its place. */
export function VerificationResult({ run }: { run: Verification }) {
  if (run.state === 'running') return <>正在核验</>
  if (run.state === 'cancelled') return <>已停止，没有做完</>
  if (run.state === 'failed') return <span className="due due--bad">{run.fault}</span>
  const [first] = run.findings
  if (!first) {
    return (
      <span className="due due--good">
        <Sign tone="good" />
        未发现改动
      </span>
    )
  }
  return (
    <span className="due due--bad">
      <Sign tone="bad" />
      发现 {run.found} 处不符；第一处：表 {first.table} 的 {first.row}
      {first.place ? `（${first.place}）` : null}，{first.says}
    </span>
  )
}

function Progress({ run, mayCancel }: { run: Verification; mayCancel: boolean }) {
  const cancel = useWrite('verification.cancel', { refreshes })
  const says = run.total > 0 ? `已核对 ${run.done} 条，共 ${run.total} 条` : '马上开始'
  return (
    <>
      <div role="status" aria-live="polite">
        <label>
          正在核验：{says}
          <progress max={Math.max(1, run.total)} value={run.done} />
        </label>
        <p className="quiet">
          {run.by}在 {formatInstant(new Date(run.startedAt))} 开始。可以离开这一页，做完后回来看结果。
        </p>
      </div>
      {mayCancel ? (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ id: run.id, version: run.version })}>
          停止核验
        </Button>
      ) : null}
      <ProblemNotice error={cancel.error} />
    </>
  )
}

/** Starts a verification, follows it while it runs, and tells what the last one found. */
export function VerificationPanel({ listed = false }: { listed?: boolean }) {
  const { data: session } = useSession()
  const { data, error, refetch } = useOperation('verification.find', {}, { live: true, watch: watchRunning })
  const start = useWrite('verification.start', { refreshes })
  const isAuditor = hasRole(session, 'auditor')
  const [latest] = data?.items ?? []
  const running = latest?.state === 'running'
  return (
    <section className="panel" aria-label="核验">
      {latest && running ? <Progress run={latest} mayCancel={isAuditor} /> : null}
      {latest && !running ? (
        <p role="status">
          上次核验：{formatInstant(new Date(latest.finishedAt ?? latest.startedAt))}，{latest.by}。
          <VerificationResult run={latest} />
        </p>
      ) : null}
      {data && !latest ? <p role="status">还没有在这里核验过。</p> : null}
      {running ? null : (
        <div className="page-head__acts">
          <Button type="primary" disabled={!isAuditor || !data || start.isPending} onClick={() => start.mutate({})}>
            核验全部封印和办理经过
          </Button>
          {isAuditor ? null : <span className="quiet">由审计人员核验。</span>}
        </div>
      )}
      <ProblemNotice error={start.error ?? error} onRetry={() => void refetch()} />
      {listed ? null : (
        <p>
          <Link to="/audit/verifications">历次核验</Link>
        </p>
      )}
    </section>
  )
}
