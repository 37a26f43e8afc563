import { Alert, Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { OperationName, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { faultOf } from './fault-of.ts'
import { GrantFields, noGrant } from './grant-fields.tsx'

type Member = Output<'staff.get'>

const refreshes: readonly OperationName[] = ['staff.get', 'staff.find']

const seen = ({ id, version }: Member) => ({ id, version })

function NameForm({ member }: { member: Member }) {
  const id = useId()
  const [typed, setTyped] = useState({ name: member.name, desk: member.desk })
  const save = useWrite('staff.save', { refreshes })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...seen(member), ...typed })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <Labelled id={`${id}name`} label="姓名" error={faultOf(save.error, 'name')}>
        <Input
          id={`${id}name`}
          value={typed.name}
          onChange={(event) => setTyped({ ...typed, name: event.target.value })}
        />
      </Labelled>
      <Labelled id={`${id}desk`} label="座位" error={faultOf(save.error, 'desk')}>
        <Input
          id={`${id}desk`}
          value={typed.desk}
          onChange={(event) => setTyped({ ...typed, desk: event.target.value })}
        />
      </Labelled>
      <ProblemNotice error={save.error} />
      <Button htmlType="submit" loading={save.isPending}>
        保存姓名和座位
      </Button>
    </form>
  )
}

