import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { verificationWords } from './person-words.ts'

type Pair = Output<'person.findDuplicates'>['items'][number]
type Side = Pair['sides'][number]

function SideCell({ side }: { side: Side }) {
  return (
    <td>
      <Link to={`/people/${side.id}`}>{side.name ?? '未填写姓名'}</Link>
      <p className="quiet">
        手机 {side.phone ?? '未登记'} · 证件 {side.identity ?? '未登记'} · {side.divisionName} ·{' '}
        {verificationWords[side.verification]}
      </p>
    </td>
  )
}

/** Says that the two are two, with the reason. */
function SettleForm({ one, other, onClose }: { one: Side; other: Side; onClose(): void }) {
  const id = useId()
  const [reason, setReason] = useState('')
  const settle = useWrite('person.settleDuplicate', { refreshes: ['person.findDuplicates'], onDone: onClose })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    settle.mutate({ id: one.id, otherId: other.id, reason })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <ProblemNotice error={settle.error} />
      <Labelled id={id} label="怎样核对的" hint="例如：两人都带证件到了窗口">
        <Input id={id} value={reason} maxLength={300} required onChange={(event) => setReason(event.target.value)} />
      </Labelled>
      <div className="act__buttons">
        <Button type="primary" htmlType="submit" loading={settle.isPending}>
          标为不是同一个人
        </Button>
        <Button onClick={onClose}>先不标</Button>
      </div>
    </form>
  )
}

function PairRow({ pair }: { pair: Pair }) {
  const [settling, setSettling] = useState(false)
  const [one, other] = pair.sides
  if (!one || !other) return null
  const survivor = other.verification === 'verified' && one.verification !== 'verified' ? other : one
  const merged = survivor === one ? other : one
  return (
    <tr>
      <SideCell side={one} />
      <SideCell side={other} />
      <td>{pair.reasons.join('；')}</td>
      <td>
        {settling ? (
          <SettleForm one={one} other={other} onClose={() => setSettling(false)} />
        ) : (
          <>
            <p>
              <Link to={`/people/${survivor.id}/merge/${merged.id}`}>核对并合并</Link>
            </p>
            <Button size="small" onClick={() => setSettling(true)}>
              不是同一个人
            </Button>
          </>
        )}
      </td>
    </tr>
  )
}

/** The worklist 疑似重复: pairs of persons who look like one, each with why. */
export function DuplicatesPage() {
  const [params] = useSearchParams()
  const after = params.get('after') ?? undefined
  const { data, error, refetch } = useOperation('person.findDuplicates', { after }, { live: true })
  if (!data) return <PageWithout what="疑似重复" error={error} onRetry={() => void refetch()} />
  return (
    <>
      <title>疑似重复 · 启创工作台</title>
      <h1>疑似重复</h1>
      <p className="quiet">辖区内看起来是同一个人的两份档案。请对照证件核对：是同一个人的合并，不是的标出来。</p>
      {data.items.length === 0 ? (
        <Nothing says="没有疑似重复的档案。" />
      ) : (
        <PlainTable label="疑似重复的档案">
          <thead>
            <tr>
              <th scope="col">一份档案</th>
              <th scope="col">另一份档案</th>
              <th scope="col">为什么怀疑</th>
              <th scope="col">怎么办</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((pair) => (
              <PairRow key={pair.sides.map(({ id }) => id).join()} pair={pair} />
            ))}
          </tbody>
        </PlainTable>
      )}
      <p>
        {after ? <Link to="/duplicates">回到第一页</Link> : null}{' '}
        {data.next ? <Link to={`/duplicates?after=${encodeURIComponent(data.next)}`}>下一页</Link> : null}
      </p>
    </>
  )
}
