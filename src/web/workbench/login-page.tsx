import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { isSignOnFailure, signOnFailures, tooManyTries } from '../../kernel/sign-on/failures.ts'
import { Mark } from '../ui/mark.tsx'
import { sessionKey, useOperation, useWrite } from './calls.ts'
import { Labelled } from './form/labelled.tsx'
import { ProblemNotice } from './notices.tsx'
import { useSession } from './session.tsx'

/** Only a place of the workbench itself; anything else leads to where the day begins. */
const placeFrom = (to: string | null) => (to && /^\/(?![/\\])/.test(to) && !to.startsWith('/login') ? to : '/')

const empty = { login: '', password: '', code: '' }

function DemonstrationHint() {
  const { data } = useOperation('demo.getAccounts', {})
  if (!data) return null
  return (
    <p className="login__hint">
      这是演示环境。<a href="/demo/accounts">查看演示账号和当前的动态验证码</a>
    </p>
  )
}

function LoginForm() {
  const client = useQueryClient()
  const [typed, setTyped] = useState(empty)
  const id = useId()
  const logIn = useWrite('session.logInStaff', {
    onDone: () => void client.invalidateQueries({ queryKey: sessionKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    logIn.mutate({ ...typed, code: typed.code.replace(/\s/g, '') })
  }
  const field = (name: keyof typeof empty) => ({
    id: id + name,
    name,
    value: typed[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  })
  return (
    <form className="login__form" onSubmit={submit}>
      <ProblemNotice error={logIn.error} />
      <Labelled id={`${id}login`} label="账号">
        <Input {...field('login')} autoComplete="username" autoCapitalize="none" spellCheck={false} />
      </Labelled>
      <Labelled id={`${id}password`} label="密码">
        <Input {...field('password')} type="password" autoComplete="current-password" />
      </Labelled>
      <Labelled id={`${id}code`} label="动态验证码" hint="认证器应用里的 6 位数字，每 30 秒换一次">
        <Input {...field('code')} inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
      </Labelled>
      <Button type="primary" htmlType="submit" loading={logIn.isPending} block>
        登录工作台
      </Button>
      <DemonstrationHint />
    </form>
  )
}

/** Why single sign-on did not work, when its addresses have led back here. */
function SignOnFailed() {
  const [search] = useSearchParams()
  const failed = search.get('failed')
  if (failed === null) return null
  const { title, detail } = isSignOnFailure(failed) ? signOnFailures[failed] : tooManyTries
  return <Alert className="login__failed" type="error" showIcon role="alert" title={title} description={detail} />
}

/** After logging out of a session that began at a provider: the one there may hold on. */
function SignOnLeft() {
  const [search] = useSearchParams()
  const { data } = useOperation('signOn.find', {})
  const provider = data?.items.find(({ id }) => id === search.get('sso'))
  if (!provider || !search.has('left')) return null
  return (
    <Alert
      className="login__failed"
      type="success"
      showIcon
      role="status"
      title="已经退出工作台"
      description={
        <>
          您在“{provider.name}”那边可能还登录着。用的是公共电脑，请
          <a href={`/login/sso/${provider.id}/end`}>把那边也退出</a>。
        </>
      }
    />
  )
}

/** The other ways in, where the operator has set any up; outside the workbench, so whole page loads. */
function SignOns({ to }: { to: string }) {
  const { data } = useOperation('signOn.find', {})
  const providers = data?.items.filter(({ serves }) => serves === 'staff') ?? []
  if (providers.length === 0) return null
  return (
    <section className="login__others" aria-labelledby="sign-ons">
      <h2 id="sign-ons">单点登录</h2>
      {providers.map(({ id, name }) => (
        <Button key={id} href={`/login/sso/${id}?next=${encodeURIComponent(`/workbench${to}`)}`} block>
          用{name}登录
        </Button>
      ))}
      <p className="login__hint">第一次用，先用密码和动态验证码登录，在“登录设备”页上关联。</p>
    </section>
  )
}

/** Staff log in here with account, password and one-time code, and go on where they were. */
export function LoginPage() {
  const [search] = useSearchParams()
  const { data: session } = useSession()
  // Whoever has just left is still known here until the server has been asked again.
  if (session?.kind === 'staff' && !search.has('left')) return <Navigate to={placeFrom(search.get('to'))} replace />
  return (
    <main className="login">
      <title>登录 · 启创工作台</title>
      <h1 className="login__title">
        <Mark /> 工作台
      </h1>
      <p className="quiet">
        给窗口、审核等工作人员使用。办理自己的事，请到<a href="/">启创首页</a>。
      </p>
      <SignOnFailed />
      <SignOnLeft />
      <LoginForm />
      <SignOns to={placeFrom(search.get('to'))} />
    </main>
  )
}
