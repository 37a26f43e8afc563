import { Link, useNavigate } from 'react-router'
import { useTakingIn } from './desk.ts'
import { Nothing } from './notices.tsx'
import { type FoundPerson, PersonFinder } from './people/person-finder.tsx'
import { RegisterPerson } from './people/register-person.tsx'
import { hasRole, useSession } from './session.tsx'

function Services({ person }: { person: FoundPerson }) {
  const desks = useTakingIn()
  return (
    <ul className="lines">
      {desks.map((desk) => (
        <li key={desk.service}>
          <Link to={desk.openPath(person.id)}>为其办理{desk.zh}</Link> <span className="quiet">{desk.says}</span>
        </li>
      ))}
    </ul>
  )
}

/** Taking in at the window: first who it is for, then what; the service's own page goes on. */
export function IntakePage() {
  const navigate = useNavigate()
  const { data: session } = useSession()
  if (!hasRole(session, 'clerk')) {
    return (
      <>
        <h1>窗口收件</h1>
        <Nothing says="窗口收件由窗口人员办理，您的账号没有这个角色。" />
      </>
    )
  }
  return (
    <div className="narrow">
      <title>窗口收件 · 启创工作台</title>
      <h1>窗口收件</h1>
      <p className="quiet">先找到来办事的人，再选要办的事项。系统会记下是在窗口办理的。</p>
      <PersonFinder act={(person) => <Services person={person} />} />
      <details className="folded">
        <summary>第一次来的，先登记</summary>
        <RegisterPerson onRegistered={(id) => void navigate(`/people/${id}`)} />
      </details>
    </div>
  )
}
