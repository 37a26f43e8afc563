import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import type { SessionView } from '../api/portal-api.ts'
import { sessionKey, useOperation, useWrite } from './calls.ts'
import { Nothing, ProblemNotice, Waiting } from './notices.tsx'

export const useSession = () => useOperation('session.get', {})

/** The divisions in which a member of staff holds a role, each once. */
export const divisionsOf = (session: SessionView | undefined) => [
  ...new Map((session?.roles ?? []).map((role) => [role.division, role.divisionName])),
]

export const hasRole = (session: SessionView | undefined, role: string) =>
  session?.roles.some((held) => held.role === role) ?? false

/** Roles whose work is not on cases. */
const besideCases = ['editor', 'administrator', 'auditor']

/** Whether a member of staff has to do with cases and the people they are for. */
export const handlesCases = (session: SessionView | undefined) =>
  session?.roles.some(({ role }) => !besideCases.includes(role)) ?? false

/** Ends the session and forgets everything the server has told; one that began at a provider may still be open there. */
export function useLogOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useWrite('session.logOut', {
    onDone: ({ provider }) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] })
      if (provider !== null) void navigate(`/login?left&sso=${provider}`)
      void client.invalidateQueries({ queryKey: sessionKey })
    },
  })
}

function NotStaff({ name }: { name: string | null }) {
  const logOut = useLogOut()
  return (
    <main className="login">
      <Nothing says={`${name ?? '您'}现在用的是个人账号，这里是工作人员的工作台。`}>
        <p>
          办理自己的事，请到 <a href="/me">我的页面</a>。
        </p>
        <Button type="primary" loading={logOut.isPending} onClick={() => logOut.mutate({})}>
          退出个人账号，用工作账号登录
        </Button>
      </Nothing>
    </main>
  )
}

/** Lets staff through; others are sent to log in and come back to where they were. */
export function StaffOnly({ children }: { children: ReactNode }) {
  const { data: session, error, refetch } = useSession()
  const { pathname, search } = useLocation()
  if (session?.kind === 'staff') return children
  if (session?.kind === 'person') return <NotStaff name={session.name} />
  if (session) return <Navigate to={`/login?to=${encodeURIComponent(pathname + search)}`} replace />
  return (
    <main className="login">
      {error ? <ProblemNotice error={error} onRetry={() => refetch()} /> : <Waiting what="登录状态" />}
    </main>
  )
}
