import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import {
  type ErasureGround,
  type ErasureState,
  erasureGrounds,
  erasureStates,
} from '../../../kernel/erasures/retention.ts'
import { formatInstant } from '../../../shared/dates.ts'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'

type Item = Output<'erasure.find'>['items'][number]
type Rules = Output<'erasure.find'>['rules']

const refreshes: readonly OperationName[] = ['erasure.find']

function RefuseForm({ item, onClose }: { item: Item; onClose(): void }) {
  const id = useId()
  const [reason, setReason] = useState('')
  const refuse = useWrite('erasure.refuse', { refreshes, onDone: onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    refuse.mutate({ id: item.id, version: item.version, reason })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={refuse.error} />
      <Labelled id={id} label="不予删除的理由" hint="本人申请的，会写进给本人的通知">
        <Input
          id={id}
          value={reason}
          minLength={4}
          maxLength={300}
          required
          onChange={(event) => setReason(event.target.value)}
        />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={refuse.isPending}>
          确认不予删除
        </Button>
        <Button onClick={onClose}>返回</Button>
      </div>
    </form>
  )
}

/** Approving asks once more, since nothing brings the data back. */
function Decide({ item }: { item: Item }) {
  const [step, setStep] = useState<'none' | 'approve' | 'refuse'>('none')
  const approve = useWrite('erasure.approve', { refreshes, onDone: () => setStep('none') })
  if (!item.decidable) return null
  if (step === 'refuse') return <RefuseForm item={item} onClose={() => setStep('none')} />
  if (step === 'approve') {
    return (
      <>
        <ProblemNotice error={approve.error} />
        <p>删除后不能恢复。</p>
        <div className="act__buttons">
          <Button
            danger
            type="primary"
            loading={approve.isPending}
            onClick={() => approve.mutate({ id: item.id, version: item.version })}
          >
            确认批准删除
          </Button>
          <Button onClick={() => setStep('none')}>返回</Button>
        </div>
      </>
    )
  }
  return (
    <div className="act__buttons">
      <Button size="small" onClick={() => setStep('approve')}>
        批准
      </Button>
      <Button size="small" onClick={() => setStep('refuse')}>
        不予删除
      </Button>
    </div>
  )
}

function ErasureRow({ item }: { item: Item }) {
  return (
    <tr>
      <td>
        {item.name || item.phone ? (
          <Link to={`/people/${item.partyId}`}>{item.name ?? '未填写姓名'}</Link>
        ) : (
          '个人信息已删除'
        )}
        <p className="quiet">
          {item.phone ? `手机 ${item.phone} · ` : null}
          {item.divisionName}
        </p>
      </td>
      <td>
        {item.groundLabel}
        <p className="quiet">{item.article}</p>
      </td>
      <td>{item.dueOn}</td>
      <td>
        {item.proposedBy}
        <p className="quiet">{formatInstant(new Date(item.proposedAt))}</p>
      </td>
      <td>
        {item.stateLabel}
        {item.decidedBy ? <p className="quiet">{item.decidedBy} 处理</p> : null}
        {item.reason ? <p className="quiet">{item.reason}</p> : null}
      </td>
      <td>
        <Decide item={item} />
      </td>
    </tr>
  )
}

function RuleTable({ rules }: { rules: Rules }) {
  return (
    <section className="card" aria-labelledby="rules">
      <h2 id="rules">保存期限</h2>
      <PlainTable label="保存期限">
        <thead>
          <tr>
            <th scope="col">什么</th>
            <th scope="col">从什么时候起</th>
            <th scope="col">保存多久</th>
            <th scope="col">依据</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.what}>
              <td>{rule.what}</td>
              <td>{rule.after}</td>
              <td>{rule.period}</td>
              <td>{rule.article}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

interface ChoiceProps {
  name: string
  label: string
  choices: Readonly<Record<string, string>>
}

/** A filter that stays in the address. */
function Choice({ name, label, choices }: ChoiceProps) {
  const id = useId()
  const [params, setParams] = useSearchParams()
  const choose = (value: string) => {
    const next = new URLSearchParams(params)
    next.delete('after')
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next)
  }
  return (
    <Labelled id={id} label={label}>
      <select id={id} value={params.get(name) ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">全部</option>
        {Object.entries(choices).map(([value, zh]) => (
          <option key={value} value={value}>
            {zh}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

const known = <Name extends string>(choices: Readonly<Record<Name, string>>, value: string | null) =>
  value !== null && Object.hasOwn(choices, value) ? (value as Name) : undefined

const hrefAfter = (params: URLSearchParams, after: string | null) => {
  const next = new URLSearchParams(params)
  if (after) next.set('after', after)
  else next.delete('after')
  return `/erasures?${next}`
}

/** 到期与删除: whose retention is over, who wished it, and what a second person decided. */
export function ErasuresPage() {
  const [params] = useSearchParams()
  const state = known<ErasureState>(erasureStates, params.get('state'))
  const ground = known<ErasureGround>(erasureGrounds, params.get('ground'))
  const after = params.get('after') ?? undefined
  const { data, error, refetch } = useOperation('erasure.find', { state, ground, after }, { live: true })
  return (
    <>
      <title>到期与删除 · 启创工作台</title>
      <h1>到期与删除</h1>
      <p className="quiet">保存期满的由系统提出，本人申请的由本人提出；都由另一人批准，批准后几秒内删除，不能恢复。</p>
      <div className="filters__fields">
        <Choice name="state" label="状态" choices={erasureStates} />
        <Choice name="ground" label="理由" choices={erasureGrounds} />
      </div>
      {data ? (
        <>
          {data.items.length === 0 ? (
            <Nothing says="没有符合条件的。" />
          ) : (
            <PlainTable label="到期的办件和档案">
              <thead>
                <tr>
                  <th scope="col">服务对象</th>
                  <th scope="col">理由和依据</th>
                  <th scope="col">到期日</th>
                  <th scope="col">谁提出</th>
                  <th scope="col">状态</th>
                  <th scope="col">处理</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((item) => (
                  <ErasureRow key={item.id} item={item} />
                ))}
              </tbody>
            </PlainTable>
          )}
          <p>
            {after ? <Link to={hrefAfter(params, null)}>回到第一页</Link> : null}{' '}
            {data.next ? <Link to={hrefAfter(params, data.next)}>下一页</Link> : null}
          </p>
          <RuleTable rules={data.rules} />
        </>
      ) : (
        <PageWithout what="到期与删除" error={error} onRetry={() => void refetch()} />
      )}
    </>
  )
}
