import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link } from 'react-router'
import { type CallRefused, callApi } from '../api/http-client.ts'
import type { Output } from '../api/portal-api.ts'
import { Mark } from '../ui/mark.tsx'
import { faultOf } from './administration/fault-of.ts'
import { useWrite } from './calls.ts'
import { Labelled } from './form/labelled.tsx'
import { ProblemNotice, Waiting } from './notices.tsx'
import { QrCode } from './qr-code.tsx'

interface FormProps {
  token: string
  begun: Output<'staff.beginSetUp'>
}

function SetUpForm({ token, begun }: FormProps) {
  const id = useId()
  const [typed, setTyped] = useState({ password: '', again: '', code: '' })
  const finish = useWrite('staff.finishSetUp')
  const differs = typed.again !== '' && typed.again !== typed.password
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.again !== typed.password) return
    finish.mutate({ link: token, password: typed.password, code: typed.code.replace(/\s/g, '') })
  }
  if (finish.isSuccess) {
    return (
      <p role="status">
        设置好了。<Link to="/login">用新的密码和动态码登录</Link>
      </p>
    )
  }
  const field = (name: keyof typeof typed) => ({
    id: id + name,
    value: typed[name],
    required: true,
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  })
  return (
    <form className="login__form" onSubmit={submit}>
      <p>
        {begun.name}（登录名 <strong>{begun.login}</strong>）
      </p>
      <h2>1. 在手机的认证器应用里添加这个账号</h2>
      <QrCode text={begun.uri} label="认证器二维码" />
      <p className="quiet">
        不能扫码的，手工输入密钥：<code className="set-up-link">{begun.secret}</code>
      </p>
      <h2>2. 设一个密码</h2>
      <Labelled
        id={`${id}password`}
        label="新密码"
        hint="至少 12 位，不要含登录名"
        error={faultOf(finish.error, 'password')}
      >
        <Input {...field('password')} type="password" autoComplete="new-password" minLength={12} />
      </Labelled>
      <Labelled id={`${id}again`} label="再输一遍" error={differs ? '两次输入的不一样' : undefined}>
        <Input {...field('again')} type="password" autoComplete="new-password" />
      </Labelled>
      <h2>3. 输入认证器里现在的 6 位数字</h2>
      <Labelled id={`${id}code`} label="动态验证码" error={faultOf(finish.error, 'code')}>
        <Input {...field('code')} inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
      </Labelled>
      <ProblemNotice error={finish.error} />
      <Button type="primary" htmlType="submit" block loading={finish.isPending} disabled={differs}>
        设置好，开始使用
      </Button>
    </form>
  )
}

/** Where the one-time link leads: a member of staff sets their own password and authenticator. */
export function SetUpPage() {
  const [token] = useState(() => window.location.hash.slice(1))
  const { data, error } = useQuery<Output<'staff.beginSetUp'>, CallRefused>({
    queryKey: ['staff.beginSetUp', token],
    queryFn: () => callApi('staff.beginSetUp', { link: token }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <main className="login">
      <title>设置工作账号 · 启创工作台</title>
      <h1 className="login__title">
        <Mark /> 设置工作账号
      </h1>
      {error ? <ProblemNotice error={error} /> : null}
      {data ? <SetUpForm token={token} begun={data} /> : null}
      {!data && !error ? <Waiting what="设置链接" /> : null}
    </main>
  )
}
