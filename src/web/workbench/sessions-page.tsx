import { Alert, Button } from 'antd'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { isSignOnFailure, signOnFailures } from '../../kernel/sign-on/failures.ts'
import { formatInstant } from '../../shared/dates.ts'
import type { Output } from '../api/portal-api.ts'
import { useOperation, useWrite } from './calls.ts'
import { PageWithout, ProblemNotice } from './notices.tsx'
import { PlainTable } from './plain-table.tsx'

type Session = Output<'session.findOwn'>['items'][number]
type SignOn = Output<'signOn.findOwn'>['items'][number]

const says = (instant: string) => formatInstant(new Date(instant))
const refreshes = ['session.findOwn'] as const

function SessionTable({ sessions, ways }: { sessions: readonly Session[]; ways: ReadonlyMap<string, string> }) {
  const end = useWrite('session.endOwn', { refreshes })
  const others = useWrite('session.endOthers', { refreshes })
  return (
    <section aria-labelledby="devices">
      <h2 id="devices">正在登录的设备</h2>
      <ProblemNotice error={end.error ?? others.error} />
      <PlainTable label="正在登录的设备">
        <thead>
          <tr>
            <th scope="col">设备</th>
            <th scope="col">登录时间</th>
            <th scope="col">最近使用</th>
            <th scope="col">登录方式</th>
            <th scope="col">操作</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <tr key={session.id}>
              <td>{session.device ?? '没有说明的设备'}</td>
              <td>{says(session.since)}</td>
              <td>{says(session.seenAt)}</td>
              <td>{session.provider ? (ways.get(session.provider) ?? '单点登录') : '密码和动态码'}</td>
              <td>
                {session.current ? (
                  '正在使用'
                ) : (
                  <Button size="small" onClick={() => end.mutate({ sessionId: session.id })}>
                    让它退出
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {sessions.length > 1 ? (
        <p>
          <Button loading={others.isPending} onClick={() => others.mutate({})}>
            让其他设备都退出
          </Button>
        </p>
      ) : null}
    </section>
  )
}

function SignOnList({ signOns }: { signOns: readonly SignOn[] }) {
  const unlink = useWrite('signOn.unlink', { refreshes: ['signOn.findOwn'] })
  const next = encodeURIComponent('/workbench/sessions?done=linked')
  return (
    <section aria-labelledby="sign-ons">
      <h2 id="sign-ons">单位账号</h2>
      <p className="quiet">关联以后，可以直接用单位的账号登录工作台；能办什么，仍以管理员给的角色为准。</p>
      <ProblemNotice error={unlink.error} />
      <ul className="lines">
        {signOns.map(({ id, name, linkedAt }) => (
          <li key={id}>
            {name} <span className="quiet">{linkedAt ? `${says(linkedAt)}关联` : '没有关联'}</span>{' '}
            {linkedAt ? (
              <Button size="small" loading={unlink.isPending} onClick={() => unlink.mutate({ provider: id })}>
                解除与{name}的关联
              </Button>
            ) : (
              <Button size="small" href={`/login/sso/${id}?link=1&next=${next}`}>
                关联{name}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What came of linking, when its addresses have led back here; told once, so it leaves the address. */
function LinkOutcome() {
  const [search, setSearch] = useSearchParams()
  const [told] = useState(search)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => setSearch({}, { replace: true }), [])
  const failed = told.get('failed')
  if (failed !== null && isSignOnFailure(failed)) {
    const { title, detail } = signOnFailures[failed]
    return <Alert type="error" showIcon role="alert" title={title} description={detail} />
  }
  if (told.get('done') !== 'linked') return null
  return <Alert type="success" showIcon role="status" title="已经关联，下次可以直接用它登录" />
}

/** Where a member of staff is logged in, and by what they may log in. */
export function SessionsPage() {
  const sessions = useOperation('session.findOwn', {}, { live: true })
  const signOns = useOperation('signOn.findOwn', {}, { live: true })
  if (!sessions.data) {
    return <PageWithout what="登录设备" error={sessions.error} onRetry={() => void sessions.refetch()} />
  }
  const ways = signOns.data?.items ?? []
  return (
    <div className="spaced">
      <title>登录设备 · 启创工作台</title>
      <div>
        <h1>登录设备</h1>
        <p className="quiet">不用的登录两小时后自动退出，最长 12 小时。</p>
      </div>
      <LinkOutcome />
      <SessionTable sessions={sessions.data.items} ways={new Map(ways.map(({ id, name }) => [id, name]))} />
      {ways.length > 0 ? <SignOnList signOns={ways} /> : null}
    </div>
  )
}
