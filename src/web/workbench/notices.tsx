import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import type { CallRefused } from '../api/http-client.ts'

interface ProblemNoticeProps {
  error: CallRefused | null
  /** Offers to ask again. */
  onRetry?: () => void
  children?: ReactNode
}

/** What the server refused, why, and the way out; with the trace id when the fault is ours. */
export function ProblemNotice({ error, onRetry, children }: ProblemNoticeProps) {
  if (!error) return null
  const { title, detail, errors, status, traceId } = error.problem
  const listed = errors && errors.length > 1
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          {listed ? (
            <ul className="plain-list">
              {errors.map(({ field, message, article }) => (
                <li key={field + message}>
                  {message}
                  {article ? `（依据：${article}）` : null}
                </li>
              ))}
            </ul>
          ) : (
            detail && <p>{detail}</p>
          )}
          {status >= 500 && traceId ? <p className="quiet">跟踪号：{traceId}</p> : null}
          {children}
        </>
      }
      action={onRetry ? <Button onClick={onRetry}>再试一次</Button> : undefined}
    />
  )
}

/** Stands where something is on its way; said aloud once. */
export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      正在取{what}…
    </p>
  )
}

/** A page whose matter is not there yet, or could not be had. */
export function PageWithout({ what, error, onRetry }: ProblemNoticeProps & { what: string }) {
  if (!error) return <Waiting what={what} />
  return (
    <>
      <h1>{what}打不开</h1>
      <ProblemNotice error={error} {...(onRetry ? { onRetry } : {})} />
    </>
  )
}

/** An address that leads to nothing. */
export function Missing({ says }: { says: string }) {
  return (
    <>
      <title>没有这个页面 · 启创工作台</title>
      <h1>没有这个页面</h1>
      <p>{says}请从左边重新进入。</p>
    </>
  )
}

/** Says why nothing is here and what can be done. */
export function Nothing({ says, children }: { says: string; children?: ReactNode }) {
  return (
    <div className="nothing">
      <p>{says}</p>
      {children}
    </div>
  )
}
