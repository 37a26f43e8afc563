import { Input, Select } from 'antd'
import { useEffect, useId, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Output } from '../../api/portal-api.ts'
import { Sign } from '../../ui/sign.tsx'
import { useOperation } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { DivisionPicker } from '../people/division-picker.tsx'
import { divisionsOf, useSession } from '../session.tsx'

type Explained = Output<'rights.explain'>
type Verdict = Explained['actions'][number]

function VerdictCard({ verdict }: { verdict: Verdict }) {
  const tone = verdict.allowed ? 'good' : 'bad'
  return (
    <li className="card">
      <p>
        <span className={`due due--${tone}`}>
          <Sign tone={tone} />
          {verdict.allowed ? '能办' : '不能办'}
        </span>{' '}
        <strong>{verdict.says}</strong>
      </p>
      <ul className="plain-list">
        {verdict.because.map((line) => (
          <li key={line}>{line}。</li>
        ))}
      </ul>
    </li>
  )
}

function MemberAnswer({ explained }: { explained: Explained }) {
  const verdicts = [...(explained.operation ? [explained.operation] : []), ...explained.actions]
  return (
    <>
      <h3>{explained.name}</h3>
      <ul className="plain-list">
        {[...explained.grants, ...explained.standing].map((line) => (
          <li key={line}>{line}。</li>
        ))}
        {explained.grants.length === 0 ? <li>现在没有任何角色。</li> : null}
      </ul>
      {explained.caseSays ? <p>办件 {explained.caseSays}：</p> : null}
      <ul className="lines">
        {verdicts.map((verdict) => (
          <VerdictCard key={verdict.says} verdict={verdict} />
        ))}
      </ul>
    </>
  )
}

function WhoAnswer({ operation, division }: { operation: string; division: string }) {
  const { data, error } = useOperation('rights.who', { operation, division })
  if (error) return <ProblemNotice error={error} />
  if (!data) return null
  return (
    <>
      <p>{data.policy}。</p>
      {data.items.length === 0 ? <Nothing says="这个地区没有人能办。到“人员与权限”里给合适的人授权。" /> : null}
      <ul className="lines">
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to={`/staff/${one.id}`}>{one.name}</Link>
            <ul className="plain-list">
              {one.because.map((line) => (
                <li key={line}>{line}。</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Why somebody may or may not do something, and who may do it where; what is asked stays in the address. */
export function RightsPage() {
  const id = useId()
  const [search, setSearch] = useSearchParams()
  const { data: session } = useSession()
  const { data: choices, error, refetch } = useOperation('rights.findChoices', {})
  const read = (name: string) => search.get(name) ?? ''
  const [member, operation, number] = [read('member'), read('operation'), read('number')]
  const division = read('division') || (divisionsOf(session)[0]?.[0] ?? '')
  const [typed, setTyped] = useState(number)
  useEffect(() => setTyped(number), [number])
  const set = (part: Record<string, string>) => {
    const pairs = Object.entries({ member, operation, number, division, ...part }).filter(([, value]) => value)
    setSearch(new URLSearchParams(pairs))
  }
  const asked = { member, ...(operation ? { operation } : {}), ...(number ? { number } : {}) }
  const explained = useOperation('rights.explain', asked, { enabled: member !== '' })
  if (!choices) return <PageWithout what="权限说明" error={error} onRetry={() => void refetch()} />
  return (
    <div className="administration">
      <title>权限说明 · 启创工作台</title>
      <h1>谁能办什么、为什么</h1>
      <p className="quiet">答案由系统把关用的同一份规则和流程现算，不是另写的说明。</p>
      <section className="card stacked-form" aria-label="要查的事">
        <Labelled id={`${id}operation`} label="要办的事">
          <Select
            id={`${id}operation`}
            value={operation || null}
            allowClear
            placeholder="选一个操作"
            showSearch={{ optionFilterProp: 'label' }}
            options={choices.operations.map((one) => ({ value: one.name, label: `${one.summary}（${one.name}）` }))}
            onChange={(value) => set({ operation: value ?? '' })}
          />
        </Labelled>
        <Labelled id={`${id}number`} label="或者一个办件" hint="写编号，按回车；会说明这一步能办的每个动作">
          <Input
            id={`${id}number`}
            value={typed}
            allowClear
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={() => set({ number: typed.trim() })}
            onClear={() => set({ number: '' })}
          />
        </Labelled>
      </section>
      <div className="person">
        <section className="card" aria-labelledby="member">
          <h2 id="member">这个人能不能办</h2>
          <Labelled id={`${id}member`} label="人员">
            <Select
              id={`${id}member`}
              value={member || null}
              placeholder="请选择"
              showSearch={{ optionFilterProp: 'label' }}
              options={choices.members.map((one) => ({ value: one.id, label: `${one.name}（${one.login}）` }))}
              onChange={(value) => set({ member: value })}
            />
          </Labelled>
          <ProblemNotice error={explained.error} />
          {explained.data && member ? <MemberAnswer explained={explained.data} /> : null}
        </section>
        <section className="card" aria-labelledby="who">
          <h2 id="who">这个地区谁能办</h2>
          <Labelled id={`${id}division`} label="地区">
            <DivisionPicker
              id={`${id}division`}
              roots={divisionsOf(session)}
              value={division}
              onChange={(value) => set({ division: value })}
            />
          </Labelled>
          {operation && division ? (
            <WhoAnswer operation={operation} division={division} />
          ) : (
            <p className="quiet">先在上面选一个操作。</p>
          )}
        </section>
      </div>
    </div>
  )
}
