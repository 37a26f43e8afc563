import { useQueryClient } from '@tanstack/react-query'
import { Button, ConfigProvider } from 'antd'
import { useId } from 'react'
import type { Flow } from '../../../kernel/cases/flow.ts'
import type { CallRefused } from '../../api/http-client.ts'
import type { Input, OperationName } from '../../api/portal-api.ts'
import { useWrite } from '../calls.ts'
import { useKept } from '../kept-text.ts'
import { ProblemNotice } from '../notices.tsx'
import { type Act, keptKey } from './act.ts'
import type { CaseAction, CaseView } from './case-view.ts'
import { previewMove } from './move-preview.ts'

export interface ActCardProps<View extends CaseView> {
  view: View
  flow: Flow
  act: Act<View>
  available: CaseAction
  open: boolean
  onOpen(open: boolean): void
  /** The case had moved on when this was sent; the version it was sent with. */
  onStale(seen: number): void
  onDone(button: string): void
  /** Operations that show this case. */
  refreshes: readonly OperationName[]
}

type BodyProps<View extends CaseView> = Omit<ActCardProps<View>, 'open'>

/** The case moved on under the page; other conflicts stand in the way of the act itself and are told like any refusal. */
const isStale = ({ problem }: CallRefused) => problem.code === 'stale' || problem.code === 'not-allowed-now'

/** Sends the act with the version that is on the page; when that is old, has the page fetched anew and says so. */
function useAct<View extends CaseView>(props: BodyProps<View>, drop: () => void) {
  const { act, view, available, refreshes, onDone, onStale, onOpen } = props
  const client = useQueryClient()
  const write = useWrite(act.operation, {
    refreshes,
    onDone: () => {
      drop()
      onOpen(false)
      onDone(available.button)
    },
  })
  const send = (input: Record<string, unknown>) =>
    write.mutate(
      { ...input, ...(act.addressed?.(view) ?? { id: view.id }), version: view.version } as Input<OperationName>,
      {
        onError: (error) => {
          if (!isStale(error)) return
          onStale(view.version)
          for (const read of refreshes) void client.invalidateQueries({ queryKey: [read] })
        },
      },
    )
  return { send, pending: write.isPending, error: write.error }
}

/** What will happen, what must be given, and the button that does it. No second window asks whether one is sure. */
function ActBody<View extends CaseView>(props: BodyProps<View>) {
  const { view, flow, act, available, onOpen } = props
  const { form } = act
  const [value, keep, drop] = useKept<unknown>(keptKey(view, act.action), () => form?.initial(view) ?? null)
  const { send, pending, error } = useAct(props, drop)
  const missing = available.allowed ? (form?.findMissing(value, view) ?? []) : [available.reason]
  const id = useId()
  const cancel = () => {
    drop()
    onOpen(false)
  }
  return (
    <form
      className="act__body"
      onSubmit={(event) => {
        event.preventDefault()
        if (missing.length === 0) send(form?.toInput(value) ?? {})
      }}
    >
      {form ? (
        <ConfigProvider componentDisabled={!available.allowed || pending}>
          <form.Fields view={view} value={value} onChange={keep} errors={error?.problem.errors ?? []} />
        </ConfigProvider>
      ) : null}
      {available.allowed ? (
        <div className="act__preview">
          <p>送出后：</p>
          <ul>
            {previewMove(flow, act.action, view.state).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {error && !isStale(error) ? <ProblemNotice error={error} /> : null}
      {missing.length > 0 ? (
        <ul className="act__missing" id={id}>
          {missing.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : null}
      <div className="act__buttons">
        <Button
          type="primary"
          htmlType="submit"
          loading={pending}
          disabled={missing.length > 0}
          aria-describedby={missing.length > 0 ? id : undefined}
        >
          {available.button}
        </Button>
        <Button onClick={cancel}>{form ? '放弃这次填写' : '先不办'}</Button>
      </div>
    </form>
  )
}

/** One button of a case. It opens what it needs right below; where it can't be pressed, it says why. */
export function ActCard<View extends CaseView>({ open, ...props }: ActCardProps<View>) {
  const { act, available, onOpen } = props
  const id = useId()
  if (open) {
    return (
      <section className="act act--open" aria-label={available.button}>
        <h3>{available.button}</h3>
        <ActBody {...props} />
      </section>
    )
  }
  return (
    <div className="act">
      <Button
        block
        type={act.primary && available.allowed ? 'primary' : 'default'}
        disabled={!available.allowed}
        aria-describedby={available.reason ? id : undefined}
        onClick={() => onOpen(true)}
      >
        {available.button}
      </Button>
      {available.reason ? (
        <p className="act__reason" id={id}>
          {available.reason}
        </p>
      ) : null}
    </div>
  )
}
