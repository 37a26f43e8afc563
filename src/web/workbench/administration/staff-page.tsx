import { Button, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { roles } from '../../../kernel/access/actor.ts'
import { kernelTerms } from '../../../kernel/glossary/terms.ts'
import type { Input as InputOf, Output } from '../../api/portal-api.ts'
import { useOperation, useWrite } from '../calls.ts'
import { Labelled } from '../form/labelled.tsx'
import { Nothing, PageWithout, ProblemNotice } from '../notices.tsx'
import { PlainTable } from '../plain-table.tsx'
import { faultOf } from './fault-of.ts'
import { GrantFields, noGrant } from './grant-fields.tsx'

type Filter = InputOf<'staff.find'>
type Member = Output<'staff.find'>['items'][number]

/** A new member with their first role; the rest is done on their own page. */
function CreateMember({ onCancel }: { onCancel(): void }) {
  const id = useId()
  const navigate = useNavigate()
  const [typed, setTyped] = useState({ login: '', name: '', desk: '' })
  const [grant, setGrant] = useState(noGrant)
  const create = useWrite('staff.create', {
    refreshes: ['staff.find'],
    onDone: (output) => void navigate(`/staff/${output.id}`),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { role, division, officeId } = grant
    if (role) create.mutate({ ...typed, grants: [{ role, division, officeId }] })
  }
  const field = (name: keyof typeof typed, label: string, hint: string) => (
    <Labelled id={id + name} label={label} hint={hint} error={faultOf(create.error, name)}>
      <Input
        id={id + name}
        value={typed[name]}
        required={name !== 'desk'}
        autoComplete="off"
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </Labelled>
  )
  return (
    <section className="card" aria-label="新增人员">
      <form className="stacked-form" onSubmit={submit}>
        {field('name', '姓名', '办件接力和同事都会看到')}
        {field('login', '登录名', '字母开头，可以有数字，以后不能改')}
        {field('desk', '座位', '例如 3 号窗口；可以空着')}
        <GrantFields value={grant} onChange={setGrant} error={create.error} prefix="grants.0." />
        <ProblemNotice error={create.error} />
        <div className="page-head__acts">
          <Button
            type="primary"
            htmlType="submit"
            loading={create.isPending}
            disabled={!grant.role || grant.division === ''}
          >
            新增人员
          </Button>
          <Button onClick={onCancel}>先不加</Button>
        </div>
      </form>
    </section>
  )
}

const stateWords = (member: Member) => {
  if (member.state === 'disabled') return '已停用'
  if (!member.ready) return '还没有设置密码'
  return member.absentUntil ? `请假到 ${member.absentUntil}` : '在用'
}

const sayGrants = ({ grants }: Member) =>
  grants
    .filter((grant) => grant.held)
    .map((grant) => [grant.roleLabel, grant.divisionName, grant.office].filter(Boolean).join(' · '))
    .join('；') || '没有角色'

function MemberRows({ items }: { items: readonly Member[] }) {
  return (
    <PlainTable label="工作人员">
      <thead>
        <tr>
          <th scope="col">姓名</th>
          <th scope="col">登录名</th>
          <th scope="col">角色</th>
          <th scope="col">座位</th>
          <th scope="col">手里</th>
          <th scope="col">状态</th>
        </tr>
      </thead>
      <tbody>
        {items.map((member) => (
          <tr key={member.id}>
            <td>
              <Link to={`/staff/${member.id}`}>{member.name}</Link>
            </td>
            <td>{member.login}</td>
            <td>{sayGrants(member)}</td>
            <td>{member.desk || '—'}</td>
            <td>{member.load} 件</td>
            <td>{stateWords(member)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

const names = ['q', 'role', 'state', 'after'] as const

const readFilter = (search: URLSearchParams): Filter =>
  Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : []))) as Filter

/** Staff in reach with their roles; filters stay in the address. */
export function StaffPage() {
  const [search, setSearch] = useSearchParams()
  const filter = readFilter(search)
  const [text, setText] = useState(filter.q ?? '')
  const [adding, setAdding] = useState(false)
  const { data, error, refetch } = useOperation('staff.find', filter, { live: true, keepPrevious: true })
  const change = (part: Partial<Record<keyof Filter, string | undefined>>) => {
    const pairs = Object.entries({ ...filter, after: undefined, ...part }).flatMap(([name, value]) =>
      value ? [[name, value] as [string, string]] : [],
    )
    setSearch(new URLSearchParams(pairs))
  }
  if (!data) return <PageWithout what="人员与权限" error={error} onRetry={() => void refetch()} />
  return (
    <div className="administration">
      <title>人员与权限 · 启创工作台</title>
      <div className="page-head">
        <h1>人员与权限</h1>
        <div className="page-head__acts">
          <Link to="/rights">谁能办什么、为什么</Link>
          <Button type="primary" onClick={() => setAdding(true)}>
            新增人员
          </Button>
        </div>
      </div>
      {adding ? <CreateMember onCancel={() => setAdding(false)} /> : null}
      <div className="filters__fields">
        <Input
          aria-label="姓名或登录名"
          placeholder="姓名或登录名，按回车"
          value={text}
          allowClear
          onChange={(event) => setText(event.target.value)}
          onPressEnter={() => change({ q: text.trim() })}
          onClear={() => change({ q: undefined })}
        />
        <Select
          aria-label="按角色"
          placeholder="全部角色"
          allowClear
          value={filter.role ?? null}
          options={roles.map((role) => ({ value: role, label: kernelTerms[role].zh }))}
          onChange={(role) => change({ role: role ?? undefined })}
        />
        <Select
          aria-label="按状态"
          placeholder="全部状态"
          allowClear
          value={filter.state ?? null}
          options={[
            { value: 'active', label: '在用' },
            { value: 'disabled', label: '已停用' },
          ]}
          onChange={(state) => change({ state: state ?? undefined })}
        />
      </div>
      {data.items.length === 0 ? <Nothing says="没有符合条件的人员。" /> : <MemberRows items={data.items} />}
      {data.next ? <Button onClick={() => change({ after: data.next ?? undefined })}>下一页</Button> : null}
    </div>
  )
}
