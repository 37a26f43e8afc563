import { NavLink } from 'react-router'
import { useOperation } from './calls.ts'
import { useDesks } from './desk.ts'
import { lastInbox } from './inbox/inbox-filter.ts'
import { handlesCases, hasRole, useSession } from './session.tsx'

/** The handbook's modules with what is open in each, and whether something of theirs can be handled here. */
function useModules() {
  const { data } = useOperation('catalogue.get', {})
  const desks = useDesks()
  const names = [...new Set(data?.functions.map((one) => one.module))]
  return names.map((name) => ({
    name,
    open: data?.functions.filter((one) => one.module === name && one.state === 'open').length ?? 0,
    desks: desks.filter((desk) => desk.module === name),
  }))
}

function Modules() {
  return (
    <ul>
      {useModules().map(({ name, open, desks }) => (
        <li key={name}>
          {desks.length > 0 ? (
            <NavLink to={`/modules/${encodeURIComponent(name)}`}>
              {name}
              <span className="nav__note">{open > 0 ? `${open} 项已开通` : '部分可办'}</span>
            </NavLink>
          ) : (
            <span className="nav__preparing" aria-disabled="true">
              {name}
              <span className="nav__note">筹备中</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Pages of administration, each shown to those who hold one of its roles. */
const administration: readonly { path: string; zh: string; roles: readonly string[] }[] = [
  { path: '/statistics', zh: '统计', roles: ['administrator', 'auditor', 'reviewer'] },
  { path: '/institutions', zh: '机构与窗口', roles: ['administrator'] },
  { path: '/staff', zh: '人员与权限', roles: ['administrator'] },
  { path: '/rights', zh: '权限说明', roles: ['administrator', 'auditor'] },
  { path: '/rota', zh: '值班表', roles: ['administrator'] },
  { path: '/absences', zh: '请假与代理', roles: ['clerk', 'reviewer', 'administrator'] },
  { path: '/duplicates', zh: '疑似重复', roles: ['clerk', 'administrator'] },
  { path: '/erasures', zh: '到期与删除', roles: ['administrator', 'auditor'] },
  { path: '/imports', zh: '从表格导入', roles: ['clerk', 'administrator'] },
  { path: '/ratings', zh: '好差评', roles: ['administrator', 'auditor'] },
  { path: '/notice-templates', zh: '通知模板', roles: ['editor', 'administrator'] },
  { path: '/deliveries', zh: '发送记录', roles: ['administrator', 'auditor'] },
  { path: '/audit', zh: '审计记录', roles: ['administrator', 'auditor'] },
  { path: '/consent-texts', zh: '条款和说明', roles: ['administrator'] },
]

/** The left side: daily work, then the seven modules; one that is being prepared says so and leads nowhere. */
export function Navigation() {
  const { data: session } = useSession()
  const takesIn = hasRole(session, 'clerk')
  const pages = administration.filter((page) => page.roles.some((role) => hasRole(session, role)))
  const onCases = handlesCases(session)
  const homes = useDesks().flatMap(({ home }) => (home && hasRole(session, home.role) ? [home] : []))
  const { data: told } = useOperation('staffNotice.find', {}, { live: true })
  return (
    <nav className="nav" aria-label="工作台">
      <ul>
        {onCases || hasRole(session, 'administrator') ? (
          <li>
            <NavLink to={`/inbox${lastInbox()}`}>收件箱</NavLink>
          </li>
        ) : null}
        {homes.map(({ path, zh }) => (
          <li key={path}>
            <NavLink to={path}>{zh}</NavLink>
          </li>
        ))}
        {takesIn ? (
          <li>
            <NavLink to="/intake">窗口收件</NavLink>
          </li>
        ) : null}
        {onCases ? (
          <li>
            <NavLink to="/people">找人</NavLink>
          </li>
        ) : null}
        {onCases ? (
          <li>
            <NavLink to="/letters">文书台账</NavLink>
          </li>
        ) : null}
        <li>
          <NavLink to="/enterprises">企业与代办</NavLink>
        </li>
        <li>
          <NavLink to="/staff-notices">
            给我的提醒
            {told?.unread ? <span className="nav__note">{told.unread} 条未读</span> : null}
          </NavLink>
        </li>
      </ul>
      <h2 className="nav__heading">业务模块</h2>
      <Modules />
      {pages.length > 0 ? (
        <>
          <h2 className="nav__heading">管理</h2>
          <ul>
            {pages.map(({ path, zh }) => (
              <li key={path}>
                <NavLink to={path}>{zh}</NavLink>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </nav>
  )
}
