import { Button } from 'antd'
import { Suspense, useEffect, useRef } from 'react'
import { Link, Outlet, useLocation } from 'react-router'
import type { SessionView } from '../api/portal-api.ts'
import { Mark } from '../ui/mark.tsx'
import { Navigation } from './navigation.tsx'
import { Waiting } from './notices.tsx'
import { QuickSearch } from './quick-search.tsx'
import { useLogOut, useSession } from './session.tsx'

const rolesIn = (session: SessionView) =>
  session.roles.map(({ zh, divisionName, office }) => [zh, divisionName, office].filter(Boolean).join(' · ')).join('；')

function WhoIAm() {
  const { data: session } = useSession()
  const logOut = useLogOut()
  if (!session) return null
  return (
    <div className="who">
      <p>
        <strong>{session.name}</strong>
        <span className="who__roles">{rolesIn(session)}</span>
      </p>
      <Link className="who__sessions" to="/sessions">
        登录设备
      </Link>
      <Button size="small" loading={logOut.isPending} onClick={() => logOut.mutate({})}>
        退出登录
      </Button>
    </div>
  )
}

/** What surrounds every page of the workbench; a new page begins at its main part, for keyboard and screen reader too. */
export function Frame() {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current === pathname) return
    shown.current = pathname
    main.current?.focus()
  }, [pathname])
  return (
    <div className="frame">
      <a className="skip" href="#main">
        跳到正文
      </a>
      <header className="frame__top">
        <p className="frame__mark">
          <Mark size={26} /> <span>工作台</span>
        </p>
        <QuickSearch />
        <WhoIAm />
      </header>
      <Navigation />
      <main id="main" className="frame__main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Waiting what="页面" />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  )
}
