import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, ProblemNotice, Waiting } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { hasRole, useSession } from '../session.tsx'
import { WaitingAgency } from './agency-card.tsx'
import { RegisterForm } from './register-form.tsx'

type Found = Output<'enterprise.find'>

function WaitingAgencies() {
  const [after, setAfter] = useState<string>()
  const { data, error, refetch } = useOperation('agency.findWaiting', after ? { after } : {}, { live: true })
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">等确认的代办</h2>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data?.items.length === 0 ? <Nothing says="没有等确认的代办。" /> : null}
      <ul className="person-cards">
        {data?.items.map((agency) => (
          <WaitingAgency key={agency.id} agency={agency} />
        ))}
      </ul>
      {data?.next ? <Button onClick={() => setAfter(data.next ?? undefined)}>看后面的</Button> : null}
      {after ? <Button onClick={() => setAfter(undefined)}>回到最早的</Button> : null}
    </section>
  )
}

function EnterpriseTable({ found }: { found: Found }) {
  if (found.items.length === 0) return <Nothing says="没有找到。请核对代码或名称；第一次来的，可以在下面登记。" />
  return (
    <PlainTable label="找到的企业">
      <thead>
        <tr>
          <th scope="col">企业</th>
          <th scope="col">统一社会信用代码</th>
          <th scope="col">类型</th>
          <th scope="col">行业</th>
          <th scope="col">所在地</th>
        </tr>
      </thead>
      <tbody>
        {found.items.map((one) => (
          <tr key={one.id}>
            <td>
              <Link to={`/enterprises/${one.id}`}>{one.name}</Link>
            </td>
            <td>{one.creditCode}</td>
            <td>{one.legalFormLabel}</td>
            <td>{one.industryLabel}</td>
            <td>{one.divisionName}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

/** Search and page stand in the address, so that they survive leaving. */
function Enterprises() {
  const [query, setQuery] = useSearchParams()
  const text = query.get('text') ?? ''
  const after = query.get('after') ?? undefined
  const [typed, setTyped] = useState(text)
  const input = { ...(text ? { text } : {}), ...(after ? { after } : {}) }
  const { data, error, refetch } = useOperation('enterprise.find', input, { keepPrevious: true })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setQuery(typed.trim() ? { text: typed.trim() } : {})
  }
  return (
    <section aria-labelledby="enterprises">
      <h2 id="enterprises">企业</h2>
      <form className="finder" onSubmit={submit}>
        <Labelled id="enterprise-text" label="统一社会信用代码或名称" hint="代码要完整，名称可以只写一部分">
          <Input id="enterprise-text" value={typed} maxLength={80} onChange={(event) => setTyped(event.target.value)} />
        </Labelled>
        <Button htmlType="submit">查找</Button>
      </form>
      <ProblemNotice error={error} onRetry={() => void refetch()} />
      {data ? <EnterpriseTable found={data} /> : <Waiting what="企业" />}
      <nav className="paging" aria-label="翻页">
        {after ? <Button onClick={() => setQuery(text ? { text } : {})}>回到第一页</Button> : null}
        {data?.next ? (
          <Button onClick={() => setQuery({ ...(text ? { text } : {}), after: data.next ?? '' })}>下一页</Button>
        ) : null}
      </nav>
    </section>
  )
}

function RegisterEnterprise() {
  const navigate = useNavigate()
  const register = useWrite('enterprise.register', {
    refreshes: ['enterprise.find'],
    onDone: ({ id }) => void navigate(`/enterprises/${id}`),
  })
  const known = register.error?.problem.now
  return (
    <details className="folded">
      <summary>对照营业执照登记企业</summary>
      <ProblemNotice error={register.error}>
        {known?.inReach === true ? <Link to={`/enterprises/${String(known.partyId)}`}>打开这家企业的档案</Link> : null}
      </ProblemNotice>
      <RegisterForm
        button="登记这家企业"
        problem={register.error?.problem}
        pending={register.isPending}
        onRegister={(typed) => register.mutate(typed)}
      />
    </details>
  )
}

/** Enterprises of the division, and the agencies that wait for a clerk. */
export function EnterprisesPage() {
  const { data: session } = useSession()
  const clerk = hasRole(session, 'clerk')
  return (
    <>
      <title>企业与代办 · 启创工作台</title>
      <h1>企业与代办</h1>
      {clerk ? <WaitingAgencies /> : null}
      <Enterprises />
      {clerk ? <RegisterEnterprise /> : null}
    </>
  )
}
