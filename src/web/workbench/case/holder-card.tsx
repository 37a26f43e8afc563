import { Alert, Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { type RecusalKind, recusalKinds } from '../../../kernel/offices/reasons.ts'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { ProblemNotice } from '../notices.tsx'

type Held = Pick<
  Output<'loan.get'>,
  'id' | 'holder' | 'office' | 'holding' | 'assignee' | 'mine' | 'waitingReason' | 'first' | 'actions'
>

interface HolderProps {
  view: Held
  /** Operations that show this case. */
  refreshes: readonly OperationName[]
}

const isLongEnough = (reason: string) => reason.trim().length >= 2

/** One line of reason, then the act it belongs to. */
function ReasonForm({ label, pending, onSend }: { label: string; pending: boolean; onSend(reason: string): void }) {
  const id = useId()
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isLongEnough(reason)) onSend(reason.trim())
  }
  return (
    <form className="holder__form" onSubmit={submit}>
      <Labelled id={id} label="理由" hint="会记在办件的接力里，并告诉对方">
        <Input id={id} value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <Button type="primary" htmlType="submit" loading={pending} disabled={!isLongEnough(reason)}>
        {label}
      </Button>
    </form>
  )
}

/** Hands a case on to somebody who can take it; whoever cannot is there with the reason. */
function HandOn({ view, refreshes, onDone }: HolderProps & { onDone(): void }) {
  const id = useId()
  const [to, setTo] = useState<string>()
  const { data } = useOperation('case.findColleagues', { case: view.id }, { live: true })
  const handOn = useWrite('case.reassign', { refreshes, onDone })
  const options = (data?.items ?? []).map((one) => ({
    value: one.id,
    label: one.unfit ?? `${one.name} · 手里 ${one.load} 件 · ${one.roles.join('；')}`,
    disabled: one.unfit !== null,
  }))
  return (
    <div className="holder__form">
      <Labelled id={id} label="转给谁">
        <Select
          id={id}
          value={to ?? null}
          placeholder="请选择"
          showSearch={{ optionFilterProp: 'label' }}
          options={options}
          onChange={setTo}
        />
      </Labelled>
      <ProblemNotice error={handOn.error} />
      {to ? (
        <ReasonForm
          label="转办"
          pending={handOn.isPending}
          onSend={(reason) => handOn.mutate({ cases: [{ id: view.id, holding: view.holding }], to, reason })}
        />
      ) : null}
    </div>
  )
}

function Claim({ view, refreshes }: HolderProps) {
  const [open, setOpen] = useState(false)
  const claim = useWrite('case.claim', { refreshes, onDone: () => setOpen(false) })
  const send = (reason?: string) =>
    claim.mutate({ id: view.id, holding: view.holding, ...(reason === undefined ? {} : { reason }) })
  if (view.assignee === null) {
    return (
      <>
        <ProblemNotice error={claim.error} />
        <Button type="primary" loading={claim.isPending} onClick={() => send()}>
          领办这件
        </Button>
      </>
    )
  }
  return (
    <>
      <ProblemNotice error={claim.error} />
      {open ? (
        <ReasonForm label="接办" pending={claim.isPending} onSend={send} />
      ) : (
        <Button onClick={() => setOpen(true)}>接办这件</Button>
      )}
    </>
  )
}

/** Keeping away (回避): from this case or from everything of its applicant. */
function Recuse({ view, refreshes }: HolderProps) {
  const id = useId()
  const [kind, setKind] = useState<RecusalKind>()
  const [whole, setWhole] = useState(true)
  const recuse = useWrite('case.recuse', { refreshes })
  return (
    <details className="holder__form">
      <summary>我要回避</summary>
      <Labelled id={id} label="事由" hint="只记这一类，不记细节；登记后您对它什么都不能办">
        <Select
          id={id}
          value={kind ?? null}
          placeholder="请选择"
          options={Object.entries(recusalKinds).map(([value, label]) => ({ value: value as RecusalKind, label }))}
          onChange={setKind}
        />
      </Labelled>
      <Checkbox checked={whole} onChange={(event) => setWhole(event.target.checked)}>
        这位申请人的都回避
      </Checkbox>
      <ProblemNotice error={recuse.error} />
      <Button
        disabled={!kind}
        loading={recuse.isPending}
        onClick={() => kind && recuse.mutate({ id: view.id, kind, whole })}
      >
        登记回避
      </Button>
    </details>
  )
}

function sayWho({ assignee, mine, waitingReason }: Held): string {
  if (mine) return '在您手里'
  if (assignee) return `在${assignee.name}手里`
  return `待领办${waitingReason ? `：${waitingReason}` : ''}`
}

/** Who has the case, who answers for it, and how it changes hands. */
export function HolderCard({ view, refreshes }: HolderProps) {
  const [handing, setHanding] = useState(false)
  if (view.holder !== 'office') return null
  const mayAct = view.actions.some((action) => action.allowed)
  return (
    <section className="holder" aria-labelledby="holder">
      <h2 id="holder">经办</h2>
      <p>
        <strong>{sayWho(view)}</strong> <span className="quiet">{view.office}</span>
      </p>
      {view.first ? (
        <p className="quiet">首问负责：{[view.first.person, view.first.office].filter(Boolean).join(' · ')}</p>
      ) : null}
      {view.assignee && !view.mine && mayAct ? (
        <Alert type="info" showIcon title={`您直接办理，会记为从${view.assignee.name}手里接办，并告诉对方。`} />
      ) : null}
      <div className="holder__acts">
        {!view.mine && mayAct ? <Claim view={view} refreshes={refreshes} /> : null}
        {view.mine && !handing ? <Button onClick={() => setHanding(true)}>转办给同事</Button> : null}
      </div>
      {mayAct ? <Recuse view={view} refreshes={refreshes} /> : null}
      {view.mine && handing ? <HandOn view={view} refreshes={refreshes} onDone={() => setHanding(false)} /> : null}
    </section>
  )
}