function Grants({ member }: { member: Member }) {
  const end = useWrite('staff.endGrant', { refreshes })
  return (
    <>
      <PlainTable label="角色">
        <thead>
          <tr>
            <th scope="col">角色</th>
            <th scope="col">管哪里</th>
            <th scope="col">在哪里</th>
            <th scope="col">起止</th>
            <th scope="col">结束</th>
          </tr>
        </thead>
        <tbody>
          {member.grants.map((grant) => (
            <tr key={grant.id}>
              <td>{grant.roleLabel}</td>
              <td>{grant.divisionName}</td>
              <td>{grant.office ?? '—'}</td>
              <td>
                {grant.validFrom} 起{grant.validTo ? `，到 ${grant.validTo} 止` : ''}
              </td>
              <td>
                {grant.held && !member.own ? (
                  <Button
                    size="small"
                    aria-label={`结束${grant.roleLabel}（${grant.divisionName}）`}
                    loading={end.isPending}
                    onClick={() => end.mutate({ ...seen(member), grant: grant.id })}
                  >
                    结束
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ProblemNotice error={end.error} />
    </>
  )
}

function AddGrant({ member }: { member: Member }) {
  const [open, setOpen] = useState(false)
  const [grant, setGrant] = useState(noGrant)
  const add = useWrite('staff.grant', {
    refreshes,
    onDone: () => {
      setOpen(false)
      setGrant(noGrant)
    },
  })
  if (!open) return <Button onClick={() => setOpen(true)}>授予角色</Button>
  const { role, division, officeId } = grant
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (role) add.mutate({ ...seen(member), role, division, officeId })
  }
  return (
    <form className="stacked-form" onSubmit={submit}>
      <GrantFields value={grant} onChange={setGrant} error={add.error} />
      <ProblemNotice error={add.error} />
      <div className="page-head__acts">
        <Button type="primary" htmlType="submit" loading={add.isPending} disabled={!role || division === ''}>
          授予这个角色
        </Button>
        <Button onClick={() => setOpen(false)}>先不授</Button>
      </div>
    </form>
  )
}

/** The one-time link, shown once: it is nowhere else. */
function SetUpLink({ member }: { member: Member }) {
  const make = useWrite('staff.makeSetUp', { refreshes })
  return (
    <>
      <p className="quiet">
        {member.ready
          ? '本人忘了密码、换了手机时，生成一个新的链接；设好以后，旧的密码和认证器作废。'
          : '本人还没有设置密码。生成链接，当面或用单位内部渠道交给本人。'}
      </p>
      <ProblemNotice error={make.error} />
      {make.data ? (
        <Alert
          type="success"
          showIcon
          title={`一次性设置链接，${make.data.validHours} 小时内有效，只显示这一次`}
          description={<code className="set-up-link">{`${window.location.origin}${make.data.path}`}</code>}
        />
      ) : null}
      <Button loading={make.isPending} onClick={() => make.mutate({ id: member.id })}>
        生成一次性设置链接
      </Button>
    </>
  )
}

/** Links the account to what the sign-on provider calls this person; shown where a provider serves staff at all. */
function SignOnLink({ member }: { member: Member }) {
  const id = useId()
  const [subject, setSubject] = useState('')
  const link = useWrite('signOn.linkStaff', { onDone: () => setSubject('') })
  const providers = useOperation('signOn.find', {}).data?.items.filter(({ serves }) => serves === 'staff') ?? []
  return providers.map(({ id: provider, name }) => (
    <form
      key={provider}
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault()
        link.mutate({ accountId: member.id, provider, subject: subject.trim() })
      }}
    >
      <Labelled
        id={id + provider}
        label={`在${name}的用户标识`}
        hint="关联以后用单点登录进工作台；以前关联的会被替换"
        error={faultOf(link.error, 'subject')}
      >
        <Input
          id={id + provider}
          value={subject}
          autoComplete="off"
          maxLength={255}
          onChange={(event) => setSubject(event.target.value)}
        />
      </Labelled>
      <ProblemNotice error={link.error} />
      <p role="status">{link.isSuccess ? `已关联${name}。` : ''}</p>
      <Button htmlType="submit" loading={link.isPending} disabled={subject.trim() === ''}>
        关联{name}
      </Button>
    </form>
  ))
}

function AccountState({ member }: { member: Member }) {
  const disable = useWrite('staff.disable', { refreshes })
  const enable = useWrite('staff.enable', { refreshes })
  const end = useWrite('session.endStaff')
  const isOff = member.state === 'disabled'
  return (
    <>
      <ProblemNotice error={disable.error ?? enable.error ?? end.error} />
      <p role="status">{end.isSuccess ? '已让这个账号在所有设备上退出登录。' : ''}</p>
      <p className="quiet">
        {isOff ? '这个账号已停用，不能登录。' : '停用以后马上退出登录，不能再登录；手里有办件的要先交接。'}
      </p>
      <div className="page-head__acts">
        <Button loading={end.isPending} onClick={() => end.mutate({ accountId: member.id })}>
          让所有设备退出登录
        </Button>
        {isOff ? (
          <Button loading={enable.isPending} onClick={() => enable.mutate(seen(member))}>
            重新启用
          </Button>
        ) : (
          <Button danger loading={disable.isPending} onClick={() => disable.mutate(seen(member))}>
            停用账号
          </Button>
        )}
      </div>
    </>
  )
}

/** One member of staff: who they are, what they may do where, how they log in. */
export function MemberPage() {
  const { id = '' } = useParams()
  const { data: member, error, refetch } = useOperation('staff.get', { id }, { live: true })
  if (!member) return <PageWithout what="人员" error={error} onRetry={() => void refetch()} />
  return (
    <div className="administration">
      <title>{`${member.name} · 启创工作台`}</title>
      <div className="page-head">
        <h1>
          {member.name} <span className="quiet">{member.login}</span>
        </h1>
        <div className="page-head__acts">
          <Link to="/staff">全部人员</Link>
          {member.own ? null : <Link to={`/staff/${member.id}/hand-over`}>离岗交接</Link>}
          <Link to={`/rights?member=${member.id}`}>能办什么、为什么</Link>
        </div>
      </div>
      {member.own ? <Alert type="info" showIcon title="这是您自己。自己的账号和权限，请找另一位管理员改。" /> : null}
      <p>
        手里 {member.load} 件{member.absentUntil ? `，请假到 ${member.absentUntil}` : ''}。
      </p>
      <section className="card" aria-labelledby="grants">
        <h2 id="grants">角色</h2>
        <Grants member={member} />
        {member.own ? null : <AddGrant member={member} />}
      </section>
      {member.own ? null : (
        <div className="person">
          <section className="card" aria-labelledby="name">
            <h2 id="name">姓名和座位</h2>
            <NameForm key={member.version} member={member} />
          </section>
          <section className="card" aria-labelledby="account">
            <h2 id="account">登录</h2>
            {member.whole ? (
              <>
                {member.state === 'active' ? <SetUpLink member={member} /> : null}
                {member.state === 'active' ? <SignOnLink member={member} /> : null}
                <AccountState member={member} />
              </>
            ) : (
              <p>这位人员在您的辖区之外还有角色，账号由上级管理员处理。</p>
            )}
          </section>
        </div>
      )}
    </div>
  )
}
